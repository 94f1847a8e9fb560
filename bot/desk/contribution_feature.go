package desk

import (
	"liubao/schedules"
)

// contributionFeature is what the responsible units give their lead units.
func contributionFeature() Feature {
	return Feature{
		Name: "contribution",
		Taps: []Tap{
			{Name: "cg", Do: (*turn).tappedGive},
			{Name: "cn", Do: (*turn).tappedGive},
			{Name: "cd", Do: (*turn).tappedGive},
		},
		Moments: []Moment{{Kind: schedules.Contribution, Do: (*Desk).contributionsDue}},
		Switches: []Switch{{Name: SwitchContribution, Title: textSwContribution, About: textSwContributionAbout,
			Rules: func(r *schedules.Rules, on bool) {
				switch {
				case !on:
					r.ContributionDaysBefore = 0
				case r.ContributionDaysBefore == 0:
					r.ContributionDaysBefore = 5
				}
			}}},
		Said:   (*turn).gave,
		Edited: (*turn).gaveEdited,
		Effect: (*turn).contributionAsked,
		On:     Events{Turned: (*turn).leaveGiving},
	}
}
