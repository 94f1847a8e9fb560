// Package facts is the facts for the yearly assessment, and what they weigh.
package facts

import (
	"liubao/bot/desk"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name: "facts",
		Commands: []desk.Command{
			{Name: "facts", About: aboutFacts, Act: desk.ActFacts, Private: true, Do: func(t *desk.Turn, _ string) error { return facts(t) }},
			{Name: "weights", About: aboutWeights, Act: desk.ActWeights, Private: true, Do: weights},
		},
		Taps: []desk.Tap{{Name: "fa", Do: tappedFacts}, {Name: "we", Do: tappedWeights}},
	}
}
