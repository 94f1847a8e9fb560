// Package settings is what the director switches on and off.
package settings

import (
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name:     "settings",
		Commands: []desk.Command{{Name: "settings", Word: wordSettings, About: aboutSettings, Act: staff.ActSettings, Private: true, Do: func(t *desk.Turn, _ string) error { return settings(t) }}},
		Taps:     []desk.Tap{tapSwitch.Do(tappedSettings)},
	}
}
