// Package report is the reports themselves: the dialog in which they are written,
// the documents they are taken from, and the sign-off.
package report

import (
	"liubao/bot/desk"
	"liubao/reports"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name: "report",
		Commands: []desk.Command{{Name: "report", About: aboutReport, Act: desk.ActReport, Private: true, Group: true,
			Do: func(t *desk.Turn, _ string) error { return open(t, reports.Key{}) }, InGroup: reportPrivately}},
		Taps: []desk.Tap{
			{Name: "#", Do: tappedCard},
			{Name: "o", Do: tappedOpen},
			{Name: "wh", Do: tappedWhich},
			{Name: "sg", Do: tappedSign},
			{Name: "sr", Do: tappedSign},
		},
		Asks:      []desk.Ask{{What: askSignReturn, Text: textAskSignReturn, Do: signReturnGiven}},
		Starts:    []desk.Start{{Word: desk.LinkReport, Act: desk.ActReport, Do: func(t *desk.Turn) error { return open(t, reports.Key{}) }}},
		Otherwise: saidForReport,
		Edited:    editedForReport,
		On:        desk.Events{Leaving: func(t *desk.Turn) error { _, err := leave(t, reports.Key{}); return err }},
	}
}
