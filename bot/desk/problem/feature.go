// Package problem is serious problems: raised at any hour, taken up, tracked to
// their end.
package problem

import (
	"liubao/bot/desk"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name: "problem",
		Commands: []desk.Command{
			{Name: "problem", About: aboutProblem, Act: desk.ActProblem, Private: true, Do: func(t *desk.Turn, _ string) error { return openForm(t) }},
			{Name: "problems", About: aboutProblems, Act: desk.ActProblems, Private: true, Do: func(t *desk.Turn, _ string) error { return problems(t) }},
			{Name: "duty", About: aboutDuty, Act: desk.ActDuty, Private: true, Do: func(t *desk.Turn, _ string) error { return duty(t) }},
		},
		Taps: []desk.Tap{
			{Name: "pf", Do: tappedForm},
			{Name: "pb", Do: tappedProblem},
			{Name: "pl", Do: tappedProblems},
			{Name: "dt", Do: tappedDuty},
		},
		Asks: []desk.Ask{
			{What: askProblemNote, Text: textAskNote, Files: true, Do: problemNoted},
			{What: askProblemResult, Text: textAskResult, Do: problemClosed},
			{What: askProblemReopen, Text: textAskReopen, Do: problemReopened},
		},
		Timers: []desk.Timer{{What: timerProblem, Do: repeatProblem}, {What: timerProblemDue, Do: problemDue}},
		Said:   formSaid,
		Edited: formEdited,
		On:     desk.Events{Turned: formAside},
	}
}
