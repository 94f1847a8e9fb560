// Package problem is serious problems: raised at any hour, taken up, tracked to
// their end.
package problem

import (
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name: "problem",
		Commands: []desk.Command{
			{Name: "problem", Word: wordProblem, About: aboutProblem, Main: true, Act: staff.ActProblem, Private: true, Do: func(t *desk.Turn, _ string) error { return openForm(t) }},
			{Name: "problems", Word: wordProblems, About: aboutProblems, Act: staff.ActProblems, Private: true, Do: func(t *desk.Turn, _ string) error { return problems(t) }},
			{Name: "duty", Word: wordDuty, About: aboutDuty, Act: staff.ActDuty, Private: true, Do: func(t *desk.Turn, _ string) error { return duty(t) }},
		},
		Taps: []desk.Tap{
			tapForm.Do(tappedForm),
			tapProblem.Do(tappedProblem),
			tapList.Do(tappedProblems),
			tapDuty.Do(tappedDuty), tapDutyPage.Do(turnedDuty), tapWeekPage.Do(turnedWeek),
			tapRota.Do(rotaShown), tapWeek.Do(weekShown), tapSeat.Do(seated), tapFill.Do(filledUp), tapSwap.Do(swapAsked), tapOffer.Do(swapOffered), tapAgree.Do(swapAgreed),
		},
		Asks: []desk.Ask{
			{What: askProblemNote, Text: textAskNote, Files: true, Many: true, Joins: true, Do: problemNoted},
			{What: askProblemResult, Text: textAskResult, Joins: true, Do: problemClosed},
			{What: askProblemReopen, Text: textAskReopen, Joins: true, Do: problemReopened},
		},
		Timers:  []desk.Timer{{What: timerProblem, Do: repeatProblem}, {What: timerProblemDue, Do: problemDue}, timerStage.Do(stageOver), timerForm.Do(formForgotten), timerWeek.Do(weekBegins)},
		Dialogs: []desk.Dialog{{Name: dialogProblem, Said: formSaid}},
		Edited:  formEdited,
		Shows:   desk.Shows{Digest: digest, Open: problemsOpen},
	}
}
