package standing

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// Frame is what makes reports owed: the plan and the rules in force.
type Frame struct {
	Plan     *plan.Plan
	Rules    schedules.Rules
	Calendar schedules.Calendar
}

// Progress returns the duty whose reports make the roll-up: the recurring one
// that every area's lead unit owes.
//
// A plan that is applied with its duties in another order, or with one more before it,
// changes nothing: of those that the plan has, the one that stood first from the
// beginning. One whose days the plan leaves open comes after those that it dates: it
// takes no other's place that has ended.
func Progress(p *plan.Plan) (*plan.Duty, bool) {
	for _, dated := range []bool{true, false} {
		for _, s := range p.Stretches() {
			for _, was := range s.Plan.Duties {
				i := slices.IndexFunc(p.Duties, func(x plan.Duty) bool {
					return x.ID == was.ID && x.Timing == plan.Recurring && x.Subject == plan.PerArea && x.After == "" && len(x.Days) > 0 == dated
				})
				if i >= 0 {
					return &p.Duties[i], true
				}
			}
		}
	}
	return nil, false
}

// Each visits what units owe in the periods whose nominal deadline lies from
// from to to, in the plan's order and as it stood on each deadline; what the
// office itself owes is left out.
func (f Frame) Each(from, to plan.Date, visit func(*plan.Duty, plan.Period, plan.Obligation)) {
	for _, d := range f.Plan.EverDuties() {
		if d.Timing == plan.OnEvent || d.OfOffice {
			continue
		}
		for _, p := range schedules.Periods(d, f.Plan, f.Rules, f.Calendar, from, to) {
			then := f.Plan.On(p.Nominal)
			duty, ok := then.Duty(d.ID)
			if !ok {
				continue
			}
			for _, o := range then.Obligations(duty) {
				visit(&duty, p, o)
			}
		}
	}
}

// briefly is what the facts need of a brief: the rest is not even decoded, for
// a year of many units is read at once.
type briefly struct {
	Version  int           `json:"version"`
	State    reports.State `json:"state"`
	FirstAt  time.Time     `json:"firstAt"`
	Deadline time.Time     `json:"deadline"`
}

// Between returns where everything stands that units owed in the periods whose
// nominal deadline lies from from to to, for the facts: how often each was sent
// back is in it, reminders and drafts are not. It is a scan of each month's
// briefs, decisions and reviews, and a look at each report: whether it can be read.
func (f Frame) Between(r storage.Reader, from, to plan.Date, now time.Time) ([]reports.Owed, error) {
	briefs, decided, returns := map[reports.Key]*reports.Brief{}, map[reports.Key]Handling{}, map[reports.Key]int{}
	for _, month := range months(from, to) {
		if err := briefsOf(r, month, briefs); err != nil {
			return nil, err
		}
		if err := storage.EachSound(r, storage.RowHandling.OfMonth(month), "", 0, func(_ string, h Handling) error {
			decided[h.Key] = h
			return nil
		}); err != nil {
			return nil, err
		}
		if err := storage.EachSound(r, storage.RowReview.OfMonth(month), "", 0, func(_ string, v reports.Review) error {
			if v.Kind == reports.ReviewReturn {
				returns[v.Key]++
			}
			return nil
		}); err != nil {
			return nil, err
		}
	}
	var out []reports.Owed
	f.Each(from, to, func(duty *plan.Duty, p plan.Period, o plan.Obligation) {
		s := New(duty, p, o)
		s.Report, s.Returns = briefs[s.Key()], returns[s.Key()]
		if h, ok := decided[s.Key()]; ok {
			s = s.Handled(h)
		}
		out = append(out, s.At(now))
	})
	return out, nil
}

// briefsOf adds the briefs of a month's reports. A damaged one is made anew, as
// [storage.Brief] does, and of a report that cannot be read says so.
func briefsOf(r storage.Reader, month string, into map[reports.Key]*reports.Brief) error {
	var damaged []reports.Key
	if err := r.Scan(storage.RowBrief.OfMonth(month), "", 0, func(key string, val []byte) error {
		c := storage.Components(key)
		k := reports.Key{Period: c[1], Duty: c[2], Subject: c[3]}
		b, err := storage.Decode[briefly](key, val)
		if errors.Is(err, storage.ErrCorrupt) {
			damaged = append(damaged, k)
			return nil
		}
		into[k] = &reports.Brief{Key: k, Version: b.Version, State: b.State, FirstAt: b.FirstAt, Deadline: b.Deadline}
		return err
	}); err != nil {
		return err
	}
	lost, err := storage.UnreadableReports(r, storage.RowReport.OfMonth(month))
	if err != nil {
		return err
	}
	for k := range lost {
		if b := into[k]; b != nil {
			b.State = reports.Unreadable
		}
	}
	for _, k := range damaged {
		b, _, err := storage.Brief(r, k)
		if err != nil {
			return err
		}
		into[k] = &b
	}
	return nil
}

// months lists the months from one day to another, as 2026-12.
func months(from, to plan.Date) []string {
	count := func(d plan.Date) int { return d.Year*12 + int(d.Month) - 1 }
	var out []string
	for n := count(from); n <= count(to); n++ {
		out = append(out, fmt.Sprintf("%04d-%02d", n/12, n%12+1))
	}
	return out
}
