package desk

import (
	"context"
	"errors"
	"time"

	"liubao/bot/desk/batch"
	"liubao/schedules"
	"liubao/storage"
)

// Reconcile carries out everything that has fallen due since it last ran, up
// to now: reminders, previews, roll-ups, timers. It is
// safe to call at any time and from any state: what was sent is remembered
// under a key without a time, so nothing goes out twice. It returns how many
// moments were due.
func (d *Desk) Reconcile(ctx context.Context, u batch.Updater, now time.Time) (int, error) {
	after := now // on the very first start, nothing lies behind
	plain := d
	if err := u.Update(ctx, func(tx storage.Tx) error {
		at, ok, err := storage.Get[time.Time](tx, storage.RowMeta.Key(storage.MetaReconciled))
		if ok {
			after = at
		}
		if err != nil {
			return err
		}
		d, err = plain.With(tx)
		return err
	}); err != nil {
		return 0, err
	}
	n, err := d.fireTimers(ctx, u, now, d.lasts)
	if d.Closed(now) || err != nil { // what falls due meanwhile waits, as in a downtime
		return n, err
	}
	if now.Before(after) { // the clock was set back; what was sent before is remembered
		after = now
	}
	due := d.Due(after, now)
	if len(due) > 0 && d.Quiet(now) {
		return d.tonight(ctx, u, now)
	}
	var failed batch.Failures // none stops the others
	for _, group := range schedules.Together(d.Current(due, now)) {
		err := d.carryOut(ctx, u, group, now)
		failed.Add(err)
		if _, some := err.(batch.Failures); err != nil && !some { //nolint:errorlint // itself, not what it wraps
			failed.Add(errWhole)
		}
	}
	fired, err := d.fireTimers(ctx, u, now, anyTimer)
	failed.Add(err)
	if failed.MayPass() {
		return 0, failed.Err() // what is due is tried again
	}
	failed.Add(u.Update(ctx, func(tx storage.Tx) error {
		return storage.Put(tx, storage.RowMeta.Key(storage.MetaReconciled), now)
	}))
	return len(due) + fired, failed.Err()
}

// errWhole stands beside what failed as a whole, such as a roll-up, and not for some
// of many: even a damaged row is no reason to leave it out for ever.
var errWhole = errors.New("a moment that concerns everybody was not carried out")

func (d *Desk) carryOut(ctx context.Context, u batch.Updater, ms []schedules.Moment, now time.Time) error {
	if m, ok := d.moments[ms[0].Kind]; ok {
		return m.Do(d, ctx, u, ms, now)
	}
	return nil
}

// Once carries a moment out in one transaction.
func Once(do func(d *Desk, tx storage.Tx, m schedules.Moment, now time.Time) error) func(*Desk, context.Context, batch.Updater, []schedules.Moment, time.Time) error {
	return func(d *Desk, ctx context.Context, u batch.Updater, ms []schedules.Moment, now time.Time) error {
		return u.Update(ctx, func(tx storage.Tx) error { return do(d, tx, ms[0], now) })
	}
}

// timerDawn only wakes Reconcile.
const timerDawn = "dawn"

// tonight leaves what a downtime has left over to the morning, and carries
// out timers alone: no rule sends anything in the quiet hours. What is still
// due is decided in the morning, as things stand then.
func (d *Desk) tonight(ctx context.Context, u batch.Updater, now time.Time) (int, error) {
	if err := u.Update(ctx, func(tx storage.Tx) error {
		return SetTimer(tx, d.Awake(now), timerDawn, "")
	}); err != nil {
		return 0, err
	}
	return d.fireTimers(ctx, u, now, anyTimer)
}
