package bolt_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/storage"
	"liubao/storage/bolt"
	"liubao/storage/mem"
)

func rowsOf(t *testing.T, view func(context.Context, func(storage.Reader) error) error) map[string]string {
	t.Helper()
	out := map[string]string{}
	require.NoError(t, view(context.Background(), func(r storage.Reader) error {
		clear(out)
		return r.Scan("", "", 0, func(key string, val []byte) error { out[key] = string(val); return nil })
	}))
	return out
}

// A backup of a file out of which much was taken is as small as what is left, and
// holds all of that.
func TestBackupLeavesUnusedPagesOut(t *testing.T) {
	dir := t.TempDir()
	e, err := bolt.Open(filepath.Join(dir, "data.db"), bolt.Options{})
	require.NoError(t, err)
	defer e.Close()
	big := bytes.Repeat([]byte("photo"), 50_000)
	for i := range 40 {
		require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error {
			return tx.Put(fmt.Sprintf("files/%03d", i), append(big, byte(i)))
		}))
	}
	full := filepath.Join(dir, "full.db")
	require.NoError(t, e.BackupTo(t.Context(), full))
	for i := range 39 {
		require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error { return tx.Delete(fmt.Sprintf("files/%03d", i)) }))
	}
	want := rowsOf(t, e.View)
	require.Len(t, want, 1)

	small := filepath.Join(dir, "small.db")
	require.NoError(t, e.BackupTo(t.Context(), small))
	streamed := filepath.Join(dir, "streamed.db")
	f, err := os.Create(streamed)
	require.NoError(t, err)
	require.NoError(t, e.Backup(t.Context(), f))
	require.NoError(t, f.Close())
	before, err := os.Stat(full)
	require.NoError(t, err)
	for _, name := range []string{small, streamed} {
		after, err := os.Stat(name)
		require.NoError(t, err)
		require.Less(t, after.Size(), before.Size()/10, name)
		require.Equal(t, want, rowsOf(t, func(ctx context.Context, fn func(storage.Reader) error) error { return bolt.Read(ctx, name, fn) }))
	}
	left, err := filepath.Glob(filepath.Join(dir, ".*"))
	require.NoError(t, err)
	require.Empty(t, left)
}

// Any engine's rows make a file that this one opens, and goes on with.
func TestRowsOfAnotherEngine(t *testing.T) {
	m := mem.New()
	for i := range 30 {
		require.NoError(t, m.Update(t.Context(), func(tx storage.Tx) error {
			for j := range 100 {
				if err := tx.Put(fmt.Sprintf("row/%02d/%02d", i, j), bytes.Repeat([]byte{byte(j)}, j*100)); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	name := filepath.Join(t.TempDir(), "rows.db")
	require.NoError(t, m.View(t.Context(), func(r storage.Reader) error {
		f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		defer f.Close()
		return bolt.WriteRows(t.Context(), filepath.Dir(name), r, f)
	}))
	require.NoError(t, bolt.Verify(name))
	e, err := bolt.Open(name, bolt.Options{})
	require.NoError(t, err)
	defer e.Close()
	require.Equal(t, rowsOf(t, m.View), rowsOf(t, e.View))
	require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error { return tx.Put("row/new", []byte("x")) }))
}

// A snapshot that ends in an error makes no file.
func TestRowsThatCannotBeRead(t *testing.T) {
	m := mem.New()
	ctx, cancel := context.WithCancel(t.Context())
	require.NoError(t, m.Update(ctx, func(tx storage.Tx) error { return tx.Put("a", []byte("x")) }))
	var out bytes.Buffer
	err := m.View(ctx, func(r storage.Reader) error {
		cancel()
		return bolt.WriteRows(ctx, t.TempDir(), r, &out)
	})
	require.ErrorIs(t, err, context.Canceled)
	require.Zero(t, out.Len())
}
