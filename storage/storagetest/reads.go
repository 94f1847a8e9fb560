package storagetest

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/storage"
)

func order(t *testing.T, h Harness) {
	e := h.Open(t)
	put(t, e, "b", "2", "a", "1", "\xff\xff", "5", "期", "4", "a/b", "1.5", "B", "0")
	require.Equal(t, []string{"B=0", "a=1", "a/b=1.5", "b=2", "期=4", "\xff\xff=5"}, all(t, e))
}

func scanRange(t *testing.T, h Harness) {
	e := h.Open(t)
	put(t, e, "a", "0", "p/", "1", "p/1", "2", "p/2", "3", "p/3", "4", "p0", "5", "q", "6")
	for _, c := range []struct {
		prefix, after string
		limit         int
		want          []string
	}{
		{"p/", "", 0, []string{"p/=1", "p/1=2", "p/2=3", "p/3=4"}},
		{"p/", "p/1", 0, []string{"p/2=3", "p/3=4"}},
		{"p/", "p/15", 0, []string{"p/2=3", "p/3=4"}},
		{"p/", "a", 2, []string{"p/=1", "p/1=2"}},
		{"p/", "p/1", 1, []string{"p/2=3"}},
		{"p/", "p/3", 0, []string{}},
		{"p/", "z", 0, []string{}},
		{"x", "", 0, []string{}},
		{"", "p/3", 0, []string{"p0=5", "q=6"}},
		{"", "", 1, []string{"a=0"}},
		{"p/1", "", -1, []string{"p/1=2"}},
	} {
		require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
			got, err := list(r, c.prefix, c.after, c.limit)
			require.Equal(t, c.want, got, "%q after %q, at most %d", c.prefix, c.after, c.limit)
			return err
		}))
		update(t, e, func(tx storage.Tx) error {
			got, err := list(tx, c.prefix, c.after, c.limit)
			require.Equal(t, c.want, got)
			return err
		})
	}
}

func emptyValues(t *testing.T, h Harness) {
	e := h.Open(t)
	update(t, e, func(tx storage.Tx) error {
		require.NoError(t, tx.Put("nil", nil))
		return tx.Put("empty", []byte{})
	})
	e = h.Reopen(t, e)
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
		for _, key := range []string{"nil", "empty"} {
			val, ok, err := r.Get(key)
			require.NoError(t, err)
			require.True(t, ok)
			require.Empty(t, val)
		}
		_, ok, err := r.Get("none")
		require.False(t, ok)
		return err
	}))
}

// copies: what goes in and comes out is nobody else's memory, and what came out
// stays as it was.
func copies(t *testing.T, h Harness) {
	e := h.Open(t)
	in := []byte("word")
	update(t, e, func(tx storage.Tx) error {
		require.NoError(t, tx.Put("k", in))
		in[0] = 'X'
		got, _, err := tx.Get("k")
		require.Equal(t, "word", string(got))
		got[0] = 'Y'
		require.NoError(t, tx.Scan("", "", 0, func(_ string, val []byte) error {
			require.Equal(t, "word", string(val))
			val[0] = 'Z'
			return nil
		}))
		in = []byte("word")
		return err
	})
	var kept [][]byte
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
		got, _, err := r.Get("k")
		require.NoError(t, err)
		kept = append(kept, got)
		return r.Scan("", "", 0, func(_ string, val []byte) error {
			kept = append(kept, val)
			return nil
		})
	}))
	put(t, e, "k", "other")
	put(t, e, "k", "word")
	for _, val := range kept {
		require.Equal(t, "word", string(val))
	}
	require.Equal(t, []string{"k=word"}, all(t, e))
}

// values: what was read stays what it was, whatever else is read and written
// meanwhile.
func values(t *testing.T, h Harness) {
	e := h.Open(t)
	const rows = 60
	word := func(i int) []byte { return bytes.Repeat([]byte{byte(i + 1)}, []int{3, 900, 20_000}[i%3]) }
	key := func(i int) string { return fmt.Sprintf("row/%02d", i) }
	for i := range rows {
		update(t, e, func(tx storage.Tx) error { return tx.Put(key(i), word(i)) })
	}
	read := func(r storage.Reader, from int) error {
		var got [rows][]byte
		n := from
		err := r.Scan("row/", key(from), rows/2-1, func(k string, val []byte) (err error) {
			n++
			require.Equal(t, key(n), k)
			if got[n], _, err = r.Get(k); err != nil {
				return err
			}
			if err := r.Scan(k, "", 0, func(_ string, again []byte) error {
				require.Equal(t, word(n), again)
				return nil
			}); err != nil {
				return err
			}
			require.Equal(t, word(n), val)
			return nil
		})
		for i := from + 1; i <= n; i++ {
			require.Equal(t, word(i), got[i])
		}
		return err
	}
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) error { return read(r, 0) }))
	update(t, e, func(tx storage.Tx) error {
		old, _, err := tx.Get(key(1))
		require.NoError(t, err)
		require.NoError(t, tx.Put(key(1), word(2)))
		require.NoError(t, tx.Put(key(3), word(3)))
		require.NoError(t, tx.Delete(key(1)))
		require.Equal(t, word(1), old)
		return read(tx, 2)
	})
}

func ownWrites(t *testing.T, h Harness) {
	e := h.Open(t)
	put(t, e, "a", "1", "b", "2", "c", "3")
	update(t, e, func(tx storage.Tx) error {
		require.NoError(t, tx.Delete("a"))
		require.NoError(t, tx.Delete("not there"))
		require.NoError(t, tx.Put("b", []byte("22")))
		require.NoError(t, tx.Put("bb", []byte("new")))
		require.NoError(t, tx.Put("d", []byte("gone again")))
		require.NoError(t, tx.Delete("d"))
		require.NoError(t, tx.Delete("c"))
		require.NoError(t, tx.Put("c", []byte("back")))
		_, ok, err := tx.Get("a")
		require.NoError(t, err)
		require.False(t, ok)
		val, ok, err := tx.Get("b")
		require.NoError(t, err)
		require.True(t, ok)
		require.Equal(t, "22", string(val))
		got, err := list(tx, "", "", 0)
		require.Equal(t, []string{"b=22", "bb=new", "c=back"}, got)
		require.NoError(t, err)
		got, err = list(tx, "b", "b", 1)
		require.Equal(t, []string{"bb=new"}, got)
		return err
	})
	require.Equal(t, []string{"b=22", "bb=new", "c=back"}, all(t, e))
}

// writesDuringScan: a scan goes over what was there when it began.
func writesDuringScan(t *testing.T, h Harness) {
	e := h.Open(t)
	put(t, e, "a", "1", "c", "3")
	update(t, e, func(tx storage.Tx) error {
		for _, own := range []string{"b", "d", "e"} {
			require.NoError(t, tx.Put(own, []byte("own")))
		}
		var seen []string
		err := tx.Scan("", "", 0, func(key string, val []byte) error {
			seen = append(seen, key+"="+string(val))
			require.NoError(t, tx.Put(key+"x", []byte("new")))
			require.NoError(t, tx.Put("d", []byte("changed")))
			return tx.Delete(key)
		})
		require.Equal(t, []string{"a=1", "b=own", "c=3", "d=own", "e=own"}, seen)
		return err
	})
	require.Equal(t, []string{"ax=new", "bx=new", "cx=new", "d=changed", "dx=new", "ex=new"}, all(t, e))
}

func scanError(t *testing.T, h Harness) {
	e := h.Open(t)
	put(t, e, "a", "1", "b", "2")
	update(t, e, func(tx storage.Tx) error {
		calls := 0
		err := tx.Scan("", "", 0, func(string, []byte) error {
			calls++
			return errStop
		})
		require.Equal(t, errStop, err)
		require.Equal(t, 1, calls)
		_, ok, err := tx.Get("b") // not sticky
		require.True(t, ok)
		return err
	})
}

func snapshot(t *testing.T, h Harness) {
	e := h.Open(t)
	put(t, e, "a", "1", "b", "1")
	begun, committed := make(chan struct{}), make(chan struct{})
	done := make(chan error)
	go func() {
		done <- e.View(context.Background(), func(r storage.Reader) error {
			if _, _, err := r.Get("a"); err != nil {
				return err
			}
			close(begun)
			<-committed
			got, err := list(r, "", "", 0)
			if err == nil && len(got) != 2 || got[0] != "a=1" || got[1] != "b=1" {
				return errStop
			}
			return err
		})
	}()
	<-begun
	update(t, e, func(tx storage.Tx) error { // a long view does not hold up a commit
		require.NoError(t, tx.Put("a", []byte("2")))
		require.NoError(t, tx.Delete("b"))
		return tx.Put("c", []byte("2"))
	})
	close(committed)
	require.NoError(t, <-done)
	require.Equal(t, []string{"a=2", "c=2"}, all(t, e))
}
