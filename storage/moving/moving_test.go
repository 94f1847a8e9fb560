package moving

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/storage"
	"liubao/storage/audit"
	"liubao/storage/bolt"
	"liubao/storage/files"
	"liubao/storage/mem"
	"liubao/storage/migrate"
)

var noon = time.Date(2026, time.December, 15, 12, 0, 0, 0, time.UTC)

func update(t *testing.T, e storage.Engine, fn func(tx storage.Tx) error) {
	t.Helper()
	require.NoError(t, e.Update(context.Background(), fn))
}

// filled is a store with rows of all sizes, an audit log and a file.
func filled(t *testing.T) *mem.Engine {
	e := mem.New()
	require.NoError(t, migrate.Run(t.Context(), e, nil))
	for i := range 25 {
		update(t, e, func(tx storage.Tx) error {
			for j := range 100 {
				if err := storage.Put(tx, fmt.Sprintf("draft/p/%02d/%02d", i, j), bytes.Repeat([]byte{byte('a' + j%26)}, j*20)); err != nil {
					return err
				}
			}
			_, err := storage.AppendAudit(tx, storage.AuditRow{Unit: fmt.Sprintf("u%d", i%3), Period: "2026-12-15", At: noon, What: "submit", After: "已提交"})
			return err
		})
	}
	_, err := files.Store{Engine: e}.Put(t.Context(), bytes.Repeat([]byte("照片"), 200_000))
	require.NoError(t, err)
	return e
}

func census(t *testing.T, e storage.Engine) (c Census) {
	t.Helper()
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) (err error) { c, err = Count(unmarked{r}); return err }))
	return c
}

// servable reports whether a bot would start on a store that is not new.
func servable(t *testing.T, e storage.Engine) (ok bool) {
	t.Helper()
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
		ok = migrate.Readable(r) == nil && storage.Mine(r) == nil
		return nil
	}))
	return ok
}

// There and back, over a file: the same rows, the same heads of the audit log, and
// only one of the two may be served.
func TestThereAndBack(t *testing.T) {
	from := filled(t)
	want := census(t, from)
	require.Equal(t, 3, want.Chains)
	require.Equal(t, 1, want.Files)
	file, err := bolt.Open(filepath.Join(t.TempDir(), "liubao.db"), bolt.Options{})
	require.NoError(t, err)
	defer file.Close()
	c, err := Move(t.Context(), Store{Engine: from, Name: "one"}, Store{Engine: file, Name: "two"}, noon)
	require.NoError(t, err)
	require.Equal(t, want, c)
	require.Equal(t, want, census(t, file))
	require.True(t, servable(t, file))
	require.False(t, servable(t, from))

	_, err = Move(t.Context(), Store{Engine: from, Name: "one"}, Store{Engine: mem.New(), Name: "three"}, noon)
	require.ErrorIs(t, err, storage.ErrMoved)
	require.ErrorContains(t, err, "moved to two at 2026-12-15 12:00:00; serve them there, or here all the same with --again")
	_, err = Move(t.Context(), Store{Engine: file, Name: "two"}, Store{Engine: from, Name: "one"}, noon)
	require.ErrorIs(t, err, ErrOccupied, "what was moved away is still there")

	back := mem.New()
	c, err = Move(t.Context(), Store{Engine: file, Name: "two"}, Store{Engine: back, Name: "back"}, noon)
	require.NoError(t, err)
	require.Equal(t, want, c)
	f, err := audit.Verify(t.Context(), back)
	require.NoError(t, err)
	require.Equal(t, 25, f.Rows)
}

// broken fails for good after so many commits.
type broken struct {
	storage.Engine
	left *int
}

var errKilled = errors.New("killed")

func (b broken) Update(ctx context.Context, fn func(storage.Tx) error) error {
	if *b.left--; *b.left < 0 {
		return errKilled
	}
	return b.Engine.Update(ctx, fn)
}

// A move that ends after any of its commits leaves at most one store to be served, and
// the same command ends it.
func TestMoveKilledAtEachStep(t *testing.T) {
	for steps := range 200 {
		from, to := filled(t), mem.New()
		want := census(t, from)
		left := steps
		_, err := Move(t.Context(), Store{Engine: broken{from, &left}, Name: "one"}, Store{Engine: broken{to, &left}, Name: "two"}, noon)
		require.False(t, servable(t, from) && servable(t, to), "after %d steps", steps)
		if err == nil {
			require.Greater(t, steps, 6)
			require.True(t, servable(t, to))
			return
		}
		require.ErrorIs(t, err, errKilled)
		require.False(t, servable(t, to), "after %d steps", steps)
		c, err := Move(t.Context(), Store{Engine: from, Name: "one"}, Store{Engine: to, Name: "two"}, noon)
		require.NoError(t, err, "after %d steps", steps)
		require.Equal(t, want, c)
		require.True(t, servable(t, to))
		require.False(t, servable(t, from))
	}
	t.Fatal("it never ends")
}

// What reads back other than it was written is not served, and the source is.
func TestTargetThatLies(t *testing.T) {
	from, to := filled(t), mem.New()
	other := filled(t)
	update(t, other, func(tx storage.Tx) error { return tx.Put("draft/p/00/00", []byte("x")) })
	_, err := Move(t.Context(), Store{Engine: from, Name: "one"}, Store{Engine: to, Name: "two", Check: other}, noon)
	require.ErrorIs(t, err, ErrDiffers)
	require.True(t, servable(t, from))
	require.False(t, servable(t, to))
	require.ErrorContains(t, to.View(t.Context(), storage.Complete), "they were being copied from one since 2026-12-15 12:00:00")
}

// led is a store that somebody else leads.
type led struct{ storage.Engine }

func (led) Campaign(ctx context.Context) (storage.Leadership, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// A store at which a bot works is neither moved nor moved to, nor is one that holds
// data, or is of an older program.
func TestRefusals(t *testing.T) {
	from := filled(t)
	for _, c := range []struct{ from, to storage.Engine }{{led{from}, mem.New()}, {from, led{mem.New()}}} {
		_, err := move(t.Context(), Store{Engine: c.from, Name: "one"}, Store{Engine: c.to, Name: "two"}, noon, time.Millisecond)
		require.ErrorIs(t, err, ErrBusy)
		require.True(t, servable(t, from))
	}
	_, err := Move(t.Context(), Store{Engine: from, Name: "one"}, Store{Engine: filled(t), Name: "two"}, noon)
	require.ErrorIs(t, err, ErrOccupied)
	_, err = Move(t.Context(), Store{Engine: mem.New(), Name: "one"}, Store{Engine: mem.New(), Name: "two"}, noon)
	require.ErrorIs(t, err, storage.ErrCorrupt, "there is nothing to move")
	update(t, from, func(tx storage.Tx) error {
		return storage.Put(tx, storage.RowMeta.Key(storage.MetaSchema), storage.Schema-1)
	})
	_, err = Move(t.Context(), Store{Engine: from, Name: "one"}, Store{Engine: mem.New(), Name: "two"}, noon)
	require.ErrorIs(t, err, ErrOlder)
	update(t, from, func(tx storage.Tx) error {
		return storage.Put(tx, storage.RowMeta.Key(storage.MetaSchema), storage.Schema+1)
	})
	_, err = Move(t.Context(), Store{Engine: from, Name: "one"}, Store{Engine: mem.New(), Name: "two"}, noon)
	require.ErrorIs(t, err, storage.ErrNewer)
}

// A restore replaces what is there, once that is kept; killed at any step it leaves
// nothing that is served, and the same restore ends it without keeping half of it.
func TestReplaceKilledAtEachStep(t *testing.T) {
	backup := filled(t)
	want := census(t, backup)
	for steps := range 200 {
		to := filled(t)
		update(t, to, func(tx storage.Tx) error { return storage.Put(tx, "draft/p/later", "x") })
		left, kept := steps, 0
		keep := func(e storage.Engine) error { kept = census(t, e).Rows; return nil }
		_, err := Replace(t.Context(), backup.View, "backup.db", Store{Engine: broken{to, &left}, Name: "two"}, noon, keep)
		require.Equal(t, want.Rows+1, kept)
		if err == nil {
			require.Greater(t, steps, 6)
			require.Equal(t, want, census(t, to))
			return
		}
		require.ErrorIs(t, err, errKilled)
		require.Equal(t, steps == 0, servable(t, to), "after %d steps", steps)
		kept = 0
		_, err = Replace(t.Context(), backup.View, "backup.db", Store{Engine: to, Name: "two"}, noon, keep)
		require.NoError(t, err)
		require.Equal(t, steps == 0, kept > 0, "half a restore is nothing to keep")
		require.Equal(t, want, census(t, to))
		require.True(t, servable(t, to))
	}
	t.Fatal("it never ends")
}
