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
	preview := ""
	for _, s := range all {
		if strings.Contains(s, "汇总预览") {
			preview = s
		}
	}
	require.Contains(t, preview, "困难已解决1", "the director looks at it with difficulties")
	require.NotContains(t, preview, "有困难")
	require.NotContains(t, preview, "未办结的协调事项")
	require.NotContains(t, preview, "救助资金缺口说不准")
	require.Contains(t, x.actor(Director).Newest(), "待办：交办1", "what the meeting decided is with a unit")
	require.NotContains(t, x.actor(Director).Newest(), "协调事项")
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
	agenda := ""
	for _, m := range x.stage.Sandbox.Messages(x.actor(Director).ID(), 0) {
		if m.Document != nil && strings.Contains(m.Document.FileName, "会议议程") {
			agenda = x.paperText(t, m.Document.FileID)
		}
	}
	require.NotEmpty(t, agenda)
	require.NotContains(t, agenda, "救助资金缺口说不准", "what was solved needs no meeting")
}
