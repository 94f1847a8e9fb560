package desk

// peopleFeature is who takes part: invitations and the list of members.
func peopleFeature() Feature {
	return Feature{
		Name: "people",
		Commands: []Command{
			{Name: "invite", About: aboutInvite, Act: ActInvite, Private: true, Do: func(t *turn, _ string) error { return t.invite() }},
			{Name: "people", About: aboutPeople, Act: ActPeople, Private: true, Do: func(t *turn, _ string) error { return t.people() }},
		},
		Taps:   []Tap{{Name: "iv", Do: (*turn).tappedInvite}, {Name: "rm", Do: (*turn).tappedRemove}},
		Timers: []Timer{{What: timerInvite, Do: (*Desk).inviteUnopened}},
		Shows:  Shows{Digest: (*Desk).digestPeople},
	}
}
