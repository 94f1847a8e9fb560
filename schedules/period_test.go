package schedules

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/plan"
)

func shipped(t require.TestingT) *plan.Plan {
	p, err := plan.Default()
	require.NoError(t, err)
	return p
}

func rivers(t require.TestingT) *plan.Plan {
	data, err := os.ReadFile("../plan/testdata/rivers.toml")
	require.NoError(t, err)
	p, err := plan.Load("rivers.toml", data)
	require.NoError(t, err)
	return p
}

func duty(t require.TestingT, p *plan.Plan, id string) plan.Duty {
	d, ok := p.Duty(id)
	require.True(t, ok, id)
	return d
}

// stretch writes periods as first day..nominal day.
func stretch(ps []plan.Period) []string {
	var out []string
	for _, p := range ps {
		out = append(out, p.From.String()+".."+p.ID)
	}
	return out
}

func TestPeriods(t *testing.T) {
	cal, r := NewCalendar(nil), DefaultRules()
	p := shipped(t)
	progress := duty(t, p, "progress")
	for _, c := range []struct {
		from, to string
		want     []string
	}{
		{"2020-01-01", "2020-12-20", []string{"2020-11-24..2020-11-30", "2020-12-01..2020-12-15"}},
		{"2027-02-01", "2027-03-15", []string{"2027-01-31..2027-02-15", "2027-02-16..2027-02-28", "2027-03-01..2027-03-15"}},
		{"2028-02-29", "2028-02-29", []string{"2028-02-16..2028-02-29"}},
		{"2026-12-30", "2027-01-15", []string{"2026-12-16..2026-12-30", "2026-12-31..2027-01-15"}},
		{"2026-12-31", "2027-01-14", nil},
	} {
		assert.Equal(t, c.want, stretch(Periods(progress, p, r, cal, date(c.from), date(c.to))), c.from)
	}
	first := Periods(progress, p, r, cal, date("2020-11-30"), date("2020-11-30"))[0]
	assert.Equal(t, "2020-11-30T17:30:00+08:00", first.Deadline.Format(time.RFC3339))
	assert.Equal(t, "progress", first.Duty)
}

func TestPeriodsOfAnotherPlan(t *testing.T) {
	cal, r, p := NewCalendar(nil), DefaultRules(), rivers(t)
	got := Periods(duty(t, p, "patrol"), p, r, cal, date("2025-01-01"), date("2025-04-01"))
	assert.Equal(t, []string{"2025-03-01..2025-03-10", "2025-03-11..2025-03-25"}, stretch(got))
	assert.Equal(t, "2025-03-10T18:00:00+06:00", got[0].Deadline.Format(time.RFC3339))

	month := Periods(duty(t, p, "month-end"), p, r, cal, date("2026-01-31"), date("2026-05-01"))
	assert.Equal(t, []string{
		"2026-01-30..2026-01-31", "2026-02-01..2026-02-28", // the 29th and the 31st are one day
		"2026-03-01..2026-03-29", "2026-03-30..2026-03-31", "2026-04-01..2026-04-29", "2026-04-30..2026-04-30",
	}, stretch(month))

	once := Periods(duty(t, p, "map"), p, r, cal, date("2025-01-01"), date("2030-01-01"))
	assert.Equal(t, []string{"2025-03-01..2025-04-15"}, stretch(once))
}

func TestWhatTheDirectorSets(t *testing.T) {
	cal, r, p := NewCalendar(nil), DefaultRules(), shipped(t)
	budget, risk := duty(t, p, "budget"), duty(t, p, "risk-plan")
	all := func(d plan.Duty) []string {
		return stretch(Periods(d, p, r, cal, date("2020-01-01"), date("2021-02-01")))
	}
	assert.Empty(t, all(budget), "未定")
	assert.Empty(t, all(risk), "未定")
	r.DutyDays = map[string][]int{"budget": {20, 5}}
	r.DutySince = map[string]plan.Date{"budget": date("2021-01-01")}
	r.DutyDates = map[string]plan.Date{"risk-plan": date("2020-12-25")}
	assert.Equal(t, []string{"2021-01-01..2021-01-05", "2021-01-06..2021-01-20"}, all(budget))
	assert.Equal(t, []string{"2020-11-24..2020-12-25"}, all(risk))
	assert.Equal(t, []int{20, 5}, r.DutyDays["budget"], "arguments stay as they are")
	r.DutyDates["risk-plan"] = date("2020-11-01")
	assert.Empty(t, all(risk), "before the plan starts")
	assert.Empty(t, all(duty(t, p, "problem")), "on event")
}

func TestMovedDeadlineKeepsItsPeriod(t *testing.T) {
	cal, r, p := NewCalendar(nil), DefaultRules(), shipped(t)
	r.Moved = map[PeriodKey]time.Time{{"2026-03-15", "progress"}: time.Date(2026, 3, 17, 4, 0, 0, 0, time.UTC)}
	got, ok := ByID(duty(t, p, "progress"), p, r, cal, "2026-03-15")
	require.True(t, ok)
	assert.Equal(t, "2026-03-15", got.ID)
	assert.Equal(t, date("2026-03-15"), got.Nominal)
	assert.Equal(t, "2026-03-17T12:00:00+08:00", got.Deadline.Format(time.RFC3339))
	follows, ok := ByID(duty(t, p, "summary"), p, r, cal, "2026-03-15")
	require.True(t, ok)
	assert.Equal(t, "2026-03-18T17:30:00+08:00", follows.Deadline.Format(time.RFC3339), "the next working day")
}

func TestDeadlineOnHoliday(t *testing.T) {
	cal, r, p := NewCalendar(nil), DefaultRules(), shipped(t)
	for how, want := range map[OnHoliday]string{
		"": "2026-02-15", Keep: "2026-02-15", NextDay: "2026-02-24", PreviousDay: "2026-02-14",
	} {
		r.DeadlineOnHoliday = how
		got, ok := ByID(duty(t, p, "progress"), p, r, cal, "2026-02-15")
		require.True(t, ok)
		assert.Equal(t, want, plan.DateOf(got.Deadline).String(), how)
		assert.Equal(t, "2026-02-15", got.ID)
	}
}

func TestByID(t *testing.T) {
	cal, r, p := NewCalendar(nil), DefaultRules(), shipped(t)
	for _, bad := range []string{"", "2026-02-30", "2026-02-27", "2020-11-15", "x"} {
		_, ok := ByID(duty(t, p, "progress"), p, r, cal, bad)
		assert.False(t, ok, bad)
	}
}

func TestNeighbours(t *testing.T) {
	cal, r, p := NewCalendar(nil), DefaultRules(), shipped(t)
	d := duty(t, p, "progress")
	first, ok := Current(d, p, r, cal, date("2020-11-24"))
	require.True(t, ok)
	assert.Equal(t, "2020-11-30", first.ID)
	_, ok = Previous(d, p, r, cal, first)
	assert.False(t, ok, "nothing before the plan starts")
	_, ok = Current(d, p, r, cal, date("2020-11-23"))
	assert.False(t, ok)
	_, ok = Current(duty(t, p, "relief-end"), p, r, cal, date("2021-01-01"))
	assert.False(t, ok, "over")
	_, ok = next(duty(t, p, "relief-end"), p, r, cal, plan.Period{Nominal: date("2020-12-31")})
	assert.False(t, ok, "once only")
}

func TestUpcoming(t *testing.T) {
	cal, r, p := NewCalendar(nil), DefaultRules(), shipped(t)
	var got []string
	for _, x := range Upcoming(p, r, cal, time.Date(2020, 12, 15, 9, 30, 0, 0, time.UTC), 6) {
		got = append(got, x.Duty+" "+x.Deadline.Format("2006-01-02 15:04"))
	}
	assert.Equal(t, []string{ // 17:30 in Shanghai is 09:30 UTC: that one is over
		"summary 2020-12-16 17:30", "progress 2020-12-30 17:30", "summary 2020-12-31 17:30",
		"relief-end 2020-12-31 17:30", "progress 2021-01-15 17:30", "summary 2021-01-18 17:30",
	}, got)
	early := Upcoming(p, r, cal, time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC), 2)
	assert.Equal(t, "2020-11-30", early[0].ID)
	assert.Empty(t, Upcoming(p, r, cal, time.Now(), 0))
}

func TestUpcomingWaitsForALateOnceDuty(t *testing.T) {
	cal, r, p := NewCalendar(nil), DefaultRules(), shipped(t)
	p.Duties = []plan.Duty{duty(t, p, "risk-plan")}
	r.DutyDates = map[string]plan.Date{"risk-plan": date("2029-07-01")}
	got := Upcoming(p, r, cal, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), 3)
	assert.Equal(t, []string{"2020-11-24..2029-07-01"}, stretch(got))
}

func TestPeriodsTileTime(t *testing.T) {
	cal, p := NewCalendar(nil), shipped(t)
	d := duty(t, p, "progress")
	d.Covers = plan.SinceLast
	rapid.Check(t, func(t *rapid.T) {
		r := DefaultRules()
		r.DutyDays = map[string][]int{"progress": rapid.SliceOfNDistinct(rapid.IntRange(1, 31), 1, 5, rapid.ID[int]).Draw(t, "days")}
		day := p.Starts.AddDays(rapid.IntRange(0, 3000).Draw(t, "day"))
		now, ok := Current(d, p, r, cal, day)
		require.True(t, ok)
		require.False(t, now.From.After(day))
		require.False(t, now.Nominal.Before(day))
		after, ok := next(d, p, r, cal, now)
		require.True(t, ok)
		require.Equal(t, now.Nominal.AddDays(1), after.From)
		require.Equal(t, after.Nominal.Year > now.Nominal.Year, now.Last)
		back, ok := Previous(d, p, r, cal, after)
		require.True(t, ok)
		require.Equal(t, now, back)
		same, ok := ByID(d, p, r, cal, now.ID)
		require.True(t, ok)
		require.Equal(t, now, same)
		require.Equal(t, after.Deadline, Deadlines(d, p, r, cal).Next(now.Deadline))
	})
}

// next returns the period after the given one.
func next(d plan.Duty, p *plan.Plan, r Rules, cal Calendar, of plan.Period) (plan.Period, bool) {
	f := newFrame(p, r, cal)
	w := f.walk(d)
	n, ok := w.onOrAfter(of.Nominal.AddDays(1))
	if !ok {
		return plan.Period{}, false
	}
	return f.period(d, w, n), true
}
