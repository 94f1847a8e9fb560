package migrate

import (
	"errors"
	"strings"
	"time"

	"liubao/plan"
	"liubao/storage"
)

// toOwnDeadlines leads to schema 5. Before, a report with a deadline of its own
// had timers for each of its reminders and each station of its chain; from then on
// the deadline is a row, and the schedules know the rest.
var toOwnDeadlines = migration{to: 5, what: "deadlines of single reports", step: ownStep}

// ownTimers is how many timers one step looks at.
const ownTimers = 200

// ownStep turns some timers into the deadlines that they are about.
func ownStep(tx storage.Tx, from string) (next string, done bool, err error) {
	var keys []string
	if err := tx.Scan(storage.RowTimer.Prefix(), from, ownTimers, func(key string, _ []byte) error {
		next, keys = key, append(keys, key)
		return nil
	}); err != nil {
		return "", false, err
	}
	for _, key := range keys {
		if err := ownTimer(tx, key); err != nil {
			return "", false, err
		}
	}
	return next, len(keys) == 0, nil
}

// ownTimer takes one timer away, if it is such a one, and writes down the deadline.
// The timer's argument is the report's key, the due time in Unix seconds and what
// was to happen, with bars between them.
func ownTimer(tx storage.Tx, key string) error {
	c := storage.Components(key)
	if len(c) != 4 || c[2] != "follow" && c[2] != "rung" {
		return nil
	}
	if err := tx.Delete(key); err != nil {
		return err
	}
	report, _, _ := strings.Cut(c[3], "|")
	of := strings.Split(report, "/")
	if len(of) != 3 {
		return nil
	}
	due, ok, err := decided4(tx, of)
	if err != nil || !ok {
		return err
	}
	return storage.SaveOwnDeadline(tx, due)
}

// handling4 is what schema 4 kept of decisions about a report's deadline.
type handling4 struct {
	Extended *decision4 `json:"extended"`
	Held     *decision4 `json:"held"`
	Returned *decision4 `json:"returned"`
}

type decision4 struct {
	At    time.Time `json:"at"`
	Until time.Time `json:"until"`
}

// decided4 returns the own deadline that the newest decision gave a report.
func decided4(r storage.Reader, of []string) (plan.OwnDeadline, bool, error) {
	h, _, err := storage.Get[handling4](r, storage.RowHandling.Key(of...))
	if errors.Is(err, storage.ErrCorrupt) {
		return plan.OwnDeadline{}, false, nil // the check of the data names it
	}
	out := plan.OwnDeadline{Period: of[0], Duty: of[1], Subject: of[2]}
	for _, x := range []*decision4{h.Extended, h.Held, h.Returned} {
		if x != nil && x.At.After(out.Since) {
			out.Since, out.Deadline = x.At, x.Until
		}
	}
	return out, !out.Since.IsZero(), err
}
