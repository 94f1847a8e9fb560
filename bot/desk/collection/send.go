package collection

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/batch"
	"liubao/bot/desk/gate"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// The timers of a collection; the argument is its id.
const (
	timerSend   = "collect"        // sends it to those who are asked
	timerBefore = "collect-before" // the reminder before the time
	timerDue    = "collect-due"    // the time is there: the other reminder, and the result
	timerShut   = "collect-shut"   // it is closed: the messages lose their buttons
)

// closing is what closes a collection by itself.
type closing struct {
	ID string `json:"id"`
}

var timerClose = desk.NewTimer[closing]("collect-close", nil)

// staysOpen is how many working days a collection waits for late answers.
const staysOpen = 3

// send sends the draft out. Everybody asked is served in a transaction of their own.
func send(t *desk.Turn, c reports.Collection) error {
	switch full, err := overCap(t.Desk, t.Tx, c, t.Now); {
	case err != nil:
		return err
	case len(c.Questions) == 0 || len(c.Units) == 0:
		return t.Toast(desk.TextOldButton)
	case !inTime(t, c.Due):
		c.Due = time.Time{}
		return errors.Join(saveDraft(t.Tx, c), askDue(t, c))
	case len(full) > 0:
		t.Answer = bot.Answer{Text: textOverCap, Alert: true}
		return nil
	}
	n, err := storage.NextSeq(t.Tx, "collection")
	if err != nil {
		return err
	}
	c.Number, c.ID = int(n), fmt.Sprintf("%s-%05d", monthOf(t.Desk, t.Now), n)
	c.Title, c.At, c.SentAt = title(c.Questions), t.Now, t.Now
	if err := t.Tx.Delete(storage.RowCollectionDraft.Key(t.Me.ID)); err != nil {
		return err
	}
	if err := spare(t, &c); err != nil {
		return err
	}
	if err := save(t.Tx, c); err != nil {
		return err
	}
	if err := t.Log("", "", fmt.Sprintf(textLogSent, c.Number), "", fmt.Sprintf(textLogSentWhat, c.Title, unitsText(t.Desk, c.Units), dueText(t.Desk, c, t.Now))); err != nil {
		return err
	}
	if err := setTimers(t, c); err != nil {
		return err
	}
	if err := t.BoardChanged(t.Tx, "", t.Now); err != nil {
		return err
	}
	if err := bot.Enqueue(t.Tx, draftMessage(t, reports.T(fmt.Sprintf(textSent, label(c), len(c.Asked))), nil, bot.Edit)); err != nil {
		return err
	}
	return showResult(t, c, bot.Send)
}

// spare says who is asked: those of whom not everything is known. What is known of
// the others is written down with the sending, see [takeKnown].
func spare(t *desk.Turn, c *reports.Collection) error {
	k, err := knownFor(t.Desk, t.Tx, *c, t.Now)
	if err != nil {
		return err
	}
	c.Asked = c.Units
	if !c.AskKnown {
		c.Asked = without(c.Units, k.whole)
	}
	return nil
}

// takeKnown writes down what is known of a unit that is not asked.
func takeKnown(d *desk.Desk, tx storage.Tx, c reports.Collection, unit string, now time.Time) error {
	a, err := answerOf(tx, c, unit)
	if err != nil || !a.Done.IsZero() {
		return err
	}
	one := c
	one.Units = []string{unit}
	k, err := knownFor(d, tx, one, now)
	if err != nil || len(k.whole) == 0 {
		return err
	}
	for i, x := range k.best[unit] {
		a.Values[i] = taken(*x)
	}
	a.At, a.Done = now, now
	if err := saveAnswer(tx, a); err != nil {
		return err
	}
	return storage.Log(tx, now, c.By, unit, "", fmt.Sprintf(textLogKnown, c.Number), "", valuesText(c, a))
}

func setTimers(t *desk.Turn, c reports.Collection) error {
	if err := desk.SetTimer(t.Tx, t.Now, timerSend, c.ID); err != nil {
		return err
	}
	if at := before(t.Desk, c); at.After(t.Now) {
		if err := desk.SetTimer(t.Tx, at, timerBefore, c.ID); err != nil {
			return err
		}
	}
	if err := desk.SetTimer(t.Tx, c.Due, timerDue, c.ID); err != nil {
		return err
	}
	last := schedules.AddWorkdays(t.Calendar, plan.DateOf(c.Due.In(t.Loc)), staysOpen).At(t.Plan.Deadline, t.Loc)
	return timerClose.Set(t.Tx, last, closing{c.ID})
}

// before is when people are reminded before the time: two hours, or where there
// is less, a third of it; not at all where that is no time anybody is awake.
func before(d *desk.Desk, c reports.Collection) time.Time {
	at := d.Awake(c.Due.Add(-min(2*time.Hour, c.Due.Sub(c.SentAt)/3)))
	if !at.Before(c.Due) || at.Sub(d.Awake(c.SentAt)) < 20*time.Minute {
		return time.Time{}
	}
	return at
}

// toEach does something for everybody who is asked, each in a transaction of their own.
func toEach(d *desk.Desk, ctx context.Context, u batch.Updater, id string, now time.Time, do func(d *desk.Desk, tx storage.Tx, c reports.Collection, unit string, p reports.Person) error) error {
	return each(d, ctx, u, id, func(c reports.Collection) []string { return c.Asked }, func(d *desk.Desk, tx storage.Tx, c reports.Collection, unit string) error {
		if !c.Open() {
			return nil
		}
		people, err := askedOf(d, tx, unit, now)
		for _, p := range people {
			err = errors.Join(err, do(d, tx, c, unit, p))
		}
		return err
	})
}

// each does something for some of a collection's units, each in a transaction of its
// own so that any number fits its limits. What fails for one stops no other.
func each(d *desk.Desk, ctx context.Context, u batch.Updater, id string, which func(reports.Collection) []string,
	do func(d *desk.Desk, tx storage.Tx, c reports.Collection, unit string) error) error {
	var units []string
	if err := u.Update(ctx, func(tx storage.Tx) error {
		c, _, err := read(tx, id)
		units = which(c)
		return err
	}); err != nil {
		return err
	}
	var failed batch.Failures
	for _, unit := range units {
		if err := u.Update(ctx, func(tx storage.Tx) error {
			d, err := d.With(tx)
			if err != nil {
				return err
			}
			c, ok, err := read(tx, id)
			if err != nil || !ok {
				return err
			}
			return do(d, tx, c, unit)
		}); err != nil {
			failed.Add(fmt.Errorf("collection %s, unit %s: %w", id, unit, err))
		}
		if ctx.Err() != nil {
			break
		}
	}
	return failed.Err()
}

// sendToAll writes down what is known of those who are not asked, and asks the others.
func sendToAll(d *desk.Desk, ctx context.Context, u batch.Updater, id string, now time.Time) error {
	var failed batch.Failures
	spared := 0
	failed.Add(each(d, ctx, u, id, func(c reports.Collection) []string { return without(c.Units, c.Asked) },
		func(d *desk.Desk, tx storage.Tx, c reports.Collection, unit string) error {
			spared++
			return takeKnown(d, tx, c, unit, now)
		}))
	failed.Add(toEach(d, ctx, u, id, now, func(d *desk.Desk, tx storage.Tx, c reports.Collection, unit string, p reports.Person) error {
		return tell(d, tx, c, unit, p, now)
	}))
	if spared > 0 {
		failed.Add(u.Update(ctx, func(tx storage.Tx) error {
			c, ok, err := read(tx, id)
			if err != nil || !ok {
				return err
			}
			return complete(d, tx, c, now)
		}))
	}
	return failed.Err()
}

// tell sends a collection to one person, once.
func tell(d *desk.Desk, tx storage.Tx, c reports.Collection, unit string, p reports.Person, now time.Time) error {
	a, err := answerOf(tx, c, unit)
	if err != nil || !a.Done.IsZero() || slices.Contains(a.Told, p.ID) {
		return err
	}
	m, err := answerCard(d, tx, c, a, p.ID, now)
	if err != nil {
		return err
	}
	m.Kind, m.Bulk = bot.Send, true
	posted, err := d.Post(tx, gate.Post{To: p, Weight: gate.Counted, PassOn: true, Message: m, Once: []gate.Mark{mark(c, "ask")},
		Log: gate.LogRow{Unit: unit, What: fmt.Sprintf(textLogAsked, c.Number), After: p.Name}}, now)
	if err != nil || posted != gate.Sent && posted != gate.ToldOnce {
		return err
	}
	a.Told = append(a.Told, p.ID)
	return saveAnswer(tx, a)
}

// mark is under what it stands that somebody was sent something of a collection.
func mark(c reports.Collection, stage string) gate.Mark {
	return gate.Mark{Period: c.ID, Duty: "collection", Stage: stage}
}

func remindBefore(d *desk.Desk, ctx context.Context, u batch.Updater, id string, now time.Time) error {
	return toEach(d, ctx, u, id, now, func(d *desk.Desk, tx storage.Tx, c reports.Collection, unit string, p reports.Person) error {
		if !now.Before(c.Due) || now.Sub(before(d, c)) > lateReminder {
			return nil // the process was down: they have just been asked, or are about to hear that the time is over
		}
		return remind(d, tx, c, unit, p, "before", fmt.Sprintf(textRemindBefore, label(c), dueText(d, c, now)), now)
	})
}

// lateReminder is how late the reminder before the time may come.
const lateReminder = 30 * time.Minute

// remind reminds one person of what their unit has not answered.
func remind(d *desk.Desk, tx storage.Tx, c reports.Collection, unit string, p reports.Person, stage, words string, now time.Time) error {
	a, err := answerOf(tx, c, unit)
	if err != nil || !a.Done.IsZero() {
		return err
	}
	m := bot.Message{Kind: bot.Send, Text: reports.T(words), ReplyTo: slot(c.ID), Bulk: true, Purpose: "collection",
		Rows: [][]bot.Button{{{Label: buttonOpen, Data: tapAnswer.Data(answerPress{What: answerShow, ID: c.ID, Unit: unit})}}}}
	_, err = d.Post(tx, gate.Post{To: p, Weight: gate.HeldBack, Message: m, Once: []gate.Mark{mark(c, stage)},
		Log: gate.LogRow{Unit: unit, What: fmt.Sprintf(textLogReminded, c.Number), After: p.Name}}, now)
	return err
}
