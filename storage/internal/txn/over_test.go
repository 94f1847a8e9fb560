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

func (f flat) Get(key string, into *Arena) ([]byte, bool, error) {
	v, ok := f[key]
	return into.Copy([]byte(v)), ok, nil
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

func (c *flatCursor) Next(into *Arena) (Write, bool, error) {
	if len(c.keys) == 0 || !strings.HasPrefix(c.keys[0], c.prefix) {
		return Write{}, false, nil
	}
	w := Write{Key: c.keys[0], Val: into.Copy([]byte(c.f[c.keys[0]]))}
	c.keys = c.keys[1:]
	return w, true, nil
}

func (c *flatCursor) Close() {}

func draw(t *rapid.T, what string) map[string]string {
	return rapid.MapOfN(rapid.StringMatching(`[ab]{1,3}`), rapid.StringMatching(`[xyz-]{0,2}`), 0, 12).Draw(t, what)
}

// add draws what some transactions write to a layer, and writes it to want too.
func add(t *rapid.T, l *Layer, what string, want flat) {
	for range rapid.IntRange(0, 4).Draw(t, what+" transactions") {
		var writes []Write
		drawn := draw(t, what)
		for _, key := range slices.Sorted(maps.Keys(drawn)) {
			if val := drawn[key]; val == "-" {
				writes = append(writes, Write{Key: key, Delete: true})
				delete(want, key)
			} else {
				writes = append(writes, Write{Key: key, Val: l.Values().Copy([]byte(val))})
				want[key] = val
			}
		}
		l.Add(writes)
		clear(writes) // the layer keeps none of it
	}
}

// Two layers over a base read as one map in which the later writes have been
// made, also where a layer has been used before.
func TestOverReadsAsIfWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := flat(draw(t, "base"))
		var base Base = maps.Clone(want)
		for _, what := range []string{"first", "second"} {
			var l Layer
			if rapid.Bool().Draw(t, what+" used before") {
				add(t, &l, "before", flat{})
				l.Reset()
				require.True(t, l.Empty())
				require.Zero(t, l.Bytes())
			}
			add(t, &l, what, want)
			base = Over(base, &l)
		}
		for _, key := range []string{"a", "b", "ab", "bab", "none"} {
			val, ok, err := base.Get(key, nil)
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
		var a Arena
		for {
			w, ok, err := next.Next(&a)
			require.NoError(t, err)
			if !ok {
				break
			}
			require.Greater(t, w.Key, last, "in order, none twice")
			require.False(t, w.Delete)
			got[w.Key], last = string(w.Val), w.Key
			a.Drop(w.Val)
		}
		next.Close()
		maps.DeleteFunc(want, func(key, _ string) bool { return key < from || !strings.HasPrefix(key, prefix) })
		require.Equal(t, want, got)
	})
}

// Each goes over a layer's keys in order, each with what was written last.
func TestLayerEach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var l Layer
		want, got := flat{}, flat{}
		add(t, &l, "writes", want)
		last := ""
		require.NoError(t, l.Each(func(w *Write) error {
			require.Greater(t, w.Key, last)
			last = w.Key
			if !w.Delete {
				got[w.Key] = string(w.Val)
			}
			return nil
		}))
		require.Equal(t, want, got)
	})
}
