// Package group is the task-force group: added, bound, left.
package group

import (
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/reports"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name: "group",
		Commands: []desk.Command{{Name: "bind", About: aboutBind, Act: staff.ActBind, Group: true, Anywhere: true,
			Do:      func(t *desk.Turn, _ string) error { return t.Sayf(textBindInGroup) },
			InGroup: func(t *desk.Turn, _ reports.Group) error { return bind(t) }}},
		Taps:   []desk.Tap{tapBind.Do(tappedBind)},
		Timers: []desk.Timer{{What: timerVisit, Do: visitOver}},
		On:     desk.Events{Member: memberOfGroup, Migrated: migrated, GroupLost: groupLost, Died: refused},
	}
}
