package history

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/reports"
)

func TestFirstLineOfAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var x reports.Text
		for range rapid.IntRange(0, 4).Draw(t, "spans") {
			x = append(x, reports.Span{Text: rapid.StringMatching(`[ 甲\n]{0,4}`).Draw(t, "words")})
		}
		want, _, _ := strings.Cut(strings.TrimSpace(x.String()), "\n")
		require.Equal(t, want, firstLine(x))
	})
}
