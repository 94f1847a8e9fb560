package desk

import (
	"time"

	"liubao/schedules"
)

// height orders the tiers; nobody is told below what has been reached.
var height = map[schedules.Tier]int{schedules.ToDeputy: 1, schedules.ToHead: 2, schedules.ToOffice: 3, schedules.ToLeader: 4}

// Below reports whether the report has not yet reached the tier.
func Below(h Handling, to schedules.Tier) bool {
	up, ok := h.Rung()
	return !ok || height[up.To] < height[to]
}

// Climbs reports whether a report goes up to a tier now: overdue, not settled,
// not muted, nothing promised, and nobody there has heard of it.
func (x Debt) Climbs(to schedules.Tier, now time.Time) bool {
	return x.Overdue(now) && !x.Peace(now) && Below(x.Handling, to)
}
