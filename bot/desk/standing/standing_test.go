package standing_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/mem"
)

var (
	shanghai = time.FixedZone("", 8*3600)
	due      = at(15, 17, 30)
	period   = plan.Period{ID: "2026-12-15", Duty: "progress", Nominal: plan.Date{Year: 2026, Month: 12, Day: 15}, Deadline: due}
)

func at(day, hour, minute int) time.Time {
	return time.Date(2026, time.December, day, hour, minute, 0, 0, shanghai)
}

func submitted(first time.Time, state reports.State) *reports.Brief {
	return &reports.Brief{State: state, FirstAt: first, Deadline: due, Tasks: []reports.TaskBrief{{Task: 1, Progress: reports.Difficulty}}}
}

// The roll-up stays with the duty that it was made of from the beginning, whatever a later
// version puts before it; where that duty has ended, with the one in its place.
func TestProgressOverAChangeOfThePlan(t *testing.T) {
	first, err := plan.Default()
	require.NoError(t, err)
	next, last := *first, *first
	i := slices.IndexFunc(first.Duties, func(d plan.Duty) bool { return d.ID == "progress" })
	other := first.Duties[i]
	other.ID = "other"
	next.Duties = slices.Insert(slices.Clone(first.Duties), 0, other)
	last.Duties = slices.DeleteFunc(slices.Clone(next.Duties), func(d plan.Duty) bool { return d.ID == "progress" || d.After == "progress" })
	day := func(month time.Month) plan.Date { return plan.Date{Year: 2026, Month: month, Day: 1} }
	h, err := plan.NewHistory([]plan.Version{{From: day(time.January), Plan: first}, {From: day(time.March), Plan: &next}, {From: day(time.May), Plan: &last}})
	require.NoError(t, err)
	for month, want := range map[time.Month]string{time.February: "progress", time.April: "progress", time.June: "other"} {
		got, ok := standing.Progress(h.At(day(month)))
		require.True(t, ok)
		assert.Equal(t, want, got.ID, month)
	}
	none := *first
	none.Duties = slices.DeleteFunc(slices.Clone(first.Duties), func(d plan.Duty) bool { return d.Subject == plan.PerArea })
	_, ok := standing.Progress(&none)
	assert.False(t, ok)
}

// TestStand plays what can happen to one report, looked at before and after the
// deadline of everybody.
func TestStand(t *testing.T) {
	back := &standing.Return{At: at(14, 10, 0), Until: at(16, 17, 30)}
	held := &standing.Decision{Until: due}
	for name, x := range map[string]struct {
		report        *reports.Brief
		h             standing.Handling
		moved         time.Time // the deadline of everybody, zero for due
		before, after reports.Stand
		overdue       bool // afterwards
		left, settled bool // owed no more; nothing is asked for
	}{
		"nothing yet":                     {before: reports.NotDue, after: reports.Missing, overdue: true},
		"in time":                         {report: submitted(at(15, 17, 30), reports.Submitted), before: reports.OnTime, after: reports.OnTime, settled: true},
		"a minute late":                   {report: submitted(at(15, 17, 31), reports.Accepted), before: reports.Late, after: reports.Late, settled: true},
		"unsigned":                        {report: submitted(at(14, 9, 0), reports.AwaitsSign), before: reports.OnTime, after: reports.OnTime, settled: true},
		"returned":                        {report: submitted(at(14, 9, 0), reports.Returned), h: standing.Handling{Returned: back}, before: reports.SentBack, after: reports.SentBack},
		"excused":                         {h: standing.Handling{Excused: &standing.Decision{At: at(10, 9, 0)}}, before: reports.Excused, after: reports.Excused, left: true, settled: true},
		"excused, and in all the same":    {report: submitted(at(14, 9, 0), reports.Submitted), h: standing.Handling{Excused: &standing.Decision{At: at(10, 9, 0)}}, before: reports.OnTime, after: reports.OnTime, settled: true},
		"excused, in, returned":           {report: submitted(at(14, 9, 0), reports.Returned), h: standing.Handling{Excused: &standing.Decision{At: at(10, 9, 0)}, Returned: back}, before: reports.SentBack, after: reports.SentBack},
		"returned, and let off after all": {report: submitted(at(14, 9, 0), reports.Returned), h: standing.Handling{Excused: &standing.Decision{At: at(14, 11, 0)}, Returned: back}, before: reports.Excused, after: reports.Excused, left: true, settled: true},
		"extended":                        {h: standing.Handling{Extended: &standing.Decision{Until: at(18, 17, 30)}}, before: reports.NotDue, after: reports.NotDue},
		"all extended, this one held":     {h: standing.Handling{Held: held}, moved: at(18, 17, 30), before: reports.NotDue, after: reports.Missing, overdue: true},
		"all extended beyond its own":     {h: standing.Handling{Extended: &standing.Decision{Until: at(16, 17, 30)}}, moved: at(18, 17, 30), before: reports.NotDue, after: reports.NotDue},
		"in, then all extended":           {report: submitted(at(15, 18, 0), reports.Submitted), moved: at(18, 17, 30), before: reports.Late, after: reports.Late, settled: true},
	} {
		t.Run(name, func(t *testing.T) {
			p := period
			if !x.moved.IsZero() {
				p.Deadline = x.moved
			}
			s := standing.New(nil, p, plan.Obligation{Unit: "u"}).Handled(x.h)
			s.Report = x.report
			assert.Equal(t, x.before, s.Stand(at(15, 17, 29)))
			assert.Equal(t, x.after, s.Stand(due), "at the deadline itself, when roll-ups are made")
			after := at(15, 18, 0)
			o := s.At(after)
			assert.Equal(t, x.after, o.Stand)
			assert.Equal(t, x.overdue, o.Overdue)
			assert.Equal(t, x.settled, s.Settled())
			assert.Equal(t, x.settled, s.Peace(after))
			c := reports.Count([]reports.Owed{o})
			assert.Equal(t, x.left, c.Owed == 0)
			assert.Equal(t, o.Stand.Reported(), c.Tasks == 1, "only what is in says anything of its tasks")
		})
	}
}

// A correction that is asked for has a time of its own.
func TestCorrectionOverdue(t *testing.T) {
	s := standing.New(nil, period, plan.Obligation{}).Handled(standing.Handling{Returned: &standing.Return{At: at(14, 10, 0), Until: at(16, 17, 30)}})
	s.Report = submitted(at(14, 9, 0), reports.Returned)
	assert.False(t, s.Overdue(at(16, 17, 29)))
	assert.True(t, s.Overdue(at(16, 17, 30)))
	assert.Equal(t, at(16, 17, 30), s.Due())
	assert.Equal(t, reports.SentBack, s.Stand(at(17, 9, 0)))
}

func TestPeace(t *testing.T) {
	until := at(16, 9, 0)
	s := standing.Standing{Period: period, Handling: standing.Handling{Promise: &standing.Promise{Until: until}}}
	assert.True(t, s.Peace(at(15, 20, 0)))
	assert.False(t, s.Peace(until))
	s.Handling.Promise.Broken = until
	assert.False(t, s.Peace(at(15, 20, 0)))
	s.Handling.Muted = &standing.Decision{}
	assert.True(t, s.Peace(until))
}

// store is a store with the shipped plan's people of two areas led by one unit.
func store(t *testing.T, fill func(tx storage.Tx) error) (*mem.Engine, *plan.Plan, *plan.Duty) {
	t.Helper()
	p, err := plan.Default()
	require.NoError(t, err)
	duty, ok := standing.Progress(p)
	require.True(t, ok)
	require.Equal(t, "progress", duty.ID)
	e := mem.New()
	require.NoError(t, e.Update(context.Background(), fill))
	return e, p, duty
}

func key(of, area string) reports.Key {
	return reports.Key{Period: of, Duty: "progress", Subject: area}
}

// Two areas of one unit: what was said after the first came in is about the other.
func TestRemindersAreOfOneReport(t *testing.T) {
	e, p, duty := store(t, func(tx storage.Tx) error {
		for _, when := range []time.Time{at(10, 9, 30), at(10, 9, 30), at(14, 9, 30)} { // two contacts in one second
			for _, area := range []string{"a4", "a5"} {
				if err := standing.CountReminded(tx, key(period.ID, area), "jingfa", when); err != nil {
					return err
				}
			}
		}
		if err := storage.SaveReport(tx, reports.Report{Key: key(period.ID, "a4"), Unit: "jingfa", Version: 1, State: reports.Submitted,
			FirstAt: at(14, 10, 0), SubmittedAt: at(14, 10, 0), Deadline: due}); err != nil {
			return err
		}
		return standing.CountReminded(tx, key(period.ID, "a5"), "jingfa", at(15, 9, 30))
	})
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
		all, err := standing.Of(r, duty, period, p.Obligations(*duty))
		require.NoError(t, err)
		require.Len(t, all, 6)
		a4, a5 := all[3].At(at(16, 9, 0)), all[4].At(at(16, 9, 0))
		assert.Equal(t, []any{reports.OnTime, 2, 0}, []any{a4.Stand, a4.Reminded, a4.Nags()}, "nobody nagged for what came in time")
		assert.Equal(t, []any{reports.Missing, 3, 2}, []any{a5.Stand, a5.Reminded, a5.Nags()})
		for i, o := range p.Obligations(*duty) {
			one, err := standing.One(r, duty, period, o)
			require.NoError(t, err)
			assert.Equal(t, all[i], one)
		}
		return nil
	}))
}

// Rows of before stood under the unit: they count for what was missing then.
func TestRemindersOfBefore(t *testing.T) {
	e, p, duty := store(t, func(tx storage.Tx) error {
		if err := storage.Put(tx, storage.RowReminded.Key(period.ID, "progress", "jingfa"), standing.Reminded{V: 1, Unit: "jingfa", N: 3, Last: at(15, 9, 30)}); err != nil {
			return err
		}
		return storage.SaveReport(tx, reports.Report{Key: key(period.ID, "a4"), Unit: "jingfa", Version: 1, State: reports.Submitted,
			FirstAt: at(14, 10, 0), SubmittedAt: at(14, 10, 0), Deadline: due})
	})
	read := func() (a4, a5 reports.Owed) {
		require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
			all, err := standing.Of(r, duty, period, p.Obligations(*duty))
			require.NoError(t, err)
			a4, a5 = all[3].At(at(16, 9, 0)), all[4].At(at(16, 9, 0))
			return nil
		}))
		return a4, a5
	}
	a4, a5 := read()
	assert.Equal(t, []int{0, 3}, []int{a4.Reminded, a5.Reminded})
	require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) error {
		return standing.CountReminded(tx, key(period.ID, "a5"), "jingfa", at(16, 8, 0))
	}))
	_, a5 = read()
	assert.Equal(t, 4, a5.Reminded, "counted on from the row of before")
}

// TestBetween: three periods, the second missed, one excused, one sent back.
func TestBetween(t *testing.T) {
	e, p, duty := store(t, func(tx storage.Tx) error {
		for _, x := range []struct {
			period, area string
			first, due   time.Time
			state        reports.State
		}{
			{"2026-12-15", "a1", at(15, 9, 0), due, reports.Submitted},
			{"2026-12-15", "a2", at(16, 9, 30), due, reports.Signed},
			{"2026-12-15", "a3", at(15, 9, 0), due, reports.Returned},
		} {
			if err := storage.SaveReport(tx, reports.Report{Key: key(x.period, x.area), Unit: "u", Version: 1, State: x.state,
				FirstAt: x.first, SubmittedAt: x.first, Deadline: x.due}); err != nil {
				return err
			}
		}
		if err := storage.SaveReview(tx, reports.Review{Key: key("2026-12-15", "a3"), Kind: reports.ReviewReturn, At: at(16, 9, 0), By: "x"}); err != nil {
			return err
		}
		if err := standing.SaveHandling(tx, standing.Handling{V: 1, Key: key("2026-12-15", "a3"),
			Returned: &standing.Return{At: at(16, 9, 0), Until: at(18, 17, 30)}}); err != nil {
			return err
		}
		return standing.SaveHandling(tx, standing.Handling{V: 1, Key: key("2026-12-15", "a6"), Excused: &standing.Decision{By: "x", At: at(1, 9, 0)}})
	})
	p.Starts = plan.Date{Year: 2026, Month: 12, Day: 1}
	f := standing.Frame{Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil)}
	stands := func(now time.Time) map[reports.Key]reports.Owed {
		out := map[reports.Key]reports.Owed{}
		require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
			all, err := f.Between(r, plan.Date{Year: 2026, Month: 12, Day: 1}, plan.Date{Year: 2027, Month: 1, Day: 15}, now)
			for _, o := range all {
				out[o.Key] = o
			}
			return err
		}))
		require.Len(t, out, 18)
		return out
	}
	now := stands(at(17, 9, 0))
	for area, want := range map[string]reports.Stand{"a1": reports.OnTime, "a2": reports.Late, "a3": reports.SentBack, "a4": reports.Missing, "a6": reports.Excused} {
		assert.Equal(t, want, now[key("2026-12-15", area)].Stand, area)
	}
	assert.Equal(t, 16*time.Hour, now[key("2026-12-15", "a2")].LateBy)
	assert.Equal(t, 1, now[key("2026-12-15", "a3")].Returns)
	assert.False(t, now[key("2026-12-15", "a3")].Overdue)
	assert.Equal(t, reports.NotDue, now[key("2026-12-30", "a1")].Stand)
	later := stands(time.Date(2027, time.January, 4, 9, 0, 0, 0, shanghai))
	assert.Equal(t, reports.Missing, later[key("2026-12-30", "a1")].Stand)
	assert.True(t, later[key("2026-12-15", "a3")].Overdue)
	assert.Equal(t, reports.NotDue, later[key("2027-01-15", "a1")].Stand)
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
		n, err := standing.Returns(r, "2026-12-15", duty.ID)
		assert.Equal(t, map[string]int{"a3": 1}, n)
		return err
	}))
}
