package desk

import "liubao/reports"

// cockpitFeature is the office's status: where every report stands, down to the
// single task and person.
func cockpitFeature() Feature {
	return Feature{
		Name: "cockpit",
		Commands: []Command{{Name: "status", About: aboutStatus, Act: ActOwn, Private: true, Group: true,
			Do: func(t *turn, _ string) error { return t.status() }, InGroup: (*turn).groupStatus}},
		Taps: []Tap{
			{Name: "st", Do: (*turn).tappedStatus},
			{Name: "ck", Do: (*turn).tappedCockpit},
			{Name: "kv", Do: (*turn).tappedRead},
			{Name: "pc", Do: (*turn).tappedPicture},
		},
		Timers: []Timer{{What: timerView, Do: (*Desk).refreshView}},
		On:     Events{Acted: (*turn).done, Changed: (*Desk).viewsChanged, Refresh: (*turn).refreshed},
		Shows: Shows{
			Actions: []LineAction{{Label: buttonWhole, Data: "kv", May: func(_ reports.Person, l line) bool { return l.report != nil }}},
			Home:    pictureButton,
		},
	}
}
