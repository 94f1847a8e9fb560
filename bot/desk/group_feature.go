package desk

import "liubao/reports"

// groupFeature is the task-force group: added, bound, left.
func groupFeature() Feature {
	return Feature{
		Name: "group",
		Commands: []Command{{Name: "bind", About: aboutBind, Act: ActBind, Group: true, Anywhere: true,
			Do:      func(t *turn, _ string) error { return t.sayf(textBindInGroup) },
			InGroup: func(t *turn, _ reports.Group) error { return t.bind() }}},
		Taps:   []Tap{{Name: "bd", Do: (*turn).tappedBind}},
		Timers: []Timer{{What: timerVisit, Do: (*Desk).visitOver}},
		On:     Events{Member: (*turn).memberOfGroup, Migrated: (*turn).migrated, GroupLost: (*Desk).groupLost},
	}
}
