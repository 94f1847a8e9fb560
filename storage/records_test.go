package storage_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/reports"
	"liubao/storage"
	"liubao/storage/mem"
)

var noon = time.Date(2027, 2, 28, 4, 0, 0, 0, time.UTC)

// store returns an engine that runs every function twice, so that accessors
// with side effects show.
func store() *mem.Engine { return mem.With(mem.Options{Twice: true}) }

func TestReportsKeepTheirVersions(t *testing.T) {
	e := store()
	k := reports.Key{Period: "2027-02-28", Duty: "progress", Subject: "jobs"}
	save := func(version int, state reports.State, by string) error {
		return e.Update(context.Background(), func(tx storage.Tx) error {
			return storage.SaveReport(tx, reports.Report{Key: k, Version: version, State: state, SubmittedBy: by})
		})
	}
	require.Error(t, save(2, reports.Submitted, "li"), "the first version is 1")
	require.NoError(t, save(1, reports.Submitted, "li"))
	require.NoError(t, save(1, reports.Returned, "li"))
	require.NoError(t, save(2, reports.Submitted, "wang"))
	require.Error(t, save(1, reports.Accepted, "li"), "an earlier version stays as it is")
	require.Error(t, save(4, reports.Submitted, "li"), "no version is left out")
	view(t, e, func(r storage.Reader) error {
		now, ok, err := storage.Report(r, k)
		require.True(t, ok)
		require.NoError(t, err)
		require.Equal(t, "wang", now.SubmittedBy)
		require.Equal(t, 1, now.V)
		versions, err := storage.Versions(r, k)
		require.Len(t, versions, 2)
		require.Equal(t, reports.Returned, versions[0].State)
		require.Equal(t, now, versions[1])
		return err
	})
}

func TestReportsOfOnePeriodOnly(t *testing.T) {
	e := store()
	for _, key := range []string{"2027-02-15/progress/a", "2027-02-28/budget/a", "2027-02-28/progress/b", "2027-02-28/progress/a", "2027-02-28/progress-2/a"} {
		c := strings.Split(key, "/")
		k := reports.Key{Period: c[0], Duty: c[1], Subject: c[2]}
		update(t, e, func(tx storage.Tx) error { return storage.SaveReport(tx, reports.Report{Key: k, Version: 1}) })
	}
	view(t, e, func(r storage.Reader) error {
		got, err := storage.Reports(r, "2027-02-28", "progress")
		require.Len(t, got, 2)
		require.Equal(t, "a", got[0].Key.Subject)
		require.Equal(t, "b", got[1].Key.Subject)
		require.NoError(t, err)
		got, err = storage.PeriodReports(r, "2027-02-28")
		require.Len(t, got, 4)
		return err
	})
}

func TestPeopleAreFoundByUserAndUnit(t *testing.T) {
	e := store()
	save := func(p reports.Person) error {
		return e.Update(context.Background(), func(tx storage.Tx) error { return storage.SavePerson(tx, p) })
	}
	require.NoError(t, save(reports.Person{ID: "p1", Name: "李明", Unit: "fin", Chat: "tg:42"}))
	require.NoError(t, save(reports.Person{ID: "p2", Name: "王芳", Unit: "fin"}))
	require.ErrorContains(t, save(reports.Person{ID: "p3", Chat: "tg:42"}), "belongs to person p1")
	require.Error(t, save(reports.Person{Name: "无名"}))
	require.NoError(t, save(reports.Person{ID: "p1", Name: "李明", Unit: "edu", Chat: "tg:43"}))
	require.NoError(t, save(reports.Person{ID: "p3", Name: "赵强", Unit: "fin", Chat: "tg:42"}))
	names := func(ps []reports.Person) (out []string) {
		for _, p := range ps {
			out = append(out, p.Name)
		}
		return out
	}
	view(t, e, func(r storage.Reader) error {
		p, ok, err := storage.PersonByUser(r, "tg:43")
		require.True(t, ok)
		require.NoError(t, err)
		require.Equal(t, "李明", p.Name)
		p, _, _ = storage.PersonByUser(r, "tg:42")
		require.Equal(t, "赵强", p.Name)
		_, ok, _ = storage.PersonByUser(r, "tg:44")
		require.False(t, ok)
		for unit, want := range map[string][]string{"fin": {"王芳", "赵强"}, "edu": {"李明"}, "none": nil} {
			ps, err := storage.PeopleOfUnit(r, unit)
			require.NoError(t, err)
			require.Equal(t, want, names(ps), unit)
		}
		ps, err := storage.AllPeople(r)
		require.Equal(t, []string{"李明", "王芳", "赵强"}, names(ps))
		return err
	})
}

func TestIndexThatLeadsNowhere(t *testing.T) {
	e := store()
	update(t, e, func(tx storage.Tx) error { return storage.Put(tx, storage.UserKey("tg:7"), "ghost") })
	err := e.View(context.Background(), func(r storage.Reader) error { _, _, err := storage.PersonByUser(r, "tg:7"); return err })
	require.ErrorIs(t, err, storage.ErrCorrupt)
}

func TestSentMarksAndCounts(t *testing.T) {
	e := store()
	for i, want := range []bool{true, false} {
		update(t, e, func(tx storage.Tx) error {
			first, err := storage.MarkSent(tx, "2027-02-28", "progress", "d-3", "p1", noon.Add(time.Duration(i)*time.Hour))
			require.Equal(t, want, first)
			return err
		})
	}
	for want := 1; want <= 3; want++ {
		update(t, e, func(tx storage.Tx) error {
			n, err := storage.CountSent(tx, "2027-02-28", "p1")
			require.Equal(t, want, n)
			return err
		})
	}
	view(t, e, func(r storage.Reader) error {
		at, ok, err := storage.SentAt(r, "2027-02-28", "progress", "d-3", "p1")
		require.True(t, ok)
		require.NoError(t, err)
		require.True(t, at.Equal(noon))
		n, err := storage.SentCount(r, "2027-03-15", "p1")
		require.Zero(t, n)
		return err
	})
}

func TestSmallRecords(t *testing.T) {
	e := store()
	k := reports.Key{Period: "2027-02-28", Duty: "progress", Subject: "jobs"}
	update(t, e, func(tx storage.Tx) error {
		require.NoError(t, storage.SaveInvite(tx, reports.Invite{Hash: "ab", Unit: "fin"}))
		require.NoError(t, storage.SaveGroup(tx, reports.Group{Chat: "tg:-100123", Thread: 4, Title: "专班群"}))
		require.NoError(t, storage.SaveSetting(tx, "quiet", []int{22, 7}))
		require.NoError(t, storage.SaveProblem(tx, reports.Problem{ID: "x1", What: "停电"}))
		require.NoError(t, storage.SaveReview(tx, reports.Review{Key: k, Kind: "return", By: "d", At: noon.Add(time.Second)}))
		require.NoError(t, storage.SaveReview(tx, reports.Review{Key: k, Kind: "accept", By: "d", At: noon}))
		require.NoError(t, storage.SaveDraft(tx, k, note{1, "草稿"}))
		require.NoError(t, storage.SaveCursor(tx, "tg:-5", "tg:6", note{1, "task 3"}))
		n, err := storage.NextSeq(tx, "inbox")
		require.EqualValues(t, 1, n)
		require.NoError(t, err)
		n, err = storage.NextSeq(tx, "inbox")
		require.EqualValues(t, 2, n)
		return err
	})
	view(t, e, func(r storage.Reader) error {
		i, _, _ := storage.Invite(r, "ab")
		require.Equal(t, "fin", i.Unit)
		g, _, _ := storage.Get[reports.Group](r, storage.GroupKey("tg:-100123", 4))
		require.Equal(t, "专班群", g.Title)
		gs, _ := storage.Groups(r)
		require.Equal(t, []reports.Group{g}, gs)
		q, _, _ := storage.Setting[[]int](r, "quiet")
		require.Equal(t, []int{22, 7}, q)
		p, _, _ := storage.Problem(r, "x1")
		ps, _ := storage.Problems(r)
		require.Equal(t, []reports.Problem{p}, ps)
		vs, _ := storage.All[reports.Review](r, storage.RowReview.Prefix(k.Period, k.Duty, k.Subject))
		require.Len(t, vs, 2)
		require.Equal(t, "accept", vs[0].Kind)
		d, _, _ := storage.Draft[note](r, k)
		require.Equal(t, "草稿", d.Text)
		c, _, err := storage.Cursor[note](r, "tg:-5", "tg:6")
		require.Equal(t, "task 3", c.Text)
		is, _ := storage.Invites(r)
		require.Len(t, is, 1)
		return err
	})
	update(t, e, func(tx storage.Tx) error {
		require.NoError(t, storage.DeleteInvite(tx, "ab"))
		require.NoError(t, storage.DeleteGroup(tx, "tg:-100123", 4))
		require.NoError(t, storage.DeleteSetting(tx, "quiet"))
		return errors.Join(tx.Delete(storage.RowDraft.Of(k)), tx.Delete(storage.RowDraftBrief.Of(k)), tx.Delete(storage.RowCursor.InChat("tg:-5", "tg:6")))
	})
	view(t, e, func(r storage.Reader) error {
		n := 0
		err := r.Scan("", "", 0, func(key string, _ []byte) error {
			if !strings.HasPrefix(key, "audit") {
				n++
			}
			return nil
		})
		require.Equal(t, 4, n, "problem, two reviews, counter")
		return err
	})
}

func TestDeletePrefix(t *testing.T) {
	e := store()
	for from := 0; from < 2500; from += 500 {
		update(t, e, func(tx storage.Tx) error {
			for i := range 500 {
				if err := tx.Put(storage.SeenKey(int64(from+i)), nil); err != nil {
					return err
				}
			}
			return tx.Put("seer", nil)
		})
	}
	var gone []int
	for {
		var n int
		update(t, e, func(tx storage.Tx) (err error) {
			n, err = storage.DeletePrefix(tx, storage.RowSeen.Prefix(), 0)
			return err
		})
		gone = append(gone, n)
		if n < storage.MaxWrites {
			break
		}
	}
	require.Equal(t, []int{1000, 1000, 500}, gone)
	view(t, e, func(r storage.Reader) error { _, ok, err := r.Get("seer"); require.True(t, ok); return err })
}

// A damaged row keeps nobody else's file from being fetched.
func TestFetches(t *testing.T) {
	e := store()
	update(t, e, func(tx storage.Tx) error { return tx.Put(storage.RowFetch.Key("a0"), []byte("damaged")) })
	for _, uid := range []string{"a", "b/1", "c"} {
		update(t, e, func(tx storage.Tx) error { return storage.SaveFetch(tx, reports.File{UID: uid}) })
	}
	update(t, e, func(tx storage.Tx) error { return storage.DeleteFetch(tx, "c") })
	view(t, e, func(r storage.Reader) error {
		fs, err := storage.Fetches(r)
		require.Len(t, fs, 2)
		require.Equal(t, "b/1", fs[1].UID)
		return err
	})
}

// A row of the log holds what somebody was called on that day, whatever they are
// called later.
func TestAuditRowsHoldTheNameOfThatDay(t *testing.T) {
	e := mem.New()
	for i, name := range []string{"王一", "王二"} {
		require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error {
			if err := storage.SavePerson(tx, reports.Person{ID: "p1", Name: name, Unit: "u"}); err != nil {
				return err
			}
			return storage.Log(tx, noon.AddDate(0, 0, i), "p1", "u", "2027-02-28", "提交", "", "")
		}))
	}
	require.NoError(t, e.View(t.Context(), func(r storage.Reader) error {
		rows, err := storage.AuditRows(r, "2027-02-28", "u", 0, 0)
		require.Len(t, rows, 2)
		require.Equal(t, []string{"王一", "王二"}, []string{rows[0].Name, rows[1].Name})
		return err
	}))
}
