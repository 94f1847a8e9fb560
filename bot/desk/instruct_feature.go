package desk

import (
	"liubao/reports"
)

// instructFeature is instructions: written down, received, answered.
func instructFeature() Feature {
	return Feature{
		Name:     "instruct",
		Commands: []Command{{Name: "instruct", About: aboutInstruct, Act: ActInstruct, Private: true, Do: func(t *turn, _ string) error { return t.instruct() }}},
		Taps:     []Tap{{Name: "in", Do: (*turn).tappedInstruct}, {Name: "ir", Do: (*turn).tappedInstructOn}},
		Asks: []Ask{
			{What: askInstruct, Text: textAskInstruct, Files: true, Do: (*turn).instructed},
			{What: askAnswer, Text: textAskAnswer, Files: true, Do: (*turn).answeredInstruction},
		},
		Timers: []Timer{{What: timerInstruction, Do: (*Desk).instructionDue}},
		Waits:  []Wait{{What: awaitedInstruction, Do: (*Desk).instructionPhoto}},
		Shows: Shows{
			Actions: []LineAction{{Label: buttonInstruct, Data: "ir", May: func(p reports.Person, _ line) bool { return Can(p, ActInstruct) }}},
			Section: (*Desk).instructionSection,
			Unit:    (*Desk).instructionLines,
		},
	}
}
