package migrate_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/reports"
	"liubao/storage"
	"liubao/storage/audit"
	"liubao/storage/mem"
	"liubao/storage/migrate"
)

// released1 writes a store as the first release wrote it, byte for byte. It is
// never changed: a key or record that is built otherwise today needs a
// migration.
func released1(t *testing.T, e storage.Engine) {
	update(t, e, func(tx storage.Tx) error {
		for key, val := range map[string]string{
			"meta/schema":                                    `1`,
			"report/2027-02-28/progress/jobs":                `{"v":1,"key":{"period":"2027-02-28","duty":"progress","subject":"jobs"},"unit":"hr","version":2,"state":"submitted","entries":[{"task":1,"progress":"moving","words":[{"id":"m7","by":"p1","at":"2027-02-27T09:30:00+08:00","text":"新增就业三百人"}]}],"readings":[{"indicator":"jobs","value":"300","at":"2027-02-27T09:30:00+08:00"}],"submittedAt":"2027-02-27T09:31:00+08:00","submittedBy":"p1","firstAt":"2027-02-26T10:00:00+08:00","deadline":"2027-02-28T17:30:00+08:00"}`,
			"version/2027-02-28/progress/jobs/000001":        `{"v":1,"key":{"period":"2027-02-28","duty":"progress","subject":"jobs"},"unit":"hr","version":1,"state":"returned","submittedAt":"2027-02-26T10:00:00+08:00","submittedBy":"p1","firstAt":"2027-02-26T10:00:00+08:00","deadline":"2027-02-28T17:30:00+08:00"}`,
			"person/p1":                                      `{"v":1,"id":"p1","name":"李明","unit":"hr","roles":["contact"],"user":42,"chat":42,"since":"2027-01-01T08:00:00+08:00"}`,
			"user/0000000000000000042":                       `"p1"`,
			"unitperson/hr/p1":                               `"p1"`,
			"sent/2027-02-28/progress/d-3/p1":                `"2027-02-25T09:00:00+08:00"`,
			"sentcount/2027-02-28/p1":                        `1`,
			"group/-0001001234567890123/0000000000000000000": `{"v":1,"chat":-1001234567890123,"title":"专班群","by":"p1","at":"2027-01-01T08:00:00+08:00"}`,
			"setting/quiet":                                  `"22:00"`,
			"cursor/0000000000000000042/0000000000000000042": `{"v":1,"text":"task 3"}`,
			"seq/inbox":                                      `17`,
			"audit/2027-02-28/hr/00000001":                   `{"v":1,"unit":"hr","period":"2027-02-28","seq":1,"at":"2027-02-27T01:31:00Z","actor":"p1","what":"submit","after":"新增就业三百人","hash":"` + hash1 + `"}`,
			"audithead/2027-02-28/hr":                        `{"v":1,"unit":"hr","period":"2027-02-28","seq":1,"hash":"` + hash1 + `"}`,
		} {
			if err := tx.Put(key, []byte("j"+val)); err != nil {
				return err
			}
		}
		return nil
	})
}

// hash1 is the hash of the row above as the first release computed it.
const hash1 = "1d2a8cc9529232bcb4d2d7157cb1fa54807cc8f27a253c98dc4a79f1da70403e"

// kept stands for a backup that was made.
func kept(context.Context, int) error { return nil }

func TestMigrateFromTheFirstRelease(t *testing.T) {
	e := store()
	released1(t, e)
	require.NoError(t, migrate.Run(context.Background(), e, kept))
	k := reports.Key{Period: "2027-02-28", Duty: "progress", Subject: "jobs"}
	view(t, e, func(r storage.Reader) error {
		schema, _, err := storage.Get[int](r, storage.RowMeta.Key(storage.MetaSchema))
		require.NoError(t, err)
		require.Equal(t, storage.Schema, schema)
		versions, err := storage.Versions(r, k)
		require.NoError(t, err)
		require.Len(t, versions, 2)
		require.Equal(t, "新增就业三百人", versions[1].Entries[0].Text())
		require.Equal(t, "300", versions[1].Readings[0].Value.String())
		p, ok, err := storage.PersonByUser(r, "tg:42")
		require.NoError(t, err)
		require.True(t, ok)
		require.Equal(t, "李明", p.Name)
		ps, err := storage.PeopleOfUnit(r, "hr")
		require.NoError(t, err)
		require.Len(t, ps, 1)
		at, _, err := storage.SentAt(r, "2027-02-28", "progress", "d-3", "p1")
		require.NoError(t, err)
		require.True(t, at.Equal(time.Date(2027, 2, 25, 1, 0, 0, 0, time.UTC)))
		n, _ := storage.SentCount(r, "2027-02-28", "p1")
		require.Equal(t, 1, n)
		g, _, _ := storage.Get[reports.Group](r, storage.GroupKey("tg:-1001234567890123", 0))
		require.Equal(t, "专班群", g.Title)
		q, _, _ := storage.Setting[string](r, "quiet")
		require.Equal(t, "22:00", q)
		c, _, err := storage.Cursor[struct {
			Text string `json:"text"`
		}](r, "tg:42", "tg:42")
		require.Equal(t, "task 3", c.Text)
		return err
	})
	update(t, e, func(tx storage.Tx) error {
		n, err := storage.NextSeq(tx, "inbox")
		require.EqualValues(t, 18, n)
		return err
	})
	found, err := audit.Verify(context.Background(), e)
	require.NoError(t, err)
	require.Empty(t, found.List)
}

func TestMigrateANewStore(t *testing.T) {
	e := store()
	require.NoError(t, migrate.Run(context.Background(), e, kept))
	require.NoError(t, migrate.Run(context.Background(), e, kept))
	view(t, e, func(r storage.Reader) error {
		schema, ok, err := storage.Get[int](r, "meta/schema")
		require.True(t, ok)
		require.Equal(t, storage.Schema, schema)
		return err
	})
}

func TestMigrateRefuses(t *testing.T) {
	e := store()
	update(t, e, func(tx storage.Tx) error { return storage.Put(tx, "meta/schema", storage.Schema+1) })
	err := migrate.Run(context.Background(), e, kept)
	require.ErrorIs(t, err, storage.ErrNewer)
	require.ErrorContains(t, err, "use the newer program")

	e = store()
	update(t, e, func(tx storage.Tx) error { return storage.Put(tx, "person/p1", 1) })
	require.ErrorIs(t, migrate.Run(context.Background(), e, kept), storage.ErrCorrupt)

	e = store()
	update(t, e, func(tx storage.Tx) error { return storage.Put(tx, "meta/schema", 0) })
	require.ErrorContains(t, migrate.Run(context.Background(), e, kept), "no way leads")
}

// stopping is an engine whose Updates fail after the given number.
type stopping struct {
	storage.Engine
	left int
}

func (s *stopping) Update(ctx context.Context, fn func(storage.Tx) error) error {
	if s.left == 0 {
		return storage.ErrNotDurable
	}
	s.left--
	return s.Engine.Update(ctx, fn)
}

// Two migrations over 250 rows, stopped after every possible number of
// transactions: each row is touched once by each, in order.
func TestMigrateResumes(t *testing.T) {
	add := func(word string) func(storage.Tx, string) (string, bool, error) {
		return func(tx storage.Tx, from string) (next string, done bool, err error) {
			type row struct{ key, val string }
			var rows []row
			err = storage.Each(tx, "row/", from, 90, func(key, val string) error {
				rows = append(rows, row{key, val})
				return nil
			})
			for _, r := range rows {
				next = r.key
				if err == nil {
					err = storage.Put(tx, r.key, r.val+word)
				}
			}
			return next, len(rows) < 90, err
		}
	}
	for stop := 0; stop <= 7; stop++ {
		e := store()
		for from := 0; from < 250; from += 50 {
			update(t, e, func(tx storage.Tx) error {
				for i := range 50 {
					if err := storage.Put(tx, fmt.Sprintf("row/%03d", from+i), "a"); err != nil {
						return err
					}
				}
				return storage.Put(tx, "meta/schema", 1)
			})
		}
		err := migrate.RunWith(context.Background(), &stopping{e, stop}, 3, add("b"), add("c"))
		if stop < 7 { // three steps each, and one to see that all is done
			require.ErrorIs(t, err, storage.ErrNotDurable)
			err = migrate.RunWith(context.Background(), e, 3, add("b"), add("c"))
		}
		require.NoError(t, err)
		rows := 0
		view(t, e, func(r storage.Reader) error {
			return storage.Each(r, "row/", "", 0, func(key, val string) error {
				rows++
				require.Equal(t, "abc", val, "%s, stopped after %d", key, stop)
				return nil
			})
		})
		require.Equal(t, 250, rows)
	}
}

// What an earlier program wrote is counted as unchecked.
func TestValuesWithoutAChecksumAreCounted(t *testing.T) {
	e := mem.New()
	released1(t, e)
	c := checked(t, e)
	require.True(t, c.OK(), c.List)
	require.Equal(t, c.Rows, c.Unchecked)
	require.Equal(t, 14, c.Rows)
	require.NoError(t, migrate.Run(context.Background(), e, kept))
	after := checked(t, e)
	require.True(t, after.OK(), after.List)
	require.Zero(t, after.Unchecked, "every row has been given one")
	f, err := audit.Verify(context.Background(), e)
	require.NoError(t, err)
	require.True(t, f.OK(), "what the rows say is what it was")

	update(t, e, func(tx storage.Tx) error { return tx.Put("setting/quiet", []byte(`j"23:00"`)) })
	after = checked(t, e)
	require.Equal(t, 1, after.Total, "from then on a value without one is no longer believed")
	require.Equal(t, "setting/quiet", after.List[0].Key)
}

func TestUnsoundGoesRound(t *testing.T) {
	e := mem.New()
	require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error {
		for i := range 25 {
			if err := storage.SaveSetting(tx, fmt.Sprintf("s%02d", i), i); err != nil {
				return err
			}
		}
		for _, key := range []string{storage.RowSetting.Key("s03"), storage.RowSetting.Key("s24")} {
			if err := tx.Put(key, []byte{1, 2, 3}); err != nil {
				return err
			}
		}
		return nil
	}))
	var bad []string
	after, looks := "", 0
	for {
		require.NoError(t, e.View(t.Context(), func(r storage.Reader) error {
			found, next, err := audit.Unsound(r, after, 10)
			for _, d := range found {
				bad = append(bad, d.Key)
			}
			after = next
			return err
		}))
		if looks++; after == "" {
			break
		}
	}
	require.Equal(t, []string{storage.RowSetting.Key("s03"), storage.RowSetting.Key("s24")}, bad)
	require.Greater(t, looks, 2, "some at a time")
}

func checked(t *testing.T, e storage.Engine) (c audit.Checked) {
	view(t, e, func(r storage.Reader) (err error) {
		c, err = audit.CheckRows(r)
		return err
	})
	return c
}
