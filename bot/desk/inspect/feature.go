// Package inspect is inspections: what needs a visit, what was found, until it is
// put right.
package inspect

import (
	"liubao/bot/desk"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name: "inspect",
		Commands: []desk.Command{{Name: "inspect", Word: wordInspect, About: aboutInspect, Act: staff.ActInspect, Private: true, Switch: rules.SwitchInspection,
			Do: func(t *desk.Turn, _ string) error { return inspect(t) }}},
		Taps: []desk.Tap{tapFinding.Do(tappedFinding)},
		Asks: []desk.Ask{
			{What: askFinding, Text: textAskFinding, Files: true, Many: true, Joins: true, Do: found},
			{What: askFindingReply, Text: textAskFindingReply, Files: true, Many: true, Joins: true, Do: findingReplied},
			{What: askFindingBack, Text: textAskFindingBack, Joins: true, Do: findingReturned},
		},
		Timers:   []desk.Timer{{What: timerFinding, Do: findingDue}},
		Switches: []rules.Switch{{Name: rules.SwitchInspection, Title: textSwInspection, About: textSwInspectionAbout}},
	}
}
