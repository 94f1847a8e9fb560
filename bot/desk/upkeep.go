package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"liubao/bot"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// editableFor is how long Telegram lets people edit what they sent, and some more.
const editableFor = 4 * 24 * time.Hour

// arrival is what became of a file that somebody sent.
type arrival struct {
	V      int       `json:"v"`
	SHA256 string    `json:"sha256,omitempty"` // hex; "" where it could not be had
	At     time.Time `json:"at"`
}

// FileArrived notes that a file's bytes are stored under their hash.
func (d *Desk) FileArrived(tx storage.Tx, f reports.File, sum string, now time.Time) error {
	if err := d.fileDone(tx, f, arrival{V: 1, SHA256: sum, At: now}); err != nil {
		return err
	}
	if err := d.awaitedFile(tx, f, sum, now); err != nil {
		return err
	}
	return d.logFile(tx, f, now, fmt.Sprintf(textLogFile, f.Label(), sum))
}

// awaited is what waits for the bytes of a file.
type awaited struct {
	V    int    `json:"v"`
	What string `json:"what"`
	Arg  string `json:"arg"`
}

// awaitedFile carries out what waited for a file.
func (d *Desk) awaitedFile(tx storage.Tx, f reports.File, sum string, now time.Time) error {
	key := storage.AwaitedKey(f.UID)
	w, ok, err := storage.Get[awaited](tx, key)
	wait, known := d.waits[w.What]
	if err != nil || !ok || !known {
		return err
	}
	if err := tx.Delete(key); err != nil {
		return err
	}
	return wait.Do(d, tx, f, sum, w.Arg, now)
}

// FileLost notes that a file cannot be had any more. Its sender is asked to
// send it again.
func (d *Desk) FileLost(tx storage.Tx, f reports.File, now time.Time) error {
	if err := d.fileDone(tx, f, arrival{V: 1, At: now}); err != nil {
		return err
	}
	p, ok, err := storage.Person(tx, f.By)
	if err != nil {
		return err
	}
	if ok && p.Reachable() {
		if err := d.Notify(tx, p, bot.Message{Kind: bot.Send, Text: reports.T(fmt.Sprintf(textFileLost, f.Label())),
			Purpose: "file"}, now); err != nil {
			return err
		}
	}
	return d.logFile(tx, f, now, fmt.Sprintf(textLogFileLost, f.Label()))
}

func (d *Desk) fileDone(tx storage.Tx, f reports.File, a arrival) error {
	if err := storage.DeleteFetch(tx, f.UID); err != nil {
		return err
	}
	return storage.Put(tx, storage.ArrivedKey(f.UID), a)
}

func (d *Desk) logFile(tx storage.Tx, f reports.File, now time.Time, what string) error {
	p, _, err := storage.Person(tx, f.By)
	if err != nil {
		return err
	}
	return Audit(tx, now, f.By, p.Unit, "", what, "", "")
}

// Hash returns the hash under which a file's bytes are stored, "" while they
// are not (未下载).
func Hash(r storage.Reader, f reports.File) (string, error) {
	a, _, err := storage.Get[arrival](r, storage.ArrivedKey(f.UID))
	return a.SHA256, err
}

// Dead tells the office that something could not be handled. What it was stays
// among the dead letters for the operator.
func (d *Desk) Dead(tx storage.Tx, x bot.Dead) error {
	day := plan.DateOf(x.At.In(d.Loc)).String()
	last, _, err := storage.Setting[string](tx, "dead-told")
	if err != nil || last == day { // one message a day is enough: the operator sees each in the log
		return err
	}
	if err := storage.SaveSetting(tx, "dead-told", day); err != nil {
		return err
	}
	return d.Alarm(tx, x.At, textDead)
}

// Upkeep joins the heads of the audit log for the day, and forgets answered
// strangers, messages that can no longer be edited, and those about reports
// that never came.
func (d *Desk) Upkeep(ctx context.Context, e storage.Engine, now time.Time) error {
	_, err := storage.Anchor(ctx, e, plan.DateOf(now.In(d.Loc)).String(), now)
	errs := []error{err}
	errs = append(errs, Prune(ctx, e, storage.StrangersPrefix(), func(at time.Time) bool { return now.Sub(at) > 2*strangerEvery }))
	errs = append(errs, Prune(ctx, e, storage.AllPiecesPrefix(), func(r PieceRow) bool { return now.Sub(r.At) > editableFor }))
	for _, f := range d.Installed {
		for _, n := range f.Rows {
			errs = append(errs, n.Prune(ctx, e, n.Prefix, now))
		}
	}
	return errors.Join(errs...)
}

// Prune deletes the rows that are old, a bounded number in each transaction.
func Prune[T any](ctx context.Context, e storage.Engine, prefix string, old func(T) bool) error {
	after := ""
	for {
		var keys []string
		last, n := "", 0
		if err := e.View(ctx, func(r storage.Reader) error {
			keys, last, n = nil, "", 0
			return storage.Each(r, prefix, after, 90, func(key string, v T) error {
				last, n = key, n+1
				if old(v) {
					keys = append(keys, key)
				}
				return nil
			})
		}); err != nil || n == 0 {
			return err
		}
		if len(keys) > 0 {
			if err := e.Update(ctx, func(tx storage.Tx) error {
				for _, k := range keys {
					if err := tx.Delete(k); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				return err
			}
		}
		after = last
	}
}
