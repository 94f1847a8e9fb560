package desk

import (
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/storage"
)

// Standings returns where each report stands that the duty makes its owners owe
// for the period, in the plan's order.
func (d *Desk) Standings(r storage.Reader, duty *plan.Duty, p plan.Period) ([]standing.Standing, error) {
	return standing.In(r, d.Plan, duty.ID, p)
}
