package schedules

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/plan"
)

func TestNothingIsOwedAfterTheEnd(t *testing.T) {
	p, cal, r := shipped(t), NewCalendar(nil), DefaultRules()
	r.Ends = date("2021-01-20")
	progress := duty(t, p, "progress")
	assert.Equal(t, []string{"2020-12-15", "2020-12-30", "2021-01-15"}, ids(Periods(progress, p, r, cal, date("2020-12-01"), date("2021-12-31"))))
	for _, day := range []string{"2021-01-15", "2021-01-18", "2021-01-20", "2021-06-01"} {
		now, ok := Current(progress, p, r, cal, date(day))
		require.True(t, ok, day)
		assert.Equal(t, "2021-01-15", now.ID, "the last one stays the present one on %s", day)
		assert.False(t, now.Last, "a yearly target is not judged earlier because the plan ends")
	}
	_, ok := next(progress, p, r, cal, plan.Period{Nominal: date("2021-01-15")})
	assert.False(t, ok)
	begun, ok := ByID(progress, p, r, cal, "2021-01-30")
	require.True(t, ok, "what was written for a period that nobody owes any more is still found")
	assert.Equal(t, "2021-01-16", begun.From.String())
	assert.Empty(t, Upcoming(p, r, cal, time.Date(2021, 1, 21, 0, 0, 0, 0, p.Location()), 3))
}

func TestNothingFallsDueAfterTheEnd(t *testing.T) {
	p, cal, r := shipped(t), NewCalendar(nil), DefaultRules()
	morning := plan.Clock{Hour: 8, Minute: 30}
	r.DigestAt, r.WeeklyAt = &morning, &morning
	loc := p.Location()
	from, to := time.Date(2021, 1, 10, 0, 0, 0, 0, loc), time.Date(2021, 3, 10, 0, 0, 0, 0, loc)
	r.MaxAge = to.Sub(from)
	r.Ends = date("2021-01-20")
	ms := Due(p, r, cal, from, to)
	require.NotEmpty(t, ms)
	for _, m := range ms {
		assert.False(t, plan.DateOf(m.At).After(r.Ends), "%s %s at %s", m.Duty, m.Stage, m.At)
		assert.False(t, m.Period.Nominal.After(r.Ends), "%s of %s", m.Stage, m.Period.ID)
	}
	assert.Empty(t, Due(p, r, cal, time.Date(2021, 1, 21, 0, 0, 0, 0, loc), to))
	assert.Empty(t, Due(p, r, cal, time.Date(2021, 2, 1, 0, 0, 0, 0, loc), to))
}

func TestHolidaysOfAYearThatIsNoMoreAreNotAskedFor(t *testing.T) {
	p, cal, r := shipped(t), NewCalendar(nil), DefaultRules()
	loc := p.Location()
	asked := func() (n int) {
		for _, m := range Due(p, r, cal, time.Date(2027, 11, 1, 0, 0, 0, 0, loc), time.Date(2027, 11, 3, 0, 0, 0, 0, loc)) {
			if m.Kind == AskHolidays {
				n++
			}
		}
		return n
	}
	r.MaxAge = 72 * time.Hour
	require.Equal(t, 1, asked())
	r.Ends = date("2027-12-31")
	assert.Zero(t, asked())
	r.Ends = date("2028-01-14")
	assert.Equal(t, 1, asked())
}
