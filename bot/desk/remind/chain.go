package remind

import (
	"context"
	"fmt"
	"slices"
	"time"

	"liubao/bot/desk"
	"liubao/bot/desk/batch"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/reporttext"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// tierPeople returns who stands at a tier of the chain for a unit, or for what took it over.
func tierPeople(d *desk.Desk, r storage.Reader, to schedules.Tier, unit string) ([]reports.Person, error) {
	all, err := storage.AllPeople(r)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(p reports.Person) bool { return !p.Reachable() || !stands(p, to, d.Heir(unit)) }), nil
}

// stands reports whether a person stands at a tier for a unit.
func stands(p reports.Person, to schedules.Tier, unit string) bool {
	switch to {
	case schedules.ToDeputy:
		return p.Unit == unit && p.Has(reports.Deputy)
	case schedules.ToHead:
		return p.Unit == unit && p.Has(reports.Head)
	case schedules.ToOffice:
		return staff.Office(p)
	case schedules.ToLeader:
		return p.Has(reports.Leader, reports.Inspector)
	}
	return false
}

// escalateAll takes what is overdue up to a tier, at moments of one stage: each
// unit's in a transaction of its own, then one message to each person there, of several
// periods too where the bot was down over more than one deadline.
func escalateAll(d *desk.Desk, ctx context.Context, u batch.Updater, ms []schedules.Moment, now time.Time) error {
	var failed batch.Failures
	for _, m := range ms {
		failed.Add(climb(d, ctx, u, m, now))
	}
	failed.Add(batch.Everybody(ctx, u, func(tx storage.Tx, p reports.Person) error {
		if !p.Reachable() {
			return nil
		}
		return tellUp(d, tx, p, ms, now)
	}))
	return failed.Err()
}

// climb marks what is overdue at a moment as having reached its tier.
func climb(d *desk.Desk, ctx context.Context, u batch.Updater, m schedules.Moment, now time.Time) error {
	duty, ok := d.Duty(m.Duty)
	if !ok {
		return nil
	}
	units := map[string]bool{}
	var failed batch.Failures
	for _, o := range d.ObligationsIn(duty, m.Period) {
		if units[o.Unit] || m.Subject != "" && o.Subject != m.Subject {
			continue
		}
		units[o.Unit] = true
		if err := u.Update(ctx, func(tx storage.Tx) error { return reach(d, tx, m, o.Unit, now) }); err != nil {
			failed.Add(fmt.Errorf("unit %s: %w", o.Unit, err))
		}
	}
	return failed.Err()
}

// dueWith returns where the reports stand that a moment is about: all of its period
// that are due with it, or the one that has a deadline of its own.
func dueWith(d *desk.Desk, r storage.Reader, m schedules.Moment) ([]standing.Standing, error) {
	duty, ok := d.Duty(m.Duty)
	common, is := d.Period(duty, m.Period.ID)
	if !ok || !is {
		return nil, nil
	}
	all, err := d.Standings(r, duty, common)
	return slices.DeleteFunc(all, func(x standing.Standing) bool {
		return m.Subject != "" && x.Subject != m.Subject || !x.Due().Equal(m.Period.Deadline)
	}), err
}

// reach marks a unit's overdue reports as having reached the moment's tier.
func reach(d *desk.Desk, tx storage.Tx, m schedules.Moment, unit string, now time.Time) error {
	to, _ := schedules.TierOf(m.Stage)
	all, err := dueWith(d, tx, m)
	if err != nil {
		return err
	}
	up := slices.DeleteFunc(all, func(x standing.Standing) bool { return x.Unit != unit || !x.Climbs(to, now) })
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
	return storage.Log(tx, now, "", up[0].Unit, up[0].Period.ID, textLogRung, d.SubjectsText(up), reporttext.TierNames[to])
}

// tellUp tells one person of a tier what reached it at these moments.
func tellUp(d *desk.Desk, tx storage.Tx, p reports.Person, ms []schedules.Moment, now time.Time) error {
	to, _ := schedules.TierOf(ms[0].Stage)
	if !stands(p, to, p.Unit) {
		return nil
	}
	var mine []standing.Standing
	var once []gate.Mark
	for _, m := range ms {
		all, err := dueWith(d, tx, m)
		if err != nil {
			return err
		}
		n := len(mine)
		for _, x := range all {
			up, ok := x.Handling.Rung()
			if !ok || up.To != to || x.Peace(now) || !stands(p, to, d.Heir(x.Unit)) || up.Why != "" || up.At.Before(m.At) ||
				slices.ContainsFunc(mine, func(y standing.Standing) bool { return y.Key() == x.Key() }) {
				continue
			}
			mine = append(mine, x)
		}
		if len(mine) > n {
			once = append(once, gate.Mark{Period: m.Period.ID, Duty: m.Duty, Stage: m.Mark()})
		}
	}
	if len(mine) == 0 {
		return nil
	}
	return tellTier(d, tx, p, to, mine, once, now)
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
	people, err := storage.PeopleOfUnit(r, d.Heir(x.Unit))
	if err != nil {
		return false, err
	}
	for _, c := range people {
		if !c.Has(reports.Contact) || !c.Reachable() {
			continue
		}
		acting, err := staff.StandIn(r, c, x.Period.ID, plan.DateOf(now.In(d.Loc)))
		if err != nil || len(acting) == 0 {
			return err == nil, err
		}
	}
	return false, nil // whoever is the contact has handed over, or is away
}
