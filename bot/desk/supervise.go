package desk

import "slices"

// What supervision adds to the tables of commands and buttons.
func init() { // the tables name functions that read the tables
	offer(
		command{"problem", aboutProblem, ActProblem, true, false, func(t *turn, _ string) error { return t.problem() }},
		command{"problems", aboutProblems, ActProblems, true, false, func(t *turn, _ string) error { return t.problems() }},
		command{"duty", aboutDuty, ActDuty, true, false, func(t *turn, _ string) error { return t.duty() }},
		command{"announce", aboutAnnounce, ActAnnounce, true, false, func(t *turn, _ string) error { return t.announce() }},
		command{"inspect", aboutInspect, ActInspect, true, false, func(t *turn, _ string) error { return t.inspect() }},
		command{"facts", aboutFacts, ActFacts, true, false, func(t *turn, _ string) error { return t.facts() }},
		command{"weights", aboutWeights, ActWeights, true, false, (*turn).weights},
	)
	taps["pf"] = (*turn).tappedForm
	taps["pb"] = (*turn).tappedProblem
	taps["pl"] = (*turn).tappedProblems
	taps["dt"] = (*turn).tappedDuty
	taps["an"] = (*turn).tappedAnnounce
	taps["nr"] = (*turn).tappedRead
	taps["fa"] = (*turn).tappedFacts
	taps["we"] = (*turn).tappedWeights
	taps["fd"] = (*turn).tappedFinding
}

// offer adds commands to the menu, before those about the person themselves.
func offer(cs ...command) {
	i := slices.IndexFunc(commands, func(c command) bool { return c.name == "name" })
	commands = slices.Insert(commands, max(i, 0), cs...)
}
