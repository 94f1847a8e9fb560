package schedules

import (
	"time"

	"liubao/plan"
)

// The hours of a working day in which an office is there to look.
var (
	workFrom = plan.Clock{Hour: 9}
	workTo   = plan.Clock{Hour: 18}
)

// AddWorkHours returns the moment when so much working time has passed since t.
// Outside of working days and hours none passes.
func AddWorkHours(cal Calendar, loc *time.Location, t time.Time, d time.Duration) time.Time {
	for n := 0; n < farthest; n++ {
		day := plan.DateOf(t.In(loc))
		from, to := day.At(workFrom, loc), day.At(workTo, loc)
		if t.Before(from) {
			t = from
		}
		if cal.Workday(day) && t.Before(to) {
			left := to.Sub(t)
			if d <= left {
				return t.Add(d)
			}
			d -= left
		}
		t = day.AddDays(1).At(workFrom, loc)
	}
	return t
}
