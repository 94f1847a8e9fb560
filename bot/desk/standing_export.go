package desk

import (
	"time"

	"liubao/plan"
	"liubao/storage"
)

// Standing is what the office decided about one report that is owed, for
// whoever counts reports outside of the chat.
type Standing struct {
	plan.Obligation
	Excused  bool      // let off (免报), and not reported all the same
	Deadline time.Time // the report's own: extended (延期), or the period's
}

// Missing reports whether the report is owed and its deadline reached, where none
// was handed in.
func (s Standing) Missing(now time.Time) bool { return !s.Excused && !now.Before(s.Deadline) }

// Standings returns what the office decided about each report that the duty
// makes its owners owe for the period, in the plan's order. It costs a read for
// each hundred of them, twice.
func (d *Desk) Standings(r storage.Reader, duty plan.Duty, p plan.Period) ([]Standing, error) {
	all, err := d.debtsOf(r, duty, p)
	if err != nil {
		return nil, err
	}
	out := make([]Standing, len(all))
	for i, x := range all {
		out[i] = Standing{Obligation: x.Obligation, Excused: x.excused(), Deadline: x.period.Deadline}
	}
	return out, nil
}
