package desk

import (
	"slices"
	"strings"

	"liubao/plan"
)

// Datable returns the duties whose date the director sets: those that the
// notice leaves open, and the once-duties that it dates.
func (d *Desk) Datable() []plan.Duty {
	return slices.DeleteFunc(slices.Clone(d.Plan.Duties), func(x plan.Duty) bool {
		return x.Timing == plan.OnEvent || x.After != "" || x.Timing == plan.Recurring && !x.Undated()
	})
}

// Dated reports whether a duty has its date, from the plan or from the director.
func (d *Desk) Dated(duty plan.Duty) bool {
	if duty.Timing == plan.Once {
		_, ok := d.OnlyPeriod(duty) // a date before the plan's start is none
		return ok
	}
	return !duty.Undated() || len(d.Rules.DutyDays[duty.ID]) > 0
}

// OnlyPeriod returns the one period of a once-duty.
func (d *Desk) OnlyPeriod(duty plan.Duty) (plan.Period, bool) {
	date := duty.Date
	if set, ok := d.Rules.DutyDates[duty.ID]; ok {
		date = set
	}
	if duty.Timing != plan.Once || date.IsZero() {
		return plan.Period{}, false
	}
	return d.Period(duty, date.String())
}

func (d *Desk) OwnersText(duty plan.Duty) string {
	if duty.Subject == plan.PerArea && len(duty.Owners) == 0 {
		return textDateLeads
	}
	var out []string
	for _, u := range duty.Owners {
		out = append(out, d.Plan.UnitName(u))
	}
	return strings.Join(out, "、")
}
