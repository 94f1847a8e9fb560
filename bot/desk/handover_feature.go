package desk

// handoverFeature is who does the work instead: a colleague for one period,
// stand-ins during a leave, a successor for good.
func handoverFeature() Feature {
	return Feature{
		Name:     "handover",
		Commands: []Command{{Name: "handover", About: aboutHandover, Act: ActReport, Private: true, Do: func(t *turn, _ string) error { return t.handover() }}},
		Taps:     []Tap{{Name: "ho", Do: (*turn).tappedHandover}},
		Asks:     []Ask{{What: askLeave, Text: textAskLeave, Do: func(t *turn, _, words string) error { return t.takeLeave(words) }}},
		On:       Events{Joined: (*turn).replaced},
	}
}
