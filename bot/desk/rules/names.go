package rules

import (
	"fmt"
	"strings"

	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
)

// SubjectName names what a report is about: an area, or a unit's own duty.
func (b *Book) SubjectName(k reports.Key) string {
	then, outline := b.then(k.Period)
	if area, ok := outline(k.Subject); ok {
		if x, ok := then.Duty(k.Duty); ok && x.Timing == plan.Once {
			return fmt.Sprintf("%s（%s）", x.Title, area)
		}
		return area
	}
	if x, ok := then.Duty(k.Duty); ok {
		return x.Title
	}
	return then.UnitName(k.Subject)
}

// UnitIn returns a unit's name as it was for a period: what is said of November
// is said of the unit by the name it had then.
func (b *Book) UnitIn(unit, period string) string {
	return b.PlanOf(period).UnitName(unit)
}

// PlanOf returns the plan as it stood for a period.
func (b *Book) PlanOf(period string) *plan.Plan {
	then, _ := b.then(period)
	return then
}

// then returns the plan as it stood for a period, and what names its areas.
func (b *Book) then(period string) (*plan.Plan, func(id string) (string, bool)) {
	day, err := plan.ParseDate(period)
	then := b.Plan.On(day)
	if err != nil || then == b.Plan {
		return b.Plan, b.Outline.Area
	}
	return then, func(id string) (string, bool) {
		a, ok := then.Area(id)
		return a.Name, ok
	}
}

// SubjectsText names what reports are about.
func (b *Book) SubjectsText(owed []standing.Standing) string {
	var out []string
	for _, x := range owed {
		out = append(out, b.SubjectName(x.Key()))
	}
	return strings.Join(out, "、")
}
