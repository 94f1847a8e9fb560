package desk

import (
	"time"

	"liubao/plan"
)

// Awake returns t, or the end of the quiet hours t falls into.
func (d *Desk) Awake(t time.Time) time.Time {
	q, at := d.Rules.Quiet, t.In(d.Loc)
	if !q.Holds(plan.Clock{Hour: at.Hour(), Minute: at.Minute()}) {
		return t
	}
	morning := plan.DateOf(at).At(q.To, d.Loc)
	if !morning.After(at) {
		morning = plan.DateOf(at).AddDays(1).At(q.To, d.Loc)
	}
	return morning
}

func (d *Desk) Quiet(t time.Time) bool { return !d.Awake(t).Equal(t) }
