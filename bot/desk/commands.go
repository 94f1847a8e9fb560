package desk

import (
	"strings"

	"liubao/bot"
	"liubao/bot/desk/staff"
	"liubao/reports"
	"liubao/storage"
)

// Menu is a command as Telegram's menu shows it.
type Menu struct{ Name, Word, About string }

// MenuSize is how many commands the menu offers anybody. What is left out is on the
// card of the last of them.
const MenuSize = 8

// MenuFor returns the commands a person is offered in a private chat, and for
// the zero Person those of the task-force group.
// What the director has not switched on is not offered.
func (d *Desk) MenuFor(r storage.Reader, p reports.Person) ([]Menu, error) {
	all, err := d.offered(r, p)
	if err != nil {
		return nil, err
	}
	shown := len(all) <= MenuSize // without the card of the rest, which is the last
	room := MenuSize - 1
	for _, c := range all {
		if c.Main {
			room--
		}
	}
	var out []Menu
	for _, c := range all {
		switch {
		case shown || c.Main:
		case room == 0:
			continue
		default:
			room--
		}
		out = append(out, c.menu())
	}
	if !shown {
		out = append(out, Menu{commandMore, "", textAboutMore})
	}
	return out, nil
}

func (c Command) menu() Menu { return Menu{c.Name, c.Word, c.About} }

// offered are the commands of a person, or of the group for the zero Person.
func (d *Desk) offered(r storage.Reader, p reports.Person) ([]Command, error) {
	var out []Command
	for _, c := range d.commands {
		if c.Hidden || (p.ID != "" || !c.Group) && (p.ID == "" || !c.Private || !staff.Can(p, c.Act)) {
			continue
		}
		if c.Switch != "" {
			on, err := d.Switched(r, c.Switch)
			if err != nil {
				return nil, err
			}
			if !on {
				continue
			}
		}
		out = append(out, c)
	}
	return out, nil
}

// commandMore shows every command of a person as a button.
const commandMore = "more"

// tapMore carries a command out.
var tapMore = NewTap[struct{ Name string }]("mo")

// more answers /more.
func (t *Turn) more() error {
	all, err := t.offered(t.Tx, t.Me)
	if err != nil {
		return err
	}
	var row []bot.Button
	for _, c := range all {
		if c.Word != "" {
			row = append(row, bot.Button{Label: c.Word, Data: tapMore.Data(struct{ Name string }{c.Name})})
		}
	}
	return t.Say(reports.Text{}.Head(textAboutMore).Line(textMoreHow), InRows(nil, row, 3)...)
}

// called returns the command that the words name: 汇总, or 催办 财政局 with a
// slash before it.
func (t *Turn) called() (bot.Command, bool) {
	text, slash := strings.CutPrefix(strings.TrimSpace(t.Update.Text), "/")
	word, args, _ := strings.Cut(text, " ")
	if args != "" && !slash || t.Update.Kind != bot.KindMessage || t.Update.File != nil {
		return bot.Command{}, false
	}
	for _, c := range t.commands {
		if c.Word != "" && c.Word == word && staff.Can(t.Me, c.Act) && c.Private {
			return bot.Command{Name: c.Name, Args: strings.TrimSpace(args)}, true
		}
	}
	return bot.Command{}, false
}

// run carries out a command in a private chat.
func (t *Turn) run(c bot.Command) error {
	if c.Name == commandMore && t.Known() {
		return t.more()
	}
	for _, x := range t.commands {
		if x.Name != c.Name {
			continue
		}
		if x.Hidden {
			return x.Do(t, c.Args)
		}
		if !t.Known() {
			return t.Stranger()
		}
		if x.Anywhere {
			return x.Do(t, c.Args)
		}
		return t.Allowed(x.Act, func() error { return x.Do(t, c.Args) })
	}
	if !t.Known() {
		return t.Stranger()
	}
	return t.Sayf(textUnknownCommand)
}

// Allowed does something if the person may.
func (t *Turn) Allowed(a staff.Act, do func() error) error {
	if !staff.Can(t.Me, a) {
		return t.Sayf(TextNotAllowed)
	}
	return do()
}

// tapped takes a button pressed in a private chat. Data that starts with a
// digit is a report's card; the rest starts with a word of its own.
func (t *Turn) tapped() error {
	if len(t.Update.Callback.Data) > storage.MaxComponent { // forged: its parts go into keys
		return t.Toast(TextOldButton)
	}
	parts := strings.Split(t.Update.Callback.Data, ".")
	if parts[0] != "" && parts[0][0] >= '0' && parts[0][0] <= '9' {
		return t.taps[CardTap](t, parts)
	}
	if parts[0] == tapMore.name && len(parts) == 2 {
		return t.run(bot.Command{Name: parts[1]})
	}
	if parts[0] == tapUnits.name {
		return tapUnits.Do((*Turn).turnedUnits).Do(t, parts)
	}
	if do := t.taps[parts[0]]; do != nil {
		return do(t, parts)
	}
	return t.Toast(TextOldButton)
}
