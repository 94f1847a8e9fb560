package desk

import (
	"strings"

	"liubao/bot/telegram"
	"liubao/reports"
)

// command is a command of the bot and where it is offered.
type command struct {
	name    string
	about   string // shown in the menu
	act     Act
	private bool // offered and answered in private chats
	group   bool // offered and answered in the task-force group
}

// commands are all there are, in the order of the menu.
var commands = []command{
	{"report", aboutReport, ActReport, true, true},
	{"status", aboutStatus, ActOwn, true, true},
	{"nag", aboutNag, ActNag, true, false},
	{"rollup", aboutRollup, ActPublish, true, false},
	{"invite", aboutInvite, ActInvite, true, false},
	{"people", aboutPeople, ActPeople, true, false},
	{"bind", aboutBind, ActBind, false, true},
	{"name", aboutName, ActHelp, true, false},
	{"help", aboutHelp, ActHelp, true, false},
}

// Menu is a command as Telegram's menu shows it.
type Menu struct{ Name, About string }

// MenuFor returns the commands a person is offered in a private chat, and for
// the zero Person those of the task-force group.
func MenuFor(p reports.Person) []Menu {
	var out []Menu
	for _, c := range commands {
		if p.ID == "" && c.group || p.ID != "" && c.private && Can(p, c.act) {
			out = append(out, Menu{c.name, c.about})
		}
	}
	return out
}

// run carries out a command in a private chat.
func (t *turn) run(c telegram.Command) error {
	if c.Name == "start" {
		return t.start(c.Args)
	}
	if !t.known() {
		return t.stranger()
	}
	switch c.Name {
	case "help":
		return t.help()
	case "name":
		return t.rename(c.Args)
	case "report":
		return t.allowed(ActReport, func() error { return t.open(reports.Key{}) })
	case "status":
		return t.allowed(ActOwn, t.status)
	case "nag":
		return t.allowed(ActNag, t.status)
	case "rollup":
		return t.allowed(ActPublish, t.rollup)
	case "invite":
		return t.allowed(ActInvite, t.invite)
	case "people":
		return t.allowed(ActPeople, t.people)
	case "bind":
		return t.sayf(textBindInGroup)
	}
	return t.sayf(textUnknownCommand)
}

// allowed does something if the person may.
func (t *turn) allowed(a Act, do func() error) error {
	if !Can(t.me, a) {
		return t.sayf(textNotAllowed)
	}
	return do()
}

// tapped takes a button pressed in a private chat. Data that starts with a
// digit is a report's card; the rest starts with a word of its own.
func (t *turn) tapped() error {
	parts := strings.Split(t.u.Callback.Data, ".")
	if parts[0] != "" && parts[0][0] >= '0' && parts[0][0] <= '9' {
		return t.tappedCard(parts)
	}
	switch parts[0] {
	case "o":
		return t.tappedOpen(parts)
	case "iv":
		return t.tappedInvite(parts)
	case "rm":
		return t.tappedRemove(parts)
	case "st":
		return t.tappedStatus(parts)
	case "sg", "sr":
		return t.tappedSign(parts)
	case "ru":
		return t.tappedRollup(parts)
	case "bd":
		return t.tappedBind(parts)
	}
	return t.toast(textOldButton)
}

// tappedOpen opens the report a reminder is about.
func (t *turn) tappedOpen(parts []string) error {
	k, ok := parseKey(parts[1:])
	if !ok || !Can(t.me, ActReport) {
		return t.toast(textOldButton)
	}
	return t.open(k)
}
