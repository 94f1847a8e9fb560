package schedules_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/plan"
	"liubao/schedules"
)

// The weekly lines go on Monday, after a holiday on the first working day of the
// week, on a make-up working day only where it is the first, and never where nobody wants them.
func TestWeekly(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	p.Starts = plan.Date{Year: 2026, Month: time.September, Day: 1}
	loc := p.Location()
	from, to := time.Date(2026, 9, 14, 0, 0, 0, 0, loc), time.Date(2026, 10, 20, 0, 0, 0, 0, loc)
	cal := schedules.NewCalendar([]schedules.DayOverride{{Date: plan.Date{Year: 2026, Month: 9, Day: 14}, Name: "放假"},
		{Date: plan.Date{Year: 2026, Month: 9, Day: 20}, Work: true, Name: "调休"}, // a Sunday: the week before has begun
	})
	rules := schedules.DefaultRules()
	days := func() []string {
		var out []string
		// a day at a time: of what was missed only the newest is worth sending
		for at := from; at.Before(to); at = at.AddDate(0, 0, 1) {
			for _, m := range schedules.Due(p, rules, cal, at, at.AddDate(0, 0, 1)) {
				if m.Kind == schedules.Weekly {
					out = append(out, m.At.In(loc).Format("01-02 Mon 15:04"))
				}
			}
		}
		return out
	}
	require.Empty(t, days())
	rules.WeeklyAt = &plan.Clock{Hour: 8, Minute: 40}
	require.Equal(t, []string{"09-15 Tue 08:40", "09-21 Mon 08:40", "09-28 Mon 08:40", "10-08 Thu 08:40", "10-12 Mon 08:40", "10-19 Mon 08:40"}, days())
}
