// Package contribution is what the responsible units give their lead units.
package contribution

import (
	"liubao/bot/desk"
	"liubao/bot/desk/rules"
	"liubao/schedules"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name: "contribution",
		Taps: []desk.Tap{
			tapGive.Do(tappedGive), tapGiveNot.Do(tappedGiveNot), tapCard.Do(tappedCard),
		},
		Dialogs: []desk.Dialog{{Name: dialogGiving, Said: gaveWords}},
		Moments: []desk.Moment{{Kind: schedules.Contribution, Do: contributionsDue}},
		Switches: []rules.Switch{{Name: rules.SwitchContribution, Title: textSwContribution, About: textSwContributionAbout,
			Rules: func(r *schedules.Rules, on bool) {
				switch {
				case !on:
					r.ContributionDaysBefore = 0
				case r.ContributionDaysBefore == 0:
					r.ContributionDaysBefore = 5
				}
			}}},
		Edited: gaveEdited,
		Effect: contributionAsked,
	}
}
