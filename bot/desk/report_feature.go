package desk

import (
	"liubao/reports"
)

// reportFeature is the reports themselves: the dialog in which they are written,
// the documents they are taken from, and the sign-off.
func reportFeature() Feature {
	return Feature{
		Name: "report",
		Commands: []Command{{Name: "report", About: aboutReport, Act: ActReport, Private: true, Group: true,
			Do: func(t *turn, _ string) error { return t.open(reports.Key{}) }, InGroup: (*turn).reportPrivately}},
		Taps: []Tap{
			{Name: "#", Do: (*turn).tappedCard},
			{Name: "o", Do: (*turn).tappedOpen},
			{Name: "sg", Do: (*turn).tappedSign},
			{Name: "sr", Do: (*turn).tappedSign},
		},
		Asks:      []Ask{{What: askSignReturn, Text: textAskSignReturn, Do: (*turn).signReturnGiven}},
		Starts:    []Start{{Word: linkReport, Act: ActReport, Do: func(t *turn) error { return t.open(reports.Key{}) }}},
		Otherwise: (*turn).saidForReport,
		Edited:    (*turn).editedForReport,
		On:        Events{Leaving: func(t *turn) error { _, err := t.leave(reports.Key{}); return err }},
	}
}
