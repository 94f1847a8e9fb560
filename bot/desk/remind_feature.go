package desk

import (
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// remindFeature is all that is asked for without anybody having asked: the ladder
// of reminders, nags, promises, and the chain that hears of what is overdue.
func remindFeature() Feature {
	return Feature{
		Name:     "remind",
		Commands: []Command{{Name: "nag", About: aboutNag, Act: ActNag, Private: true, Do: (*turn).nagCommand}},
		Taps: []Tap{
			{Name: "kn", Do: (*turn).tappedNag},
			{Name: "ng", Do: (*turn).tappedNags},
			{Name: "pr", Do: (*turn).tappedPromise},
		},
		Timers: []Timer{
			{What: timerFollow, Do: (*Desk).followDue}, {What: timerRung, Do: (*Desk).rungDue}, {What: timerNag, Do: (*Desk).nagAfterNight},
			{What: timerPromise, Do: (*Desk).promiseDue}, {What: timerSnooze, Do: (*Desk).snoozeDue}, {What: timerTold, Many: (*Desk).retellAll},
		},
		Moments: []Moment{{Kind: schedules.Remind, Do: (*Desk).remindAll}, {Kind: schedules.Nag, Do: (*Desk).remindAll}, {Kind: schedules.Escalate, Do: (*Desk).escalateAll}},
		Switches: []Switch{{Name: SwitchEscalation, Title: textSwEscalation, About: textSwEscalationAbout, On: true,
			Rules: func(r *schedules.Rules, on bool) {
				if !on {
					r.Chain, r.Chains = nil, nil
				}
			}}},
		Rows: []Noun{{Prefix: storage.AllToldPrefix(), Prune: pruneTold}},
		On:   Events{Submitted: (*turn).cameInFor, Decided: (*Desk).retell, Due: (*Desk).follow},
		Shows: Shows{Actions: []LineAction{
			{Label: buttonNagThis, Data: "kn", May: func(p reports.Person, l line) bool { return Can(p, ActNag) && !l.settled() }},
		}},
	}
}
