package desk

import (
	"strings"

	"liubao/bot/telegram"
	"liubao/reports"
	"liubao/storage"
)

// command is a command of the bot and where it is offered.
type command struct {
	name    string
	about   string // shown in the menu
	act     Act
	private bool // offered and answered in private chats
	group   bool // offered and answered in the task-force group
	do      func(t *turn, args string) error
}

// commands are all there are, in the order of the menu.
var commands []command

// taps say what the buttons do whose data begins with a word of their own.
var taps map[string]func(t *turn, parts []string) error

func init() { // the tables name functions that read the tables
	commands = []command{
		{"report", aboutReport, ActReport, true, true, func(t *turn, _ string) error { return t.open(reports.Key{}) }},
		{"status", aboutStatus, ActOwn, true, true, func(t *turn, _ string) error { return t.status() }},
		{"nag", aboutNag, ActNag, true, false, func(t *turn, _ string) error { return t.status() }},
		{"rollup", aboutRollup, ActPublish, true, false, func(t *turn, _ string) error { return t.rollup() }},
		{"export", aboutExport, ActExport, true, false, func(t *turn, _ string) error { return t.export() }},
		{"invite", aboutInvite, ActInvite, true, false, func(t *turn, _ string) error { return t.invite() }},
		{"people", aboutPeople, ActPeople, true, false, func(t *turn, _ string) error { return t.people() }},
		{"instruct", aboutInstruct, ActInstruct, true, false, func(t *turn, _ string) error { return t.instruct() }},
		{"dates", aboutDates, ActDates, true, false, func(t *turn, _ string) error { return t.dates() }},
		{"settings", aboutSettings, ActSettings, true, false, func(t *turn, _ string) error { return t.settings() }},
		{"bind", aboutBind, ActBind, false, true, nil},
		{"name", aboutName, ActHelp, true, false, (*turn).rename},
		{"help", aboutHelp, ActHelp, true, false, func(t *turn, _ string) error { return t.help() }},
	}
	taps = map[string]func(*turn, []string) error{
		"o":  (*turn).tappedOpen,
		"iv": (*turn).tappedInvite,
		"rm": (*turn).tappedRemove,
		"st": (*turn).tappedStatus,
		"sg": (*turn).tappedSign,
		"sr": (*turn).tappedSign,
		"ru": (*turn).tappedRollup,
		"pc": (*turn).tappedPicture,
		"ex": (*turn).tappedExport,
		"bd": (*turn).tappedBind,
		"ck": (*turn).tappedCockpit,
		"kn": (*turn).tappedLine,
		"kv": (*turn).tappedLine,
		"cg": (*turn).tappedGive,
		"cn": (*turn).tappedGive,
		"cd": (*turn).tappedGive,
		"se": (*turn).tappedSettings,
		"da": (*turn).tappedDates,
		"pr": (*turn).tappedPromise,
		"cs": (*turn).tappedCase,
		"pe": (*turn).tappedExtendAll,
		"rv": (*turn).tappedReview,
		"in": (*turn).tappedInstruct,
		"ir": (*turn).tappedInstructOn,
	}
}

// Menu is a command as Telegram's menu shows it.
type Menu struct{ Name, About string }

// MenuFor returns the commands a person is offered in a private chat, and for
// the zero Person those of the task-force group.
// What the director has not switched on is not offered.
func MenuFor(r storage.Reader, p reports.Person) ([]Menu, error) {
	var out []Menu
	for _, c := range commands {
		if (p.ID != "" || !c.group) && (p.ID == "" || !c.private || !Can(p, c.act)) {
			continue
		}
		if name := commandSwitch[c.name]; name != "" {
			on, err := switched(r, name)
			if err != nil {
				return nil, err
			}
			if !on {
				continue
			}
		}
		out = append(out, Menu{c.name, c.about})
	}
	return out, nil
}

// commandSwitch names the switch of the commands that have one.
var commandSwitch = map[string]string{"ledger": SwitchLedger, "inspect": SwitchInspection}

// run carries out a command in a private chat.
func (t *turn) run(c telegram.Command) error {
	if c.Name == "start" {
		return t.start(c.Args)
	}
	if !t.known() {
		return t.stranger()
	}
	for _, x := range commands {
		if x.name != c.Name {
			continue
		}
		if x.do == nil {
			return t.sayf(textBindInGroup)
		}
		return t.allowed(x.act, func() error { return x.do(t, c.Args) })
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
	if do := taps[parts[0]]; do != nil {
		return do(t, parts)
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
