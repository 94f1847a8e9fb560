package desk

import (
	"slices"

	"liubao/plan"
)

// Contributes returns the tasks that a unit contributes to: it is responsible
// for them and another unit leads.
func (d *Desk) Contributes(unit string) []plan.Task {
	var out []plan.Task
	for _, t := range d.Plan.Tasks {
		if slices.Contains(t.Units, unit) && d.LeadOf(t) != unit {
			out = append(out, t)
		}
	}
	return out
}

func (d *Desk) LeadOf(t plan.Task) string {
	a, _ := d.Plan.Area(t.Area)
	return a.Lead
}
