package demo

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/plan"
	"liubao/schedules"
	"liubao/storage/mem"
)

// TestTiersPlay plays the acts one after the other and holds what people see
// at the end against the story.
func TestTiersPlay(t *testing.T) {
	s, ok := sceneByID("tiers")
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
	for who, words := range map[string]string{
		contact("党群局"):   "已采用社管局的素材",
		director:         "已设预警线：零就业家庭 高于0 户",
		contact("经发招商局"): "阶段：开工",
		successorContact: "的工作已交给您",
	} {
		require.Contains(t, strings.Join(x.said(who), "\n"), words, who)
	}
}
