package scenes

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestClosingPlays: everybody is told once that the plan is closed and once that it
// goes on, nothing is asked for in between, and the draft is there afterwards.
func TestClosingPlays(t *testing.T) {
	x := playScene(t, "closing")
	for _, who := range []string{Director, Contact("财政局"), Contact("社管局"), Head("财政局")} {
		closed, on, between := 0, 0, 0
		for _, s := range x.said(who) {
			switch {
			case strings.Contains(s, "已于12月16日（周三）收官，从现在起不用再报送"):
				closed++
			case strings.Contains(s, "的收官已撤销"):
				on++
			case closed == 1 && on == 0 && (strings.Contains(s, "有材料要报") || strings.Contains(s, "还没收到")):
				between++
			}
		}
		require.Equal(t, []int{1, 1, 0}, []int{closed, on, between}, who)
	}
	all := strings.Join(x.said(Contact("财政局")), "\n")
	require.Contains(t, all, "现在只能查看，不能再填报或修改")
	require.Contains(t, x.actor(Contact("财政局")).Newest(), "保基层运转")
	require.NoError(t, x.err)
}
