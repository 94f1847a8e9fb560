// Package warn is figures past a line that the director has drawn.
package warn

import (
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name:     "warn",
		Commands: []desk.Command{{Name: "warn", Word: wordWarn, About: aboutWarn, Act: staff.ActSettings, Private: true, Do: func(t *desk.Turn, _ string) error { return warnings(t) }}},
		Taps:     []desk.Tap{tapWarn.Do(tappedWarning)},
		Asks:     []desk.Ask{{What: askWarn, Text: textAskWarn, Do: setWarning}},
		On:       desk.Events{Submitted: warn},
	}
}
