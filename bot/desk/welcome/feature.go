// Package welcome is the first minute: joining by a link, who one is, what one can do.
package welcome

import (
	"liubao/bot/desk"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name: "welcome",
		Commands: []desk.Command{
			{Name: "name", About: aboutName, Act: desk.ActHelp, Private: true, Do: rename},
			{Name: "help", About: aboutHelp, Act: desk.ActHelp, Private: true, Do: func(t *desk.Turn, _ string) error { return help(t) }},
			{Name: "start", Hidden: true, Do: start},
		},
		On: desk.Events{Member: memberAlone},
	}
}
