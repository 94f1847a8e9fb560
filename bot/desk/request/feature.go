// Package request is what one unit needs of another (协调事项), and what leaders and
// the office give units to do (批示, 交办): told once, answered, and closed by
// whoever asked.
//
// Promises: an open request is always somebody's turn; a unit hears of all that a
// report asks of it in one message; nothing here counts for or against anybody in
// the assessment.
package request

import (
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/reports"
	"liubao/storage"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name:     "request",
		Commands: []desk.Command{{Name: "instruct", Word: wordInstruct, About: aboutInstruct, Act: staff.ActInstruct, Private: true, Do: func(t *desk.Turn, _ string) error { return instruct(t) }}},
		Taps:     []desk.Tap{tapRequest.Do(tapped), tapCompose.Do(composing), tapInstructOn.Do(tappedInstructOn), tapOld.Do(tappedOld)},
		Asks: []desk.Ask{
			askInstruct.Do(true, instructed).Joined(), askAnswer.Do(true, answered).Joined(),
			askMore.Do(true, notYet).Joined(), askResult.Do(false, closedWith).Joined(),
		},
		Timers: []desk.Timer{timerTell.Do(tell), timerChase.Do(chase), {What: "instruction", Do: chaseOld}},
		Effect: openAsked,
		Waits:  []desk.Wait{{What: awaitedFile, Do: fileArrived}, {What: "instruction", Do: oldPhotoArrived}},
		On:     desk.Events{Submitted: submitted, Signed: signed, Returned: returned, Joined: joined, Succeeded: succeeded},
		Rows:   []desk.Noun{{Prefix: storage.RowRequest.Prefix(), Prune: prune}},
		Shows: desk.Shows{
			Actions: []desk.LineAction{{Label: desk.ButtonInstruct, Data: "ir", May: func(p reports.Person, _ standing.Standing) bool { return staff.Can(p, staff.ActInstruct) }}},
			Open:    openCounts,
			Waits:   waitsFor,
			Week:    week,
			Unit:    unitLines,
			Digest:  digest,
		},
	}
}
