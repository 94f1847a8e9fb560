package audit_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/storage"
	"liubao/storage/audit"
	"liubao/storage/mem"
)

const period = "2027-02-28"

// logged returns a store with rows rows in the chains of the units "fin" and
// "edu", an anchor after the third row of each.
func logged(t *testing.T, rows int) storage.Engine {
	e := store()
	for i := 1; i <= rows; i++ {
		for _, unit := range []string{"fin", "edu"} {
			appendRow(t, e, unit, i)
		}
		if i == 3 {
			_, err := audit.MakeAnchor(context.Background(), e, "2027-02-20", noon)
			require.NoError(t, err)
		}
	}
	return e
}

func appendRow(t require.TestingT, e storage.Engine, unit string, i int) {
	update(t, e, func(tx storage.Tx) error {
		row, err := storage.AppendAudit(tx, storage.AuditRow{
			Unit: unit, Period: period, At: noon.Add(time.Duration(i) * time.Minute).In(time.FixedZone("", 8*3600)),
			Actor: "p1", What: "submit", Before: "无", After: fmt.Sprint("第", i, "版"),
		})
		require.EqualValues(t, i, row.Seq)
		return err
	})
}

func faults(t require.TestingT, e storage.Engine) []audit.Fault {
	f, err := audit.Verify(context.Background(), e)
	require.NoError(t, err)
	require.Equal(t, f.OK(), len(f.List) == 0)
	out := []audit.Fault{}
	for _, x := range f.List {
		out = append(out, x.Fault)
	}
	return out
}

func TestAuditOfAWholeLog(t *testing.T) {
	e := logged(t, 5)
	f, err := audit.Verify(context.Background(), e)
	require.NoError(t, err)
	require.Equal(t, audit.Findings{Rows: 10, Chains: 2, Anchors: 1, Anchor: f.Anchor}, f)
	require.Regexp(t, `^\d{4}-\d\d-\d\d [0-9a-f]{64}$`, f.Anchor)
	view(t, e, func(r storage.Reader) error {
		rows, err := storage.AuditRows(r, period, "fin", 2, 2)
		require.Len(t, rows, 2)
		require.Equal(t, "第3版", rows[0].After)
		require.Equal(t, rows[0].Hash, rows[1].Prev)
		require.Equal(t, time.UTC, rows[0].At.Location())
		head, ok, _ := storage.HeadOf(r, period, "fin")
		require.True(t, ok)
		require.EqualValues(t, 5, head.Seq)
		return err
	})
	require.Empty(t, faults(t, mem.New()))
}

// rewrite builds the chain anew with another word in row 2, as somebody with
// this program and the file could.
func rewrite(tx storage.Tx, upTo int) error {
	for i := 1; i <= 5; i++ {
		if err := tx.Delete(storage.AuditKey(period, "fin", uint64(i))); err != nil {
			return err
		}
	}
	if err := tx.Delete(storage.RowAuditHead.Key(period, "fin")); err != nil {
		return err
	}
	for i := range upTo {
		if _, err := storage.AppendAudit(tx, storage.AuditRow{Unit: "fin", Period: period, At: noon, What: fmt.Sprint("other ", i)}); err != nil {
			return err
		}
	}
	return nil
}

func TestAuditFindsDamage(t *testing.T) {
	key := func(seq uint64) string { return storage.AuditKey(period, "fin", seq) }
	edit := func(tx storage.Tx, key string, fn func(*storage.AuditRow)) error {
		row, _, err := storage.Get[storage.AuditRow](tx, key)
		if err != nil {
			return err
		}
		fn(&row)
		return storage.Put(tx, key, row)
	}
	swap := func(tx storage.Tx, a, b string) error {
		x, _, _ := tx.Get(a)
		y, _, _ := tx.Get(b)
		require.NoError(t, tx.Put(a, y))
		return tx.Put(b, x)
	}
	for name, c := range map[string]struct {
		damage func(tx storage.Tx) error
		want   []audit.Fault
	}{
		"words changed": {func(tx storage.Tx) error {
			return edit(tx, key(4), func(r *storage.AuditRow) { r.After = "别的" })
		}, []audit.Fault{audit.Changed}},
		"time changed": {func(tx storage.Tx) error {
			return edit(tx, key(4), func(r *storage.AuditRow) { r.At = r.At.Add(1) })
		}, []audit.Fault{audit.Changed}},
		"words moved between fields": {func(tx storage.Tx) error {
			return edit(tx, key(4), func(r *storage.AuditRow) { r.Before, r.After = r.Before+r.After, "" })
		}, []audit.Fault{audit.Changed}},
		"row missing":       {func(tx storage.Tx) error { return tx.Delete(key(4)) }, []audit.Fault{audit.Missing}},
		"first row missing": {func(tx storage.Tx) error { return tx.Delete(key(1)) }, []audit.Fault{audit.Missing}},
		"rows swapped": {func(tx storage.Tx) error { return swap(tx, key(4), key(5)) },
			[]audit.Fault{audit.Reordered, audit.Reordered, audit.Rewritten}},
		"row of another unit": {func(tx storage.Tx) error { return swap(tx, key(4), storage.AuditKey(period, "edu", 4)) },
			[]audit.Fault{audit.Reordered, audit.Changed, audit.Reordered, audit.Changed}},
		"end cut off":  {func(tx storage.Tx) error { return tx.Delete(key(5)) }, []audit.Fault{audit.Truncated}},
		"head missing": {func(tx storage.Tx) error { return tx.Delete(storage.RowAuditHead.Key(period, "fin")) }, []audit.Fault{audit.Truncated}},
		"rows missing, head left": {func(tx storage.Tx) error {
			_, err := storage.DeletePrefix(tx, storage.RowAudit.Prefix(period, "fin"), 0)
			return err
		},
			[]audit.Fault{audit.Truncated, audit.Truncated}},
		"row unreadable":           {func(tx storage.Tx) error { return tx.Put(key(4), []byte("?")) }, []audit.Fault{audit.Unreadable}},
		"chain rewritten":          {func(tx storage.Tx) error { return rewrite(tx, 5) }, []audit.Fault{audit.Rewritten}},
		"chain rewritten, shorter": {func(tx storage.Tx) error { return rewrite(tx, 2) }, []audit.Fault{audit.Truncated}},
		"whole chain missing":      {func(tx storage.Tx) error { return rewrite(tx, 0) }, []audit.Fault{audit.Truncated}},
		"anchor missing":           {func(tx storage.Tx) error { return tx.Delete(storage.RowAnchor.Key("2027-02-20")) }, []audit.Fault{audit.BadAnchor}},
		"anchor's part missing": {func(tx storage.Tx) error { return tx.Delete(storage.AnchorPartKey("2027-02-20", 0)) },
			[]audit.Fault{audit.BadAnchor}},
		"anchor unreadable": {func(tx storage.Tx) error { return tx.Put(storage.RowAnchor.Key("2027-02-20"), []byte("?")) },
			[]audit.Fault{audit.BadAnchor}},
	} {
		t.Run(name, func(t *testing.T) {
			e := logged(t, 5)
			update(t, e, c.damage)
			require.Equal(t, c.want, faults(t, e))
		})
	}
}

// Whichever rows are deleted, anchored or not, it is noticed.
func TestAuditNoticesEveryDeletedRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := mem.New()
		n := rapid.IntRange(1, 8).Draw(t, "rows")
		anchorAt := rapid.IntRange(0, n).Draw(t, "anchor after")
		for i := 1; i <= n; i++ {
			appendRow(t, e, "fin", i)
			if i == anchorAt {
				_, err := audit.MakeAnchor(context.Background(), e, "2027-02-20", noon)
				require.NoError(t, err)
			}
		}
		require.Empty(t, faults(t, e))
		gone := rapid.SliceOfNDistinct(rapid.IntRange(1, n), 1, -1, rapid.ID).Draw(t, "deleted")
		update(t, e, func(tx storage.Tx) error {
			for _, i := range gone {
				if err := tx.Delete(storage.AuditKey(period, "fin", uint64(i))); err != nil {
					return err
				}
			}
			return nil
		})
		require.NotEmpty(t, faults(t, e))
	})
}

func TestAnchorsFollowEachOther(t *testing.T) {
	e := store()
	ctx := context.Background()
	anchor := func(date string) audit.Anchor {
		a, err := audit.MakeAnchor(ctx, e, date, noon)
		require.NoError(t, err)
		return a
	}
	first := anchor("2027-02-19")
	require.Zero(t, first.Heads)
	for i := range 170 {
		appendRow(t, e, fmt.Sprintf("u%03d", i), 1)
	}
	second := anchor("2027-02-20")
	require.Equal(t, 170, second.Heads)
	require.Equal(t, 3, second.Parts)
	require.Equal(t, first.Hash, second.Prev)
	appendRow(t, e, "u001", 2)
	require.Equal(t, second, anchor("2027-02-20"), "a day keeps its anchor")
	require.Equal(t, 1, anchor("2027-02-21").Heads, "only what grew since")
	_, err := audit.MakeAnchor(ctx, e, "20 February", noon)
	require.Error(t, err)
	require.Empty(t, faults(t, e))
	view(t, e, func(r storage.Reader) error {
		last, ok, err := audit.LastAnchor(r)
		require.True(t, ok)
		require.Equal(t, "2027-02-21", last.Date)
		return err
	})
	for _, date := range []string{"2027-02-19", "2027-02-20", "2027-02-21"} {
		damaged := mem.New()
		copyAll(t, e, damaged)
		update(t, damaged, func(tx storage.Tx) error { return tx.Delete(storage.RowAnchor.Key(date)) })
		require.Equal(t, []audit.Fault{audit.BadAnchor}, faults(t, damaged), date)
	}
}

// A clock that ran ahead once leaves an anchor of a day that has not come. The days
// until then have theirs behind it, one a day, and a change to what they join is found.
func TestAnchorsGoOnBehindOneFromTheFuture(t *testing.T) {
	ctx, e, seq := context.Background(), mem.New(), 0
	add := func() { seq++; appendRow(t, e, "u001", seq) }
	for _, x := range []struct{ day, name string }{
		{"2026-12-09", "2026-12-09"}, {"2040-01-01", "2040-01-01"}, {"2026-12-10", "2040-01-01.0001"},
		{"2026-12-11", "2040-01-01.0002"}, {"2040-01-02", "2040-01-02"},
	} {
		add()
		a, err := audit.MakeAnchor(ctx, e, x.day, noon)
		require.NoError(t, err)
		require.Equal(t, x.name, a.Date)
		require.Equal(t, 1, a.Heads)
		add()
		again, err := audit.MakeAnchor(ctx, e, x.day, noon)
		require.NoError(t, err)
		require.Equal(t, a, again, "a day keeps its anchor")
	}
	require.Empty(t, faults(t, e))
	update(t, e, func(tx storage.Tx) error { return tx.Delete(storage.RowAnchor.Key("2040-01-01.0001")) })
	require.Equal(t, []audit.Fault{audit.BadAnchor}, faults(t, e))
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

// An anchor stopped after any of its transactions is finished later, on the
// same day or another, and no head is lost.
func TestAnchorResumes(t *testing.T) {
	for _, next := range []string{"2027-02-20", "2027-02-21"} {
		for stop := range 4 {
			e := store()
			for i := range 170 {
				appendRow(t, e, fmt.Sprintf("u%03d", i), 1)
			}
			_, err := audit.MakeAnchor(context.Background(), &stopping{e, stop}, "2027-02-20", noon)
			require.ErrorIs(t, err, storage.ErrNotDurable)
			_, err = audit.MakeAnchor(context.Background(), e, next, noon)
			require.NoError(t, err)
			heads := 0
			view(t, e, func(r storage.Reader) error {
				return storage.Each(r, storage.RowAnchor.Prefix(), "", 0, func(_ string, a audit.Anchor) error { heads += a.Heads; return nil })
			})
			require.Equal(t, 170, heads, "stopped after %d, then %s", stop, next)
			require.Empty(t, faults(t, e))
		}
	}
}

func copyAll(t *testing.T, from, to storage.Engine) {
	view(t, from, func(r storage.Reader) error {
		return r.Scan("", "", 0, func(key string, val []byte) error {
			return to.Update(context.Background(), func(tx storage.Tx) error { return tx.Put(key, val) })
		})
	})
}

// A unit whose chain's head is damaged is not cut off from everything: the chain
// goes on behind its last row, says so, and still fits together.
func TestAuditGoesOnBehindADamagedHead(t *testing.T) {
	e := mem.New()
	add := func(what string) {
		require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error {
			_, err := storage.AppendAudit(tx, storage.AuditRow{Unit: "fin", Period: "2026-12-15", What: what, At: time.Unix(0, 0)})
			return err
		}))
	}
	add("one")
	add("two")
	require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error {
		return tx.Put(storage.RowAuditHead.Key("2026-12-15", "fin"), []byte{9})
	}))
	add("three")
	require.NoError(t, e.View(t.Context(), func(r storage.Reader) error {
		rows, err := storage.AuditRows(r, "2026-12-15", "fin", 0, 0)
		require.NoError(t, err)
		require.Len(t, rows, 4, "with one that says what happened")
		require.Equal(t, "three", rows[3].What)
		require.Contains(t, rows[2].What, "损坏")
		found, err := audit.VerifyOn(r)
		require.NoError(t, err)
		require.True(t, found.OK(), "%+v", found)
		return nil
	}))
}
