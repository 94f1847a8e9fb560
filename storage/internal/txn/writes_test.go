package txn

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/storage"
)

// flat is a base in a map.
type flat map[string]string

func (f flat) Get(key string) ([]byte, bool, error) {
	v, ok := f[key]
	return []byte(v), ok, nil
}

func (f flat) Seek(from, prefix string) Cursor {
	keys := slices.Sorted(maps.Keys(f))
	i, _ := slices.BinarySearch(keys, from)
	return &flatCursor{f, keys[i:], prefix}
}

type flatCursor struct {
	f      flat
	keys   []string
	prefix string
}

func (c *flatCursor) Next() (Write, bool, error) {
	if len(c.keys) == 0 || !strings.HasPrefix(c.keys[0], c.prefix) {
		return Write{}, false, nil
	}
	w := Write{Key: c.keys[0], Val: []byte(c.f[c.keys[0]])}
	c.keys = c.keys[1:]
	return w, true, nil
}

// A transaction reads its base as if its writes had been made, and hands over
// exactly these, in order.
func TestReadsAsIfWritten(t *testing.T) {
	key := rapid.StringMatching(`[ab]{1,3}`)
	rapid.Check(t, func(t *rapid.T) {
		base := flat(rapid.MapOfN(key, rapid.StringMatching(`[xyz]{0,2}`), 0, 12).Draw(t, "base"))
		want, made := maps.Clone(base), map[string]Write{}
		w, err := Update(context.Background(), base, func(tx storage.Tx) error {
			for range rapid.IntRange(0, 12).Draw(t, "writes") {
				k := key.Draw(t, "key")
				if rapid.Bool().Draw(t, "delete") {
					delete(want, k)
					made[k] = Write{Key: k, Delete: true}
					require.NoError(t, tx.Delete(k))
					continue
				}
				want[k] = rapid.StringMatching(`[uvw]{0,2}`).Draw(t, "val")
				made[k] = Write{Key: k, Val: []byte(want[k])}
				require.NoError(t, tx.Put(k, []byte(want[k])))
			}
			return reads(t, tx, want)
		})
		require.NoError(t, err)
		require.Equal(t, len(made), w.Len())
		last, bytes := "", 0
		require.NoError(t, w.Each(func(x Write) error {
			require.Greater(t, x.Key, last)
			require.Equal(t, made[x.Key], x)
			last, bytes = x.Key, bytes+len(x.Key)+len(x.Val)
			return nil
		}))
		require.Equal(t, bytes, w.Bytes())
	})
}

// reads compares a scan with what is to be there.
func reads(t *rapid.T, r storage.Reader, want flat) error {
	prefix := rapid.StringMatching(`[ab]{0,2}`).Draw(t, "prefix")
	after := rapid.StringMatching(`[ab]{0,3}`).Draw(t, "after")
	got, last := flat{}, ""
	err := r.Scan(prefix, after, 0, func(key string, val []byte) error {
		require.Greater(t, key, last, "in order, none twice")
		got[key], last = string(val), key
		again, ok, err := r.Get(key)
		require.True(t, ok)
		require.Equal(t, val, again)
		return err
	})
	want = maps.Clone(want)
	maps.DeleteFunc(want, func(key, _ string) bool { return key <= after || !strings.HasPrefix(key, prefix) })
	require.Equal(t, want, got)
	return err
}
