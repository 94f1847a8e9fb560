package desk

import (
	"strings"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

// Menu is a command as Telegram's menu shows it.
type Menu struct{ Name, About string }

// MenuFor returns the commands a person is offered in a private chat, and for
// the zero Person those of the task-force group.
// What the director has not switched on is not offered.
func (d *Desk) MenuFor(r storage.Reader, p reports.Person) ([]Menu, error) {
	var out []Menu
	for _, c := range d.commands {
		if c.Hidden || (p.ID != "" || !c.Group) && (p.ID == "" || !c.Private || !Can(p, c.Act)) {
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
		out = append(out, Menu{c.Name, c.About})
	}
	return out, nil
}

// run carries out a command in a private chat.
func (t *Turn) run(c bot.Command) error {
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
func (t *Turn) Allowed(a Act, do func() error) error {
	if !Can(t.Me, a) {
		return t.Sayf(TextNotAllowed)
	}
	return do()
}

// tapped takes a button pressed in a private chat. Data that starts with a
// digit is a report's card; the rest starts with a word of its own.
func (t *Turn) tapped() error {
	parts := strings.Split(t.Update.Callback.Data, ".")
	if parts[0] != "" && parts[0][0] >= '0' && parts[0][0] <= '9' {
		return t.taps["#"](t, parts)
	}
	if do := t.taps[parts[0]]; do != nil {
		return do(t, parts)
	}
	return t.Toast(TextOldButton)
}
