package match

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/plan"
	"liubao/reports/intake/likeness"
)

// TestCoveredPoints compares going through a text once with looking for each
// point's pairs in it.
func TestCoveredPoints(t *testing.T) {
	pl, err := plan.Default()
	require.NoError(t, err)
	s := newScorer(pl)
	var words []string
	for _, x := range pl.Tasks {
		words = append(words, append([]string{x.Title, "无关的话"}, x.Points...)...)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := likeness.Fold(strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 4).Draw(t, "words"), "，"))
		have, got, k := likeness.Pairs(text), s.covered(text), 0
		for _, x := range pl.Tasks {
			for _, point := range append([]string{x.Title}, x.Points...) {
				var all, want float64
				for p := range likeness.Pairs(likeness.Fold(point)) {
					all += s.held[p].weight
					if have[p] {
						want += s.held[p].weight
					}
				}
				require.InDelta(t, all, s.points[k], 1e-9)
				require.InDelta(t, want, got[k], 1e-9)
				k++
			}
		}
		require.Len(t, got, k)
	})
}
