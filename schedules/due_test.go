package schedules

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/plan"
)

// at reads a wall time in Shanghai.
func at(s string) time.Time {
	loc, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic(err)
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", s, loc)
	if err != nil {
		panic(err)
	}
	return t
}

// only returns the plan with one duty left.
func only(t require.TestingT, p *plan.Plan, id string) *plan.Plan {
	p.Duties = []plan.Duty{duty(t, p, id)}
	return p
}

// lines writes moments as local time, stage and what was merged.
func lines(ms []Moment) []string {
	var out []string
	for _, m := range ms {
		s := m.At.Format("2006-01-02 15:04 ") + m.Stage
		for _, x := range m.Merged {
			s += "+" + x
		}
		out = append(out, s)
	}
	return out
}

// ladderOf writes every moment of one period but those of the chain.
func ladderOf(t *testing.T, p *plan.Plan, r Rules, cal Calendar, dutyID, id string) []string {
	t.Helper()
	of, ok := ByID(duty(t, p, dutyID), p, r, cal, id)
	require.True(t, ok)
	ms := Moments(p, r, cal, of)
	return lines(slices.DeleteFunc(ms, func(m Moment) bool { return m.Kind == Escalate }))
}

func TestLadder(t *testing.T) {
	cal, p := NewCalendar(nil), shipped(t)
	for id, want := range map[string][]string{
		"2026-12-15": { // a Tuesday in an ordinary week
			"2026-12-10 09:30 d-3", "2026-12-14 09:30 d-1", "2026-12-15 09:00 d0",
			"2026-12-15 17:00 preview", "2026-12-15 17:30 publish",
			"2026-12-16 09:00 late-1", "2026-12-17 09:00 late-2", "2026-12-18 09:00 late-3",
		},
		"2026-02-15": { // the first day of Spring Festival; the 14th is a working Saturday
			"2026-02-12 09:30 d-3", "2026-02-14 09:00 d0+d-1",
			"2026-02-15 17:00 preview", "2026-02-15 17:30 publish",
			"2026-02-24 09:00 late-1", "2026-02-25 09:00 late-2", "2026-02-26 09:00 late-3",
		},
		"2026-02-28": { // a make-up Saturday, three working days after the holiday's end
			"2026-02-25 09:30 d-3", "2026-02-27 09:30 d-1", "2026-02-28 09:00 d0",
			"2026-02-28 17:00 preview", "2026-02-28 17:30 publish",
			"2026-03-02 09:00 late-1", "2026-03-03 09:00 late-2", "2026-03-04 09:00 late-3",
		},
		"2026-09-30": { // the nags wait for the end of National Day
			"2026-09-24 09:30 d-3", "2026-09-29 09:30 d-1", "2026-09-30 09:00 d0",
			"2026-09-30 17:00 preview", "2026-09-30 17:30 publish",
			"2026-10-08 09:00 late-1", "2026-10-09 09:00 late-2", "2026-10-10 09:00 late-3",
		},
		"2025-12-30": { // over the end of the year, with a working Sunday after New Year
			"2025-12-25 09:30 d-3", "2025-12-29 09:30 d-1", "2025-12-30 09:00 d0",
			"2025-12-30 17:00 preview", "2025-12-30 17:30 publish",
			"2025-12-31 09:00 late-1", "2026-01-04 09:00 late-2", "2026-01-05 09:00 late-3",
		},
		"2028-02-29": { // a leap year without holiday data
			"2028-02-24 09:30 d-3", "2028-02-28 09:30 d-1", "2028-02-29 09:00 d0",
			"2028-02-29 17:00 preview", "2028-02-29 17:30 publish",
			"2028-03-01 09:00 late-1", "2028-03-02 09:00 late-2", "2028-03-03 09:00 late-3",
		},
	} {
		assert.Equal(t, want, ladderOf(t, p, DefaultRules(), cal, "progress", id), id)
	}
}

func TestOfficeSummaryFollows(t *testing.T) {
	cal, p := NewCalendar(nil), shipped(t)
	assert.Equal(t, []string{"2026-02-24 09:00 d0", "2026-02-25 09:00 late-1", "2026-02-26 09:00 late-2", "2026-02-27 09:00 late-3"},
		ladderOf(t, p, DefaultRules(), cal, "summary", "2026-02-15"), "not before there is anything to roll up")
	r := DefaultRules()
	r.Moved = map[PeriodKey]time.Time{{"2026-12-15", "summary"}: at("2026-12-21 12:00")}
	assert.Equal(t, []string{"2026-12-16 09:30 d-3", "2026-12-18 09:30 d-1", "2026-12-21 09:00 d0"}, ladderOf(t, p, r, cal, "summary", "2026-12-15")[:3])
}

func TestOnlyAreasReportsAreRolledUp(t *testing.T) {
	cal, r, p := NewCalendar(nil), DefaultRules(), shipped(t)
	r.DutyDays = map[string][]int{"budget": {20}}
	assert.Equal(t, []string{
		"2026-05-15 09:30 d-3", "2026-05-19 09:30 d-1", "2026-05-20 09:00 d0",
		"2026-05-21 09:00 late-1", "2026-05-22 09:00 late-2", "2026-05-25 09:00 late-3",
	}, ladderOf(t, p, r, cal, "budget", "2026-05-20"))
}

func TestContributionsAreAskedFor(t *testing.T) {
	cal, r, p := NewCalendar(nil), DefaultRules(), shipped(t)
	r.ContributionDaysBefore = 5
	assert.Contains(t, ladderOf(t, p, r, cal, "progress", "2026-12-15"), "2026-12-08 09:30 contribution")
	r.ContributionDaysBefore = 3
	got := ladderOf(t, p, r, cal, "progress", "2026-12-15")
	assert.Equal(t, []string{"2026-12-10 09:30 contribution", "2026-12-10 09:30 d-3"}, got[:2], "they go to other people and stay apart")
}

func TestNothingBeforeThePlanStarts(t *testing.T) {
	cal, r, p := NewCalendar(nil), DefaultRules(), only(t, shipped(t), "progress")
	p.Starts = date("2026-12-14")
	assert.Equal(t, []string{"2026-12-14 09:30 d-1", "2026-12-15 09:00 d0"},
		ladderOf(t, p, r, cal, "progress", "2026-12-15")[:2])
	assert.Empty(t, Due(p, r, cal, at("2020-01-01 00:00"), at("2026-12-14 09:29")))
}

func TestDownOverThreeStages(t *testing.T) {
	cal, r, p := NewCalendar(nil), DefaultRules(), only(t, shipped(t), "progress")
	// Down from Thursday the 10th, before d-3, to the 15th at noon.
	got := Due(p, r, cal, at("2026-12-10 09:00"), at("2026-12-15 12:00"))
	assert.Equal(t, []string{"2026-12-15 09:00 d0"}, lines(got), "the latest only")
	// Down over a deadline: neither the roll-up nor what is owed expires, and
	// each station of the chain hears of it.
	got = Due(p, r, cal, at("2026-12-10 09:00"), at("2026-12-22 10:00"))
	assert.Equal(t, []string{"2026-12-15 17:00 preview", "2026-12-15 17:30 publish", "2026-12-16 10:00 up-head",
		"2026-12-17 10:00 up-office", "2026-12-18 09:00 late-3", "2026-12-21 10:00 up-leader"}, lines(got))
	// Down over two deadlines: one message to each person names both.
	got = Due(p, r, cal, at("2026-12-10 09:00"), at("2027-01-10 10:00"))
	var said []string
	for _, group := range Together(got) {
		said = append(said, strings.Join(lines(group), " | "))
	}
	assert.Equal(t, []string{
		"2026-12-15 17:00 preview", "2026-12-15 17:30 publish",
		"2026-12-16 10:00 up-head | 2026-12-31 10:00 up-head", "2026-12-17 10:00 up-office | 2027-01-04 10:00 up-office",
		"2026-12-18 09:00 late-3 | 2027-01-05 09:00 late-3"}, said[:5])
}

func TestWindowIsOpenBelowAndClosedAbove(t *testing.T) {
	cal, r, p := NewCalendar(nil), DefaultRules(), only(t, shipped(t), "progress")
	assert.Len(t, Due(p, r, cal, at("2026-12-15 08:59"), at("2026-12-15 09:00")), 1)
	assert.Empty(t, Due(p, r, cal, at("2026-12-15 09:00"), at("2026-12-15 09:01")))
}

// The 3rd and the 5th of October are both reminded of before the holidays.
func TestTwoPeriodsDueAtOnce(t *testing.T) {
	cal, r, p := NewCalendar(nil), DefaultRules(), only(t, shipped(t), "progress")
	r.DutyDays = map[string][]int{"progress": {3, 5}}
	r.Ladder = []Step{{0, plan.Clock{Hour: 9}}}
	var got []string
	for _, m := range Due(p, r, cal, at("2026-09-30 08:59"), at("2026-09-30 09:00")) {
		got = append(got, m.Key())
	}
	assert.Equal(t, []string{"2026-10-03/progress/d0", "2026-10-05/progress/d0"}, got)
}

func TestClockThatJumpsBack(t *testing.T) {
	cal, r, p := NewCalendar(nil), DefaultRules(), shipped(t)
	assert.Empty(t, Due(p, r, cal, at("2026-12-31 00:00"), at("2026-12-01 00:00")))
	assert.Empty(t, Due(p, r, cal, at("2026-12-15 09:00"), at("2026-12-15 09:00")))
}

func TestFirstStartEver(t *testing.T) {
	cal, r, p := NewCalendar(nil), DefaultRules(), only(t, shipped(t), "progress")
	got := Due(p, r, cal, time.Time{}, at("2020-12-15 09:00"))
	assert.Equal(t, []string{"2020-11-30 17:00 preview", "2020-11-30 17:30 publish", "2020-12-01 10:00 up-head", "2020-12-02 10:00 up-office",
		"2020-12-03 09:00 late-3", "2020-12-04 10:00 up-leader", "2020-12-15 09:00 d0"}, lines(got))
}

func TestKeysHoldNoTime(t *testing.T) {
	p, r := only(t, shipped(t), "progress"), DefaultRules()
	late := NewCalendar([]DayOverride{{date("2026-02-14"), false, "改为休息"}})
	got := Due(p, r, NewCalendar(nil), at("2026-02-14 08:00"), at("2026-02-14 09:00"))
	require.Len(t, got, 1)
	assert.Equal(t, "2026-02-15/progress/d0", got[0].Key())
	assert.Equal(t, []string{"d0", "d-1"}, got[0].Marks())
	corrected := Due(p, r, late, at("2026-02-13 08:00"), at("2026-02-13 09:00"))
	require.Len(t, corrected, 1)
	assert.Equal(t, got[0].Key(), corrected[0].Key(), "a corrected calendar moves it under the same key")
}

func TestMovedDeadlineMovesItsLadder(t *testing.T) {
	cal, r, p := NewCalendar(nil), DefaultRules(), only(t, shipped(t), "progress")
	r.Moved = map[PeriodKey]time.Time{{"2026-12-15", "progress"}: at("2027-03-18 12:00")}
	assert.Empty(t, Due(p, r, cal, at("2026-12-15 08:00"), at("2026-12-16 18:00")))
	got := Due(p, r, cal, at("2027-03-17 17:00"), at("2027-03-18 12:00"))
	assert.Equal(t, []string{"2027-03-18 09:00 d0", "2027-03-18 11:30 preview", "2027-03-18 12:00 publish"},
		lines(ofPeriod(got, "2026-12-15")))
	assert.NotEmpty(t, Due(p, r, cal, at("2026-12-30 08:00"), at("2026-12-30 18:00")), "its neighbours stay")
}

func ofPeriod(ms []Moment, id string) []Moment {
	var out []Moment
	for _, m := range ms {
		if m.Period.ID == id {
			out = append(out, m)
		}
	}
	return out
}

func TestQuietHours(t *testing.T) {
	cal, p := NewCalendar(nil), only(t, shipped(t), "progress")
	r := DefaultRules()
	r.Ladder = []Step{
		{-3, plan.Clock{Hour: 6}},             // before dawn: to 08:00
		{-2, plan.Clock{Hour: 21}},            // Friday night: back to before 20:00, not into the weekend
		{0, plan.Clock{Hour: 7, Minute: 59}},  // to 08:00, before the deadline
		{1, plan.Clock{Hour: 23}},             // to the next morning
		{3, plan.Clock{Hour: 20, Minute: 10}}, // Friday night again
	}
	r.Moved = map[PeriodKey]time.Time{{"2026-12-15", "progress"}: at("2026-12-15 20:15")}
	assert.Equal(t, []string{
		"2026-12-10 08:00 d-3", "2026-12-11 19:59 d-2", "2026-12-15 08:00 d0",
		"2026-12-15 19:45 preview", "2026-12-16 08:00 publish",
		"2026-12-17 08:00 late-1", "2026-12-18 19:59 late-3",
	}, ladderOf(t, p, r, cal, "progress", "2026-12-15"))
	r.Moved = map[PeriodKey]time.Time{{"2026-12-15", "progress"}: at("2026-12-15 08:00")}
	got := ladderOf(t, p, r, cal, "progress", "2026-12-15")
	assert.Contains(t, got, "2026-12-14 19:59 preview", "the morning would be too late")
	assert.Contains(t, got, "2026-12-15 08:00 publish")
	assert.Contains(t, got, "2026-12-14 19:59 d0", "08:00 is the deadline itself")
}

func TestEarlyDeadlineIsRemindedOfTheDayBefore(t *testing.T) {
	cal, r, p := NewCalendar(nil), DefaultRules(), only(t, shipped(t), "progress")
	p.Deadline = plan.Clock{Hour: 9}
	assert.Equal(t, []string{"2026-12-10 09:30 d-3", "2026-12-14 09:00 d0+d-1", "2026-12-15 08:30 preview", "2026-12-15 09:00 publish"},
		ladderOf(t, p, r, cal, "progress", "2026-12-15")[:4])
}

func TestDigestAndNotices(t *testing.T) {
	cal, r, p := NewCalendar(nil), DefaultRules(), only(t, shipped(t), "risk-plan")
	r.DigestAt = &plan.Clock{Hour: 8, Minute: 30}
	cron, err := ParseCron("0 9,10 * * *", p.Location())
	require.NoError(t, err)
	r.Extras = []Extra{{"morning", cron}}
	got := Due(p, r, cal, at("2026-02-14 00:00"), at("2026-02-14 23:00"))
	assert.Equal(t, []string{"2026-02-14 08:30 digest", "2026-02-14 10:00 morning"}, lines(got), "the latest of each")
	assert.Equal(t, "2026-02-14/-/digest", got[0].Key())
	assert.Equal(t, "2026-02-14T1000/-/morning", got[1].Key())
	got = Due(p, r, cal, at("2026-02-15 00:00"), at("2026-02-15 09:00"))
	assert.Equal(t, []string{"2026-02-15 09:00 morning"}, lines(got), "no digest on a holiday")
	got = Due(p, r, cal, at("2026-01-01 00:00"), at("2026-02-16 08:59"))
	assert.Equal(t, []string{"2026-02-15 10:00 morning"}, lines(got), "after downtime")
}

func TestAnotherPlanIsDue(t *testing.T) {
	cal, r, p := NewCalendar(nil), DefaultRules(), rivers(t)
	got := Due(p, r, cal, time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC))
	require.Len(t, got, 3)
	assert.Equal(t, "2026-03-10/patrol/d0", got[0].Key())
	assert.Equal(t, "2026-03-10T09:00:00+06:00", got[0].At.Format(time.RFC3339))
	assert.Equal(t, []string{"2026-03-10 09:00 d0", "2026-03-10 17:30 preview", "2026-03-10 18:00 publish"}, lines(got))
}

// The plan's own times, in a zone that changes its clocks.
func TestClockChanges(t *testing.T) {
	cal, r, p := NewCalendar(nil), DefaultRules(), only(t, shipped(t), "progress")
	p.Zone = "America/New_York"
	r.Quiet = Quiet{}
	r.Ladder = []Step{{0, plan.Clock{Hour: 2, Minute: 30}}, {1, plan.Clock{Hour: 1, Minute: 30}}}
	cal = always{cal} // the weekdays are of no matter here
	r.DutyDays = map[string][]int{"progress": {8}}
	spring := ladderTimes(t, p, r, cal, "2026-03-08")
	assert.Equal(t, "2026-03-08T03:30:00-04:00 d0", spring[0], "02:30 is skipped")
	assert.Equal(t, "2026-03-08T17:30:00-04:00 publish", spring[2])
	r.DutyDays = map[string][]int{"progress": {31}}
	autumn := ladderTimes(t, p, r, cal, "2026-10-31")
	assert.Equal(t, "2026-11-01T01:30:00-04:00 late-1", autumn[3], "01:30 comes twice: the first")
	from, err := time.Parse(time.RFC3339, "2026-11-01T01:30:00-04:00")
	require.NoError(t, err)
	assert.Empty(t, Due(p, r, cal, from, from.Add(2*time.Hour)), "and not again an hour later")
}

type always struct{ Calendar }

func (always) Workday(plan.Date) bool { return true }

func ladderTimes(t *testing.T, p *plan.Plan, r Rules, cal Calendar, id string) []string {
	t.Helper()
	of, ok := ByID(duty(t, p, "progress"), p, r, cal, id)
	require.True(t, ok)
	var out []string
	for _, m := range Moments(p, r, cal, of) {
		out = append(out, m.At.Format(time.RFC3339)+" "+m.Stage)
	}
	return out
}

func BenchmarkDue(b *testing.B) {
	p, r, cal := shipped(b), DefaultRules(), NewCalendar(nil)
	r.DutyDays = map[string][]int{"budget": {20}}
	for name, now := range map[string]string{"minute": "2026-12-15 12:00", "holiday": "2026-02-18 12:00"} {
		upTo := at(now)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Due(p, r, cal, upTo.Add(-time.Minute), upTo)
			}
		})
	}
	b.Run("year", func(b *testing.B) {
		upTo := at("2026-12-15 12:00")
		for b.Loop() {
			Due(p, r, cal, upTo.AddDate(-1, 0, 0), upTo)
		}
	})
}
