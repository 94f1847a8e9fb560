package scenes

import (
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/internal/app/stage"
	"liubao/plan"
	"liubao/schedules"
	"liubao/storage/mem"
)

// TestLaterScenesPlay plays the scenes of problems and of documents from start
// to end and holds what people have at the end against the story.
func TestLaterScenesPlay(t *testing.T) {
	for id, want := range map[string]map[string][]string{
		"problems":  {Director: {"考核事实"}},
		"documents": {Director: {".docx", ".xlsx"}, Contact("党群局"): {".docx"}},
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
func playScene(t *testing.T, id string) *Troupe {
	t.Helper()
	s, ok := ByID(id)
	require.True(t, ok)
	p, err := Plan(s.Starts)
	require.NoError(t, err)
	engine := mem.New()
	t.Cleanup(func() { require.NoError(t, engine.Close()) })
	on, err := stage.Open(t.Context(), stage.Options{Engine: engine, Plan: p, Rules: schedules.DefaultRules(),
		Start: s.Starts.At(plan.Clock{Hour: 9}, p.Location()), Seed: 1})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, on.Close()) })
	x := Gather(t.Context(), on, p)
	require.NoError(t, x.Prepare(s))
	for _, a := range s.Acts {
		require.NoError(t, x.Perform(t.Context(), a, nil), a.Title)
	}
	return x
}
