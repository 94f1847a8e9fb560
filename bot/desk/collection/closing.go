package collection

import (
	"context"
	"fmt"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/batch"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/staff"
	"liubao/reports"
	"liubao/storage"
)

// answered looks whether all have answered, and brings the office's message up to date.
func answered(t *desk.Turn, c reports.Collection) error {
	if err := t.BoardChanged(t.Tx, "", t.Now); err != nil {
		return err
	}
	return complete(t.Desk, t.Tx, c, t.Now)
}

// complete reports a collection that all have answered, once, and else brings the
// office's message up to date.
func complete(d *desk.Desk, tx storage.Tx, c reports.Collection, now time.Time) error {
	all, err := answers(tx, c)
	if err != nil {
		return err
	}
	if len(missing(all)) > 0 || !c.FullAt.IsZero() {
		return refresh(d, tx, c, now)
	}
	c.FullAt = now
	if err := save(tx, c); err != nil {
		return err
	}
	return report(d, tx, c, now)
}

// author returns who hears of a collection: who sent it, or while they cannot be
// reached or left, the office.
func author(r storage.Reader, c reports.Collection) ([]reports.Person, error) {
	p, ok, err := storage.Person(r, c.By)
	if err != nil || ok && p.Reachable() && staff.Can(p, staff.ActCollect) {
		return []reports.Person{p}, err
	}
	return staff.Holders(r, reports.Director, reports.DeputyDir)
}

// refresh brings the message of whoever sent the collection up to date, where it is there.
func refresh(d *desk.Desk, tx storage.Tx, c reports.Collection, now time.Time) error {
	people, err := author(tx, c)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Reachable() {
			continue
		}
		m, err := resultMessage(d, tx, c, p.Chat, now)
		if err != nil {
			return err
		}
		m.Kind, m.Person, m.At = bot.Edit, p.ID, now
		if err := bot.Enqueue(tx, m); err != nil {
			return err
		}
	}
	return nil
}

// report sends the result to whoever sent the collection.
func report(d *desk.Desk, tx storage.Tx, c reports.Collection, now time.Time) error {
	people, err := author(tx, c)
	if err != nil {
		return err
	}
	for _, p := range people {
		m, err := resultMessage(d, tx, c, p.Chat, now)
		if err != nil {
			return err
		}
		m.Kind, m.Replaces = bot.Send, true
		if _, err := d.Post(tx, gate.Post{To: p, Weight: gate.Free, PassOn: true, Message: m}, now); err != nil { // what they asked for
			return err
		}
	}
	return nil
}

// dueNow: the time is there. Whoever has not answered is reminded once more, and the
// office sees what there is.
func dueNow(d *desk.Desk, ctx context.Context, u batch.Updater, id string, now time.Time) error {
	reminded := toEach(d, ctx, u, id, now, func(d *desk.Desk, tx storage.Tx, c reports.Collection, unit string, p reports.Person) error {
		return remind(d, tx, c, unit, p, "after", fmt.Sprintf(textRemindAfter, label(c)), now)
	})
	var failed batch.Failures
	failed.Add(reminded)
	failed.Add(u.Update(ctx, func(tx storage.Tx) error {
		d, err := d.With(tx)
		if err != nil {
			return err
		}
		c, ok, err := read(tx, id)
		if err != nil || !ok || !c.Open() {
			return err
		}
		if !c.FullAt.IsZero() {
			return shut(d, tx, &c, "", now)
		}
		first, err := storage.MarkSent(tx, c.ID, "collection", "result", c.By, now)
		if err != nil || !first {
			return err
		}
		return report(d, tx, c, now)
	}))
	return failed.Err()
}

// closeByItself closes a collection that has waited long enough.
func closeByItself(d *desk.Desk, tx storage.Tx, a closing, now time.Time) error {
	c, ok, err := read(tx, a.ID)
	if err != nil || !ok || !c.Open() {
		return err
	}
	return shut(d, tx, &c, "", now)
}

// shut closes a collection: the messages of all who were asked lose their buttons.
func shut(d *desk.Desk, tx storage.Tx, c *reports.Collection, by string, now time.Time) error {
	c.ClosedAt, c.ClosedBy = now, by
	if err := save(tx, *c); err != nil {
		return err
	}
	all, err := answers(tx, *c)
	if err != nil {
		return err
	}
	open := missing(all)
	if err := storage.Log(tx, now, by, "", "", fmt.Sprintf(textLogClosed, c.Number), "", fmt.Sprintf(textLogClosedWhat, len(all)-len(open), len(all))); err != nil {
		return err
	}
	if err := desk.SetTimer(tx, now, timerShut, c.ID); err != nil {
		return err
	}
	if err := d.BoardChanged(tx, by, now); err != nil {
		return err
	}
	return refresh(d, tx, *c, now)
}

// shutAll takes the buttons off the messages of a collection that is closed.
func shutAll(d *desk.Desk, ctx context.Context, u batch.Updater, id string, now time.Time) error {
	return each(d, ctx, u, id, func(c reports.Collection) []string { return c.Asked }, func(d *desk.Desk, tx storage.Tx, c reports.Collection, unit string) error {
		a, err := answerOf(tx, c, unit)
		if err != nil {
			return err
		}
		return closeCards(d, tx, c, a, now)
	})
}

func closeCards(d *desk.Desk, tx storage.Tx, c reports.Collection, a reports.CollectionAnswer, now time.Time) error {
	for _, id := range a.Told {
		p, ok, err := storage.Person(tx, id)
		if err != nil {
			return err
		}
		if !ok || !p.Reachable() {
			continue
		}
		m, err := answerCard(d, tx, c, a, p.ID, now)
		if err != nil {
			return err
		}
		m.Kind, m.Chat, m.Replaces = bot.Edit, p.Chat, false
		if err := bot.Enqueue(tx, m); err != nil {
			return err
		}
	}
	return nil
}

// joined gives whoever joins a unit what is asked there.
func joined(t *desk.Turn, i reports.Invite) error {
	if !staff.UnitRole(i.Role) {
		return nil
	}
	return waiting(t.Desk, t.Tx, t.Me, t.Now)
}

// succeeded: what one person was asked, another answers; what they asked, another sees.
func succeeded(d *desk.Desk, tx storage.Tx, from, to reports.Person, now time.Time) error {
	all, err := open(tx)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.By != from.ID {
			continue
		}
		c.By = to.ID
		if err := save(tx, c); err != nil {
			return err
		}
	}
	return waiting(d, tx, to, now)
}

// waiting sends somebody what their unit has not answered, where they have not got it.
func waiting(d *desk.Desk, tx storage.Tx, p reports.Person, now time.Time) error {
	all, err := open(tx)
	if err != nil || p.Unit == "" || !p.Has(staff.UnitRoles...) {
		return err
	}
	for _, c := range all {
		if !c.Asks(p.Unit) {
			continue
		}
		if err := tell(d, tx, c, p.Unit, p, now); err != nil {
			return err
		}
	}
	return nil
}
