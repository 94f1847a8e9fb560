package deadline

import (
	"slices"
	"strings"
	"time"

	"liubao/bot/desk"
	"liubao/bot/desk/rules"
	"liubao/plan"
)

// datable returns the duties whose date the director sets: those that the
// notice leaves open, and the once-duties that it dates.
func datable(d *desk.Desk) []plan.Duty {
	return slices.DeleteFunc(slices.Clone(d.Plan.Duties), func(x plan.Duty) bool {
		return x.Timing == plan.OnEvent || x.After != "" || x.Timing == plan.Recurring && !x.Undated()
	})
}

// dated reports whether a duty has its date, from the plan or from the director.
func dated(d *desk.Desk, duty plan.Duty) bool {
	if duty.Timing == plan.Once {
		_, ok := d.OnlyPeriod(duty) // a date before the plan's start is none
		return ok
	}
	return !duty.Undated() || len(d.Rules.DutyDays[duty.ID]) > 0
}

// ownersText says who owes a duty.
func ownersText(d *desk.Desk, duty plan.Duty) string {
	if duty.Subject == plan.PerArea && len(duty.Owners) == 0 {
		return textDateLeads
	}
	var out []string
	for _, u := range duty.Owners {
		out = append(out, d.Plan.UnitName(u))
	}
	return strings.Join(out, "、")
}

// setDate sets the date of a once-duty. Where it has one, the features hear that the
// deadline is another.
func setDate(t *desk.Turn, duty plan.Duty, date plan.Date) error {
	moved, err := t.SetDate(t.Tx, duty, date, t.Me.ID, t.Now)
	if err != nil || moved == "" {
		return err
	}
	return t.RaiseDecided(t.Tx, moved, t.Now)
}

// move moves a period's deadline for everybody who owes the duty.
func move(t *desk.Turn, duty plan.Duty, period string, to time.Time) error {
	if err := rules.Move(t.Tx, duty, period, to, t.Me.ID, t.Now); err != nil {
		return err
	}
	return t.RaiseDecided(t.Tx, period, t.Now)
}
