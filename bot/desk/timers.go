package desk

import (
	"context"
	"errors"
	"time"

	"liubao/storage"
)

// timerRow is something that is to happen at a time: what names the
// [Timer], arg is its argument. A kind that no feature has is dropped when due.
type timerRow struct {
	V    int       `json:"v"`
	At   time.Time `json:"at"`
	What string    `json:"what"`
	Arg  string    `json:"arg"`
}

// SetTimer arranges for something to happen at a time, to the second. The same
// thing set twice for the same second happens once.
func SetTimer(tx storage.Tx, at time.Time, what, arg string) error {
	return storage.Put(tx, storage.TimerKey(at, what, arg), timerRow{V: 1, At: at, What: what, Arg: arg})
}

// fireTimers carries out the timers that are due, the earliest first. One that
// fails stays and is tried again at the next look; the others go on.
func (d *Desk) fireTimers(ctx context.Context, u Updater, now time.Time) (int, error) {
	var due []string
	if err := u.Update(ctx, func(tx storage.Tx) error {
		due = nil
		return storage.Each(tx, storage.TimersPrefix(), "", 500, func(key string, r timerRow) error {
			if !r.At.After(now) {
				due = append(due, key)
			}
			return nil
		})
	}); err != nil {
		return 0, err
	}
	var errs []error
	for _, key := range due {
		errs = append(errs, d.fire(ctx, u, key, now))
	}
	return len(due), errors.Join(errs...)
}

// fire carries out one timer.
func (d *Desk) fire(ctx context.Context, u Updater, key string, now time.Time) error {
	var r timerRow
	var many bool
	err := u.Update(ctx, func(tx storage.Tx) (err error) {
		var ok bool
		r, ok, err = storage.Get[timerRow](tx, key)
		if many = d.timers[r.What].Many != nil; many || err != nil || !ok {
			return err
		}
		if err := tx.Delete(key); err != nil {
			return err
		}
		if do := d.timers[r.What].Do; do != nil {
			return do(d, tx, r.Arg, now)
		}
		return nil
	})
	if err != nil || !many {
		return err
	}
	failed := d.timers[r.What].Many(d, ctx, u, r.Arg, now)
	if failed != nil && !errors.Is(failed, storage.ErrCorrupt) {
		return failed
	}
	return errors.Join(failed, u.Update(ctx, func(tx storage.Tx) error {
		is, _, err := storage.Get[timerRow](tx, key)
		if err != nil || !is.At.Equal(r.At) { // set anew meanwhile
			return err
		}
		return tx.Delete(key)
	}))
}

// NextTimer returns when the earliest timer is due.
func NextTimer(r storage.Reader) (at time.Time, ok bool, err error) {
	err = storage.Each(r, storage.TimersPrefix(), "", 1, func(_ string, t timerRow) error {
		at, ok = t.At, true
		return nil
	})
	return at, ok, err
}
