package storage_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/storage"
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
			_, err := storage.Anchor(context.Background(), e, "2027-02-20", noon)
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

func faults(t require.TestingT, e storage.Engine) []storage.Fault {
	f, err := storage.VerifyAudit(context.Background(), e)
	require.NoError(t, err)
	require.Equal(t, f.OK(), len(f.List) == 0)
	out := []storage.Fault{}
	for _, x := range f.List {
		out = append(out, x.Fault)
	}
	return out
}

func TestAuditOfAWholeLog(t *testing.T) {
	e := logged(t, 5)
	f, err := storage.VerifyAudit(context.Background(), e)
	require.NoError(t, err)
	require.Equal(t, storage.Findings{Rows: 10, Chains: 2, Anchors: 1, Anchor: f.Anchor}, f)
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
	if err := tx.Delete(storage.AuditHeadKey(period, "fin")); err != nil {
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
		want   []storage.Fault
	}{
		"words changed": {func(tx storage.Tx) error {
			return edit(tx, key(4), func(r *storage.AuditRow) { r.After = "别的" })
		}, []storage.Fault{storage.Changed}},
		"time changed": {func(tx storage.Tx) error {
			return edit(tx, key(4), func(r *storage.AuditRow) { r.At = r.At.Add(1) })
		}, []storage.Fault{storage.Changed}},
		"words moved between fields": {func(tx storage.Tx) error {
			return edit(tx, key(4), func(r *storage.AuditRow) { r.Before, r.After = r.Before+r.After, "" })
		}, []storage.Fault{storage.Changed}},
		"row missing":       {func(tx storage.Tx) error { return tx.Delete(key(4)) }, []storage.Fault{storage.Missing}},
		"first row missing": {func(tx storage.Tx) error { return tx.Delete(key(1)) }, []storage.Fault{storage.Missing}},
		"rows swapped": {func(tx storage.Tx) error { return swap(tx, key(4), key(5)) },
			[]storage.Fault{storage.Reordered, storage.Reordered, storage.Rewritten}},
		"row of another unit": {func(tx storage.Tx) error { return swap(tx, key(4), storage.AuditKey(period, "edu", 4)) },
			[]storage.Fault{storage.Reordered, storage.Changed, storage.Reordered, storage.Changed}},
		"end cut off":  {func(tx storage.Tx) error { return tx.Delete(key(5)) }, []storage.Fault{storage.Truncated}},
		"head missing": {func(tx storage.Tx) error { return tx.Delete(storage.AuditHeadKey(period, "fin")) }, []storage.Fault{storage.Truncated}},
		"rows missing, head left": {func(tx storage.Tx) error {
			_, err := storage.DeletePrefix(tx, storage.AuditPrefix(period, "fin"), 0)
			return err
		},
			[]storage.Fault{storage.Truncated, storage.Truncated}},
		"row unreadable":           {func(tx storage.Tx) error { return tx.Put(key(4), []byte("?")) }, []storage.Fault{storage.Unreadable}},
		"chain rewritten":          {func(tx storage.Tx) error { return rewrite(tx, 5) }, []storage.Fault{storage.Rewritten}},
		"chain rewritten, shorter": {func(tx storage.Tx) error { return rewrite(tx, 2) }, []storage.Fault{storage.Truncated}},
		"whole chain missing":      {func(tx storage.Tx) error { return rewrite(tx, 0) }, []storage.Fault{storage.Truncated}},
		"anchor missing":           {func(tx storage.Tx) error { return tx.Delete(storage.AnchorKey("2027-02-20")) }, []storage.Fault{storage.BadAnchor}},
		"anchor's part missing": {func(tx storage.Tx) error { return tx.Delete(storage.AnchorPartKey("2027-02-20", 0)) },
			[]storage.Fault{storage.BadAnchor}},
		"anchor unreadable": {func(tx storage.Tx) error { return tx.Put(storage.AnchorKey("2027-02-20"), []byte("?")) },
			[]storage.Fault{storage.BadAnchor}},
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
				_, err := storage.Anchor(context.Background(), e, "2027-02-20", noon)
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
	anchor := func(date string) storage.AuditAnchor {
		a, err := storage.Anchor(ctx, e, date, noon)
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
	_, err := storage.Anchor(ctx, e, "2027-02-20", noon)
	require.Error(t, err)
	_, err = storage.Anchor(ctx, e, "20 February", noon)
	require.Error(t, err)
	require.Empty(t, faults(t, e))
	view(t, e, func(r storage.Reader) error {
		last, ok, err := storage.LastAnchor(r)
		require.True(t, ok)
		require.Equal(t, "2027-02-21", last.Date)
		return err
	})
	for _, date := range []string{"2027-02-19", "2027-02-20", "2027-02-21"} {
		damaged := mem.New()
		copyAll(t, e, damaged)
		update(t, damaged, func(tx storage.Tx) error { return tx.Delete(storage.AnchorKey(date)) })
		require.Equal(t, []storage.Fault{storage.BadAnchor}, faults(t, damaged), date)
	}
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
			_, err := storage.Anchor(context.Background(), &stopping{e, stop}, "2027-02-20", noon)
			require.ErrorIs(t, err, storage.ErrNotDurable)
			_, err = storage.Anchor(context.Background(), e, next, noon)
			require.NoError(t, err)
			heads := 0
			view(t, e, func(r storage.Reader) error {
				return storage.Each(r, storage.AnchorsPrefix(), "", 0, func(_ string, a storage.AuditAnchor) error { heads += a.Heads; return nil })
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
