package txn

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// What an arena holds is what was copied until it is taken back, however much
// is copied or dropped in between; afterwards it reads as zeros.
func TestArenaHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Arena{keep: rapid.IntRange(0, 2).Draw(t, "keep")}
		for range rapid.IntRange(1, 3).Draw(t, "rounds") {
			var vals, want [][]byte
			for i := range rapid.IntRange(0, 30).Draw(t, "values") {
				in := bytes.Repeat([]byte{byte(i + 1)}, rapid.SampledFrom([]int{0, 1, 100, 5000, ownPiece, ownPiece + 1}).Draw(t, "length"))
				val := a.Copy(in)
				require.NotNil(t, val)
				require.Equal(t, in, val)
				if rapid.IntRange(0, 3).Draw(t, "drop") == 0 {
					a.Drop(val)
					continue
				}
				vals, want = append(vals, val), append(want, in)
				_ = append(val, 0xff) // does not reach the next
			}
			for i := range vals {
				require.Equal(t, want[i], vals[i])
			}
			a.Reset()
		}
		require.LessOrEqual(t, len(a.idle), a.keep)
		kept := a.Copy([]byte("word"))
		a.Reset()
		require.Equal(t, make([]byte, 4), kept)
	})
}

// Without an arena every copy is its own.
func TestNilArena(t *testing.T) {
	var a *Arena
	first, second := a.Copy([]byte("first")), a.Copy(nil)
	a.Drop(first)
	a.Reset()
	require.Equal(t, "first", string(first))
	require.NotNil(t, second)
}

// Only the last copy can be dropped, and then makes room for the next.
func TestArenaDrop(t *testing.T) {
	var a Arena
	first, second := a.Copy([]byte("first")), a.Copy([]byte("second"))
	a.Drop(first)
	third := a.Copy([]byte("third"))
	require.Equal(t, "first second third", string(first)+" "+string(second)+" "+string(third))
	a.Drop(third)
	fourth := a.Copy([]byte("other"))
	require.Same(t, &third[0], &fourth[0])
	a.Drop([]byte("other"))
	require.Equal(t, "first second other", string(first)+" "+string(second)+" "+string(fourth))
}
