package rules

import (
	"time"

	"liubao/plan"
)

// Awake returns t, or the end of the quiet hours t falls into.
func (b *Book) Awake(t time.Time) time.Time {
	q, at := b.Rules.Quiet, t.In(b.Loc)
	if !q.Holds(plan.Clock{Hour: at.Hour(), Minute: at.Minute()}) {
		return t
	}
	morning := plan.DateOf(at).At(q.To, b.Loc)
	if !morning.After(at) {
		morning = plan.DateOf(at).AddDays(1).At(q.To, b.Loc)
	}
	return morning
}

// Quiet reports whether t is in the quiet hours.
func (b *Book) Quiet(t time.Time) bool { return !b.Awake(t).Equal(t) }
