// Package slip is what slips, seen before it is late: planned points (节点) of
// indicators and tasks, how each stands by the calendar, and what its unit says
// about it.
//
// Promises: a computed light never changes what a unit reported, nor counts for or
// against it; it is shown to the office and to the unit itself, never to the group
// as a comparison; nothing here asks a unit for anything.
package slip

import (
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name: "slip",
		Commands: []desk.Command{{Name: "steps", About: aboutSteps, Act: staff.ActOwn, Private: true, Hidden: true,
			Do: func(t *desk.Turn, _ string) error { return overview(t) }}},
		Taps: []desk.Tap{tapOverview.Do(shown), tapArea.Do(areaShown), tapAdd.Do(asked), tapTake.Do(taken), tapDrop.Do(dropped),
			tapRemove.Do(removed), tapDone.Do(done), tapWhy.Do(whyAsked)},
		Asks:  []desk.Ask{askSteps.Do(true, given).Joined(), askWhy.Do(false, whySaid).Joined()},
		Waits: []desk.Wait{{What: awaitedSteps, Do: arrived}},
		Shows: desk.Shows{Note: note, Open: openSlips, Review: reviewLines, Digest: digest},
	}
}
