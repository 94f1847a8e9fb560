// Package inspect is inspections: what needs a visit, what was found, until it is
// put right.
package inspect

import (
	"liubao/bot/desk"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name: "inspect",
		Commands: []desk.Command{{Name: "inspect", About: aboutInspect, Act: desk.ActInspect, Private: true, Switch: desk.SwitchInspection,
			Do: func(t *desk.Turn, _ string) error { return inspect(t) }}},
		Taps: []desk.Tap{{Name: "fd", Do: tappedFinding}},
		Asks: []desk.Ask{
			{What: askFinding, Text: textAskFinding, Files: true, Do: found},
			{What: askFindingReply, Text: textAskFindingReply, Files: true, Do: findingReplied},
			{What: askFindingBack, Text: textAskFindingBack, Do: findingReturned},
		},
		Timers:   []desk.Timer{{What: timerFinding, Do: findingDue}},
		Switches: []desk.Switch{{Name: desk.SwitchInspection, Title: textSwInspection, About: textSwInspectionAbout}},
	}
}
