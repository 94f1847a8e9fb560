package schedules

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/plan"
)

// small returns a plan with one duty of each timing.
func small(t require.TestingT) *plan.Plan {
	p := shipped(t)
	p.Starts = date("2025-07-01")
	p.Duties = []plan.Duty{duty(t, p, "progress"), duty(t, p, "budget"), duty(t, p, "summary"), duty(t, p, "risk-plan"), duty(t, p, "problem")}
	return p
}

var clocks = rapid.Custom(func(t *rapid.T) plan.Clock {
	return plan.Clock{Hour: rapid.IntRange(0, 23).Draw(t, "hour"), Minute: rapid.IntRange(0, 59).Draw(t, "minute")}
})

// anyRules draws rules, sensible or not, and a zone for the plan.
func anyRules(t *rapid.T, p *plan.Plan) Rules {
	p.Zone = rapid.SampledFrom([]string{"Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"}).Draw(t, "zone")
	p.Deadline = clocks.Draw(t, "deadline")
	r := DefaultRules()
	r.Ladder = nil
	for _, n := range rapid.SliceOfNDistinct(rapid.IntRange(-12, 12), 0, 7, rapid.ID[int]).Draw(t, "steps") {
		r.Ladder = append(r.Ladder, Step{n, clocks.Draw(t, "at")})
	}
	r.Quiet = Quiet{clocks.Draw(t, "from"), clocks.Draw(t, "to")}
	r.DeadlineOnHoliday = rapid.SampledFrom([]OnHoliday{Keep, NextDay, PreviousDay}).Draw(t, "holiday")
	r.ContributionDaysBefore = rapid.IntRange(0, 6).Draw(t, "contribution")
	r.PreviewBefore = time.Duration(rapid.IntRange(0, 3000).Draw(t, "preview")) * time.Minute
	r.DutyDays = map[string][]int{"budget": rapid.SliceOfNDistinct(rapid.IntRange(1, 31), 0, 3, rapid.ID[int]).Draw(t, "days")}
	r.DutyDates = map[string]plan.Date{"risk-plan": anyDay(t, "risk")}
	r.Moved = map[PeriodKey]time.Time{}
	for range rapid.IntRange(0, 4).Draw(t, "moves") {
		of, ok := Current(rapid.SampledFrom(p.Duties).Draw(t, "of"), p, r, NewCalendar(nil), anyDay(t, "moved"))
		if ok {
			by := time.Duration(rapid.IntRange(-90*24, 90*24).Draw(t, "by")) * time.Hour
			r.Moved[PeriodKey{of.ID, of.Duty}] = of.Deadline.Add(by)
		}
	}
	return r
}

func anyDay(t *rapid.T, label string) plan.Date {
	return date("2025-06-01").AddDays(rapid.IntRange(0, 600).Draw(t, label))
}

func anyTime(t *rapid.T, label string) time.Time {
	return at("2025-06-01 00:00").Add(time.Duration(rapid.IntRange(0, 600*24*60).Draw(t, label)) * time.Minute)
}

// brute computes what all should by going through every period there is.
func brute(p *plan.Plan, r Rules, cal Calendar, after, upTo time.Time) []string {
	var out []Moment
	for _, d := range p.Duties {
		from, to := plan.DateOf(after).AddDays(-150), plan.DateOf(upTo).AddDays(150)
		for _, of := range Periods(d, p, r, cal, from, to) {
			for _, m := range Moments(p, r, cal, of) {
				if m.At.After(after) && !m.At.After(upTo) {
					out = append(out, m)
				}
			}
		}
	}
	sortMoments(out)
	return keyed(out)
}

func keyed(ms []Moment) []string {
	out := []string{}
	for _, m := range ms {
		out = append(out, m.At.UTC().Format(time.RFC3339)+" "+m.Key())
	}
	return out
}

func TestNoMomentIsMissedOrInvented(t *testing.T) {
	cal := NewCalendar(nil)
	rapid.Check(t, func(t *rapid.T) {
		p := small(t)
		r := anyRules(t, p)
		a := anyTime(t, "a")
		c := a.Add(time.Duration(rapid.IntRange(1, 90*24*60).Draw(t, "length")) * time.Minute)
		f := newFrame(p, r, cal)
		got := f.all(a, c)
		sortMoments(got)
		require.Equal(t, brute(p, r, cal, a, c), keyed(got))

		b := a.Add(c.Sub(a) / time.Duration(rapid.IntRange(1, 5).Draw(t, "split")))
		parts := append(f.all(a, b), f.all(b, c)...)
		sortMoments(parts)
		require.Equal(t, keyed(got), keyed(parts), "an interval is the sum of its parts")

		seen := map[string]bool{}
		for _, m := range got {
			for _, mark := range m.Marks() {
				k := m.Period.ID + "/" + m.Duty + "/" + mark
				require.False(t, seen[k], "%s twice", k)
				seen[k] = true
			}
		}
	})
}

func TestMomentsMakeSense(t *testing.T) {
	cal := NewCalendar(nil)
	rapid.Check(t, func(t *rapid.T) {
		p := small(t)
		r := anyRules(t, p)
		for _, d := range p.Duties[:3] {
			of, ok := Current(d, p, r, cal, anyDay(t, "day"))
			if !ok {
				continue
			}
			var preview, publish time.Time
			for _, m := range Moments(p, r, cal, of) {
				require.False(t, plan.DateOf(m.At).Before(p.Starts))
				require.False(t, r.Quiet.Holds(plan.Clock{Hour: m.At.Hour(), Minute: m.At.Minute()}), "%s is quiet", m.At)
				switch m.Kind {
				case Remind, Contribution:
					require.True(t, m.At.Before(of.Deadline), "%s at %s", m.Stage, m.At)
				case Nag:
					require.True(t, m.At.After(of.Deadline), "%s at %s", m.Stage, m.At)
				case Preview:
					preview = m.At
				case Publish:
					publish = m.At
					require.False(t, publish.Before(of.Deadline))
				}
			}
			require.True(t, preview.IsZero() || publish.IsZero() || preview.Before(publish))
		}
	})
}

func TestDueIsTheLatestOfAll(t *testing.T) {
	cal := NewCalendar(nil)
	rapid.Check(t, func(t *rapid.T) {
		p := small(t)
		r := anyRules(t, p)
		after := anyTime(t, "after")
		upTo := after.Add(time.Duration(rapid.IntRange(1, 20*24*60).Draw(t, "down")) * time.Minute)
		due := Due(p, r, cal, after, upTo)
		require.Equal(t, due, Due(p, r, cal, after, upTo), "twice the same")
		all, byTopic, kept := newFrame(p, r, cal).all(after, upTo), map[string]time.Time{}, 0
		for _, m := range all {
			if one := topic(m); one == "" {
				kept++
			} else if m.At.After(byTopic[one]) {
				byTopic[one] = m.At
			}
		}
		for _, m := range due {
			if topic(m) == "" {
				kept--
				continue
			}
			require.Equal(t, byTopic[topic(m)], m.At)
			require.False(t, m.Kind == Contribution && m.At.Before(upTo.Add(-r.MaxAge)))
			delete(byTopic, topic(m))
		}
		require.Zero(t, kept, "the chain, previews and roll-ups never expire")
		for one := range byTopic {
			require.False(t, strings.HasPrefix(one, "remind/"), "%s expired", one)
		}
	})
}
