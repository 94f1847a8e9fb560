// Package holiday is the calendar in the director's hands: a year's days off and
// make-up working days, pasted as the State Council announces them or entered one
// by one, shown before they count; and the question for them while a year that is
// near has none.
package holiday

import (
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/schedules"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name: "holiday",
		Commands: []desk.Command{{Name: "holidays", Word: wordHolidays, About: aboutHolidays, Act: staff.ActDates, Private: true,
			Do: func(t *desk.Turn, words string) error { return holidays(t, words) }}},
		Taps:    []desk.Tap{tapTake.Do(taken), tapDrop.Do(dropped)},
		Asks:    []desk.Ask{askDays.Do(false, func(t *desk.Turn, _ struct{}, words string) error { return given(t, words) }).Joined()},
		Moments: []desk.Moment{{Kind: schedules.AskHolidays, Do: asked}},
		Said:    pasted,
		Shows:   desk.Shows{Section: unknownSection},
	}
}
