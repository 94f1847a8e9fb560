package schedules

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/plan"
)

// extended returns the default rules with one report extended.
func extended(until, since string) Rules {
	r := DefaultRules()
	r.Own = []plan.OwnDeadline{{Period: "2026-12-15", Duty: "progress", Subject: "a1", Deadline: at(until), Since: at(since)}}
	return r
}

// ownLines writes what is said of reports with a deadline of their own.
func ownLines(ms []Moment) []string {
	var out []string
	for _, m := range ms {
		if m.Subject != "" {
			out = append(out, m.At.Format("2006-01-02 15:04 ")+m.Mark())
		}
	}
	return out
}

func TestOwnDeadlineHasItsOwnLadderAndChain(t *testing.T) {
	p, cal := only(t, shipped(t), "progress"), NewCalendar(nil)
	r := extended("2026-12-21 17:30", "2026-12-14 11:00")
	f := newFrame(p, r, cal)
	all := f.all(at("2026-12-14 11:00"), at("2027-01-01 00:00"))
	sortMoments(all)
	assert.Equal(t, []string{
		"2026-12-16 09:30 d-3@a1@2026-12-21", "2026-12-18 09:30 d-1@a1@2026-12-21", "2026-12-21 09:00 d0@a1@2026-12-21",
		"2026-12-22 09:00 late-1@a1@2026-12-21", "2026-12-22 10:00 up-head@a1@2026-12-21",
		"2026-12-23 09:00 late-2@a1@2026-12-21", "2026-12-23 10:00 up-office@a1@2026-12-21",
		"2026-12-24 09:00 late-3@a1@2026-12-21", "2026-12-25 10:00 up-leader@a1@2026-12-21",
	}, ownLines(all))
	for _, m := range all {
		if m.Subject != "" {
			require.Equal(t, at("2026-12-21 17:30"), m.Period.Deadline, "the period's deadline is the report's own")
		}
	}
}

// Who has just been told of a new date is not reminded of it at once.
func TestOwnDeadlineSaysNothingBeforeItWasDecided(t *testing.T) {
	p, cal := only(t, shipped(t), "progress"), NewCalendar(nil)
	r := extended("2026-12-16 17:30", "2026-12-16 08:00")
	due := Due(p, r, cal, at("2026-12-16 08:00"), at("2026-12-16 23:00"))
	assert.Empty(t, ownLines(due))
	r = extended("2026-12-17 17:30", "2026-12-16 08:00")
	due = Due(p, r, cal, at("2026-12-16 08:00"), at("2026-12-17 09:00"))
	assert.Equal(t, []string{"2026-12-17 09:00 d0@a1@2026-12-17"}, ownLines(due))
}

func TestOwnDeadlineOfNothingIsSilent(t *testing.T) {
	p, cal := shipped(t), NewCalendar(nil)
	r := extended("2026-12-21 17:30", "2026-12-14 11:00")
	for _, change := range []func(*plan.OwnDeadline){
		func(x *plan.OwnDeadline) { x.Duty = "gone" },
		func(x *plan.OwnDeadline) { x.Period = "2026-12-14" },
	} {
		own := r.Own[0]
		change(&own)
		bad := r.Clone()
		bad.Own = []plan.OwnDeadline{own}
		assert.Empty(t, ownLines(Due(p, bad, cal, at("2026-12-14 00:00"), at("2026-12-31 00:00"))))
	}
}

// After a downtime the own deadline's latest reminder and every rung are said.
func TestOwnDeadlineAfterADowntime(t *testing.T) {
	p, cal := only(t, shipped(t), "progress"), NewCalendar(nil)
	r := extended("2026-12-21 17:30", "2026-12-14 11:00")
	due := Due(p, r, cal, at("2026-12-15 12:00"), at("2026-12-30 08:00"))
	assert.Equal(t, []string{"2026-12-22 10:00 up-head@a1@2026-12-21", "2026-12-23 10:00 up-office@a1@2026-12-21",
		"2026-12-24 09:00 late-3@a1@2026-12-21", "2026-12-25 10:00 up-leader@a1@2026-12-21"}, ownLines(due))
	tier, ok := TierOf("up-office@a1@2026-12-21")
	assert.True(t, ok)
	assert.Equal(t, ToOffice, tier)
}

func TestCapPeriodIsThatOfTheFirstRecurringDuty(t *testing.T) {
	p, cal, r := shipped(t), NewCalendar(nil), DefaultRules()
	r.DutyDays = map[string][]int{"budget": {20}}
	of, ok := CapPeriod(p, r, cal, date("2026-12-18"))
	require.True(t, ok)
	assert.Equal(t, "progress 2026-12-30", of.Duty+" "+of.ID)
	_, ok = CapPeriod(only(t, p, "risk-plan"), r, cal, date("2026-12-18"))
	assert.False(t, ok)
}

func TestMonthlyDutyCoversACalendarMonth(t *testing.T) {
	cal := NewCalendar(nil)
	for _, c := range []struct {
		days   []int
		covers plan.Covers
		day    string
		want   string
	}{
		{[]int{10}, "", "2020-12-09", "2020-11-01..2020-11-30"},
		{[]int{25}, "", "2020-12-09", "2020-12-01..2020-12-31"},
		{[]int{31}, "", "2021-02-09", "2021-02-01..2021-02-28"},
		{[]int{5, 20}, "", "2020-12-09", "2020-12-06..2020-12-20"},
		{[]int{10}, plan.ThisMonth, "2020-12-09", "2020-12-01..2020-12-31"},
		{[]int{25}, plan.LastMonth, "2021-01-09", "2020-12-01..2020-12-31"},
		{[]int{25}, plan.SinceLast, "2021-01-09", "2020-12-26..2021-01-25"},
	} {
		p, r := only(t, shipped(t), "budget"), DefaultRules()
		p.Duties[0].Covers = c.covers
		r.DutyDays = map[string][]int{"budget": c.days}
		of, ok := Current(p.Duties[0], p, r, cal, date(c.day))
		require.True(t, ok)
		assert.Equal(t, c.want, of.From.String()+".."+of.End().String(), "%v %s", c.days, c.covers)
		assert.False(t, of.Deadline.Before(date(c.day).At(plan.Clock{}, time.UTC)))
	}
}
