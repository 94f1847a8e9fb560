// Package deadline is when something is due: the dates that the plan leaves open,
// extensions, and what need not be made or be reminded of.
package deadline

import (
	"liubao/bot/desk"
	"liubao/bot/desk/standing"
	"liubao/reports"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name:     "deadline",
		Commands: []desk.Command{{Name: "dates", About: aboutDates, Act: desk.ActDates, Private: true, Do: func(t *desk.Turn, _ string) error { return dates(t) }}},
		Taps: []desk.Tap{
			{Name: "da", Do: tappedDates},
			{Name: "cs", Do: tappedCase},
			{Name: "pe", Do: tappedExtendAll},
			{Name: "hb", Do: tappedHeld},
		},
		Asks: []desk.Ask{
			{What: askDate, Do: dateGiven},
			{What: askExtend, Text: textAskExtend, Do: extend},
			{What: askExcuse, Text: textAskExcuse, Do: excuse},
			{What: askMute, Text: textAskMute, Do: mute},
			{What: askExtendAll, Text: textAskExtend, Do: extendAll},
		},
		Shows: desk.Shows{
			Actions: []desk.LineAction{{Label: buttonHandleOne, Data: "cs", May: func(p reports.Person, l standing.Standing) bool { return desk.Can(p, desk.ActHandle) && !l.Reported() }}},
			Home:    casesButton,
			Section: onceSection,
		},
	}
}
