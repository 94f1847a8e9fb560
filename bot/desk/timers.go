package desk

import (
	"context"
	"errors"
	"time"

	"liubao/storage"
)

// timerRow is something that is to happen at a time: what names the
// [Timer], arg is its argument.
type timerRow struct {
	V    int       `json:"v"`
	At   time.Time `json:"at"`
	What string    `json:"what"`
	Arg  string    `json:"arg"`
}

// setTimer arranges for something to happen at a time, to the second. The same
// thing set twice for the same second happens once.
func setTimer(tx storage.Tx, at time.Time, what, arg string) error {
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
		errs = append(errs, u.Update(ctx, func(tx storage.Tx) error {
			r, ok, err := storage.Get[timerRow](tx, key)
			if err != nil || !ok {
				return err
			}
			if err := tx.Delete(key); err != nil {
				return err
			}
			if do := d.timers[r.What]; do != nil {
				return do(d, tx, r.Arg, now)
			}
			return nil
		}))
	}
	return len(due), errors.Join(errs...)
}

// NextTimer returns when the earliest timer is due.
func NextTimer(r storage.Reader) (at time.Time, ok bool, err error) {
	err = storage.Each(r, storage.TimersPrefix(), "", 1, func(_ string, t timerRow) error {
		at, ok = t.At, true
		return nil
	})
	return at, ok, err
}
