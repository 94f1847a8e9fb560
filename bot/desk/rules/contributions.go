package rules

import (
	"slices"

	"liubao/plan"
)

// Contributes returns the tasks that a unit contributes to: it is responsible
// for them and another unit leads.
func (b *Book) Contributes(unit string) []plan.Task {
	var out []plan.Task
	for _, t := range b.Plan.Tasks {
		if slices.Contains(t.Units, unit) && b.LeadOf(t) != unit {
			out = append(out, t)
		}
	}
	return out
}

func (b *Book) LeadOf(t plan.Task) string {
	a, _ := b.Plan.Area(t.Area)
	return a.Lead
}
