package schedules

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/plan"
)

// overTime returns today's plan among versions: from March 2021 on progress is
// due on the 10th and 25th, a duty is added, and one is there no more.
func overTime(t *testing.T) *plan.Plan {
	first, second := shipped(t), shipped(t)
	i := slices.IndexFunc(second.Duties, func(d plan.Duty) bool { return d.ID == "progress" })
	second.Duties[i].Days = []int{10, 25}
	second.Duties = slices.DeleteFunc(second.Duties, func(d plan.Duty) bool { return d.ID == "budget" })
	second.Duties = append(second.Duties, plan.Duty{ID: "wages", Title: "工资", Timing: plan.Recurring, Subject: plan.PerUnit,
		Owners: []string{"caizheng"}, Days: []int{5}})
	second.Deadline = plan.Clock{Hour: 12}
	h, err := plan.NewHistory([]plan.Version{{From: first.Starts, Plan: first}, {From: date("2021-03-01"), Plan: second}})
	require.NoError(t, err)
	return h.At(date("2021-04-01"))
}

func TestPeriodsOverAChangeOfThePlan(t *testing.T) {
	p, cal, r := overTime(t), NewCalendar(nil), DefaultRules()
	r.DutyDays = map[string][]int{"budget": {20}}
	progress := duty(t, p, "progress")
	assert.Equal(t, []string{
		"2021-02-16..2021-02-28", "2021-03-01..2021-03-10", "2021-03-11..2021-03-25",
	}, stretch(Periods(progress, p, r, cal, date("2021-02-28"), date("2021-03-31"))))
	old, ok := ByID(progress, p, r, cal, "2021-02-28")
	require.True(t, ok, "a period of before keeps its day")
	assert.Equal(t, "17:30", old.Deadline.Format("15:04"))
	back, ok := Previous(progress, p, r, cal, plan.Period{Nominal: date("2021-03-10")})
	require.True(t, ok)
	assert.Equal(t, old, back)
	now, ok := Current(progress, p, r, cal, date("2021-03-01"))
	require.True(t, ok)
	assert.Equal(t, "2021-03-10 12:00", now.Deadline.Format("2006-01-02 15:04"))

	follows, ok := ByID(duty(t, p, "summary"), p, r, cal, "2021-02-28")
	require.True(t, ok, "what follows another duty changes with it")
	assert.Equal(t, "2021-03-01 17:30", follows.Deadline.Format("2006-01-02 15:04"), "judged by the version of its nominal day")

	added := duty(t, p, "wages")
	assert.Equal(t, []string{"2021-02-01..2021-02-28", "2021-03-01..2021-03-31"},
		stretchTo(Periods(added, p, r, cal, date("2020-11-01"), date("2021-04-30"))), "owes nothing before its version")
	gone, ok := everDuty(p, "budget")
	require.True(t, ok)
	assert.Equal(t, []string{"2020-12-20", "2021-01-20", "2021-02-20"}, ids(Periods(gone, p, r, cal, date("2020-11-01"), date("2021-12-31"))))
}

func stretchTo(ps []plan.Period) []string {
	var out []string
	for _, p := range ps {
		out = append(out, p.From.String()+".."+p.End().String())
	}
	return out
}

func ids(ps []plan.Period) []string {
	var out []string
	for _, p := range ps {
		out = append(out, p.ID)
	}
	return out
}

// A plan applied with its duties in another order does not begin the count of messages anew.
func TestCapPeriodOverAChangeOfThePlan(t *testing.T) {
	first, next := *shipped(t), *shipped(t)
	i := slices.IndexFunc(next.Duties, func(d plan.Duty) bool { return d.ID == "progress" })
	monthly := next.Duties[i]
	monthly.ID, monthly.Days = "wages", []int{20}
	next.Duties = slices.Insert(slices.Clone(next.Duties), 0, monthly)
	h, err := plan.NewHistory([]plan.Version{{From: first.Starts, Plan: &first}, {From: date("2026-12-01"), Plan: &next}})
	require.NoError(t, err)
	of, ok := CapPeriod(h.At(date("2026-12-18")), DefaultRules(), NewCalendar(nil), date("2026-12-18"))
	require.True(t, ok)
	assert.Equal(t, "progress 2026-12-30", of.Duty+" "+of.ID)
}

// What was owed under the version before is nagged of after the change.
func TestDueOverAChangeOfThePlan(t *testing.T) {
	p, cal, r := overTime(t), NewCalendar(nil), DefaultRules()
	got := map[string][]string{}
	for _, m := range Due(p, r, cal, at("2021-02-28 18:00"), at("2021-03-10 12:00")) {
		got[m.Duty+" "+m.Period.ID] = append(got[m.Duty+" "+m.Period.ID], m.Stage)
	}
	assert.Contains(t, got["progress 2021-02-28"], "late-3")
	assert.Contains(t, got["progress 2021-02-28"], "up-leader")
	assert.Contains(t, got["progress 2021-03-10"], "publish")
	assert.NotContains(t, got, "progress 2021-03-15")
	assert.Contains(t, got["wages 2021-03-05"], "late-3")
}

// Days set anew in the chat leave the periods of before what they were.
func TestDaysSetAnewLeaveThePastAlone(t *testing.T) {
	p, cal, r := shipped(t), NewCalendar(nil), DefaultRules()
	r.DutySince = map[string]plan.Date{"budget": date("2020-12-01")}
	r.DaysUntil = map[string][]DaysUntil{"budget": {{Until: date("2021-02-01"), Days: []int{10}}, {Until: date("2021-04-01"), Days: []int{28}}}}
	r.DutyDays = map[string][]int{"budget": {5}}
	assert.Equal(t, []string{"2020-12-10", "2021-01-10", "2021-02-28", "2021-03-28", "2021-04-05", "2021-05-05"},
		ids(Periods(duty(t, p, "budget"), p, r, cal, date("2020-11-01"), date("2021-05-31"))))
	before, ok := Previous(duty(t, p, "budget"), p, r, cal, plan.Period{Nominal: date("2021-04-05")})
	require.True(t, ok)
	assert.Equal(t, "2021-03-28", before.ID)
	// A version in the middle cuts the same stretches.
	h, err := plan.NewHistory([]plan.Version{{From: p.Starts, Plan: p}, {From: date("2021-03-01"), Plan: shipped(t)}})
	require.NoError(t, err)
	assert.Equal(t, []string{"2020-12-10", "2021-01-10", "2021-02-28", "2021-03-28", "2021-04-05"},
		ids(Periods(duty(t, p, "budget"), h.At(p.Starts), r, cal, date("2020-11-01"), date("2021-04-30"))))
}
