// Package cockpit is the office's status: where every report stands, down to the
// single task and person.
package cockpit

import (
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/reports"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name: "cockpit",
		Commands: []desk.Command{{Name: "status", Word: wordStatus, About: aboutStatus, Main: true, Act: staff.ActOwn, Private: true, Group: true,
			Do: func(t *desk.Turn, _ string) error { return status(t) }, InGroup: groupStatus}},
		Taps: []desk.Tap{
			tapPage.Do(tappedCockpit),
			tapRead.Do(tappedRead),
			tapPicture.Do(tappedPicture),
		},
		Timers: []desk.Timer{{What: timerView, Do: refreshView}},
		On:     desk.Events{Acted: done, Changed: viewsChanged, Refresh: refreshed},
		Shows: desk.Shows{
			Actions: []desk.LineAction{{Label: buttonWhole, Data: "kv", May: func(_ reports.Person, l standing.Standing) bool { return l.Report != nil && !l.Unreadable() }}},
			Home:    pictureButton,
		},
	}
}
