package schedules

import (
	"slices"
	"time"

	"liubao/plan"
)

// A duty's nominal deadlines are not one rhythm for ever: a version of the plan
// gives it other days, the director sets them in the chat, it begins or ends.
// The walk goes through stretches of days, each with a rhythm of its own, so that
// what was owed in a stretch that is over stays what it was.

// walk steps through a duty's nominal deadlines.
type walk struct {
	start plan.Date // nothing is owed on an earlier day
	end   plan.Date // nor on a later one; zero for no end
	parts []part    // in order, without overlap
}

// part is a stretch of days with one rhythm.
type part struct {
	from, to plan.Date // the first day, and the first one after it; zero: without end
	days     []int     // of a recurring duty, ascending
	date     plan.Date // of a once-duty, zero while 未定
}

func (f *frame) walk(d plan.Duty) walk {
	w := walk{start: f.starts(), end: f.r.Ends}
	for i, s := range f.over {
		then, ok := d, true
		if len(f.over) > 1 {
			then, ok = s.Plan.Duty(d.ID)
		}
		if !ok {
			continue
		}
		if len(w.parts) == 0 && i > 0 && s.From.After(w.start) {
			w.start = s.From // a duty that a version adds owes nothing before it
		}
		w.parts = append(w.parts, f.parts(s, base(s.Plan, then))...)
	}
	for _, id := range []string{base(f.p, d).ID, d.ID} {
		if s, ok := f.r.DutySince[id]; ok && s.After(w.start) {
			w.start = s
		}
	}
	return w
}

// endless is the walk as if the plan went on. A period that nobody owes any more
// keeps its name and its days, and what was written for it can still be found.
func (w walk) endless() walk {
	w.end = plan.Date{}
	return w
}

// starts returns the day before which nothing is owed: the first version says it.
func (f *frame) starts() plan.Date { return f.over[0].Plan.Starts }

// parts returns the rhythm of a duty that follows no other within one stretch:
// one part, and before it one for each time that the director set other days.
func (f *frame) parts(s plan.Stretch, b plan.Duty) []part {
	if b.Timing == plan.Once {
		date := b.Date
		if set, ok := f.r.DutyDates[b.ID]; ok {
			date = set
		}
		return []part{{from: s.From, to: s.To, date: date}}
	}
	if b.Timing != plan.Recurring {
		return nil
	}
	var out []part
	from := s.From
	for _, was := range f.r.DaysUntil[b.ID] {
		if !from.Before(was.Until) {
			continue
		}
		if !s.To.IsZero() && !was.Until.Before(s.To) {
			return append(out, part{from: from, to: s.To, days: sorted(was.Days)})
		}
		out = append(out, part{from: from, to: was.Until, days: sorted(was.Days)})
		from = was.Until
	}
	days := b.Days
	if set, ok := f.r.DutyDays[b.ID]; ok {
		days = sorted(set)
	}
	return append(out, part{from: from, to: s.To, days: days})
}

func sorted(days []int) []int { return slices.Sorted(slices.Values(days)) }

// daysOn returns the days of the month that the duty has on a day.
func (w walk) daysOn(d plan.Date) []int {
	for _, p := range w.parts {
		if !d.Before(p.from) && (p.to.IsZero() || d.Before(p.to)) {
			return p.days
		}
	}
	return nil
}

// onOrAfter returns the first nominal deadline on day or later, none of them
// before the start.
func (w walk) onOrAfter(day plan.Date) (plan.Date, bool) {
	if day.Before(w.start) {
		day = w.start
	}
	for _, p := range w.parts {
		if !p.to.IsZero() && !day.Before(p.to) {
			continue
		}
		if day.Before(p.from) {
			day = p.from
		}
		if n, ok := p.onOrAfter(day); ok && (p.to.IsZero() || n.Before(p.to)) {
			return n, w.end.IsZero() || !n.After(w.end)
		}
	}
	return plan.Date{}, false
}

// before returns the last nominal deadline earlier than day.
func (w walk) before(day plan.Date) (plan.Date, bool) {
	if !w.end.IsZero() && day.After(w.end) {
		day = w.end.AddDays(1)
	}
	for _, p := range slices.Backward(w.parts) {
		upTo := day
		if !p.to.IsZero() && p.to.Before(upTo) {
			upTo = p.to
		}
		if n, ok := p.before(upTo); ok && !n.Before(p.from) {
			return n, !n.Before(w.start)
		}
	}
	return plan.Date{}, false
}

func (p part) onOrAfter(day plan.Date) (plan.Date, bool) {
	if len(p.days) == 0 {
		return p.date, !p.date.IsZero() && !p.date.Before(day)
	}
	y, m := day.Year, day.Month
	for {
		for _, n := range p.days {
			if d := plan.MonthDay(y, m, n); !d.Before(day) {
				return d, true
			}
		}
		if m++; m > time.December {
			y, m = y+1, time.January
		}
	}
}

func (p part) before(day plan.Date) (plan.Date, bool) {
	if len(p.days) == 0 {
		return p.date, !p.date.IsZero() && p.date.Before(day)
	}
	y, m := day.Year, day.Month
	for {
		for _, n := range slices.Backward(p.days) {
			if d := plan.MonthDay(y, m, n); d.Before(day) {
				return d, true
			}
		}
		if m--; m < time.January {
			y, m = y-1, time.December
		}
	}
}
