package desk

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"liubao/bot/desk/reporttext"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// Who owes what, and which periods matter now. Where a report stands is package
// standing's to say.

// Obligation is [Desk.Obligation] for what has begun: nobody can report for a
// period whose first day has not come, whatever a button says.
func (t *Turn) Obligation(k reports.Key) (plan.Duty, plan.Obligation, plan.Period, bool) {
	duty, o, p, ok := t.Desk.Obligation(k)
	return duty, o, p, ok && t.Begun(p)
}

// Period is [Desk.Period] for what has begun, as [Turn.Obligation] is: what is to
// come is named by no card, and a button that names it is forged.
func (t *Turn) Period(duty plan.Duty, id string) (plan.Period, bool) {
	p, ok := t.Desk.Period(duty, id)
	return p, ok && t.Begun(p)
}

// Begun reports whether a period's first day has come.
func (t *Turn) Begun(p plan.Period) bool { return !plan.DateOf(t.Now.In(t.Loc)).Before(p.From) }

// StandingAt reads where the report with the key stands.
func (t *Turn) StandingAt(k reports.Key) (standing.Standing, bool, error) {
	duty, o, p, ok := t.Obligation(k)
	if !ok {
		return standing.Standing{}, false, nil
	}
	x, err := standing.One(t.Tx, &duty, p, o)
	return x, err == nil, err
}

// Choose returns the report to open: the one at hand where it is owed, else the
// first that is.
func Choose(owed []standing.Standing, at reports.Key) reports.Key {
	var first reports.Key
	for _, x := range owed {
		if x.Key() == at && !x.Settled() {
			return at
		}
		if first == (reports.Key{}) && !x.Settled() {
			first = x.Key()
		}
	}
	if first == (reports.Key{}) && len(owed) > 0 {
		return owed[len(owed)-1].Key()
	}
	return first
}

// OwedBy returns what a person may write now: overdue reports first, then the
// present period's, submitted ones included.
func (d *Desk) OwedBy(r storage.Reader, p reports.Person, now time.Time) ([]standing.Standing, error) {
	return d.OwedByBut(r, p, now, reports.Key{})
}

// OwedByBut is OwedBy without the report that the key names, which is not read.
func (d *Desk) OwedByBut(r storage.Reader, p reports.Person, now time.Time, but reports.Key) ([]standing.Standing, error) {
	if d.Closed(now) {
		return nil, nil
	}
	var out []standing.Standing
	ever := d.Plan.EverDuties()
	for n := range ever {
		duty, ended := &ever[n], n >= len(d.Plan.Duties)
		if duty.Timing == plan.OnEvent || !staff.WritesFor(p, *duty) {
			continue
		}
		periods := d.PeriodsOpen(*duty, now)
		for i := range periods {
			older := ended || i < len(periods)-2
			for _, o := range d.ObligationsIn(*duty, periods[i]) {
				if !staff.Writes(p, *duty, d.Acting(o)) {
					continue
				}
				k := reports.Key{Period: periods[i].ID, Duty: o.Duty, Subject: o.Subject}
				if k == but {
					continue
				}
				if older { // most of it is in, and one read says so
					b, in, err := storage.Brief(r, k)
					if err != nil {
						return nil, err
					}
					if in && b.State != reports.Returned {
						continue
					}
				}
				x, err := standing.One(r, duty, periods[i], o)
				if err != nil {
					return nil, err
				}
				if (older || duty.Timing == plan.Once && now.After(x.Period.Deadline)) && x.Settled() {
					continue // done with
				}
				if i == len(periods)-1 || !x.Reported() {
					out = append(out, x)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b standing.Standing) int {
		return cmp.Or(a.Period.Deadline.Compare(b.Period.Deadline))
	})
	return out, nil
}

// ReportBefore returns the newest report on the subject before the period. One that
// cannot be read is passed over: it is no reason not to write the next.
func (t *Turn) ReportBefore(k reports.Key, duty plan.Duty, p plan.Period) (reports.Report, bool, error) {
	if prev, ok := t.PreviousPeriod(duty, p); ok {
		r, ok, err := storage.SoundReport(t.Tx, reports.Key{Period: prev.ID, Duty: k.Duty, Subject: k.Subject})
		if err != nil || ok {
			return r, ok, err
		}
	}
	latest, ok, err := storage.GetSound[string](t.Tx, storage.RowLatest.Key(k.Duty, k.Subject))
	if err != nil || !ok || latest >= k.Period {
		return reports.Report{}, false, err
	}
	return storage.SoundReport(t.Tx, reports.Key{Period: latest, Duty: k.Duty, Subject: k.Subject})
}

// OwedText lists what a unit owes and when.
func (t *Turn) OwedText(owed []standing.Standing) reports.Text {
	var x reports.Text
	if len(owed) == 0 {
		return x.Line(TextNothingOwed)
	}
	x = x.Line(textYourUnitOwes)
	for _, o := range owed {
		state := reporttext.State(o, t.Now)
		if o.Unreadable() {
			state = reporttext.AskOffice
		}
		x = x.Line(fmt.Sprintf("· %s：%s，%s", t.ReportName(o.Key()),
			fmt.Sprintf(TextDueBy, t.TimeText(o.Period.Deadline)), state))
	}
	return x
}
