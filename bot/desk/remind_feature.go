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
		Taps:     []Tap{{"kn", (*turn).tappedNag}, {"ng", (*turn).tappedNags}, {"pr", (*turn).tappedPromise}},
		Timers: []Timer{
			{What: timerFollow, Do: (*Desk).followDue}, {What: timerRung, Do: (*Desk).rungDue}, {What: timerNag, Do: (*Desk).nagAfterNight},
			{What: timerPromise, Do: (*Desk).promiseDue}, {What: timerSnooze, Do: (*Desk).snoozeDue}, {What: timerTold, Many: (*Desk).retellAll},
		},
		Moments: []Moment{{schedules.Remind, (*Desk).remindAll}, {schedules.Nag, (*Desk).remindAll}, {schedules.Escalate, (*Desk).escalateAll}},
		Switches: []Switch{{Name: SwitchEscalation, Title: textSwEscalation, About: textSwEscalationAbout, On: true,
			Rules: func(r *schedules.Rules, on bool) {
				if !on {
					r.Chain, r.Chains = nil, nil
				}
			}}},
		Rows: []Noun{{storage.AllToldPrefix(), pruneTold}},
		On:   Events{Submitted: (*turn).cameInFor, Decided: (*Desk).retell, Due: (*Desk).follow},
		Shows: Shows{Actions: []LineAction{
			{buttonNagThis, "kn", func(p reports.Person, l line) bool { return Can(p, ActNag) && !l.settled() }},
		}},
	}
}
