// Package remind is all that is asked for without anybody having asked: the ladder
// of reminders, nags, promises, and the chain that hears of what is overdue.
package remind

import (
	"liubao/bot/desk"
	"liubao/bot/desk/standing"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name:     "remind",
		Commands: []desk.Command{{Name: "nag", About: aboutNag, Act: desk.ActNag, Private: true, Do: nagCommand}},
		Taps: []desk.Tap{
			{Name: "kn", Do: tappedNag},
			{Name: "ng", Do: tappedNags},
			{Name: "pr", Do: tappedPromise},
		},
		Timers: []desk.Timer{
			{What: timerFollow, Do: followDue}, {What: timerRung, Do: rungDue}, {What: timerNag, Do: nagAfterNight},
			{What: timerPromise, Do: promiseDue}, {What: timerSnooze, Do: snoozeDue}, {What: timerTold, Many: retellAll},
		},
		Moments: []desk.Moment{{Kind: schedules.Remind, Do: remindAll}, {Kind: schedules.Nag, Do: remindAll}, {Kind: schedules.Escalate, Do: escalateAll}},
		Switches: []desk.Switch{{Name: desk.SwitchEscalation, Title: textSwEscalation, About: textSwEscalationAbout, On: true,
			Rules: func(r *schedules.Rules, on bool) {
				if !on {
					r.Chain, r.Chains = nil, nil
				}
			}}},
		Rows:   []desk.Noun{{Prefix: storage.AllToldPrefix(), Prune: pruneTold}},
		Effect: promisedInWords,
		On:     desk.Events{Submitted: cameInFor, Decided: retell, Due: follow},
		Shows: desk.Shows{Actions: []desk.LineAction{
			{Label: buttonNagThis, Data: "kn", May: func(p reports.Person, l standing.Standing) bool { return desk.Can(p, desk.ActNag) && !l.Settled() }},
		}},
	}
}
