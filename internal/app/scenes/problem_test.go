package scenes

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/internal/app/stage"
	"liubao/plan"
	"liubao/schedules"
	"liubao/storage/mem"
)

// The scenes of supervision play from start to end, one after the other.
func TestSupervisionScenes(t *testing.T) {
	p, err := Plan(december)
	require.NoError(t, err)
	engine := mem.New()
	s, err := stage.Open(t.Context(), stage.Options{Engine: engine, Plan: p, Rules: schedules.DefaultRules(),
		Start: p.Starts.At(plan.Clock{Hour: 9}, p.Location()), Seed: 1})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()); require.NoError(t, engine.Close()) }()
	var out bytes.Buffer
	x := Gather(t.Context(), s, p)
	x.out = newPrinter(&out, s)
	for _, scene := range []func(*Troupe){(*Troupe).firstStart, sceneProblem, sceneNotice, sceneInspection, sceneFacts} {
		scene(x)
		x.out.flush()
		require.NoError(t, x.err, "%s", out.String())
	}
	for _, words := range []string{"已恢复供电。", "已阅1人", "0001号整改已销号", "考核事实"} {
		require.Contains(t, out.String(), words)
	}
}
