package desk

// warnFeature is figures past a line that the director has drawn.
func warnFeature() Feature {
	return Feature{
		Name:     "warn",
		Commands: []Command{{Name: "warn", About: aboutWarn, Act: ActSettings, Private: true, Do: func(t *turn, _ string) error { return t.warnings() }}},
		Taps:     []Tap{{Name: "wn", Do: (*turn).tappedWarning}},
		Asks:     []Ask{{What: askWarn, Text: textAskWarn, Do: (*turn).setWarning}},
		On:       Events{Submitted: (*turn).warn},
	}
}
