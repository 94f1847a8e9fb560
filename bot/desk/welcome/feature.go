// Package welcome is the first minute: joining by a link, who one is, what one can do.
package welcome

import (
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
)

// tapRename asks for the name that colleagues and the office see, and askName is the question.
const (
	tapRename = "nm"
	askName   = "name"
	askJoined = "introduce" // put to whoever has just joined, in the card itself
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name:  "welcome",
		Lasts: true, // a new director of a closed plan has a name, too
		Commands: []desk.Command{
			{Name: "name", Word: wordName, About: aboutName, Act: staff.ActHelp, Private: true, Do: rename},
			{Name: "help", Word: wordHelp, About: aboutHelp, Main: true, Act: staff.ActHelp, Private: true, Do: func(t *desk.Turn, _ string) error { return help(t) }},
			{Name: "start", Hidden: true, Do: start},
		},
		Taps: []desk.Tap{{Name: tapRename, Do: func(t *desk.Turn, _ []string) error { return t.Ask(askName, "") }}},
		Asks: []desk.Ask{
			{What: askName, Text: textAskName, Do: func(t *desk.Turn, _, words string) error { return rename(t, nameIn(t, words)) }},
			{What: askJoined, Fits: introduced, Do: func(t *desk.Turn, _, words string) error { return rename(t, nameIn(t, words)) }},
		},
		On: desk.Events{Member: memberAlone},
	}
}
