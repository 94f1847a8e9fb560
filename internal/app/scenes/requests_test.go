package scenes

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestRequestsPlay: the difficulty of one unit is solved by another within the
// half-month; it stands in the status until then and in no list afterwards, and its
// story is kept.
func TestRequestsPlay(t *testing.T) {
	x := playScene(t, "requests")
	all := x.said(Director)
	require.Contains(t, all[len(all)-1], "汇总预览")
	require.NotContains(t, all[len(all)-1], "未办结的协调事项")
	require.NotContains(t, x.actor(Director).Newest(), "协调事项1")
	open := 0
	for _, s := range all {
		if strings.Contains(s, "待办：") && strings.Contains(s, "协调事项1") {
			open++
		}
	}
	require.NotZero(t, open, "the office never saw it open")
	require.NoError(t, x.err)
	story := ""
	for _, s := range x.said(Contact("财政局")) {
		if strings.Contains(s, "协调事项1号") {
			story = s
		}
	}
	for _, step := range []string{"社管局答复：缺口 12 万元", "财政局还没有解决：请再分到各镇", "社管局答复已解决", "财政局确认已解决", "已办结"} {
		_, rest, ok := strings.Cut(story, step)
		require.True(t, ok, "%s comes in its turn: %s", step, story)
		story = rest
	}
}
