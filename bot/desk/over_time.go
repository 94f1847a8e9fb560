package desk

import "liubao/plan"

// Who owes a report, and which duty asks for it, is what the plan said on the
// period's nominal deadline. A lead that changes with the new year takes over what
// falls due then, and neither the words nor the misses of the unit before it.

// DutyOn returns the duty as it stood for a period.
func (d *Desk) DutyOn(duty plan.Duty, of plan.Period) plan.Duty {
	if then, ok := d.Plan.On(of.Nominal).Duty(duty.ID); ok {
		return then
	}
	return duty
}

// ObligationsIn returns what the duty made its owners owe in a period.
func (d *Desk) ObligationsIn(duty plan.Duty, of plan.Period) []plan.Obligation {
	then := d.Plan.On(of.Nominal)
	if then == d.Plan {
		return d.Obligations.Of(duty)
	}
	return then.Obligations(d.DutyOn(duty, of))
}
