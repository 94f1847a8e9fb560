package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// Timers of a report that is due at a time of its own: extended or sent back.
// Their argument is the report's key, the due time in Unix seconds and, for
// timerRung, the tier.
const (
	timerFollow = "follow" // remind the unit
	timerRung   = "rung"   // go up the chain
)

// tierPeople returns who stands at a tier of the chain for a unit.
func (d *Desk) tierPeople(r storage.Reader, to schedules.Tier, unit string) ([]reports.Person, error) {
	all, err := storage.AllPeople(r)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(p reports.Person) bool { return !p.Reachable() || !stands(p, to, unit) }), nil
}

// stands reports whether a person stands at a tier for a unit.
func stands(p reports.Person, to schedules.Tier, unit string) bool {
	switch to {
	case schedules.ToDeputy:
		return p.Unit == unit && p.Has(reports.Deputy)
	case schedules.ToHead:
		return p.Unit == unit && p.Has(reports.Head)
	case schedules.ToOffice:
		return office(p)
	case schedules.ToLeader:
		return p.Has(reports.Leader, reports.Inspector)
	}
	return false
}

// height orders the tiers; nobody is told below what has been reached.
var height = map[schedules.Tier]int{schedules.ToDeputy: 1, schedules.ToHead: 2, schedules.ToOffice: 3, schedules.ToLeader: 4}

// below reports whether the report has not yet reached the tier.
func below(h handling, to schedules.Tier) bool {
	up, ok := h.Rung()
	return !ok || height[up.To] < height[to]
}

// climbs reports whether a report goes up to a tier now: overdue, not settled,
// not muted, nothing promised, and nobody there has heard of it.
func (x debt) climbs(to schedules.Tier, now time.Time) bool {
	return x.overdue(now) && !x.peace(now) && below(x.h, to)
}

// escalate takes what is overdue of a duty and period up to a tier: each unit's
// in a transaction of its own, then one message to each person there.
func (d *Desk) escalateAll(ctx context.Context, u Updater, ms []schedules.Moment, now time.Time) error {
	var errs []error
	for _, m := range ms {
		errs = append(errs, d.escalate(ctx, u, m, now))
	}
	return errors.Join(errs...)
}

func (d *Desk) escalate(ctx context.Context, u Updater, m schedules.Moment, now time.Time) error {
	duty, ok := d.Plan.Duty(m.Duty)
	if !ok {
		return nil
	}
	to, _ := schedules.TierOf(m.Stage)
	units := map[string]bool{}
	for _, o := range d.owed.of(duty) {
		if units[o.Unit] {
			continue
		}
		units[o.Unit] = true
		if err := u.Update(ctx, func(tx storage.Tx) error { return d.reach(tx, duty, m.Period, o.Unit, to, now) }); err != nil {
			return err
		}
	}
	var people []reports.Person
	if err := u.Update(ctx, func(tx storage.Tx) (err error) {
		people, err = storage.AllPeople(tx)
		return err
	}); err != nil {
		return err
	}
	for _, p := range people {
		if !p.Reachable() {
			continue
		}
		if err := u.Update(ctx, func(tx storage.Tx) error { return d.tellUp(tx, p, duty, m, now) }); err != nil {
			return err
		}
	}
	return nil
}

// reach marks a unit's overdue reports as having reached a tier.
func (d *Desk) reach(tx storage.Tx, duty plan.Duty, p plan.Period, unit string, to schedules.Tier, now time.Time) error {
	var up []debt
	for _, o := range d.owed.of(duty) {
		if o.Unit != unit {
			continue
		}
		x, err := d.debt(tx, &duty, p, o)
		if err != nil {
			return err
		}
		if x.climbs(to, now) {
			up = append(up, x)
		}
	}
	if len(up) == 0 {
		return nil
	}
	there, err := d.tierPeople(tx, to, unit)
	if err != nil || len(there) == 0 { // nobody to tell: the next tier hears of it in its time
		return err
	}
	return d.mark(tx, up, to, "", now)
}

// mark notes that reports of one unit reached a tier.
func (d *Desk) mark(tx storage.Tx, up []debt, to schedules.Tier, why string, now time.Time) error {
	for i := range up {
		up[i].h.Rungs = append(slices.Clone(up[i].h.Rungs), rungRow{To: to, At: now, Why: why})
		if err := saveHandling(tx, up[i].h); err != nil {
			return err
		}
	}
	return audit(tx, now, "", up[0].Unit, up[0].period.ID, textLogRung, d.subjectsText(up), tierNames[to])
}

// tellUp tells one person of a tier what reached it at this moment.
func (d *Desk) tellUp(tx storage.Tx, p reports.Person, duty plan.Duty, m schedules.Moment, now time.Time) error {
	to, _ := schedules.TierOf(m.Stage)
	if !stands(p, to, p.Unit) {
		return nil
	}
	all, err := d.debtsOf(tx, duty, m.Period)
	if err != nil {
		return err
	}
	mine := slices.DeleteFunc(all, func(x debt) bool {
		up, ok := x.h.Rung()
		return !ok || up.To != to || x.peace(now) || !stands(p, to, x.Unit) || up.Why != "" || up.At.Before(m.At)
	})
	if len(mine) == 0 {
		return nil
	}
	first, err := storage.MarkSent(tx, m.Period.ID, m.Duty, m.Stage, p.ID, now)
	if err != nil || !first {
		return err
	}
	return d.tellTier(tx, p, to, mine, now)
}

// stepUp takes reports of one unit one step up the chain, to the next tier
// where somebody can be reached, and returns it; "" where there is none.
func (d *Desk) stepUp(tx storage.Tx, owed []debt, now time.Time) (schedules.Tier, error) {
	for _, rung := range d.Rules.ChainOf(owed[0].duty.ID) {
		if !below(owed[0].h, rung.To) || rung.To == schedules.ToDeputy && !d.deputiesWait(owed[0], now) {
			continue
		}
		people, err := d.tierPeople(tx, rung.To, owed[0].Unit)
		if err != nil {
			return "", err
		}
		if len(people) == 0 {
			continue
		}
		if err := d.mark(tx, owed, rung.To, "promise", now); err != nil {
			return "", err
		}
		return rung.To, d.tellPeople(tx, people, rung.To, owed, now)
	}
	return "", nil
}

// deputiesWait reports whether the ladder's reminders do not reach deputies
// yet: it is earlier than their rung of the chain says.
func (d *Desk) deputiesWait(x debt, now time.Time) bool {
	rung, ok := d.Rules.RungOf(x.duty.ID, schedules.ToDeputy)
	if !ok {
		return false
	}
	day := schedules.AddWorkdays(d.Calendar, plan.DateOf(x.due().In(d.loc)), rung.Workdays)
	return plan.DateOf(now.In(d.loc)).Before(day)
}

// spared reports whether a deputy is not reminded yet, because the unit's
// contact still is the one to do it.
func (d *Desk) spared(r storage.Reader, p reports.Person, x debt, now time.Time) (bool, error) {
	if p.Has(reports.Contact) || !p.Has(reports.Deputy) || !d.deputiesWait(x, now) {
		return false, nil
	}
	people, err := storage.PeopleOfUnit(r, x.Unit)
	if err != nil {
		return false, err
	}
	for _, c := range people {
		if !c.Has(reports.Contact) || !c.Reachable() {
			continue
		}
		acting, err := d.standIn(r, c, x.period.ID, now)
		if err != nil || len(acting) == 0 {
			return err == nil, err
		}
	}
	return false, nil // whoever is the contact has handed over, or is away
}

// follow sets the timers of a report with a due time of its own: a reminder on
// the morning of that day and of the next working day, and the chain.
func (d *Desk) follow(tx storage.Tx, k reports.Key, due, now time.Time) error {
	on := plan.DateOf(due.In(d.loc))
	arg := func(what string) string { return fmt.Sprintf("%s|%d|%s", k, due.Unix(), what) }
	for i, day := range []plan.Date{on, schedules.AddWorkdays(d.Calendar, on, 1)} {
		at := d.Awake(day.At(plan.Clock{Hour: 9}, d.loc))
		if !at.After(now.Add(2*time.Hour)) || i == 0 && !at.Before(due) {
			continue
		}
		if err := setTimer(tx, at, timerFollow, arg(fmt.Sprint(i))); err != nil {
			return err
		}
	}
	for _, rung := range d.Rules.ChainOf(k.Duty) {
		if rung.To == schedules.ToDeputy {
			continue
		}
		at := schedules.AddWorkdays(d.Calendar, on, rung.Workdays).At(rung.At, d.loc)
		if err := setTimer(tx, d.Awake(at), timerRung, arg(string(rung.To))); err != nil {
			return err
		}
	}
	return nil
}

// followed returns the report a timer is about, ok only where it is still due
// at the timer's time and nobody is to be left in peace.
func (d *Desk) followed(tx storage.Tx, arg string, now time.Time) (x debt, what string, ok bool, err error) {
	parts := strings.Split(arg, "|")
	if len(parts) != 3 {
		return x, "", false, nil
	}
	k, ok := splitKey(parts[0])
	if !ok {
		return x, "", false, nil
	}
	duty, o, p, ok := d.obligation(k)
	if !ok {
		return x, "", false, nil
	}
	x, err = d.debt(tx, &duty, p, o)
	return x, parts[2], err == nil && fmt.Sprint(x.due().Unix()) == parts[1] && !x.peace(now), err
}

// dueTogether returns what else of its duty and period the unit owes at the
// report's own due time, the report included: one message speaks of all.
func (d *Desk) dueTogether(r storage.Reader, x debt, now time.Time) ([]debt, error) {
	p, ok := d.period(*x.duty, x.period.ID) // without the report's own extension
	if !ok {
		return nil, nil
	}
	var out []debt
	for _, o := range d.owed.of(*x.duty) {
		if o.Unit != x.Unit {
			continue
		}
		y, err := d.debt(r, x.duty, p, o)
		if err != nil {
			return nil, err
		}
		own := y.returned() || y.h.Extended != nil || y.held()
		if own && y.due().Equal(x.due()) && !y.peace(now) {
			out = append(out, y)
		}
	}
	return out, nil
}

// followDue reminds the unit's contacts of reports with a due time of their own.
func (d *Desk) followDue(tx storage.Tx, arg string, now time.Time) error {
	x, what, ok, err := d.followed(tx, arg, now)
	if err != nil || !ok {
		return err
	}
	owed, err := d.dueTogether(tx, x, now)
	if err != nil {
		return err
	}
	people, err := storage.PeopleOfUnit(tx, x.Unit)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Reachable() || !owes(p, *x.duty, x.Obligation) {
			continue
		}
		if spared, err := d.spared(tx, p, x, now); err != nil || spared {
			if err != nil {
				return err
			}
			continue
		}
		if full, err := d.full(tx, x.period.ID, p); err != nil || full {
			if err != nil {
				return err
			}
			continue
		}
		stage := fmt.Sprintf("own-%d-%s", x.due().Unix(), what)
		first, err := storage.MarkSent(tx, x.period.ID, x.duty.ID, stage, p.ID, now)
		if err != nil {
			return err
		}
		if !first {
			continue
		}
		if err := d.sendReminder(tx, p, owed, schedules.Moment{Stage: stage}, now); err != nil {
			return err
		}
	}
	return nil
}

// rungDue takes such a report up the chain.
func (d *Desk) rungDue(tx storage.Tx, arg string, now time.Time) error {
	x, what, ok, err := d.followed(tx, arg, now)
	to := schedules.Tier(what)
	if err != nil || !ok || !x.climbs(to, now) {
		return err
	}
	if _, in := d.Rules.RungOf(x.duty.ID, to); !in { // switched off meanwhile
		return nil
	}
	people, err := d.tierPeople(tx, to, x.Unit)
	if err != nil || len(people) == 0 {
		return err
	}
	up, err := d.dueTogether(tx, x, now)
	if err != nil {
		return err
	}
	up = slices.DeleteFunc(up, func(y debt) bool { return !y.climbs(to, now) })
	if len(up) == 0 {
		return nil
	}
	if err := d.mark(tx, up, to, "", now); err != nil {
		return err
	}
	return d.tellPeople(tx, people, to, up, now)
}

// namesOf lists people's names.
func namesOf(people []reports.Person) string {
	var out []string
	for _, p := range people {
		out = append(out, p.Name)
	}
	return strings.Join(out, "、")
}
