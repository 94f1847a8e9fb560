package desk

import (
	"context"
	"slices"
	"time"

	"liubao/plan"
	"liubao/schedules"
	"liubao/storage"
)

// Updater runs a transaction and sees to delivery, as [bot.Bot.Update] does.
type Updater interface {
	Update(ctx context.Context, fn func(storage.Tx) error) error
}

// Reconcile carries out everything that has fallen due since it last ran, up
// to now: reminders, previews, roll-ups, timers. It is
// safe to call at any time and from any state: what was sent is remembered
// under a key without a time, so nothing goes out twice. It returns how many
// moments were due.
func (d *Desk) Reconcile(ctx context.Context, u Updater, now time.Time) (int, error) {
	after := now // on the very first start, nothing lies behind
	plain := d
	if err := u.Update(ctx, func(tx storage.Tx) error {
		at, ok, err := storage.Get[time.Time](tx, storage.MetaKey(storage.MetaReconciled))
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
	if now.Before(after) { // the clock was set back; what was sent before is remembered
		after = now
	}
	due := schedules.Due(d.Plan, d.Rules, d.Calendar, after, now)
	if len(due) > 0 && d.Quiet(now) {
		return d.tonight(ctx, u, now)
	}
	for _, group := range schedules.Together(d.current(due, now)) {
		if err := d.carryOut(ctx, u, group, now); err != nil {
			return 0, err
		}
	}
	fired, err := d.fireTimers(ctx, u, now)
	if err != nil {
		return 0, err
	}
	return len(due) + fired, u.Update(ctx, func(tx storage.Tx) error {
		return storage.Put(tx, storage.MetaKey(storage.MetaReconciled), now)
	})
}

func (d *Desk) carryOut(ctx context.Context, u Updater, ms []schedules.Moment, now time.Time) error {
	if m, ok := d.moments[ms[0].Kind]; ok {
		return m.Do(d, ctx, u, ms, now)
	}
	return nil
}

// Once carries a moment out in one transaction.
func Once(do func(d *Desk, tx storage.Tx, m schedules.Moment, now time.Time) error) func(*Desk, context.Context, Updater, []schedules.Moment, time.Time) error {
	return func(d *Desk, ctx context.Context, u Updater, ms []schedules.Moment, now time.Time) error {
		return u.Update(ctx, func(tx storage.Tx) error { return do(d, tx, ms[0], now) })
	}
}

// NextMoment returns when Reconcile next has something to do after now: the
// clock of the demo jumps there.
func (d *Desk) NextMoment(now time.Time) (time.Time, bool) {
	for day := range 62 {
		from := now.Add(time.Duration(day) * 24 * time.Hour)
		next, ok := d.firstDue(from, from.Add(24*time.Hour))
		if !ok {
			continue
		}
		// Of several reminders only the latest is due at the end of a stretch:
		// look for the earlier ones.
		for {
			earlier, ok := d.firstDue(from, next.Add(-time.Nanosecond))
			if !ok {
				return next, true
			}
			next = earlier
		}
	}
	return time.Time{}, false
}

func (d *Desk) firstDue(after, upTo time.Time) (time.Time, bool) {
	ms := schedules.Due(d.Plan, d.Rules, d.Calendar, after, upTo)
	if len(ms) == 0 {
		return time.Time{}, false
	}
	return ms[0].At, true
}

// timerDawn only wakes Reconcile.
const timerDawn = "dawn"

// tonight leaves what a downtime has left over to the morning, and carries
// out timers alone: no rule sends anything in the quiet hours. What is still
// due is decided in the morning, as things stand then.
func (d *Desk) tonight(ctx context.Context, u Updater, now time.Time) (int, error) {
	if err := u.Update(ctx, func(tx storage.Tx) error {
		return SetTimer(tx, d.Awake(now), timerDawn, "")
	}); err != nil {
		return 0, err
	}
	return d.fireTimers(ctx, u, now)
}

// current leaves out reminders of an earlier day that have a later stage
// today: stages that fall on one day are one message.
func (d *Desk) current(due []schedules.Moment, now time.Time) []schedules.Moment {
	today := plan.DateOf(now.In(d.Loc))
	var ahead []schedules.Moment
	return slices.DeleteFunc(due, func(m schedules.Moment) bool {
		if !reminder(m) || plan.DateOf(m.At.In(d.Loc)) == today {
			return false
		}
		if ahead == nil {
			ahead = schedules.Due(d.Plan, d.Rules, d.Calendar, now, today.AddDays(1).At(plan.Clock{}, d.Loc))
		}
		return slices.ContainsFunc(ahead, func(x schedules.Moment) bool {
			return reminder(x) && x.Duty == m.Duty && x.Period.ID == m.Period.ID
		})
	})
}

func reminder(m schedules.Moment) bool { return m.Kind == schedules.Remind || m.Kind == schedules.Nag }
