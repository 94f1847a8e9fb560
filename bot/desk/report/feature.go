// Package report is the reports themselves: the dialog in which they are written,
// the documents they are taken from, and the sign-off.
package report

import (
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/reports"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name: "report",
		Commands: []desk.Command{{Name: "report", Word: wordReport, About: aboutReport, Main: true, Act: staff.ActReport, Private: true, Group: true,
			Do: func(t *desk.Turn, _ string) error { return open(t, reports.Key{}) }, InGroup: reportPrivately}},
		Taps: []desk.Tap{
			tapCard.Do(tappedCard),
			tapOpen.Do(tappedOpen),
			tapWhich.Do(tappedWhich),
			tapSign.Do(signing(signOff)),
			tapSignReturn.Do(signing(func(t *desk.Turn, r reports.Report) error { return t.Ask(askSignReturn, r.Key.String()) })),
			tapSignRead.Do(signing(readBeforeSigning)),
		},
		Asks:      []desk.Ask{{What: askSignReturn, Text: textAskSignReturn, Joins: true, Hint: textHintSignReturn, Do: signReturnGiven}},
		Timers:    []desk.Timer{timerUnsigned.Do(unsigned)},
		Starts:    []desk.Start{{Word: desk.LinkReport, Act: staff.ActReport, Do: func(t *desk.Turn) error { return open(t, reports.Key{}) }}},
		Dialogs:   []desk.Dialog{{Name: dialogReport, Said: answeredReport}},
		Otherwise: saidForReport,
		Edited:    editedForReport,
		On:        desk.Events{Leaving: func(t *desk.Turn) error { return leave(t, reports.Key{}) }},
		Shows:     desk.Shows{Known: figures},
	}
}
