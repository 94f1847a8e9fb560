package desk

import (
	"fmt"
	"time"

	"liubao/bot"
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
func (t *turn) viewing(p page, asked string) error {
	if t.u.From.ID == "" { // refreshed by a timer: nobody touched it
		return nil
	}
	p.Period = asked
	return storage.Put(t.tx, storage.ViewKey(t.me.ID), viewRow{V: 1, Person: t.me.ID, Chat: t.u.Chat.ID, Page: p, At: t.now})
}

// viewsChanged arranges for everybody who looks at the cockpit, but the one who
// changed something and sees it already, to see what changed, within a minute.
func (d *Desk) viewsChanged(tx storage.Tx, but string, now time.Time) error {
	return storage.Each(tx, storage.ViewsPrefix(), "", 0, func(_ string, v viewRow) error {
		if v.Person == but || now.Sub(v.At) > viewFor {
			return nil
		}
		return setTimer(tx, now.Truncate(time.Minute).Add(time.Minute), timerView, v.Person)
	})
}

// refreshView edits the cockpit of a person in place. An edit makes no sound,
// so quiet hours do not matter.
func (d *Desk) refreshView(tx storage.Tx, person string, now time.Time) error {
	v, ok, err := storage.Get[viewRow](tx, storage.ViewKey(person))
	if err != nil || !ok {
		return err
	}
	p, ok, err := storage.Person(tx, person)
	if err != nil || !ok || !p.Reachable() || !Can(p, ActStatus) {
		return err
	}
	t := &turn{Desk: d, tx: tx, now: now, me: p}
	t.u.Chat.ID = v.Chat
	m, err := t.statusMessage(v.Page)
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
func (t *turn) done(period, unit, what string) error {
	if err := storage.Put(t.tx, storage.ActedKey(period, unit), deedRow{V: 1, By: t.me.Name, What: what, At: t.now}); err != nil {
		return err
	}
	return t.viewsChanged(t.tx, t.me.ID, t.now)
}

// lastDeed says who last did what about a unit, "" for nobody.
func (t *turn) lastDeed(b board, unit string) (string, error) {
	row, ok, err := storage.Get[deedRow](t.tx, storage.ActedKey(b.period.ID, unit))
	if err != nil || !ok {
		return "", err
	}
	return fmt.Sprintf(textActedLast, row.By, reports.TimeText(row.At, t.loc), row.What), nil
}

// tappedCockpit takes ck.PAGE.PERIOD.ARG.
func (t *turn) tappedCockpit(parts []string) error {
	if !Can(t.me, ActStatus) {
		return t.toast(textNotAllowed)
	}
	return t.editCockpit(readPage(parts))
}

func (t *turn) editCockpit(p page) error {
	m, err := t.statusMessage(p)
	if err != nil {
		return err
	}
	m.Kind, m.OrSend = bot.Edit, true
	return bot.Enqueue(t.tx, m)
}

// tappedRead takes kv.KEY: read the report.
func (t *turn) tappedRead(parts []string) error {
	k, ok := parseKey(parts[1:])
	if !ok || !Can(t.me, ActStatus) {
		return t.toast(textNotAllowed)
	}
	return t.read(k.Period, k.Subject)
}

// refreshed shows the page that the person looks at anew, after they pressed a
// button of it that is another feature's.
func (t *turn) refreshed() error {
	v, ok, err := storage.Get[viewRow](t.tx, storage.ViewKey(t.me.ID))
	if err != nil || !ok || v.Chat != t.u.Chat.ID {
		return err
	}
	return t.editCockpit(v.Page)
}
