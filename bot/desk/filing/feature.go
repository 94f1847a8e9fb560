// Package filing is what the office owes its superiors after the roll-up: the summary
// is the report (报送上级). The Word file is there, one tap says that it went, and when,
// to whom, under which number and with which receipt may be added; a file that was
// changed before it went is kept beside the one that was made.
package filing

import (
	"liubao/bot/desk"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name:  "filing",
		Taps:  []desk.Tap{tapFiling.Do(tapped)},
		Asks:  []desk.Ask{askFiling.Do(true, given)},
		Named: named,
		Opens: opens,
		On:    desk.Events{Made: made},
		Shows: desk.Shows{Open: waits, Week: week},
	}
}
