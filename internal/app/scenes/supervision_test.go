package scenes

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestSupervisionPlays plays the acts of the scene of supervision one after
// the other, and holds what the director sees at the end against the story.
func TestSupervisionPlays(t *testing.T) {
	x := playScene(t, "supervision")
	require.Equal(t, time.December, x.stage.Clock.Now().Month())
	x.says(Director, "/status")
	x.taps(Director, "全部")
	require.NoError(t, x.err)
	seen := x.actor(Director).Newest()
	for _, words := range []string{"保居民就业（党群局）：已通过", "更正1次", "到时未报", "已告知办公室", "财政风险应急处置预案（财政局）：0/1"} {
		require.Contains(t, seen, words)
	}
	require.Contains(t, strings.Join(x.said(deputyDirector), "\n"), "保粮食能源安全报告")
}

// said returns what the bot has said to somebody.
func (x *Troupe) said(who string) []string {
	var out []string
	for _, m := range x.stage.Sandbox.Messages(x.actor(who).ID(), x.actor(who).ID()) {
		if m.FromBot {
			out = append(out, m.Text)
		}
	}
	return out
}
