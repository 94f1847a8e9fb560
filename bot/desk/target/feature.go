// Package target is the targets that the notice leaves to others, and last year's
// values to compare with, in the director's hands: each with its source and for a
// year, shown before it counts.
//
// Promises: a value holds from the day it is set, so that no period that is over
// is judged by it; what was set before stays readable; nothing is set without a
// source.
package target

import (
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name: "target",
		Commands: []desk.Command{{Name: "targets", Word: wordTargets, About: aboutTargets, Act: staff.ActTargets, Private: true,
			Do: func(t *desk.Turn, _ string) error { return list(t, false) }}},
		Taps: []desk.Tap{tapList.Do(listed), tapOne.Do(opened), tapYear.Do(yearChosen), tapTake.Do(taken), tapDrop.Do(dropped)},
		Asks: []desk.Ask{askValue.Do(false, valueGiven), askSource.Do(false, sourceGiven)},
	}
}
