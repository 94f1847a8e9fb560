// Package people is who takes part: invitations and the list of members.
package people

import (
	"liubao/bot/desk"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name: "people",
		Commands: []desk.Command{
			{Name: "invite", About: aboutInvite, Act: desk.ActInvite, Private: true, Do: func(t *desk.Turn, _ string) error { return invite(t) }},
			{Name: "people", About: aboutPeople, Act: desk.ActPeople, Private: true, Do: func(t *desk.Turn, _ string) error { return people(t) }},
		},
		Taps:   []desk.Tap{{Name: "iv", Do: tappedInvite}, {Name: "rm", Do: tappedRemove}, {Name: "ro", Do: tappedRoster}, tapOpen.Do(tappedOpen)},
		Asks:   []desk.Ask{{What: askRoster, Text: textAskRoster, Files: true, Do: tookRoster}},
		Waits:  []desk.Wait{{What: awaitedRoster, Do: rosterArrived}},
		On:     desk.Events{Joined: tellInviter},
		Timers: []desk.Timer{{What: timerInvite, Do: inviteUnopened}},
		Shows:  desk.Shows{Digest: digestPeople},
	}
}
