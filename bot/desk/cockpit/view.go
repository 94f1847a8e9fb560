package cockpit

import (
	"fmt"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/reports"
	"liubao/storage"
)

// viewFor is how long after a person last touched the cockpit it keeps itself
// up to date.
const viewFor = 12 * time.Hour

// timerView brings the cockpit of one person up to date.
const timerView = "view"

// viewRow is the page of the cockpit that a person looks at.
type viewRow struct {
	V      int         `json:"v"`
	Person string      `json:"person"`
	Chat   bot.Address `json:"chat"`
	Page   page        `json:"page"`
	At     time.Time   `json:"at"` // when they last touched it
}

// viewing remembers the page, with the period asked for: an overview opened
// without one moves on to the next period by itself.
func viewing(t *desk.Turn, p page, asked string) error {
	if t.Update.From.ID == "" { // refreshed by a timer: nobody touched it
		return nil
	}
	p.Period = asked
	return storage.Put(t.Tx, storage.RowView.Key(t.Me.ID), viewRow{V: 1, Person: t.Me.ID, Chat: t.Update.Chat.ID, Page: p, At: t.Now})
}

// viewsChanged arranges for everybody who looks at the cockpit, but the one who
// changed something and sees it already, to see what changed, within a minute.
func viewsChanged(d *desk.Desk, tx storage.Tx, but string, now time.Time) error {
	return storage.EachSound(tx, storage.RowView.Prefix(), "", 0, func(_ string, v viewRow) error {
		if v.Person == but || now.Sub(v.At) > viewFor {
			return nil
		}
		return desk.SetTimer(tx, now.Truncate(time.Minute).Add(time.Minute), timerView, v.Person)
	})
}

// refreshView edits the cockpit of a person in place. An edit makes no sound,
// so quiet hours do not matter.
func refreshView(d *desk.Desk, tx storage.Tx, person string, now time.Time) error {
	v, ok, err := storage.Get[viewRow](tx, storage.RowView.Key(person))
	if err != nil || !ok {
		return err
	}
	p, ok, err := storage.Person(tx, person)
	if err != nil || !ok || !p.Reachable() || !staff.Can(p, staff.ActStatus) {
		return err
	}
	t := &desk.Turn{Desk: d, Tx: tx, Now: now, Me: p}
	t.Update.Chat.ID = v.Chat
	m, err := statusMessage(t, v.Page)
	if err != nil {
		return err
	}
	m.Kind = bot.Edit
	return bot.Enqueue(tx, m)
}

// deedRow is what the office last did about a unit in a period.
type deedRow struct {
	V    int       `json:"v"`
	By   string    `json:"by"` // the person's name, as it was
	What string    `json:"what"`
	At   time.Time `json:"at"`
}

// done remembers what the office did about a unit, for whoever looks next, and
// brings the others' cockpits up to date.
func done(t *desk.Turn, period, unit, what string) error {
	if err := storage.Put(t.Tx, storage.RowActed.Key(period, unit), deedRow{V: 1, By: t.Me.Name, What: what, At: t.Now}); err != nil {
		return err
	}
	return viewsChanged(t.Desk, t.Tx, t.Me.ID, t.Now)
}

// lastDeed says who last did what about a unit, "" for nobody.
func lastDeed(t *desk.Turn, b desk.Board, unit string) (string, error) {
	row, ok, err := storage.Get[deedRow](t.Tx, storage.RowActed.Key(b.Period.ID, unit))
	if err != nil || !ok {
		return "", err
	}
	return fmt.Sprintf(textActedLast, row.By, t.TimeText(row.At), row.What), nil
}

func tappedCockpit(t *desk.Turn, a pageTap) error {
	if !staff.Can(t.Me, staff.ActStatus) {
		return t.Toast(desk.TextNotAllowed)
	}
	p := page{a.What, string(a.Period), a.Arg}
	if p.What == "" {
		p.What = "h"
	}
	return editCockpit(t, p)
}

func editCockpit(t *desk.Turn, p page) error {
	return t.Redraw(statusMessage(t, p))
}

// readTap is about the report to read.
type readTap struct{ Key reports.Key }

var tapRead = desk.NewTap[readTap]("kv")

func tappedRead(t *desk.Turn, a readTap) error {
	if !staff.Can(t.Me, staff.ActStatus) {
		return t.Toast(desk.TextNotAllowed)
	}
	return read(t, a.Key.Period, a.Key.Subject)
}

// refreshed shows the page that the person looks at anew, after they pressed a
// button of it that is another feature's.
func refreshed(t *desk.Turn) error {
	v, ok, err := storage.Get[viewRow](t.Tx, storage.RowView.Key(t.Me.ID))
	if err != nil || !ok || v.Chat != t.Update.Chat.ID {
		return err
	}
	return editCockpit(t, v.Page)
}
