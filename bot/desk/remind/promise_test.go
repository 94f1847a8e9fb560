package remind

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/plan"
	"liubao/schedules"
)

// TestPromises: whatever the time, what can be promised lies ahead, in working
// hours of the day, and not after the due time while that has not passed.
func TestPromises(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	loc, cal := p.Location(), schedules.NewCalendar(nil)
	rapid.Check(t, func(rt *rapid.T) {
		due := plan.Date{Year: 2026, Month: time.January, Day: 1}.AddDays(rapid.IntRange(0, 364).Draw(rt, "due")).At(p.Deadline, loc)
		now := due.Add(time.Duration(rapid.IntRange(-15*24*60, 15*24*60).Draw(rt, "now")) * time.Minute)
		got := promises(now, due, cal, loc)
		require.True(rt, slices.IsSortedFunc(got, time.Time.Compare))
		for i, at := range got {
			require.False(rt, at.Before(now.Add(30*time.Minute)), "%s is too soon at %s", at, now)
			require.Contains(rt, []int{10, 16, 17}, at.Hour())
			if now.Before(due) {
				require.False(rt, at.After(due))
			}
			if i > 0 {
				require.False(rt, at.Equal(got[i-1]), "offered twice")
			}
		}
		if due.Sub(now) > 24*time.Hour || now.After(due) {
			require.NotEmpty(rt, got)
		}
	})
}

func TestPromisesNearTheEnd(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	loc, cal := p.Location(), schedules.NewCalendar(nil)
	due := plan.Date{Year: 2026, Month: time.December, Day: 15}.At(p.Deadline, loc)
	texts := func(now time.Time) (out []string) {
		for _, at := range promises(now, due, cal, loc) {
			out = append(out, at.Format("01-02 15:04"))
		}
		return out
	}
	require.Equal(t, []string{"12-10 16:00", "12-11 10:00", "12-15 10:00", "12-15 17:00"}, texts(time.Date(2026, 12, 10, 9, 30, 0, 0, loc)))
	require.Equal(t, []string{"12-15 17:00"}, texts(time.Date(2026, 12, 15, 15, 45, 0, 0, loc)))
	require.Empty(t, texts(time.Date(2026, 12, 15, 17, 0, 0, 0, loc)))
	// Overdue on a Friday evening: Monday.
	require.Equal(t, []string{"12-21 10:00", "12-21 16:00"}, texts(time.Date(2026, 12, 18, 18, 0, 0, 0, loc)))
}
