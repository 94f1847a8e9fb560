// Package rollup is the roll-up: previewed by the director, posted in the group,
// brought up to date when something comes late.
package rollup

import (
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/schedules"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name:     "rollup",
		Commands: []desk.Command{{Name: "rollup", Word: wordRollup, About: aboutRollup, Main: true, Act: staff.ActPublish, Private: true, Do: func(t *desk.Turn, _ string) error { return rollup(t) }}},
		Taps:     []desk.Tap{tapRollup.Do(tappedRollup)},
		Moments:  []desk.Moment{{Kind: schedules.Preview, Do: desk.Once(previewDue)}, {Kind: schedules.Publish, Do: desk.Once(publishDue)}},
		On:       desk.Events{Closed: last, Submitted: rollupChanged, Returned: rollupReturned, Decided: rollupDecided, Delivered: arrived, Died: died, GroupLost: groupLost},
	}
}
