package desk

// settingsFeature is what the director switches on and off.
func settingsFeature() Feature {
	return Feature{
		Name:     "settings",
		Commands: []Command{{Name: "settings", About: aboutSettings, Act: ActSettings, Private: true, Do: func(t *turn, _ string) error { return t.settings() }}},
		Taps:     []Tap{{Name: "se", Do: (*turn).tappedSettings}},
	}
}
