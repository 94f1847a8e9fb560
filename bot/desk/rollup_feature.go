package desk

import (
	"liubao/schedules"
)

// rollupFeature is the roll-up: previewed by the director, posted in the group,
// brought up to date when something comes late.
func rollupFeature() Feature {
	return Feature{
		Name:     "rollup",
		Commands: []Command{{Name: "rollup", About: aboutRollup, Act: ActPublish, Private: true, Do: func(t *turn, _ string) error { return t.rollup() }}},
		Taps:     []Tap{{Name: "ru", Do: (*turn).tappedRollup}},
		Moments:  []Moment{{Kind: schedules.Preview, Do: once((*Desk).previewDue)}, {Kind: schedules.Publish, Do: once((*Desk).publishDue)}},
		On:       Events{Submitted: (*turn).rollupChanged},
	}
}
