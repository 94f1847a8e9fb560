// Package standing says where a report stands: one noun, [Standing], for every
// screen, reminder and paper.
//
// Promises: what is returned is not reported; what cannot be read is neither
// reported nor missing; what is excused is neither owed nor overdue; nobody is
// missing before their own deadline, an extension included; reminders are counted
// for each report and not for a unit. The package reads rows and decides from them
// and the time it is given; it keeps nothing, writes only the rows that are its own,
// and never asks for the time.
package standing

import (
	"time"

	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
)

// Standing is one report that somebody owes, with all that is known of it.
// [Standing.At] is what it comes to at a moment.
type Standing struct {
	plan.Obligation
	TheDuty  *plan.Duty
	Period   plan.Period         // its Deadline is the report's own: extended, held, or everybody's
	Common   time.Time           // the deadline of everybody
	Report   *reports.Brief      // submitted, nil for never
	Draft    *reports.DraftBrief // begun, nil for not
	Handling Handling            // what was promised and decided about it
	Reminded Reminded
	Returns  int // how often it was sent back; set by [Frame.Between] and [Returns] alone
}

// New is a report of which nothing is known yet.
func New(duty *plan.Duty, p plan.Period, o plan.Obligation) Standing {
	s := Standing{Obligation: o, TheDuty: duty, Period: p, Common: p.Deadline}
	s.Handling = Handling{V: 1, Key: s.Key()}
	return s
}

// Handled returns the standing with what was promised and decided.
func (s Standing) Handled(h Handling) Standing {
	s.Handling = h
	s.Period.Deadline = h.Deadline(s.Period)
	return s
}

// Key names the report.
func (s Standing) Key() reports.Key {
	return reports.Key{Period: s.Period.ID, Duty: s.Obligation.Duty, Subject: s.Subject}
}

// Reported reports whether the report is in: submitted, not sent back, and to be read.
func (s Standing) Reported() bool {
	return s.Report != nil && s.Report.State != reports.Returned && !s.Unreadable()
}

// Unreadable reports whether the report came and its row is damaged. Its unit has
// done what was asked, and whoever runs the bot has something to mend.
func (s Standing) Unreadable() bool { return s.Report != nil && s.Report.State == reports.Unreadable }

// Returned reports whether the office waits for a correction.
func (s Standing) Returned() bool {
	return s.Report != nil && s.Report.State == reports.Returned && !s.Excused()
}

// Unsigned reports whether the report is in and waits for the head of its unit.
func (s Standing) Unsigned() bool { return s.Report != nil && s.Report.State == reports.AwaitsSign }

// Excused reports whether the office let the unit off: before it reported, or
// from the correction that was asked for.
func (s Standing) Excused() bool {
	x, back := s.Handling.Excused, s.Handling.Returned
	return x != nil && !s.Reported() && !s.Unreadable() && (s.Report == nil || back == nil || x.At.After(back.At))
}

// Settled reports whether nothing more is asked of the unit: reported, excused, or
// not to be read through no fault of the unit's.
func (s Standing) Settled() bool { return s.Reported() || s.Excused() || s.Unreadable() }

// Held reports whether the report was left out of its period's extension.
func (s Standing) Held() bool { return s.Handling.Held != nil && s.Handling.Extended == nil }

// Deadline is the report's own: the period's, or what the office decided for
// this one; of a report that is in, as it was then.
func (s Standing) Deadline() time.Time {
	if (s.Reported() || s.Unreadable()) && !s.Report.Deadline.IsZero() {
		return s.Report.Deadline
	}
	return s.Period.Deadline
}

// Due is when the report, or its correction, is due.
func (s Standing) Due() time.Time {
	if s.Returned() && s.Handling.Returned != nil {
		return s.Handling.Returned.Until
	}
	return s.Deadline()
}

// Overdue reports whether the report, or its correction, is owed and its time
// is over. At the very moment of its deadline it is: roll-ups are made then.
func (s Standing) Overdue(now time.Time) bool { return !s.Settled() && !now.Before(s.Due()) }

// Peace reports whether nobody is to be reminded of the report at a time.
func (s Standing) Peace(now time.Time) bool {
	return s.Settled() || s.Handling.Muted != nil || s.Handling.Promised(now)
}

// Climbs reports whether a report goes up to a tier now: overdue, not settled,
// not muted, nothing promised, and nobody there has heard of it.
func (s Standing) Climbs(to schedules.Tier, now time.Time) bool {
	return s.Overdue(now) && !s.Peace(now) && s.Handling.Below(to)
}

// LateBy returns by how much the first version missed its deadline, 0 where it
// did not or never came.
func (s Standing) LateBy() time.Duration {
	switch {
	case s.Report == nil:
		return 0
	case s.Report.Deadline.IsZero():
		return max(0, s.Report.FirstAt.Sub(s.Period.Deadline))
	}
	return s.Report.Late()
}

// Stand returns where the report stands at a time.
func (s Standing) Stand(now time.Time) reports.Stand {
	switch {
	case s.Unreadable():
		return reports.Damaged
	case s.Excused():
		return reports.Excused
	case s.Returned():
		return reports.SentBack
	case s.Reported() && s.LateBy() > 0:
		return reports.Late
	case s.Reported():
		return reports.OnTime
	case s.Overdue(now):
		return reports.Missing
	}
	return reports.NotDue
}

// Reminders returns how often somebody was reminded of the report before it
// came in.
func (s Standing) Reminders() int {
	if s.Reminded.V < 2 && s.Report != nil && !s.Reminded.Last.Before(s.Report.FirstAt) {
		return 0 // counted for the unit, and the last at least was about another area
	}
	return s.Reminded.N
}

// At returns what the standing comes to at a time, for screens and papers.
func (s Standing) At(now time.Time) reports.Owed {
	o := reports.Owed{Key: s.Key(), Unit: s.Unit, Stand: s.Stand(now), Overdue: s.Overdue(now), Due: s.Due(),
		LateBy: s.LateBy(), Unsigned: s.Unsigned(), Reminded: s.Reminders(), Returns: s.Returns}
	if s.Report != nil {
		o.FirstAt = s.Report.FirstAt
	}
	if s.Reported() {
		o.Tasks = s.Report.Tasks
	}
	return o
}

// At returns what the standings come to at a time, in their order.
func At(all []Standing, now time.Time) []reports.Owed {
	out := make([]reports.Owed, len(all))
	for i, s := range all {
		out[i] = s.At(now)
	}
	return out
}
