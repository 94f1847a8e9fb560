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
	p   *plan.Plan
	r   Rules
	cal Calendar
	loc *time.Location
}

func newFrame(p *plan.Plan, r Rules, cal Calendar) *frame {
	return &frame{p: p, r: r, cal: cal, loc: p.Location()}
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
// plan starts, nor after the date of a once-duty.
func Current(d plan.Duty, p *plan.Plan, r Rules, cal Calendar, day plan.Date) (plan.Period, bool) {
	f := newFrame(p, r, cal)
	w := f.walk(d)
	n, ok := w.onOrAfter(day)
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

// Next returns the period after the given one.
func Next(d plan.Duty, p *plan.Plan, r Rules, cal Calendar, of plan.Period) (plan.Period, bool) {
	f := newFrame(p, r, cal)
	w := f.walk(d)
	n, ok := w.onOrAfter(of.Nominal.AddDays(1))
	if !ok {
		return plan.Period{}, false
	}
	return f.period(d, w, n), true
}

// CapPeriod returns the period in which a person's unasked messages are counted
// on a day, whatever they are about: that of the plan's first recurring duty.
func CapPeriod(p *plan.Plan, r Rules, cal Calendar, day plan.Date) (plan.Period, bool) {
	i := slices.IndexFunc(p.Duties, func(d plan.Duty) bool { return d.Timing == plan.Recurring && d.After == "" })
	if i < 0 {
		return plan.Period{}, false
	}
	return Current(p.Duties[i], p, r, cal, day)
}

// ByID returns the duty's period with the id.
func ByID(d plan.Duty, p *plan.Plan, r Rules, cal Calendar, id string) (plan.Period, bool) {
	f := newFrame(p, r, cal)
	return f.byID(d, f.walk(d), id)
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
	for _, d := range p.Duties {
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
	if w.once && w.date.At(plan.Clock{}, f.loc).After(horizon) {
		horizon = w.date.At(plan.Clock{}, f.loc)
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
	next, ok := w.onOrAfter(n.AddDays(1))
	p := plan.Period{ID: n.String(), Duty: d.ID, From: from, To: n, Nominal: n, Last: !ok || next.Year != n.Year}
	if first, last, month := d.Covered(n, len(w.days)); month {
		p.From, p.To = first, last
	}
	p.Deadline = f.deadline(d, p.ID, n)
	return p
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
	if d.After != "" {
		first := f.deadline(f.base(d), id, n)
		return AddWorkdays(f.cal, plan.DateOf(first), 1).At(f.p.Deadline, f.loc)
	}
	switch f.r.DeadlineOnHoliday {
	case NextDay:
		n = nextWorkday(f.cal, n, 1)
	case PreviousDay:
		n = nextWorkday(f.cal, n, -1)
	}
	return n.At(f.p.Deadline, f.loc)
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
func (f *frame) base(d plan.Duty) plan.Duty {
	if b, ok := f.p.Duty(d.After); ok && d.After != "" {
		b.After = "" // a loaded plan has no chains; this keeps a made-up one from looping
		return b
	}
	d.After = ""
	return d
}

// walk steps through a duty's nominal deadlines.
type walk struct {
	start plan.Date // nothing is owed on an earlier day
	days  []int     // of a recurring duty, ascending
	once  bool
	date  plan.Date // of a once-duty, zero while 未定
}

func (f *frame) walk(d plan.Duty) walk {
	b := f.base(d)
	w := walk{start: f.p.Starts, once: b.Timing == plan.Once}
	for _, id := range []string{b.ID, d.ID} {
		if s, ok := f.r.DutySince[id]; ok && s.After(w.start) {
			w.start = s
		}
	}
	switch b.Timing {
	case plan.Recurring:
		w.days = b.Days
		if days, ok := f.r.DutyDays[b.ID]; ok {
			w.days = slices.Sorted(slices.Values(days))
		}
	case plan.Once:
		w.date = b.Date
		if date, ok := f.r.DutyDates[b.ID]; ok {
			w.date = date
		}
	}
	return w
}

// onOrAfter returns the first nominal deadline on day or later, none of them
// before the start.
func (w walk) onOrAfter(day plan.Date) (plan.Date, bool) {
	if day.Before(w.start) {
		day = w.start
	}
	if len(w.days) == 0 {
		return w.date, w.once && !w.date.IsZero() && !w.date.Before(day)
	}
	y, m := day.Year, day.Month
	for {
		for _, n := range w.days {
			if d := plan.MonthDay(y, m, n); !d.Before(day) {
				return d, true
			}
		}
		if m++; m > time.December {
			y, m = y+1, time.January
		}
	}
}

// before returns the last nominal deadline earlier than day.
func (w walk) before(day plan.Date) (plan.Date, bool) {
	if len(w.days) == 0 {
		ok := w.once && !w.date.IsZero() && w.date.Before(day)
		return w.date, ok && !w.date.Before(w.start)
	}
	y, m := day.Year, day.Month
	for {
		for _, n := range slices.Backward(w.days) {
			if d := plan.MonthDay(y, m, n); d.Before(day) {
				return d, !d.Before(w.start)
			}
		}
		if m--; m < time.January {
			y, m = y-1, time.December
		}
	}
}
