package schedules

import (
	"slices"
	"time"

	"liubao/plan"
)

// Due returns what falls due after after and up to upTo, in order.
//
// After a downtime it returns what a process that is back has to say. Of the
// reminders of one duty and period, or of one report with a deadline of its own,
// only the latest, however old: whether anything is still owed is for the caller
// to know, and [Together] makes one message of all. Every rung of the chain is
// returned, because each has other people on it, and so are previews and
// roll-ups. Digests, notices and requests for contributions only the latest, and
// none older than r.MaxAge before upTo. On the very first start after should be
// the present. A clock that jumped back (after not before upTo) makes nothing due.
//
// Nothing is due after the last day of r.Ends.
//
// A reminder that was missed may be returned after its deadline; what it says
// depends on the time at which it is sent.
func Due(p *plan.Plan, r Rules, cal Calendar, after, upTo time.Time) []Moment {
	if !after.Before(upTo) {
		return nil
	}
	f := newFrame(p, r, cal)
	after, upTo = after.In(f.loc), upTo.In(f.loc)
	if !r.Ends.IsZero() {
		if end := r.Ends.AddDays(1).At(plan.Clock{}, f.loc).Add(-time.Nanosecond); upTo.After(end) {
			upTo = end
		}
		if !after.Before(upTo) {
			return nil
		}
	}
	out := f.all(after, upTo)
	for _, m := range f.office(f.recent(after, upTo), upTo) {
		if m.At.After(after) && !m.At.After(upTo) {
			out = append(out, m)
		}
	}
	sortMoments(out)
	return f.fresh(out, upTo)
}

// all returns every moment of every duty after after and up to upTo.
func (f *frame) all(after, upTo time.Time) []Moment {
	var out []Moment
	for _, d := range f.p.EverDuties() {
		start := f.walk(d).start
		f.each(d, after, upTo, func(of plan.Period) (time.Time, time.Time, bool) {
			// The walk needs those before the start too: without them the first
			// moment of a later period may be earlier than that of the first.
			ms := f.moments(d, of)
			for _, m := range ms {
				if m.At.After(after) && !m.At.After(upTo) && !plan.DateOf(m.At).Before(start) {
					out = append(out, m)
				}
			}
			if len(ms) == 0 {
				return time.Time{}, time.Time{}, false
			}
			return ms[0].At, ms[len(ms)-1].At, true
		})
	}
	for _, own := range f.r.Own {
		for _, m := range f.ownMoments(own) {
			if m.At.After(after) && !m.At.After(upTo) {
				out = append(out, m)
			}
		}
	}
	return out
}

// each visits, once each, at least those of the duty's periods that have
// something to do between after and upTo. visit returns the first and last
// time that matter to a period; both grow from period to period except where
// a deadline was moved by hand, so the walk stops at the first period that is
// over, or has not begun, and visits the moved ones apart.
func (f *frame) each(d plan.Duty, after, upTo time.Time, visit func(plan.Period) (first, last time.Time, ok bool)) {
	w := f.walk(d)
	today := plan.DateOf(after)
	for n, ok := w.before(today); ok; n, ok = w.before(n) {
		if f.moved(d, n.String()) {
			continue
		}
		if _, last, ok := visit(f.period(d, w, n)); !ok || !last.After(after) {
			break
		}
	}
	for n, ok := w.onOrAfter(today); ok; n, ok = w.onOrAfter(n.AddDays(1)) {
		if f.moved(d, n.String()) {
			continue
		}
		if first, _, ok := visit(f.period(d, w, n)); !ok || first.After(upTo) {
			break
		}
	}
	for _, id := range f.movedPeriods(d) {
		if of, ok := f.byID(d, w, id); ok {
			visit(of)
		}
	}
}

// movedPeriods returns the ids of the duty's periods that moved, in order.
func (f *frame) movedPeriods(d plan.Duty) []string {
	var out []string
	for k := range f.r.Moved {
		if k.Duty == d.ID || d.After != "" && k.Duty == d.After {
			out = append(out, k.Period)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// recent returns the start of the stretch before upTo in which what was missed
// is still worth sending.
func (f *frame) recent(after, upTo time.Time) time.Time {
	if oldest := upTo.Add(-f.r.MaxAge); oldest.After(after) {
		return oldest
	}
	return after
}

// office returns the digests and notices around the stretch.
func (f *frame) office(after, upTo time.Time) []Moment {
	var out []Moment
	// A day earlier, because the quiet hours may move one to the next day.
	first := plan.DateOf(after).AddDays(-1)
	if first.Before(f.starts()) {
		first = f.starts()
	}
	last := plan.DateOf(upTo)
	for d := first; f.r.DigestAt != nil && !d.After(last); d = d.AddDays(1) {
		if f.cal.Workday(d) {
			at := f.awake(d.At(*f.r.DigestAt, f.loc), time.Time{}, true)
			out = append(out, Moment{Stage: StageDigest, Kind: Digest, Period: plan.Period{ID: d.String()}, At: at})
		}
	}
	for d := first; f.r.WeeklyAt != nil && !d.After(last); d = d.AddDays(1) {
		if f.beginsWeek(d) {
			at := f.awake(d.At(*f.r.WeeklyAt, f.loc), time.Time{}, true)
			out = append(out, Moment{Stage: StageWeekly, Kind: Weekly, Period: plan.Period{ID: d.String()}, At: at})
		}
	}
	for d := first; !d.After(last); d = d.AddDays(1) {
		if year, ask := f.asksHolidays(d); ask {
			at := f.awake(d.At(askHolidaysAt, f.loc), time.Time{}, true)
			id := d.String()
			out = append(out, Moment{Stage: StageHolidays, Kind: AskHolidays, Period: plan.Period{ID: id, To: plan.Date{Year: year, Month: 1, Day: 1}}, At: at})
		}
	}
	for _, x := range f.r.Extras {
		t := first.At(plan.Clock{}, f.loc).Add(-time.Second)
		for t = x.Schedule.Next(t); !t.IsZero() && !t.After(upTo); t = x.Schedule.Next(t) {
			id := t.In(f.loc).Format("2006-01-02T1504")
			at := f.awake(t.In(f.loc), time.Time{}, false)
			out = append(out, Moment{Stage: x.ID, Kind: Notice, Period: plan.Period{ID: id}, At: at})
		}
	}
	return out
}

// beginsWeek reports whether a day is the first working day of its week: Monday, or
// the day after the holidays. A week without a working day has none.
func (f *frame) beginsWeek(d plan.Date) bool {
	if !f.cal.Workday(d) {
		return false
	}
	for x := d; x.Weekday() != time.Monday; {
		x = x.AddDays(-1)
		if f.cal.Workday(x) {
			return false
		}
	}
	return true
}

// askHolidaysAt is when the office is asked for a year's holidays.
var askHolidaysAt = plan.Clock{Hour: 9, Minute: 30}

// asksHolidays reports whether the office is asked on a day for the holidays of
// the next year: from 1 November on while they are unknown, on the first working
// day of each half of a month.
func (f *frame) asksHolidays(d plan.Date) (year int, ask bool) {
	year, unknown := UnknownYear(f.cal, d)
	if !unknown || year == d.Year || !f.cal.Workday(d) || !f.r.Ends.IsZero() && f.r.Ends.Year < year {
		return year, false
	}
	half := plan.Date{Year: d.Year, Month: d.Month, Day: 1}
	if d.Day >= 16 {
		half.Day = 16
	}
	return year, nextWorkday(f.cal, half, 1) == d
}

// fresh applies the rule for downtime to moments in order.
func (f *frame) fresh(ms []Moment, upTo time.Time) []Moment {
	oldest := upTo.Add(-f.r.MaxAge)
	latest := map[string]bool{}
	var out []Moment
	for _, m := range slices.Backward(ms) {
		if one := topic(m); one != "" {
			if latest[one] || m.At.Before(oldest) && !owed(m) {
				continue
			}
			latest[one] = true
		}
		out = append(out, m)
	}
	slices.Reverse(out)
	return out
}

// owed reports whether the moment is about a report that may still be owed, so
// that it does not expire.
func owed(m Moment) bool { return m.Kind == Remind || m.Kind == Nag || m.Kind == Escalate }

// topic returns what only the latest moment of is worth sending: reminders and
// nags of one duty and period, contributions of the same, digests, notices of
// one cron line. It is "" where each is.
func topic(m Moment) string {
	switch m.Kind {
	case Digest:
		return "digest"
	case Weekly:
		return "weekly"
	case AskHolidays:
		return "holidays"
	case Notice:
		return "notice/" + m.Stage
	case Contribution:
		return "contribution/" + m.Duty + "/" + m.Period.ID
	case Remind, Nag:
		return "remind/" + m.Duty + "/" + m.Period.ID + "/" + m.Subject
	}
	return ""
}
