package desk

// inspectFeature is inspections: what needs a visit, what was found, until it is
// put right.
func inspectFeature() Feature {
	return Feature{
		Name: "inspect",
		Commands: []Command{{Name: "inspect", About: aboutInspect, Act: ActInspect, Private: true, Switch: SwitchInspection,
			Do: func(t *turn, _ string) error { return t.inspect() }}},
		Taps: []Tap{{Name: "fd", Do: (*turn).tappedFinding}},
		Asks: []Ask{
			{What: askFinding, Text: textAskFinding, Files: true, Do: (*turn).found},
			{What: askFindingReply, Text: textAskFindingReply, Files: true, Do: (*turn).findingReplied},
			{What: askFindingBack, Text: textAskFindingBack, Do: (*turn).findingReturned},
		},
		Timers:   []Timer{{What: timerFinding, Do: findingDue}},
		Switches: []Switch{{Name: SwitchInspection, Title: textSwInspection, About: textSwInspectionAbout}},
	}
}
