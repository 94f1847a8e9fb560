package desk

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// Who owes what, and which periods matter now. Where a report stands is package
// standing's to say.

// StandingAt reads where the report with the key stands.
func (t *Turn) StandingAt(k reports.Key) (standing.Standing, bool, error) {
	duty, o, p, ok := t.Obligation(k)
	if !ok {
		return standing.Standing{}, false, nil
	}
	x, err := standing.One(t.Tx, &duty, p, o)
	return x, err == nil, err
}

// Standings returns where everything stands that a duty makes its owners owe for
// a period, by the plan as it stood then.
func (d *Desk) Standings(r storage.Reader, duty plan.Duty, p plan.Period) ([]standing.Standing, error) {
	return standing.In(r, d.Plan, duty.ID, p)
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

// Owes reports whether the person is the one to remind of an obligation: its
// unit's contacts, or the office for what the office itself owes.
func Owes(p reports.Person, duty plan.Duty, o plan.Obligation) bool {
	return Writes(p, duty, o) && (duty.OfOffice || p.Has(reports.Contact, reports.Deputy))
}

// PeriodsAt returns the periods of a duty that matter at a time: the one before
// the present one, whose reports may be late, and the present one.
func (d *Desk) PeriodsAt(duty plan.Duty, now time.Time) []plan.Period {
	if duty.Timing == plan.Once { // owed until it is in, however long ago it was due
		if p, ok := d.OnlyPeriod(duty); ok && !now.Before(p.From.At(plan.Clock{}, d.Loc)) {
			return []plan.Period{p}
		}
		return nil
	}
	today := plan.DateOf(now.In(d.Loc))
	cur, ok := d.currentPeriod(duty, today)
	if !ok {
		return nil
	}
	if prev, ok := d.previousPeriod(duty, cur); ok {
		return []plan.Period{prev, cur}
	}
	return []plan.Period{cur}
}

// PeriodAt returns the period that reports are about at a time: the present one.
func (d *Desk) PeriodAt(duty plan.Duty, now time.Time) (plan.Period, bool) {
	ps := d.PeriodsAt(duty, now)
	if len(ps) == 0 {
		return plan.Period{}, false
	}
	return ps[len(ps)-1], true
}

// Progress returns the duty whose reports make the roll-up.
func (d *Desk) Progress() (plan.Duty, bool) {
	if x, ok := standing.Progress(d.Plan); ok {
		return *x, true
	}
	return plan.Duty{}, false
}

// Writes reports whether the person may write the report: the people of the
// unit that owes it, or the office's for what the office itself owes.
func Writes(p reports.Person, duty plan.Duty, o plan.Obligation) bool {
	return writesFor(p, duty) && (duty.OfOffice || p.Unit == o.Unit)
}

// writesFor reports whether the person may write of the duty what concerns
// their unit, or the office's.
func writesFor(p reports.Person, duty plan.Duty) bool {
	if duty.OfOffice {
		return Can(p, ActReport) && Office(p)
	}
	return Can(p, ActReport) && p.Has(UnitRoles...)
}

// obligations is who owes what, worked out once: the plan does not change.
type obligations struct {
	duties map[string][]plan.Obligation  // by duty id, in the plan's order
	about  map[[2]string]plan.Obligation // by duty id and subject
}

func newObligations(p *plan.Plan) obligations {
	x := obligations{map[string][]plan.Obligation{}, map[[2]string]plan.Obligation{}}
	for _, duty := range p.Duties {
		x.duties[duty.ID] = slices.Clip(p.Obligations(duty))
		for _, o := range x.duties[duty.ID] {
			subject := [2]string{duty.ID, o.Subject}
			if _, ok := x.about[subject]; !ok {
				x.about[subject] = o
			}
		}
	}
	return x
}

// Of returns what the duty makes its owners owe. The slice is shared.
func (x obligations) Of(duty plan.Duty) []plan.Obligation { return x.duties[duty.ID] }

// OwedBy returns what a person may write now: overdue reports first, then the
// present period's, submitted ones included.
func (d *Desk) OwedBy(r storage.Reader, p reports.Person, now time.Time) ([]standing.Standing, error) {
	return d.OwedByBut(r, p, now, reports.Key{})
}

// OwedByBut is OwedBy without the report that the key names, which is not read.
func (d *Desk) OwedByBut(r storage.Reader, p reports.Person, now time.Time, but reports.Key) ([]standing.Standing, error) {
	var out []standing.Standing
	for i := range d.Plan.Duties {
		duty := &d.Plan.Duties[i]
		if duty.Timing == plan.OnEvent {
			continue
		}
		if !writesFor(p, *duty) {
			continue
		}
		periods := d.PeriodsAt(*duty, now)
		for i := range periods {
			for _, o := range d.ObligationsIn(*duty, periods[i]) {
				if !Writes(p, *duty, o) {
					continue
				}
				if (reports.Key{Period: periods[i].ID, Duty: o.Duty, Subject: o.Subject}) == but {
					continue
				}
				x, err := standing.One(r, duty, periods[i], o)
				if err != nil {
					return nil, err
				}
				if duty.Timing == plan.Once && x.Settled() && now.After(x.Period.Deadline) {
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

// SubjectName names what a report is about: an area, or a unit's own duty.
func (d *Desk) SubjectName(k reports.Key) string {
	if area, ok := d.Outline.Area(k.Subject); ok {
		if x, ok := d.Plan.Duty(k.Duty); ok && x.Timing == plan.Once {
			return fmt.Sprintf(textOnceOf, x.Title, area)
		}
		return area
	}
	if x, ok := d.Plan.Duty(k.Duty); ok {
		return x.Title
	}
	return d.Outline.UnitName(k.Subject)
}

// Obligation returns who owes the report with the key.
func (d *Desk) Obligation(k reports.Key) (plan.Duty, plan.Obligation, plan.Period, bool) {
	duty, ok := d.Plan.Duty(k.Duty)
	if !ok {
		return duty, plan.Obligation{}, plan.Period{}, false
	}
	p, ok := d.Period(duty, k.Period)
	if !ok {
		return duty, plan.Obligation{}, p, false
	}
	if d.Plan.On(p.Nominal) == d.Plan {
		o, ok := d.Obligations.about[[2]string{duty.ID, k.Subject}]
		return duty, o, p, ok
	}
	owed := d.ObligationsIn(duty, p)
	i := slices.IndexFunc(owed, func(o plan.Obligation) bool { return o.Subject == k.Subject })
	if i < 0 {
		return duty, plan.Obligation{}, p, false
	}
	return d.DutyOn(duty, p), owed[i], p, true
}

func (d *Desk) SignOffOf(duty plan.Duty) plan.SignOff {
	if s, ok := d.SignOff[duty.ID]; ok {
		return s
	}
	if duty.SignOff == "" {
		return plan.SignNone
	}
	return duty.SignOff
}
