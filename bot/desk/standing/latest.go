package standing

import (
	"time"

	"liubao/plan"
	"liubao/schedules"
	"liubao/storage"
)

// latestBack is how many periods before the present one are looked through for the
// newest report on a subject and the newest value of an indicator: a quarter of
// half-months, for some are asked no oftener.
const latestBack = 6

// newest is the newest that is known about a subject.
type newest struct {
	Standing
	want   int // indicators of its area
	seen   map[string]bool
	values []Pace // of each indicator the newest value
}

func (x *newest) complete() bool { return x.Reported() && len(x.seen) >= x.want }

// take takes in what an earlier period knew and no later one did. What adds up over a
// year begins anew with it.
func (x *newest) take(r storage.Reader, p, then planned, s Standing, now plan.Period) error {
	if s.Reported() && !x.Reported() {
		x.Standing = s
	}
	values, err := indicatorPaces(r, then, s)
	for _, v := range values {
		i, _ := p.Indicator(v.Indicator)
		if !x.seen[v.Indicator] && (!i.Yearly || s.Period.Nominal.Year == now.Nominal.Year) {
			x.values = append(x.values, v)
		}
		x.seen[v.Indicator] = true
	}
	return err
}

// newest returns the newest that is known about each subject of the progress duty.
func (f Frame) newest(r storage.Reader, now time.Time) ([]*newest, error) {
	duty, ok := Progress(f.Plan)
	if !ok {
		return nil, nil
	}
	cur, ok := schedules.Current(*duty, f.Plan, f.Rules, f.Calendar, plan.DateOf(now.In(f.Plan.Location())))
	if !ok {
		return nil, nil
	}
	var out []*newest
	by, plans := map[string]*newest{}, lookups{}
	today := plans.of(f.Plan)
	for p, back := cur, 0; ok && back <= latestBack; back++ {
		rows, err := f.wanted(r, duty.ID, p, by)
		if err != nil {
			return nil, err
		}
		then := plans.of(f.Plan.On(p.Nominal))
		for _, s := range rows {
			x := by[s.Subject]
			if x == nil && back == 0 {
				x = &newest{Standing: s, seen: map[string]bool{}, want: today.ofArea[s.Subject]}
				by[s.Subject], out = x, append(out, x)
			}
			if x == nil { // it is no more
				continue
			}
			if err := x.take(r, today, then, s, cur); err != nil {
				return nil, err
			}
		}
		if incomplete(by) == 0 {
			break
		}
		p, ok = schedules.Previous(*duty, f.Plan, f.Rules, f.Calendar, p)
	}
	return out, nil
}

// wanted returns where the subjects stood in a period of which not everything is known:
// all of them where by is empty. A few are read one by one, for a report that nobody
// has written for months, or an indicator asked once a year, must not read everybody's again.
func (f Frame) wanted(r storage.Reader, duty string, of plan.Period, by map[string]*newest) ([]Standing, error) {
	if n := incomplete(by); len(by) == 0 || n > len(by)/8 {
		return In(r, f.Plan, duty, of)
	}
	then := f.Plan.On(of.Nominal)
	d, ok := then.Duty(duty)
	if !ok {
		return nil, nil
	}
	var out []Standing
	for _, o := range then.Obligations(d) {
		if x := by[o.Subject]; x == nil || x.complete() {
			continue
		}
		s, err := One(r, &d, of, o)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

func incomplete(by map[string]*newest) (n int) {
	for _, x := range by {
		if !x.complete() {
			n++
		}
	}
	return n
}

// Latest returns where each report of the progress duty stands at a time: of the
// present period where it is in, otherwise of the newest one in which it is. What a
// unit said before it missed a period still stands.
func (f Frame) Latest(r storage.Reader, now time.Time) ([]Standing, error) {
	all, err := f.newest(r, now)
	out := make([]Standing, len(all))
	for i, x := range all {
		out[i] = x.Standing
	}
	return out, err
}

// PacesNow returns how everything stands by the calendar at a time, by area in the
// plan's order: each indicator by the newest value that is known of it.
func (f Frame) PacesNow(r storage.Reader, now time.Time) ([]Pace, error) {
	all, err := f.newest(r, now)
	if err != nil {
		return nil, err
	}
	if r, err = readAhead(r, storage.RowStepDone.Prefix(), storage.RowSlipReason.Prefix()); err != nil {
		return nil, err
	}
	var out []Pace
	plans := lookups{}
	for _, x := range all {
		tasks, err := taskPaces(r, plans.of(f.Plan.On(x.Period.Nominal)), x.Standing, plan.DateOf(now.In(f.Plan.Location())))
		if err != nil {
			return nil, err
		}
		out = append(append(out, x.values...), tasks...)
	}
	return said(r, out)
}
