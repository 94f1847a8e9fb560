// Package facts is the facts for the yearly assessment, and what they weigh.
package facts

import (
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name: "facts",
		Commands: []desk.Command{
			{Name: "facts", Word: wordFacts, About: aboutFacts, Act: staff.ActFacts, Private: true, Do: func(t *desk.Turn, _ string) error { return facts(t) }},
			{Name: "weights", Word: wordWeights, About: aboutWeights, Act: staff.ActWeights, Private: true, Do: weights},
		},
		Taps: []desk.Tap{tapFacts.Do(tappedFacts), tapWeights.Do(tappedWeights), tapWeigh.Do(tappedWeigh)},
		Asks: []desk.Ask{askWeigh.Do(false, weighGiven)},
	}
}
