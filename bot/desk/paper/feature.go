// Package paper is what is taken out as Word, Excel and pictures.
package paper

import (
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name:     "paper",
		Commands: []desk.Command{{Name: "export", Word: wordExport, About: aboutExport, Act: staff.ActExport, Private: true, Do: func(t *desk.Turn, _ string) error { return export(t) }}},
		Taps:     []desk.Tap{tapExport.Do(tappedExport), tapAgenda.Do(agenda)},
		Asks:     []desk.Ask{askBulletin.Do(false, bulletinWritten).Joined()},
	}
}
