// Package weekly is three lines and one button on the first working day of a week:
// for leaders what moved, what slips and what waits for them; for the head of a unit
// the same of their unit, where something waits for their signature. It is off until
// the director switches it on, and whoever gets it can say that they do not want it.
package weekly

import (
	"liubao/bot/desk"
	"liubao/bot/desk/rules"
	"liubao/plan"
	"liubao/schedules"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name:    "weekly",
		Moments: []desk.Moment{{Kind: schedules.Weekly, Do: due}},
		Named:   named,
		Switches: []rules.Switch{{Name: rules.SwitchWeekly, Title: textSwitch, About: textSwitchAbout,
			Rules: func(r *schedules.Rules, on bool) {
				r.WeeklyAt = nil
				if on {
					r.WeeklyAt = &plan.Clock{Hour: 8, Minute: 40}
				}
			}}},
	}
}
