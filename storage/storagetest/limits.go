package storagetest

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/storage"
)

func limits(t *testing.T, h Harness) {
	e := h.Open(t)
	fill(t, e, "row/", 250)
	before := all(t, e)
	for _, c := range append(limitsOfNumber(), limitsOfSize()...) {
		err := e.Update(context.Background(), c.fn)
		if c.ok {
			require.NoError(t, err, c.name)
			continue
		}
		require.ErrorIs(t, err, storage.ErrTooLarge, c.name)
	}
	var kept []string
	for _, row := range all(t, e) {
		if strings.HasPrefix(row, "row/0") {
			kept = append(kept, row)
		}
	}
	require.Equal(t, before, kept)
	require.ErrorIs(t, e.Update(context.Background(), func(tx storage.Tx) error { return tx.Put("", nil) }), storage.ErrEmptyKey)
}

// limitCase is a transaction at a limit or just over it.
type limitCase struct {
	name string
	ok   bool
	fn   func(tx storage.Tx) error
}

// times does something n times, until it fails.
func times(n int, fn func(i int) error) error {
	for i := range n {
		if err := fn(i); err != nil {
			return err
		}
	}
	return nil
}

// limitKey is a key that the store does not have.
func limitKey(i int) string { return fmt.Sprintf("row/x%05d", i) }

// limitsOfNumber are about how often a transaction reads and writes. The store
// holds 250 rows.
func limitsOfNumber() []limitCase {
	return []limitCase{
		{"5,000 reads and scans", true, func(tx storage.Tx) error {
			return times(5000, func(int) error {
				if _, _, err := tx.Get("row/00001"); err != nil {
					return err
				}
				return tx.Scan("row/", "", 2, func(string, []byte) error { return nil })
			})
		}},
		{"1,000 keys, each twice", true, func(tx storage.Tx) error {
			return times(2000, func(i int) error { return tx.Put(limitKey(i%1000), nil) })
		}},
		{"1,001 keys", false, func(tx storage.Tx) error { return times(1001, func(i int) error { return tx.Put(limitKey(i), nil) }) }},
		{"1,001 deletes", false, func(tx storage.Tx) error { return times(1001, func(i int) error { return tx.Delete(limitKey(i)) }) }},
	}
}

// limitsOfSize are about how much.
func limitsOfSize() []limitCase {
	return []limitCase{
		{"largest value", true, func(tx storage.Tx) error { return tx.Put("row/x", make([]byte, storage.MaxValue)) }},
		{"value too large", false, func(tx storage.Tx) error { return tx.Put("row/x", make([]byte, storage.MaxValue+1)) }},
		{"too much in all", false, func(tx storage.Tx) error {
			return times(3, func(i int) error { return tx.Put(limitKey(i), make([]byte, storage.MaxTxBytes/2-5)) })
		}},
		{"large values replaced", true, func(tx storage.Tx) error {
			return times(10, func(int) error { return tx.Put("row/x", make([]byte, storage.MaxValue)) })
		}},
		{"longest key", true, func(tx storage.Tx) error { return tx.Put(strings.Repeat("k", storage.MaxKey), nil) }},
		{"key too long", false, func(tx storage.Tx) error { return tx.Put(strings.Repeat("k", storage.MaxKey+1), nil) }},
		{"key too long to read", false, func(tx storage.Tx) error {
			_, _, err := tx.Get(strings.Repeat("k", storage.MaxKey+1))
			return err
		}},
	}
}

// stickyErrors: who ignores an error cannot commit.
func stickyErrors(t *testing.T, h Harness) {
	e := h.Open(t)
	put(t, e, "a", "1")
	tooLong := strings.Repeat("k", storage.MaxKey+1)
	for name, spoil := range map[string]func(tx storage.Tx) error{
		"read":  func(tx storage.Tx) error { _, _, err := tx.Get(tooLong); return err },
		"write": func(tx storage.Tx) error { return tx.Put("big", make([]byte, storage.MaxValue+1)) },
		"within a scan": func(tx storage.Tx) error {
			return tx.Scan("", "", 0, func(string, []byte) error { _ = tx.Delete(""); return nil })
		},
	} {
		var first error
		err := e.Update(context.Background(), func(tx storage.Tx) error {
			require.NoError(t, tx.Put("b", []byte("2")))
			first = spoil(tx)
			require.Error(t, first, name)
			_, _, err := tx.Get("a")
			require.Equal(t, first, err, name)
			require.Equal(t, first, tx.Scan("", "", 0, nil), name)
			require.Equal(t, first, tx.Put("c", nil), name)
			require.Equal(t, first, tx.Delete("a"), name)
			return nil
		})
		require.Equal(t, first, err, name)
		require.Equal(t, []string{"a=1"}, all(t, e), name)
	}
	err := e.View(context.Background(), func(r storage.Reader) error {
		_, _, err := r.Get(tooLong)
		require.ErrorIs(t, err, storage.ErrTooLarge)
		_, _, again := r.Get("a")
		require.Equal(t, err, again)
		return nil
	})
	require.ErrorIs(t, err, storage.ErrTooLarge)
}

func errorWritesNothing(t *testing.T, h Harness) {
	e := h.Open(t)
	put(t, e, "a", "1")
	err := e.Update(context.Background(), func(tx storage.Tx) error {
		require.NoError(t, tx.Put("a", []byte("2")))
		require.NoError(t, tx.Put("b", []byte("2")))
		return errStop
	})
	require.Equal(t, errStop, err)
	require.Equal(t, errStop, e.View(context.Background(), func(storage.Reader) error { return errStop }))
	require.Equal(t, []string{"a=1"}, all(t, e))
}

// panics: one function's panic reaches its caller and nobody else.
func panics(t *testing.T, h Harness) {
	e := h.Open(t)
	errs := together(32, func(i int) (err error) {
		if i%4 != 0 {
			return e.Update(context.Background(), func(tx storage.Tx) error { return tx.Put(fmt.Sprint("k", i), nil) })
		}
		defer func() {
			if p := recover(); p != "boom" {
				err = fmt.Errorf("recovered %v", p)
			}
		}()
		return e.Update(context.Background(), func(tx storage.Tx) error {
			if err := tx.Put("boom", nil); err != nil {
				return err
			}
			panic("boom")
		})
	})
	require.Empty(t, errs)
	require.Len(t, all(t, e), 24)
	require.Panics(t, func() { _ = e.View(context.Background(), func(storage.Reader) error { panic("boom") }) })
	put(t, e, "after", "1")
}

// goexit: a function that ends its goroutine (a test's FailNow does) neither
// commits nor stops the engine.
func goexit(t *testing.T, h Harness) {
	e := h.Open(t)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = e.Update(context.Background(), func(tx storage.Tx) error {
			_ = tx.Put("exit", nil)
			runtime.Goexit()
			return nil
		})
	}()
	<-done
	put(t, e, "after", "1")
	require.Equal(t, []string{"after=1"}, all(t, e))
}

func finished(t *testing.T, h Harness) {
	e := h.Open(t)
	var r storage.Reader
	var tx storage.Tx
	require.NoError(t, e.View(context.Background(), func(got storage.Reader) error { r = got; return nil }))
	update(t, e, func(got storage.Tx) error { tx = got; return nil })
	for _, r := range []storage.Reader{r, tx} {
		_, _, err := r.Get("a")
		require.ErrorIs(t, err, storage.ErrFinished)
		require.ErrorIs(t, r.Scan("", "", 0, nil), storage.ErrFinished)
	}
	require.ErrorIs(t, tx.Put("a", nil), storage.ErrFinished)
	require.ErrorIs(t, tx.Delete("a"), storage.ErrFinished)
	require.Empty(t, all(t, e))
}
