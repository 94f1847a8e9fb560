// Package welcome is the first minute: joining by a link, who one is, what one can do.
package welcome

import (
	"liubao/bot/desk"
)

// tapRename asks for the name that colleagues and the office see, and askName is the question.
const (
	tapRename = "nm"
	askName   = "name"
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
		Taps: []desk.Tap{{Name: tapRename, Do: func(t *desk.Turn, _ []string) error { return t.Ask(askName, "") }}},
		Asks: []desk.Ask{{What: askName, Text: textAskName, Do: func(t *desk.Turn, _, words string) error { return rename(t, words) }}},
		On:   desk.Events{Member: memberAlone},
	}
}
