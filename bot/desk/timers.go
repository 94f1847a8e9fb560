package desk

import (
	"context"
	"errors"
	"time"

	"liubao/bot/desk/batch"
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

// fireTimers carries out the timers of a kind that are due, the earliest first. One
// that fails stays and is tried again at the next look; the others go on.
func (d *Desk) fireTimers(ctx context.Context, u batch.Updater, now time.Time, kind func(timerRow) bool) (int, error) {
	var due []string
	if err := u.Update(ctx, func(tx storage.Tx) error {
		due = nil
		err := storage.EachSound(tx, storage.RowTimer.Prefix(), "", 0, func(key string, r timerRow) error {
			if r.At.After(now) || len(due) == 500 {
				return errFound // they lie in order
			}
			if kind(r) {
				due = append(due, key)
			}
			return nil
		})
		return found(err)
	}); err != nil {
		return 0, err
	}
	var failed batch.Failures
	for _, key := range due {
		failed.Add(d.fire(ctx, u, key, now))
	}
	return len(due), failed.Err()
}

// fire carries out one timer.
func (d *Desk) fire(ctx context.Context, u batch.Updater, key string, now time.Time) error {
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
	var failed batch.Failures
	failed.Add(d.timers[r.What].Many(d, ctx, u, r.Arg, now))
	if failed.MayPass() {
		return failed.Err()
	}
	failed.Add(u.Update(ctx, func(tx storage.Tx) error {
		is, _, err := storage.Get[timerRow](tx, key)
		if err != nil || !is.At.Equal(r.At) { // set anew meanwhile
			return err
		}
		return tx.Delete(key)
	}))
	return failed.Err()
}

// lasts reports whether a timer is carried out when the plan is closed, too. The
// others stay for the day on which it is gone on with.
func (d *Desk) lasts(r timerRow) bool { return d.lasting[timerWord+r.What] }

func anyTimer(timerRow) bool { return true }

// errFound ends a scan.
var errFound = errors.New("found")

// found is the error of a scan that may have ended early.
func found(err error) error {
	if errors.Is(err, errFound) {
		return nil
	}
	return err
}

// NextTimer returns when the earliest timer is due that is carried out then.
func (d *Desk) NextTimer(r storage.Reader, now time.Time) (at time.Time, ok bool, err error) {
	err = storage.EachSound(r, storage.RowTimer.Prefix(), "", 0, func(_ string, t timerRow) error {
		if at, ok = t.At, !d.Closed(now) || d.lasts(t); ok {
			return errFound
		}
		return nil
	})
	return at, ok, found(err)
}
