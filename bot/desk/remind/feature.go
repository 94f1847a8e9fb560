// Package remind is all that is asked for without anybody having asked: the ladder
// of reminders, nags, promises, and the chain that hears of what is overdue.
package remind

import (
	"liubao/bot/desk"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name:     "remind",
		Commands: []desk.Command{{Name: "nag", Word: wordNag, About: aboutNag, Main: true, Act: staff.ActNag, Private: true, Do: nagCommand}},
		Taps: []desk.Tap{
			tapNag.Do(tappedNag),
			desk.TapNags.Do(tappedNags),
			tapPromise.Do(tappedPromise),
		},
		Timers: []desk.Timer{
			{What: timerNag, Do: nagAfterNight}, {What: timerPromise, Do: promiseDue}, {What: timerSnooze, Do: snoozeDue}, {What: timerTold, Many: retellAll},
			timerNagRest.Do(nagOn),
		},
		Moments: []desk.Moment{{Kind: schedules.Remind, Do: remindAll}, {Kind: schedules.Nag, Do: remindAll}, {Kind: schedules.Escalate, Do: escalateAll}},
		Switches: []rules.Switch{{Name: rules.SwitchEscalation, Title: textSwEscalation, About: textSwEscalationAbout, On: true,
			Rules: func(r *schedules.Rules, on bool) {
				if !on {
					r.Chain, r.Chains = nil, nil
				}
			}}},
		Rows:   []desk.Noun{{Prefix: storage.RowTold.Prefix(), Prune: pruneTold}},
		Effect: promisedInWords,
		On:     desk.Events{Submitted: cameInFor, Decided: retell},
		Shows: desk.Shows{Actions: []desk.LineAction{
			{Label: buttonNagThis, Data: "kn", May: func(p reports.Person, l standing.Standing) bool { return staff.Can(p, staff.ActNag) && !l.Settled() }},
		}},
	}
}
