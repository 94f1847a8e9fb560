package schedules

import (
	"cmp"
	"slices"
	"time"

	"liubao/plan"
)

func compare[T cmp.Ordered](a, b T) int { return cmp.Compare(a, b) }

// frame is what every computation needs.
type frame struct {
	p    *plan.Plan
	r    Rules
	cal  Calendar
	loc  *time.Location
	over []plan.Stretch // the plan over time
}

func newFrame(p *plan.Plan, r Rules, cal Calendar) *frame {
	return &frame{p: p, r: r, cal: cal, loc: p.Location(), over: p.Stretches()}
}

// everDuty returns the duty as the plan has it, or had it on other days.
func everDuty(p *plan.Plan, id string) (plan.Duty, bool) {
	if d, ok := p.Duty(id); ok {
		return d, true
	}
	all := p.EverDuties()
	i := slices.IndexFunc(all, func(d plan.Duty) bool { return d.ID == id })
	if i < 0 {
		return plan.Duty{}, false
	}
	return all[i], true
}

// Periods returns the duty's periods whose nominal deadline lies from from to
// to, both included, in order. A duty on event, or one that is still 未定, has
// none. A once-duty has one. A duty that follows another has that one's.
func Periods(d plan.Duty, p *plan.Plan, r Rules, cal Calendar, from, to plan.Date) []plan.Period {
	f := newFrame(p, r, cal)
	w := f.walk(d)
	var out []plan.Period
	for n, ok := w.onOrAfter(from); ok && !n.After(to); n, ok = w.onOrAfter(n.AddDays(1)) {
		out = append(out, f.period(d, w, n))
	}
	return out
}

// Current returns the period that the day belongs to: its From is not after
// the day and its nominal deadline not before it. There is none before the
// plan starts, nor after the date of a once-duty. Where a recurring duty has come
// to its end (see [Rules.Ends]) it is the last one.
func Current(d plan.Duty, p *plan.Plan, r Rules, cal Calendar, day plan.Date) (plan.Period, bool) {
	f := newFrame(p, r, cal)
	w := f.walk(d)
	n, ok := w.onOrAfter(day)
	if !ok && !w.end.IsZero() && d.Timing == plan.Recurring {
		n, ok = w.before(day)
	}
	if !ok || day.Before(w.start) {
		return plan.Period{}, false
	}
	return f.period(d, w, n), true
}

// Previous returns the period before the given one.
func Previous(d plan.Duty, p *plan.Plan, r Rules, cal Calendar, of plan.Period) (plan.Period, bool) {
	f := newFrame(p, r, cal)
	w := f.walk(d)
	n, ok := w.before(of.Nominal)
	if !ok {
		return plan.Period{}, false
	}
	return f.period(d, w, n), true
}

// CapPeriod returns the period in which a person's unasked messages are counted
// on a day, whatever they are about: that of the plan's first recurring duty which
// has one. First is which stood so from the beginning: a plan applied with its duties
// in another order must not begin the count anew.
func CapPeriod(p *plan.Plan, r Rules, cal Calendar, day plan.Date) (plan.Period, bool) {
	for _, s := range p.Stretches() {
		for _, d := range s.Plan.Duties {
			if d.Timing != plan.Recurring || d.After != "" {
				continue
			}
			if of, ok := Current(d, p, r, cal, day); ok {
				return of, true
			}
		}
	}
	return plan.Period{}, false
}

// ByID returns the duty's period with the id, also where it lies after the end
// (see [Rules.Ends]) and is owed by nobody.
func ByID(d plan.Duty, p *plan.Plan, r Rules, cal Calendar, id string) (plan.Period, bool) {
	f := newFrame(p, r, cal)
	return f.byID(d, f.walk(d).endless(), id)
}

func (f *frame) byID(d plan.Duty, w walk, id string) (plan.Period, bool) {
	day, err := plan.ParseDate(id)
	if err != nil {
		return plan.Period{}, false
	}
	if n, ok := w.onOrAfter(day); !ok || n != day {
		return plan.Period{}, false
	}
	return f.period(d, w, day), true
}

// Upcoming returns the next n periods of all duties whose deadline is after
// from, earliest deadline first.
func Upcoming(p *plan.Plan, r Rules, cal Calendar, from time.Time, n int) []plan.Period {
	f := newFrame(p, r, cal)
	var out []plan.Period
	for _, d := range p.EverDuties() {
		out = append(out, f.deadlines(d, from, n)...)
	}
	slices.SortStableFunc(out, func(a, b plan.Period) int { return a.Deadline.Compare(b.Deadline) })
	return out[:min(max(n, 0), len(out))]
}

// deadlines returns at least the next n periods of the duty whose deadline is
// after from, if there are so many.
func (f *frame) deadlines(d plan.Duty, from time.Time, n int) []plan.Period {
	w := f.walk(d)
	horizon := from
	if s := w.start.At(plan.Clock{}, f.loc); s.After(from) {
		horizon = s
	}
	for _, p := range w.parts {
		if d := p.date.At(plan.Clock{}, f.loc); !p.date.IsZero() && d.After(horizon) {
			horizon = d
		}
	}
	// Every recurring duty has a deadline each month; two more make up for
	// those that moved away.
	horizon = horizon.AddDate(0, n+2, 0)
	var out []plan.Period
	f.each(d, from, horizon, func(p plan.Period) (time.Time, time.Time, bool) {
		if p.Deadline.After(from) {
			out = append(out, p)
		}
		return p.Deadline, p.Deadline, true
	})
	return out
}

// period returns the duty's period that ends on the nominal day n.
func (f *frame) period(d plan.Duty, w walk, n plan.Date) plan.Period {
	from := w.start
	if prev, ok := w.before(n); ok {
		from = prev.AddDays(1)
	}
	next, ok := w.endless().onOrAfter(n.AddDays(1))
	p := plan.Period{ID: n.String(), Duty: d.ID, From: from, To: n, Nominal: n, Last: !ok || next.Year != n.Year}
	d = f.dutyOn(d, n)
	if first, last, month := d.Covered(n, len(w.daysOn(n))); month {
		p.From, p.To = first, last
	}
	p.Deadline = f.deadline(d, p.ID, n)
	return p
}

// dutyOn returns the duty as it stands, or stood, on a day.
func (f *frame) dutyOn(d plan.Duty, n plan.Date) plan.Duty {
	if f.p.History() == nil {
		return d
	}
	if then, ok := f.p.On(n).Duty(d.ID); ok {
		return then
	}
	return d
}

// deadline returns when the period's report is due. A duty that follows
// another is due by the end of the next working day: the notice only says
// 及时, and a report cannot be rolled up before it is owed.
func (f *frame) deadline(d plan.Duty, id string, n plan.Date) time.Time {
	if len(f.r.Moved) > 0 {
		if t, ok := f.r.Moved[PeriodKey{id, d.ID}]; ok {
			return t.In(f.loc)
		}
	}
	then := f.p.On(n)
	if d.After != "" {
		first := f.deadline(base(then, d), id, n)
		return AddWorkdays(f.cal, plan.DateOf(first), 1).At(then.Deadline, f.loc)
	}
	switch f.r.DeadlineOnHoliday {
	case NextDay:
		n = nextWorkday(f.cal, n, 1)
	case PreviousDay:
		n = nextWorkday(f.cal, n, -1)
	}
	return n.At(then.Deadline, f.loc)
}

// moved reports whether the period's deadline, or the one it follows, was
// moved by hand.
func (f *frame) moved(d plan.Duty, id string) bool {
	if len(f.r.Moved) == 0 {
		return false
	}
	_, own := f.r.Moved[PeriodKey{id, d.ID}]
	_, base := f.r.Moved[PeriodKey{id, d.After}]
	return own || base
}

// base returns the duty whose periods d has: d itself unless it follows one.
func base(p *plan.Plan, d plan.Duty) plan.Duty {
	if b, ok := p.Duty(d.After); ok && d.After != "" {
		b.After = "" // a loaded plan has no chains; this keeps a made-up one from looping
		return b
	}
	d.After = ""
	return d
}
