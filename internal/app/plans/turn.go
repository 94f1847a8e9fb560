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
