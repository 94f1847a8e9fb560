package scenes

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestProblemsPlay plays the scene of problems to its end: whoever has the week is told
// on Monday, and the trade that both agreed to is known to both.
func TestProblemsPlay(t *testing.T) {
	x := playScene(t, "problems")
	for _, who := range []string{Director, deputyDirector} {
		require.Contains(t, strings.Join(x.said(who), "\n"), "已换班：12月14日至12月20日由"+deputyDirector+"值班，12月21日至12月27日由"+Director+"值班。")
	}
}
