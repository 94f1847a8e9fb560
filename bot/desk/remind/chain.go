package remind

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot/desk"
	"liubao/bot/desk/standing"
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
func tierPeople(d *desk.Desk, r storage.Reader, to schedules.Tier, unit string) ([]reports.Person, error) {
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
		return desk.Office(p)
	case schedules.ToLeader:
		return p.Has(reports.Leader, reports.Inspector)
	}
	return false
}

// escalate takes what is overdue of a duty and period up to a tier: each unit's
// in a transaction of its own, then one message to each person there.
func escalateAll(d *desk.Desk, ctx context.Context, u desk.Updater, ms []schedules.Moment, now time.Time) error {
	var errs []error
	for _, m := range ms {
		errs = append(errs, escalate(d, ctx, u, m, now))
	}
	return errors.Join(errs...)
}

func escalate(d *desk.Desk, ctx context.Context, u desk.Updater, m schedules.Moment, now time.Time) error {
	duty, ok := d.Plan.Duty(m.Duty)
	if !ok {
		return nil
	}
	to, _ := schedules.TierOf(m.Stage)
	units := map[string]bool{}
	for _, o := range d.ObligationsIn(duty, m.Period) {
		if units[o.Unit] {
			continue
		}
		units[o.Unit] = true
		if err := u.Update(ctx, func(tx storage.Tx) error { return reach(d, tx, duty, m.Period, o.Unit, to, now) }); err != nil {
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
		if err := u.Update(ctx, func(tx storage.Tx) error { return tellUp(d, tx, p, duty, m, now) }); err != nil {
			return err
		}
	}
	return nil
}

// reach marks a unit's overdue reports as having reached a tier.
func reach(d *desk.Desk, tx storage.Tx, duty plan.Duty, p plan.Period, unit string, to schedules.Tier, now time.Time) error {
	var up []standing.Standing
	for _, o := range d.ObligationsIn(duty, p) {
		if o.Unit != unit {
			continue
		}
		x, err := standing.One(tx, &duty, p, o)
		if err != nil {
			return err
		}
		if x.Climbs(to, now) {
			up = append(up, x)
		}
	}
	if len(up) == 0 {
		return nil
	}
	there, err := tierPeople(d, tx, to, unit)
	if err != nil || len(there) == 0 { // nobody to tell: the next tier hears of it in its time
		return err
	}
	return mark(d, tx, up, to, "", now)
}

// mark notes that reports of one unit reached a tier.
func mark(d *desk.Desk, tx storage.Tx, up []standing.Standing, to schedules.Tier, why string, now time.Time) error {
	for i := range up {
		up[i].Handling.Rungs = append(slices.Clone(up[i].Handling.Rungs), standing.Rung{To: to, At: now, Why: why})
		if err := standing.SaveHandling(tx, up[i].Handling); err != nil {
			return err
		}
	}
	return desk.Audit(tx, now, "", up[0].Unit, up[0].Period.ID, textLogRung, d.SubjectsText(up), desk.TierNames[to])
}

// tellUp tells one person of a tier what reached it at this moment.
func tellUp(d *desk.Desk, tx storage.Tx, p reports.Person, duty plan.Duty, m schedules.Moment, now time.Time) error {
	to, _ := schedules.TierOf(m.Stage)
	if !stands(p, to, p.Unit) {
		return nil
	}
	all, err := d.Standings(tx, duty, m.Period)
	if err != nil {
		return err
	}
	mine := slices.DeleteFunc(all, func(x standing.Standing) bool {
		up, ok := x.Handling.Rung()
		return !ok || up.To != to || x.Peace(now) || !stands(p, to, x.Unit) || up.Why != "" || up.At.Before(m.At)
	})
	if len(mine) == 0 {
		return nil
	}
	return tellTier(d, tx, p, to, mine, []desk.Mark{{Period: m.Period.ID, Duty: m.Duty, Stage: m.Stage}}, now)
}

// stepUp takes reports of one unit one step up the chain, to the next tier
// where somebody can be reached, and returns it; "" where there is none.
func stepUp(d *desk.Desk, tx storage.Tx, owed []standing.Standing, now time.Time) (schedules.Tier, error) {
	for _, rung := range d.Rules.ChainOf(owed[0].TheDuty.ID) {
		if !owed[0].Handling.Below(rung.To) || rung.To == schedules.ToDeputy && !deputiesWait(d, owed[0], now) {
			continue
		}
		people, err := tierPeople(d, tx, rung.To, owed[0].Unit)
		if err != nil {
			return "", err
		}
		if len(people) == 0 {
			continue
		}
		if err := mark(d, tx, owed, rung.To, "promise", now); err != nil {
			return "", err
		}
		return rung.To, tellPeople(d, tx, people, rung.To, owed, now)
	}
	return "", nil
}

// deputiesWait reports whether the ladder's reminders do not reach deputies
// yet: it is earlier than their rung of the chain says.
func deputiesWait(d *desk.Desk, x standing.Standing, now time.Time) bool {
	rung, ok := d.Rules.RungOf(x.TheDuty.ID, schedules.ToDeputy)
	if !ok {
		return false
	}
	day := schedules.AddWorkdays(d.Calendar, plan.DateOf(x.Due().In(d.Loc)), rung.Workdays)
	return plan.DateOf(now.In(d.Loc)).Before(day)
}

// spared reports whether a deputy is not reminded yet, because the unit's
// contact still is the one to do it.
func spared(d *desk.Desk, r storage.Reader, p reports.Person, x standing.Standing, now time.Time) (bool, error) {
	if p.Has(reports.Contact) || !p.Has(reports.Deputy) || !deputiesWait(d, x, now) {
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
		acting, err := d.StandIn(r, c, x.Period.ID, now)
		if err != nil || len(acting) == 0 {
			return err == nil, err
		}
	}
	return false, nil // whoever is the contact has handed over, or is away
}

// follow sets the timers of a report with a due time of its own: a reminder on
// the morning of that day and of the next working day, and the chain.
func follow(d *desk.Desk, tx storage.Tx, k reports.Key, due, now time.Time) error {
	on := plan.DateOf(due.In(d.Loc))
	arg := func(what string) string { return fmt.Sprintf("%s|%d|%s", k, due.Unix(), what) }
	for i, day := range []plan.Date{on, schedules.AddWorkdays(d.Calendar, on, 1)} {
		at := d.Awake(day.At(plan.Clock{Hour: 9}, d.Loc))
		if !at.After(now.Add(2*time.Hour)) || i == 0 && !at.Before(due) {
			continue
		}
		if err := desk.SetTimer(tx, at, timerFollow, arg(fmt.Sprint(i))); err != nil {
			return err
		}
	}
	for _, rung := range d.Rules.ChainOf(k.Duty) {
		if rung.To == schedules.ToDeputy {
			continue
		}
		at := schedules.AddWorkdays(d.Calendar, on, rung.Workdays).At(rung.At, d.Loc)
		if err := desk.SetTimer(tx, d.Awake(at), timerRung, arg(string(rung.To))); err != nil {
			return err
		}
	}
	return nil
}

// followed returns the report a timer is about, ok only where it is still due
// at the timer's time and nobody is to be left in peace.
func followed(d *desk.Desk, tx storage.Tx, arg string, now time.Time) (x standing.Standing, what string, ok bool, err error) {
	parts := strings.Split(arg, "|")
	if len(parts) != 3 {
		return x, "", false, nil
	}
	k, ok := desk.SplitKey(parts[0])
	if !ok {
		return x, "", false, nil
	}
	duty, o, p, ok := d.Obligation(k)
	if !ok {
		return x, "", false, nil
	}
	x, err = standing.One(tx, &duty, p, o)
	return x, parts[2], err == nil && fmt.Sprint(x.Due().Unix()) == parts[1] && !x.Peace(now), err
}

// dueTogether returns what else of its duty and period the unit owes at the
// report's own due time, the report included: one message speaks of all.
func dueTogether(d *desk.Desk, r storage.Reader, x standing.Standing, now time.Time) ([]standing.Standing, error) {
	p, ok := d.Period(*x.TheDuty, x.Period.ID) // without the report's own extension
	if !ok {
		return nil, nil
	}
	var out []standing.Standing
	for _, o := range d.ObligationsIn(*x.TheDuty, x.Period) {
		if o.Unit != x.Unit {
			continue
		}
		y, err := standing.One(r, x.TheDuty, p, o)
		if err != nil {
			return nil, err
		}
		own := y.Returned() || y.Handling.Extended != nil || y.Held()
		if own && y.Due().Equal(x.Due()) && !y.Peace(now) {
			out = append(out, y)
		}
	}
	return out, nil
}

// followDue reminds the unit's contacts of reports with a due time of their own.
func followDue(d *desk.Desk, tx storage.Tx, arg string, now time.Time) error {
	x, what, ok, err := followed(d, tx, arg, now)
	if err != nil || !ok {
		return err
	}
	owed, err := dueTogether(d, tx, x, now)
	if err != nil {
		return err
	}
	people, err := storage.PeopleOfUnit(tx, x.Unit)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Reachable() || !desk.Owes(p, *x.TheDuty, x.Obligation) {
			continue
		}
		if spared, err := spared(d, tx, p, x, now); err != nil || spared {
			if err != nil {
				return err
			}
			continue
		}
		stage := fmt.Sprintf("own-%d-%s", x.Due().Unix(), what)
		post := desk.Post{To: p, Acting: x.Period.ID, Once: []desk.Mark{{Period: x.Period.ID, Duty: x.TheDuty.ID, Stage: stage}}}
		if what == "0" { // the day it is due
			post.Weight = desk.Counted
		}
		if _, err := sendReminder(d, tx, post, owed, stage, now); err != nil {
			return err
		}
	}
	return nil
}

// rungDue takes such a report up the chain.
func rungDue(d *desk.Desk, tx storage.Tx, arg string, now time.Time) error {
	x, what, ok, err := followed(d, tx, arg, now)
	to := schedules.Tier(what)
	if err != nil || !ok || !x.Climbs(to, now) {
		return err
	}
	if _, in := d.Rules.RungOf(x.TheDuty.ID, to); !in { // switched off meanwhile
		return nil
	}
	people, err := tierPeople(d, tx, to, x.Unit)
	if err != nil || len(people) == 0 {
		return err
	}
	up, err := dueTogether(d, tx, x, now)
	if err != nil {
		return err
	}
	up = slices.DeleteFunc(up, func(y standing.Standing) bool { return !y.Climbs(to, now) })
	if len(up) == 0 {
		return nil
	}
	if err := mark(d, tx, up, to, "", now); err != nil {
		return err
	}
	return tellPeople(d, tx, people, to, up, now)
}
