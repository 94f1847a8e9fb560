package desk

import (
	"fmt"
	"slices"
	"time"

	"liubao/bot"
	"liubao/bot/desk/staff"
	"liubao/reports"
	"liubao/storage"
)

// Unreachable notes that a person cannot be sent to, and tells the office.
func (t *Turn) Unreachable(p reports.Person) error { return t.Desk.lost(t.Tx, p, t.Now) }

// Unreachable is the spine's hook: the chat cannot be sent to any more.
func (d *Desk) Unreachable(tx storage.Tx, chat bot.Address, at time.Time) error {
	groups, err := storage.Groups(tx)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if g.Chat == chat {
			return d.raiseGroupLost(tx, g, at)
		}
	}
	p, ok, err := storage.PersonByUser(tx, chat)
	if err != nil || !ok {
		return err
	}
	return d.lost(tx, p, at)
}

func (d *Desk) lost(tx storage.Tx, p reports.Person, at time.Time) error {
	if !p.Unreachable.IsZero() || !p.Left.IsZero() {
		return nil
	}
	p.Unreachable = at
	if err := storage.SavePerson(tx, p); err != nil {
		return err
	}
	if err := storage.Log(tx, at, "", p.Unit, "", textLogLost, "", p.Name); err != nil {
		return err
	}
	words := fmt.Sprintf(textPersonLost, d.UnitOrOffice(p.Unit), p.Name)
	if i := slices.IndexFunc(p.Roles, staff.UnitRole); i >= 0 {
		link, err := d.FreshLink(tx, reports.Invite{Unit: p.Unit, Role: p.Roles[i]}, "", at)
		if err != nil {
			return err
		}
		words += "\n" + fmt.Sprintf(textFreshLink, link)
	}
	return d.Alarm(tx, at, words)
}

// Reachable notes that a person who blocked the bot has come back.
func (t *Turn) Reachable() error {
	if t.Me.Unreachable.IsZero() && t.Me.Chat == t.Update.Chat.ID {
		return nil
	}
	t.Me.Unreachable, t.Me.Chat = time.Time{}, t.Update.Chat.ID
	return storage.SavePerson(t.Tx, t.Me)
}

// Leaves takes somebody out of the task force. What waits for the morning is not for them
// any more.
func (t *Turn) Leaves(p reports.Person) error {
	p.Left = t.Now
	if err := storage.SavePerson(t.Tx, p); err != nil || p.Chat == "" {
		return err
	}
	return bot.Withdraw(t.Tx, p.Chat, t.Now)
}
