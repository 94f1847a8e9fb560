package rules

import (
	"fmt"
	"strings"
	"time"

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

// TimeText says an instant to whoever reads it at now: with its year where that is
// another.
func (b *Book) TimeText(at, now time.Time) string {
	return reports.TimeTextFrom(at, b.Loc, plan.DateOf(now.In(b.Loc)))
}

// DayText says a day to whoever reads it at now, as [Book.TimeText] does.
func (b *Book) DayText(d plan.Date, now time.Time) string {
	return reports.DayTextFrom(d, plan.DateOf(now.In(b.Loc)))
}

// PeriodText says to whoever reads it at now which days a period covers.
func (b *Book) PeriodText(p plan.Period, now time.Time) string {
	return reports.PeriodTextFrom(p, plan.DateOf(now.In(b.Loc)))
}

// periodOf says which days a report is about, "" for what is asked once: its title
// says all.
func (b *Book) periodOf(k reports.Key, now time.Time) string {
	duty, _, p, ok := b.Obligation(k)
	if !ok || duty.Timing != plan.Recurring {
		return ""
	}
	return b.PeriodText(p, now)
}

// ReportName names a report in a list or on a button, with its period: 保居民就业
// 12月1日至15日. Every message about one report names it so, or by [Book.ReportTitle]:
// it may be read when the next period's is open as well.
func (b *Book) ReportName(k reports.Key, now time.Time) string {
	return strings.TrimSpace(b.SubjectName(k) + " " + b.periodOf(k, now))
}

// ReportTitle names a report in a sentence: 保居民就业报告（12月1日至15日）.
func (b *Book) ReportTitle(k reports.Key, now time.Time) string {
	return b.titled(reports.Titled(b.SubjectName(k)), b.periodOf(k, now))
}

// ReportsText names several reports in a sentence, each period once, behind the last
// of its reports: 保居民就业、保市场主体（12月1日至15日）.
func (b *Book) ReportsText(owed []standing.Standing, now time.Time) string {
	var out []string
	for i, x := range owed {
		name, period := b.SubjectName(x.Key()), b.periodOf(x.Key(), now)
		if i+1 < len(owed) && b.periodOf(owed[i+1].Key(), now) == period {
			period = ""
		}
		out = append(out, b.titled(name, period))
	}
	return strings.Join(out, "、")
}

func (*Book) titled(name, period string) string {
	if period == "" {
		return name
	}
	return name + "（" + period + "）"
}
