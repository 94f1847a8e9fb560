package plans

import (
	"sync/atomic"
	"time"

	"liubao/plan"
	"liubao/storage"
)

// Follow returns a function that tells the plan as it stands now, by the versions
// that a store holds; nil while it holds none. What was made of the versions is
// remembered as one immutable whole, and made anew where one was put in, or
// something was set for a year, since.
func Follow(now func() time.Time, change Change) func(storage.Reader) (*plan.Plan, error) {
	type overTime struct {
		count uint64
		plan  *plan.History
	}
	var last atomic.Pointer[overTime]
	return func(r storage.Reader) (*plan.Plan, error) {
		n, err := storage.PlansCount(r)
		if err != nil {
			return nil, err
		}
		known := last.Load()
		if known == nil || known.count != n {
			h, err := storage.PlanOverTime(r, change)
			if err != nil || h == nil {
				return nil, err
			}
			known = &overTime{n, h}
			last.Store(known)
		}
		at := now()
		zone := known.plan.At(plan.DateOf(at)).Location()
		return known.plan.At(plan.DateOf(at.In(zone))), nil
	}
}
