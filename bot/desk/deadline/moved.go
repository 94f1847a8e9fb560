package deadline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/batch"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// moved is a period's new deadline, in Unix seconds, that those who owe
// something are told.
type moved struct {
	Period string
	Duty   string
	To     int64
	Sooner bool `json:",omitempty"` // than it was before
}

var timerMoved = desk.NewTimer[moved]("moved", nil)

// tellMoved tells everybody who owes something of the new deadline: each person
// in a transaction of their own, so that any number of them fits its limits.
func tellMoved(d *desk.Desk, ctx context.Context, u batch.Updater, m moved, now time.Time) error {
	duty, ok := d.Duty(m.Duty)
	p, is := d.Period(duty, m.Period)
	if !ok || !is || p.Deadline.Unix() != m.To { // moved again: that timer tells of it
		return nil
	}
	var people []reports.Person
	if err := u.Update(ctx, func(tx storage.Tx) (err error) {
		people, err = storage.AllPeople(tx)
		return err
	}); err != nil {
		return err
	}
	var errs []error
	for _, x := range people {
		errs = append(errs, u.Update(ctx, func(tx storage.Tx) error { return tellMovedTo(d, tx, x, duty, p, m.Sooner, now) }))
	}
	return errors.Join(errs...)
}

// tellMovedTo tells one person, of what of theirs is due at the new deadline.
func tellMovedTo(d *desk.Desk, tx storage.Tx, x reports.Person, duty plan.Duty, p plan.Period, sooner bool, now time.Time) error {
	var mine []standing.Standing
	for _, o := range d.ObligationsIn(duty, p) {
		if !staff.Owes(x, duty, d.Acting(o)) {
			continue
		}
		s, err := standing.One(tx, &duty, p, o)
		if err != nil {
			return err
		}
		if !s.Settled() && !s.Returned() && s.Due().Equal(p.Deadline) {
			mine = append(mine, s)
		}
	}
	if len(mine) == 0 {
		return nil
	}
	format := textExtendedYours
	if sooner {
		format = textSoonerYours
	}
	words := fmt.Sprintf(format, duty.Title, d.PeriodText(p, now), d.TimeText(p.Deadline, now), d.SubjectsText(mine))
	_, err := d.Post(tx, gate.Post{To: x, Weight: gate.Counted, Acting: p.ID,
		Once:    []gate.Mark{{Period: p.ID, Duty: duty.ID, Stage: fmt.Sprintf("moved-%d", p.Deadline.Unix())}},
		Message: bot.Message{Kind: bot.Send, Text: reports.T(words), Purpose: "decision"}}, now)
	return err
}
