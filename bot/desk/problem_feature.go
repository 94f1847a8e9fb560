package desk

// problemFeature is serious problems: raised at any hour, taken up, tracked to
// their end.
func problemFeature() Feature {
	return Feature{
		Name: "problem",
		Commands: []Command{
			{Name: "problem", About: aboutProblem, Act: ActProblem, Private: true, Do: func(t *turn, _ string) error { return t.problem() }},
			{Name: "problems", About: aboutProblems, Act: ActProblems, Private: true, Do: func(t *turn, _ string) error { return t.problems() }},
			{Name: "duty", About: aboutDuty, Act: ActDuty, Private: true, Do: func(t *turn, _ string) error { return t.duty() }},
		},
		Taps: []Tap{
			{Name: "pf", Do: (*turn).tappedForm},
			{Name: "pb", Do: (*turn).tappedProblem},
			{Name: "pl", Do: (*turn).tappedProblems},
			{Name: "dt", Do: (*turn).tappedDuty},
		},
		Asks: []Ask{
			{What: askProblemNote, Text: textAskNote, Files: true, Do: (*turn).problemNoted},
			{What: askProblemResult, Text: textAskResult, Do: (*turn).problemClosed},
			{What: askProblemReopen, Text: textAskReopen, Do: (*turn).problemReopened},
		},
		Timers: []Timer{{What: timerProblem, Do: repeatProblem}, {What: timerProblemDue, Do: problemDue}},
		Said:   (*turn).formSaid,
		Edited: (*turn).formEdited,
		On:     Events{Turned: (*turn).formAside},
	}
}
