package desk

// factsFeature is the facts for the yearly assessment, and what they weigh.
func factsFeature() Feature {
	return Feature{
		Name: "facts",
		Commands: []Command{
			{Name: "facts", About: aboutFacts, Act: ActFacts, Private: true, Do: func(t *turn, _ string) error { return t.facts() }},
			{Name: "weights", About: aboutWeights, Act: ActWeights, Private: true, Do: (*turn).weights},
		},
		Taps: []Tap{{Name: "fa", Do: (*turn).tappedFacts}, {Name: "we", Do: (*turn).tappedWeights}},
	}
}
