package demo

import (
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/plan"
	"liubao/schedules"
	"liubao/storage/mem"
)

// TestLaterScenesPlay plays the scenes of problems and of documents from start
// to end and holds what people have at the end against the story.
func TestLaterScenesPlay(t *testing.T) {
	for id, want := range map[string]map[string][]string{
		"problems":  {director: {"考核事实"}},
		"documents": {director: {".docx", ".xlsx"}, contact("党群局"): {".docx"}},
	} {
		t.Run(id, func(t *testing.T) {
			x := playScene(t, id)
			for who, words := range want {
				said := ""
				for _, m := range x.stage.Sandbox.Messages(x.actor(who).ID(), x.actor(who).ID()) {
					said += m.Text + m.Caption
					if m.Document != nil {
						said += m.Document.FileName
					}
				}
				for _, w := range words {
					require.Contains(t, said, w, who)
				}
			}
		})
	}
}

// playScene plays a scene from start to end.
func playScene(t *testing.T, id string) *play {
	t.Helper()
	s, ok := sceneByID(id)
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
	require.NoError(t, s.prepare(x))
	for _, a := range s.acts {
		a.run(x)
		require.NoError(t, x.err, a.title)
	}
	return x
}
