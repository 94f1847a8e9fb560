package demo

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/plan"
	"liubao/schedules"
	"liubao/storage/mem"
)

// TestSupervisionPlays plays the acts of the scene of supervision one after
// the other, and holds what the director sees at the end against the story.
func TestSupervisionPlays(t *testing.T) {
	s, ok := sceneByID("supervision")
	require.True(t, ok)
	p, err := plan.Default()
	require.NoError(t, err)
	p.Starts = s.starts
	engine := mem.New()
	t.Cleanup(func() { require.NoError(t, engine.Close()) })
	stage, err := Open(t.Context(), Options{Engine: engine, Plan: p, Rules: schedules.DefaultRules(),
		Start: s.starts.At(plan.Clock{Hour: 9}, p.Location()), Seed: 1})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, stage.Close()) })
	x := newTroupe(t.Context(), stage, p)
	x.out = newPrinter(io.Discard, stage)
	require.NoError(t, s.prepare(x))
	for _, a := range s.acts {
		a.run(x)
		require.NoError(t, x.err, a.title)
	}
	require.Equal(t, time.December, stage.Clock.Now().Month())
	x.says(director, "/status")
	require.NoError(t, x.err)
	seen := x.actor(director).Newest()
	for _, words := range []string{"保居民就业（党群局）：已通过", "更正1次", "到时未报", "已告知办公室", "财政风险应急处置预案（财政局）：0/1"} {
		require.Contains(t, seen, words)
	}
	require.Contains(t, strings.Join(x.said(deputyDirector), "\n"), "保粮食能源安全报告")
}

// said returns what the bot has said to somebody.
func (x *play) said(who string) []string {
	var out []string
	for _, m := range x.stage.Sandbox.Messages(x.actor(who).ID(), x.actor(who).ID()) {
		if m.FromBot {
			out = append(out, m.Text)
		}
	}
	return out
}
