package demo

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/plan"
	"liubao/schedules"
	"liubao/storage/mem"
)

// The scenes of supervision play from start to end, one after the other.
func TestSupervisionScenes(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	p.Starts = plan.Date{Year: 2026, Month: time.December, Day: 1}
	engine := mem.New()
	s, err := Open(t.Context(), Options{Engine: engine, Plan: p, Rules: schedules.DefaultRules(),
		Start: p.Starts.At(plan.Clock{Hour: 9}, p.Location()), Seed: 1})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()); require.NoError(t, engine.Close()) }()
	var out bytes.Buffer
	x := &play{stage: s, out: newPrinter(&out, s), ctx: t.Context(), plan: p, cast: map[string]*Actor{}}
	for _, scene := range []func(*play){(*play).firstStart, sceneProblem, sceneNotice, sceneInspection, sceneFacts} {
		scene(x)
		x.out.flush()
		require.NoError(t, x.err, "%s", out.String())
	}
	for _, words := range []string{"已恢复供电。", "已阅1人", "0001号整改已销号", "考核事实"} {
		require.Contains(t, out.String(), words)
	}
}
