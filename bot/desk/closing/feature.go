// Package closing is the end of a plan (收官): the director names its last day,
// sees what that means before it counts, and can take it back for 30 days.
//
// Promises: nothing is owed after that day and nobody is reminded of anything;
// everybody is told once; what was said stays and can be read, and nothing of it
// changes; gone on with, the plan is as after a downtime, with nothing lost and
// nothing said twice. That the clock and the screens keep to it is the frame's
// doing, see [rules.Closing].
package closing

import (
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name:  "closing",
		Lasts: true,
		Commands: []desk.Command{
			{Name: "close", Word: wordClose, About: aboutClose, Act: staff.ActClose, Private: true, Do: func(t *desk.Turn, words string) error { return overview(t, words) }},
			{Name: "reopen", Word: wordUndo, About: aboutUndo, Act: staff.ActClose, Private: true, Hidden: true, Do: func(t *desk.Turn, _ string) error { return undo(t) }},
		},
		Taps:   []desk.Tap{tapDay.Do(chosen), tapSure.Do(confirmed), tapLeave.Do(left), tapUndo.Do(func(t *desk.Turn, _ struct{}) error { return undo(t) })},
		Asks:   []desk.Ask{askDay.Do(false, func(t *desk.Turn, _ struct{}, words string) error { return given(t, words) })},
		Timers: []desk.Timer{timerClose.DoMany(carryOut), timerUndone.DoMany(tellUndone)},
	}
}
