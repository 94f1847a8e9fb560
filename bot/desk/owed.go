package desk

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// debt is one report somebody owes, and where it stands.
type debt struct {
	plan.Obligation
	duty   *plan.Duty
	period plan.Period
	report *reports.Brief      // submitted, nil for not yet
	draft  *reports.DraftBrief // begun, nil for not yet
	h      handling            // what was promised and decided about it
}

func (d debt) key() reports.Key {
	return reports.Key{Period: d.period.ID, Duty: d.Obligation.Duty, Subject: d.Subject}
}

// reported reports whether nothing more is owed: submitted, and not sent back.
func (d debt) reported() bool { return d.report != nil && d.report.State != reports.Returned }

func (d debt) overdue(now time.Time) bool { return !d.settled() && now.After(d.due()) }

// state is a word for where it stands.
func (d debt) state(now time.Time) string {
	switch {
	case d.reported():
		return d.report.State.Label()
	case d.report != nil:
		return d.report.State.Label()
	case d.excused():
		return textExcused
	case d.overdue(now):
		return textOverdue
	case d.draft != nil && d.draft.Filled > 0:
		return textDrafting
	}
	return textNotReported
}

// periodsAt returns the periods of a duty that matter at a time: the one before
// the present one, whose reports may be late, and the present one.
func (d *Desk) periodsAt(duty plan.Duty, now time.Time) []plan.Period {
	if duty.Timing == plan.Once { // owed until it is in, however long ago it was due
		if p, ok := d.onlyPeriod(duty); ok && !now.Before(p.From.At(plan.Clock{}, d.loc)) {
			return []plan.Period{p}
		}
		return nil
	}
	today := plan.DateOf(now.In(d.loc))
	cur, ok := d.currentPeriod(duty, today)
	if !ok {
		return nil
	}
	if prev, ok := d.previousPeriod(duty, cur); ok {
		return []plan.Period{prev, cur}
	}
	return []plan.Period{cur}
}

// periodAt returns the period that reports are about at a time: the present one.
func (d *Desk) periodAt(duty plan.Duty, now time.Time) (plan.Period, bool) {
	ps := d.periodsAt(duty, now)
	if len(ps) == 0 {
		return plan.Period{}, false
	}
	return ps[len(ps)-1], true
}

// progress returns the duty whose reports make the roll-up: the recurring one
// that every area's lead unit owes.
func (d *Desk) progress() (plan.Duty, bool) {
	for _, x := range d.Plan.Duties {
		if x.Timing == plan.Recurring && x.Subject == plan.PerArea && x.After == "" {
			return x, true
		}
	}
	return plan.Duty{}, false
}

// debt reads where one report stands.
func (d *Desk) debt(r storage.Reader, duty *plan.Duty, p plan.Period, o plan.Obligation) (debt, error) {
	x := debt{Obligation: o, duty: duty, period: p}
	rep, ok, err := storage.Brief(r, x.key())
	if err != nil {
		return x, err
	}
	if ok {
		x.report = &rep
	}
	w, ok, err := storage.DraftBrief(r, x.key())
	if err != nil {
		return x, err
	}
	if ok {
		x.draft = &w
	}
	if x.report != nil && x.report.State != reports.Returned {
		x.h.Key = x.key()
		return x, nil // nothing is asked for any more
	}
	if x.h, err = readHandling(r, x.key()); err != nil {
		return x, err
	}
	x.period = extended(x.h, x.period)
	return x, nil
}

// debtsIn returns where the obligations stand in a period, in their order; that
// of the report named by but may be left zero.
func (d *Desk) debtsIn(r storage.Reader, duty *plan.Duty, p plan.Period, list []plan.Obligation, but reports.Key) ([]debt, error) {
	out := make([]debt, len(list))
	for i, o := range list {
		if (reports.Key{Period: p.ID, Duty: o.Duty, Subject: o.Subject}) == but {
			continue
		}
		var err error
		if out[i], err = d.debt(r, duty, p, o); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// writes reports whether the person may write the report: the people of the
// unit that owes it, or the office's for what the office itself owes.
func writes(p reports.Person, duty plan.Duty, o plan.Obligation) bool {
	return writesFor(p, duty) && (duty.OfOffice || p.Unit == o.Unit)
}

// writesFor reports whether the person may write of the duty what concerns
// their unit, or the office's.
func writesFor(p reports.Person, duty plan.Duty) bool {
	if duty.OfOffice {
		return Can(p, ActReport) && office(p)
	}
	return Can(p, ActReport) && p.Has(unitRoles...)
}

// obligations is who owes what, worked out once: the plan does not change.
type obligations struct {
	duties map[string][]plan.Obligation    // by duty id, in the plan's order
	units  map[[2]string][]plan.Obligation // by duty id and unit, in the plan's order
	about  map[[2]string]plan.Obligation   // by duty id and subject
}

func newObligations(p *plan.Plan) obligations {
	x := obligations{map[string][]plan.Obligation{}, map[[2]string][]plan.Obligation{}, map[[2]string]plan.Obligation{}}
	for _, duty := range p.Duties {
		x.duties[duty.ID] = slices.Clip(p.Obligations(duty))
		for _, o := range x.duties[duty.ID] {
			unit, subject := [2]string{duty.ID, o.Unit}, [2]string{duty.ID, o.Subject}
			x.units[unit] = append(x.units[unit], o)
			if _, ok := x.about[subject]; !ok {
				x.about[subject] = o
			}
		}
	}
	return x
}

// of returns what the duty makes its owners owe. The slice is shared.
func (x obligations) of(duty plan.Duty) []plan.Obligation { return x.duties[duty.ID] }

// writable returns what of the duty the person may write: see [writes].
func (x obligations) writable(p reports.Person, duty plan.Duty) []plan.Obligation {
	switch {
	case !writesFor(p, duty):
		return nil
	case duty.OfOffice:
		return x.of(duty)
	}
	return x.units[[2]string{duty.ID, p.Unit}]
}

// debts returns what a person may write now: overdue reports first, then the
// present period's, submitted ones included.
func (d *Desk) debts(r storage.Reader, p reports.Person, now time.Time) ([]debt, error) {
	return d.debtsBut(r, p, now, reports.Key{})
}

// debtsBut is debts without the report that the key names, which is not read.
func (d *Desk) debtsBut(r storage.Reader, p reports.Person, now time.Time, but reports.Key) ([]debt, error) {
	var out []debt
	for i := range d.Plan.Duties {
		duty := &d.Plan.Duties[i]
		if duty.Timing == plan.OnEvent {
			continue
		}
		list := d.owed.writable(p, *duty)
		if len(list) == 0 {
			continue
		}
		periods := d.periodsAt(*duty, now)
		out = slices.Grow(out, len(list)*len(periods))
		stands := make([][]debt, len(periods))
		for i, of := range periods {
			var err error
			if stands[i], err = d.debtsIn(r, duty, of, list, but); err != nil {
				return nil, err
			}
		}
		for n, o := range list {
			for i := range periods {
				if (reports.Key{Period: periods[i].ID, Duty: o.Duty, Subject: o.Subject}) == but {
					continue
				}
				x := stands[i][n]
				if duty.Timing == plan.Once && x.settled() && now.After(x.period.Deadline) {
					continue // done with
				}
				if i == len(periods)-1 || !x.reported() {
					out = append(out, x)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b debt) int {
		return cmp.Or(a.period.Deadline.Compare(b.period.Deadline))
	})
	return out, nil
}

// subjectName names what a report is about: an area, or a unit's own duty.
func (d *Desk) subjectName(k reports.Key) string {
	if area, ok := d.outline.Area(k.Subject); ok {
		if x, ok := d.Plan.Duty(k.Duty); ok && x.Timing == plan.Once {
			return fmt.Sprintf(textOnceOf, x.Title, area)
		}
		return area
	}
	if x, ok := d.Plan.Duty(k.Duty); ok {
		return x.Title
	}
	return d.outline.UnitName(k.Subject)
}

// obligation returns who owes the report with the key.
func (d *Desk) obligation(k reports.Key) (plan.Duty, plan.Obligation, plan.Period, bool) {
	duty, ok := d.Plan.Duty(k.Duty)
	if !ok {
		return duty, plan.Obligation{}, plan.Period{}, false
	}
	p, ok := d.period(duty, k.Period)
	if !ok {
		return duty, plan.Obligation{}, p, false
	}
	o, ok := d.owed.about[[2]string{duty.ID, k.Subject}]
	return duty, o, p, ok
}

func (d *Desk) signOff(duty plan.Duty) plan.SignOff {
	if s, ok := d.SignOff[duty.ID]; ok {
		return s
	}
	if duty.SignOff == "" {
		return plan.SignNone
	}
	return duty.SignOff
}
