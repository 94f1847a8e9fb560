package txn

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
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
	return func() (string, []byte, bool, error) {
		if i == len(keys) || !strings.HasPrefix(keys[i], prefix) {
			return "", nil, false, nil
		}
		i++
		return keys[i-1], []byte(f[keys[i-1]]), true, nil
	}
}

func draw(t *rapid.T, what string) map[string]string {
	return rapid.MapOfN(rapid.StringMatching(`[ab]{1,3}`), rapid.StringMatching(`[xyz-]{0,2}`), 0, 12).Draw(t, what)
}

// Two layers over a base read as one map in which the later writes have been made.
func TestOverReadsAsIfWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := flat(draw(t, "base"))
		var base Base = maps.Clone(want)
		for _, what := range []string{"first", "second"} {
			var l Layer
			for key, val := range draw(t, what) {
				if val == "-" {
					l.Add([]Write{{Key: key, Delete: true}})
					delete(want, key)
				} else {
					l.Add([]Write{{Key: key, Val: []byte(val)}})
					want[key] = val
				}
			}
			base = Over(base, &l)
		}
		for _, key := range []string{"a", "b", "ab", "bab", "none"} {
			val, ok, err := base.Get(key)
			require.NoError(t, err)
			v, there := want[key]
			require.Equal(t, there, ok, key)
			if there {
				require.Equal(t, v, string(val), key)
			}
		}
		prefix := rapid.StringMatching(`[ab]{0,2}`).Draw(t, "prefix")
		from := max(prefix, rapid.StringMatching(`[ab]{0,3}`).Draw(t, "from"))
		got, next := flat{}, base.Seek(from, prefix)
		last := ""
		for {
			key, val, ok, err := next()
			require.NoError(t, err)
			if !ok {
				break
			}
			require.Greater(t, key, last, "in order, none twice")
			got[key], last = string(val), key
		}
		maps.DeleteFunc(want, func(key, _ string) bool { return key < from || !strings.HasPrefix(key, prefix) })
		require.Equal(t, want, got)
	})
}
