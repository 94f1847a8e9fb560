// Package contribution is what the responsible units give their lead units.
package contribution

import (
	"liubao/bot/desk"
	"liubao/schedules"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name: "contribution",
		Taps: []desk.Tap{
			{Name: "cg", Do: tappedGive},
			{Name: "cn", Do: tappedGive},
			{Name: "cd", Do: tappedGive},
		},
		Moments: []desk.Moment{{Kind: schedules.Contribution, Do: contributionsDue}},
		Switches: []desk.Switch{{Name: desk.SwitchContribution, Title: textSwContribution, About: textSwContributionAbout,
			Rules: func(r *schedules.Rules, on bool) {
				switch {
				case !on:
					r.ContributionDaysBefore = 0
				case r.ContributionDaysBefore == 0:
					r.ContributionDaysBefore = 5
				}
			}}},
		Said:   gave,
		Edited: gaveEdited,
		Effect: contributionAsked,
		On:     desk.Events{Turned: leaveGiving},
	}
}
