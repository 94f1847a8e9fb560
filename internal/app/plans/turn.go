package plans

import (
	"fmt"
	"time"

	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// Turn moves the people of units that the plan has no more to their successors:
// on the day on which a unit ends they must be able to go on reporting. It does
// nothing on other days, and may be called at any time. Whoever's row is damaged is moved
// once it can be read, and keeps nobody else.
func Turn(tx storage.Tx, h *plan.History, now time.Time) error {
	today := h.At(plan.DateOf(now))
	today = today.On(plan.DateOf(now.In(today.Location())))
	all, err := storage.AllPeople(tx)
	if err != nil {
		return err
	}
	for _, p := range all {
		if _, ok := today.Unit(p.Unit); ok || p.Unit == "" || !p.Left.IsZero() {
			continue
		}
		if next, ok := today.Successor(p.Unit); ok {
			if err := move(tx, today, p, next, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// moves says who goes to another unit by a version, and from when where that is not its
// first day: those of units that end and have a successor.
func moves(r storage.Reader, was, then *plan.Plan) ([]plan.Change, error) {
	all, err := storage.AllPeople(r)
	if err != nil {
		return nil, err
	}
	var out []plan.Change
	for _, p := range all {
		next, ok := then.Successor(p.Unit)
		if !ok || !p.Left.IsZero() {
			continue
		}
		old, had := was.Unit(p.Unit)
		now, has := then.Unit(p.Unit)
		if !had || has && now.Until == old.Until {
			continue // they have gone already, or stay, or go by the plan of before
		}
		c := plan.Change{What: p.Name, Key: "unit", Before: old.Name, After: next.Name, Units: []string{p.Unit, next.ID}}
		if has {
			c.After += " " + now.Until.AddDays(1).String()
		}
		out = append(out, c)
	}
	return out, nil
}

// move moves one person, with a row in the audit log of both units.
func move(tx storage.Tx, p *plan.Plan, x reports.Person, to plan.Unit, now time.Time) error {
	from := x.Unit
	x.Unit = to.ID
	if err := storage.SavePerson(tx, x); err != nil {
		return err
	}
	for _, unit := range []string{from, to.ID} {
		if _, err := storage.AppendAudit(tx, storage.AuditRow{Unit: unit, Period: now.UTC().Format("2006-01"), At: now,
			What: fmt.Sprintf(textMoved, x.Name), Before: p.UnitName(from), After: to.Name}); err != nil {
			return err
		}
	}
	return nil
}
