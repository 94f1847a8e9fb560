// Package people is who takes part: invitations and the list of members.
package people

import (
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name: "people",
		Commands: []desk.Command{
			{Name: "invite", Word: wordInvite, About: aboutInvite, Act: staff.ActInvite, Private: true, Do: func(t *desk.Turn, _ string) error { return invite(t) }},
			{Name: "people", Word: wordPeople, About: aboutPeople, Act: staff.ActPeople, Private: true, Do: func(t *desk.Turn, _ string) error { return people(t) }},
		},
		Taps:   []desk.Tap{tapInvite.Do(tappedInvite), tapPeople.Do(tappedPeople), tapRemove.Do(tappedRemove), tapRoster.Do(tappedRoster), tapOpen.Do(tappedOpen)},
		Asks:   []desk.Ask{{What: askRoster, Text: textAskRoster, Files: true, Joins: true, Do: tookRoster}},
		Waits:  []desk.Wait{{What: awaitedRoster, Do: rosterArrived}},
		On:     desk.Events{Joined: tellInviter},
		Timers: []desk.Timer{{What: timerInvite, Do: inviteUnopened}},
		Shows:  desk.Shows{Digest: digestPeople},
	}
}
