package desk

import (
	"liubao/reports"
)

// deadlineFeature is when something is due: the dates that the plan leaves open,
// extensions, and what need not be made or be reminded of.
func deadlineFeature() Feature {
	return Feature{
		Name:     "deadline",
		Commands: []Command{{Name: "dates", About: aboutDates, Act: ActDates, Private: true, Do: func(t *turn, _ string) error { return t.dates() }}},
		Taps: []Tap{
			{Name: "da", Do: (*turn).tappedDates},
			{Name: "cs", Do: (*turn).tappedCase},
			{Name: "pe", Do: (*turn).tappedExtendAll},
			{Name: "hb", Do: (*turn).tappedHeld},
		},
		Asks: []Ask{
			{What: askDate, Do: (*turn).dateGiven},
			{What: askExtend, Text: textAskExtend, Do: (*turn).extend},
			{What: askExcuse, Text: textAskExcuse, Do: (*turn).excuse},
			{What: askMute, Text: textAskMute, Do: (*turn).mute},
			{What: askExtendAll, Text: textAskExtend, Do: (*turn).extendAll},
		},
		Shows: Shows{
			Actions: []LineAction{{Label: buttonHandleOne, Data: "cs", May: func(p reports.Person, l line) bool { return Can(p, ActHandle) && !l.reported() }}},
			Home:    casesButton,
			Section: (*Desk).onceSection,
		},
	}
}
