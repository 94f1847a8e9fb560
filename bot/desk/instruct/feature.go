// Package instruct is instructions: written down, received, answered.
package instruct

import (
	"liubao/bot/desk"
	"liubao/bot/desk/standing"
	"liubao/reports"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name:     "instruct",
		Commands: []desk.Command{{Name: "instruct", About: aboutInstruct, Act: desk.ActInstruct, Private: true, Do: func(t *desk.Turn, _ string) error { return instruct(t) }}},
		Taps:     []desk.Tap{{Name: "in", Do: tappedInstruct}, {Name: "ir", Do: tappedInstructOn}},
		Asks: []desk.Ask{
			{What: askInstruct, Text: textAskInstruct, Files: true, Do: instructed},
			{What: askAnswer, Text: textAskAnswer, Files: true, Do: answeredInstruction},
		},
		Timers: []desk.Timer{{What: timerInstruction, Do: instructionDue}},
		Waits:  []desk.Wait{{What: awaitedInstruction, Do: instructionPhoto}},
		On:     desk.Events{Joined: waiting},
		Shows: desk.Shows{
			Actions: []desk.LineAction{{Label: desk.ButtonInstruct, Data: "ir", May: func(p reports.Person, _ standing.Standing) bool { return desk.Can(p, desk.ActInstruct) }}},
			Section: instructionSection,
			Unit:    instructionLines,
		},
	}
}
