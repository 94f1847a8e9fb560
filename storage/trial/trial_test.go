package trial_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/storage"
	"liubao/storage/mem"
	"liubao/storage/trial"
)

// TestReadsAsIfWritten holds a trial to reading as a transaction does on which the
// same writes were made, whatever they are, and to leaving the same behind.
func TestReadsAsIfWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SampledFrom([]string{"a", "a/1", "a/2", "a/3", "ab", "b/1", "b/2"})
		type step struct {
			key, val string
			gone     bool
		}
		steps := rapid.Custom(func(t *rapid.T) step {
			return step{keys.Draw(t, "key"), rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "val"), rapid.Bool().Draw(t, "gone")}
		})
		before, own := rapid.SliceOf(steps).Draw(t, "before"), rapid.SliceOf(steps).Draw(t, "own")
		prefix, after := rapid.SampledFrom([]string{"", "a", "a/", "b/", "c"}).Draw(t, "prefix"), rapid.SampledFrom([]string{"", "a/1", "a/2", "b/1"}).Draw(t, "after")
		limit := rapid.IntRange(0, 4).Draw(t, "limit")
		play := func(tx storage.Tx, steps []step) {
			for _, s := range steps {
				if s.gone {
					require.NoError(t, tx.Delete(s.key))
				} else {
					require.NoError(t, tx.Put(s.key, []byte(s.val)))
				}
			}
		}
		read := func(r storage.Reader) (out []string) {
			require.NoError(t, r.Scan(prefix, after, limit, func(key string, val []byte) error {
				out = append(out, fmt.Sprintf("%s=%s", key, val))
				return nil
			}))
			for _, k := range []string{"a", "a/2", "b/2"} {
				val, ok, err := r.Get(k)
				require.NoError(t, err)
				out = append(out, fmt.Sprintf("%s %v %s", k, ok, val))
			}
			return out
		}
		var plain, tried, committed, below []string
		run := func(fn func(tx storage.Tx)) {
			e := mem.New()
			defer func() { require.NoError(t, e.Close()) }()
			require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error { play(tx, before); return nil }))
			require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error { fn(tx); return nil }))
		}
		run(func(tx storage.Tx) { below = read(tx); play(tx, own); plain = read(tx) })
		run(func(tx storage.Tx) {
			x := trial.On(tx)
			play(x, own)
			tried = read(x)
			require.Equal(t, below, read(tx), "nothing is below before it counts")
			require.NoError(t, x.Commit())
			committed = read(tx)
		})
		require.Equal(t, plain, tried)
		require.Equal(t, plain, committed)
	})
}

func TestScanEndsWithTheErrorOfWhoReads(t *testing.T) {
	e := mem.New()
	defer func() { require.NoError(t, e.Close()) }()
	own := errors.New("own")
	require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error {
		x := trial.On(tx)
		require.NoError(t, x.Put("a", nil))
		assert.ErrorIs(t, x.Scan("", "", 0, func(string, []byte) error { return own }), own)
		return nil
	}))
}

func TestTouches(t *testing.T) {
	e := mem.New()
	defer func() { require.NoError(t, e.Close()) }()
	screens := func(key string) bool { return strings.HasPrefix(key, "screen/") }
	require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error { return tx.Put("report/1", []byte("x")) }))
	for what, c := range map[string]struct {
		do   func(tx storage.Tx) error
		want bool
	}{
		"nothing":           {func(storage.Tx) error { return nil }, false},
		"a screen":          {func(tx storage.Tx) error { return tx.Put("screen/1", nil) }, false},
		"a row":             {func(tx storage.Tx) error { return tx.Put("report/1", []byte("y")) }, true},
		"a row as it is":    {func(tx storage.Tx) error { return tx.Put("report/1", []byte("x")) }, false},
		"a new row":         {func(tx storage.Tx) error { return tx.Put("report/2", nil) }, true},
		"a row removed":     {func(tx storage.Tx) error { return tx.Delete("report/1") }, true},
		"no row removed":    {func(tx storage.Tx) error { return tx.Delete("report/2") }, false},
		"a screen and rows": {func(tx storage.Tx) error { return errors.Join(tx.Put("screen/1", nil), tx.Put("report/2", nil)) }, true},
	} {
		require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error {
			x := trial.On(tx)
			require.NoError(t, c.do(x))
			got, err := x.Touches(screens)
			assert.Equal(t, c.want, got, what)
			return err
		}))
	}
}
