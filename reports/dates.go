package reports

import (
	"fmt"
	"time"

	"liubao/plan"
)

var weekdays = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// Weekday returns 周一 to 周日.
func Weekday(w time.Weekday) string { return weekdays[w] }

// DayText returns a day as 11月30日(周一).
func DayText(d plan.Date) string {
	return fmt.Sprintf("%d月%d日（%s）", int(d.Month), d.Day, Weekday(d.Weekday()))
}

// DayTextFrom returns a day as [DayText] does, with its year where that is not
// today's: 2027年1月5日（周二）.
func DayTextFrom(d, today plan.Date) string {
	if d.Year != today.Year {
		return fmt.Sprintf("%d年%s", d.Year, DayText(d))
	}
	return DayText(d)
}

// TimeText returns an instant in loc as 11月30日(周一)17:30.
func TimeText(t time.Time, loc *time.Location) string {
	t = t.In(loc)
	return DayText(plan.DateOf(t)) + t.Format("15:04")
}

// TimeTextFrom returns an instant in loc as [TimeText] does, with its year where
// that is not today's.
func TimeTextFrom(t time.Time, loc *time.Location, today plan.Date) string {
	t = t.In(loc)
	return DayTextFrom(plan.DateOf(t), today) + t.Format("15:04")
}

// PeriodText returns the days a period covers, as 11月16日至30日. It is for papers,
// which bear their year; a chat says [PeriodTextFrom].
func PeriodText(p plan.Period) string { return PeriodTextFrom(p, p.End()) }

// PeriodTextFrom returns the days a period covers, with the year of what ends in
// another than today's: 2026年12月16日至30日. One that ends in today's year and began
// on a day of the year before bears none: 12月31日至1月15日.
func PeriodTextFrom(p plan.Period, today plan.Date) string {
	from, end, year := p.From, p.End(), ""
	if end.Year != today.Year {
		year = fmt.Sprintf("%d年", end.Year)
	}
	switch {
	case from.Year == end.Year && from.Month == end.Month:
		return fmt.Sprintf("%s%d月%d日至%d日", year, int(from.Month), from.Day, end.Day)
	case from.Year == end.Year:
		return fmt.Sprintf("%s%d月%d日至%d月%d日", year, int(from.Month), from.Day, int(end.Month), end.Day)
	case year != "" && from.Year != today.Year:
		return fmt.Sprintf("%d年%d月%d日至%s%d月%d日", from.Year, int(from.Month), from.Day, year, int(end.Month), end.Day)
	}
	return fmt.Sprintf("%d月%d日至%s%d月%d日", int(from.Month), from.Day, year, int(end.Month), end.Day)
}

// SpanText returns a duration as people say it: 3天, 5小时, 20分钟;
// less than a minute is 1分钟.
func SpanText(d time.Duration) string {
	switch {
	case d >= 24*time.Hour:
		return fmt.Sprintf("%d天", int(d/(24*time.Hour)))
	case d >= time.Hour:
		return fmt.Sprintf("%d小时", int(d/time.Hour))
	case d >= time.Minute:
		return fmt.Sprintf("%d分钟", int(d/time.Minute))
	}
	return "1分钟"
}
