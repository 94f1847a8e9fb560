package desk

// paperFeature is what is taken out as Word, Excel and pictures.
func paperFeature() Feature {
	return Feature{
		Name:     "paper",
		Commands: []Command{{Name: "export", About: aboutExport, Act: ActExport, Private: true, Do: func(t *turn, _ string) error { return t.export() }}},
		Taps:     []Tap{{Name: "ex", Do: (*turn).tappedExport}},
	}
}
