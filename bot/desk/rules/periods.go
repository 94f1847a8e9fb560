package rules

import (
	"slices"
	"time"

	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// Who owes a report, and which duty asks for it, is what the plan said on the
// period's nominal deadline. A lead that changes with the new year takes over what
// falls due then, and neither the words nor the misses of the unit before it.

// Duty returns a duty of the plan, or as it stood last where the plan has it no more:
// what was missed of one that has ended is still owed.
func (b *Book) Duty(id string) (plan.Duty, bool) {
	if x, ok := b.Plan.Duty(id); ok {
		return x, true
	}
	ever := b.Plan.EverDuties()
	if i := slices.IndexFunc(ever, func(x plan.Duty) bool { return x.ID == id }); i >= 0 {
		return ever[i], true
	}
	return plan.Duty{}, false
}

// Heir returns the unit whose people act now for a unit: itself, or what took it
// over. Counts and names keep the unit of that time.
func (b *Book) Heir(unit string) string {
	if _, ok := b.Plan.Unit(unit); !ok {
		if next, ok := b.Plan.Successor(unit); ok {
			return next.ID
		}
	}
	return unit
}

// Acting returns the obligation with the unit whose people can write the report now.
func (b *Book) Acting(o plan.Obligation) plan.Obligation {
	o.Unit = b.Heir(o.Unit)
	return o
}

// Period returns a duty's period by its id.
func (b *Book) Period(duty plan.Duty, id string) (plan.Period, bool) {
	return schedules.ByID(duty, b.Plan, b.Rules, b.Calendar, id)
}

// PreviousPeriod returns the period before the given one.
func (b *Book) PreviousPeriod(duty plan.Duty, of plan.Period) (plan.Period, bool) {
	return schedules.Previous(duty, b.Plan, b.Rules, b.Calendar, of)
}

// OnlyPeriod returns the one period of a once-duty.
func (b *Book) OnlyPeriod(duty plan.Duty) (plan.Period, bool) {
	date := duty.Date
	if set, ok := b.Rules.DutyDates[duty.ID]; ok {
		date = set
	}
	if duty.Timing != plan.Once || date.IsZero() {
		return plan.Period{}, false
	}
	return b.Period(duty, date.String())
}

// DutyOn returns the duty as it stood for a period.
func (b *Book) DutyOn(duty plan.Duty, of plan.Period) plan.Duty {
	if then, ok := b.Plan.On(of.Nominal).Duty(duty.ID); ok {
		return then
	}
	return duty
}

// ObligationsIn returns what the duty made its owners owe in a period.
func (b *Book) ObligationsIn(duty plan.Duty, of plan.Period) []plan.Obligation {
	then := b.Plan.On(of.Nominal)
	if then == b.Plan {
		return b.Obligations.Of(duty)
	}
	return then.Obligations(b.DutyOn(duty, of))
}

// PeriodsAt returns the periods of a duty that matter at a time: the one before
// the present one, whose reports may be late, and the present one.
func (b *Book) PeriodsAt(duty plan.Duty, now time.Time) []plan.Period {
	if duty.Timing == plan.Once { // owed until it is in, however long ago it was due
		if p, ok := b.OnlyPeriod(duty); ok && !now.Before(p.From.At(plan.Clock{}, b.Loc)) {
			return []plan.Period{p}
		}
		return nil
	}
	today := plan.DateOf(now.In(b.Loc))
	cur, ok := schedules.Current(duty, b.Plan, b.Rules, b.Calendar, today)
	if !ok {
		return nil
	}
	if prev, ok := b.PreviousPeriod(duty, cur); ok {
		return []plan.Period{prev, cur}
	}
	return []plan.Period{cur}
}

// openFor is for how many days a report that was missed can be written: a year, over
// which units are assessed.
const openFor = 366

// PeriodsOpen returns the periods of a duty whose reports can be written: the present
// one, and those of a year before it; of one that has ended those alone.
func (b *Book) PeriodsOpen(duty plan.Duty, now time.Time) []plan.Period {
	near := b.PeriodsAt(duty, now)
	if duty.Timing == plan.Recurring && len(near) == 0 { // it has ended, or has not begun
		today := plan.DateOf(now.In(b.Loc))
		return schedules.Periods(duty, b.Plan, b.Rules, b.Calendar, today.AddDays(-openFor), today)
	}
	if duty.Timing != plan.Recurring || len(near) < 2 {
		return near
	}
	before := near[0].Nominal
	older := schedules.Periods(duty, b.Plan, b.Rules, b.Calendar, before.AddDays(-openFor), before.AddDays(-1))
	return append(older, near...)
}

// PeriodAt returns the period that reports are about at a time: the present one.
func (b *Book) PeriodAt(duty plan.Duty, now time.Time) (plan.Period, bool) {
	ps := b.PeriodsAt(duty, now)
	if len(ps) == 0 {
		return plan.Period{}, false
	}
	return ps[len(ps)-1], true
}

// Progress returns the duty whose reports make the roll-up.
func (b *Book) Progress() (plan.Duty, bool) {
	if x, ok := standing.Progress(b.Plan); ok {
		return *x, true
	}
	return plan.Duty{}, false
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

// Obligation returns who owes the report with the key.
func (b *Book) Obligation(k reports.Key) (plan.Duty, plan.Obligation, plan.Period, bool) {
	duty, ok := b.Duty(k.Duty)
	if !ok {
		return duty, plan.Obligation{}, plan.Period{}, false
	}
	p, ok := b.Period(duty, k.Period)
	if !ok {
		return duty, plan.Obligation{}, p, false
	}
	if b.Plan.On(p.Nominal) == b.Plan {
		o, ok := b.Obligations.about[[2]string{duty.ID, k.Subject}]
		return duty, o, p, ok
	}
	owed := b.ObligationsIn(duty, p)
	i := slices.IndexFunc(owed, func(o plan.Obligation) bool { return o.Subject == k.Subject })
	if i < 0 {
		return duty, plan.Obligation{}, p, false
	}
	return b.DutyOn(duty, p), owed[i], p, true
}

// SignOffOf returns how a duty's reports are signed off: as configured, else as the plan
// says, else not at all.
func (b *Book) SignOffOf(duty plan.Duty) plan.SignOff {
	if s, ok := b.first.SignOff[duty.ID]; ok {
		return s
	}
	if duty.SignOff == "" {
		return plan.SignNone
	}
	return duty.SignOff
}

// CapPeriod returns the period in which a message of now is counted, whatever it
// is about: that of the plan's first recurring duty.
func (b *Book) CapPeriod(now time.Time) string {
	if p, ok := schedules.CapPeriod(b.Plan, b.Rules, b.Calendar, plan.DateOf(now.In(b.Loc))); ok {
		return p.ID
	}
	return now.In(b.Loc).Format("2006-01")
}

// Standings returns where everything stands that a duty makes its owners owe for
// a period, by the plan as it stood then.
func (b *Book) Standings(r storage.Reader, duty plan.Duty, p plan.Period) ([]standing.Standing, error) {
	return standing.In(r, b.Plan, duty.ID, p)
}
