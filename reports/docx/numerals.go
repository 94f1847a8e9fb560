package docx

import (
	"fmt"
	"strconv"

	"liubao/internal/numbers"
	"liubao/plan"
)

// DateText returns a day as 2026年12月15日, and nothing for the zero day.
func DateText(d plan.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year, int(d.Month), d.Day)
}

// PeriodText returns the days of a period as 2026年12月16日至30日.
func PeriodText(p plan.Period) string {
	end := p.End()
	switch {
	case p.From.IsZero() || p.From.After(end):
		return "截至" + DateText(end)
	case p.From.Year != end.Year:
		return DateText(p.From) + "至" + DateText(end)
	case p.From.Month != end.Month:
		return fmt.Sprintf("%s至%d月%d日", DateText(p.From), int(end.Month), end.Day)
	}
	return fmt.Sprintf("%s至%d日", DateText(p.From), end.Day)
}

// number returns what stands before the nth heading of a level.
func number(level, n int) string {
	switch level {
	case 1:
		return numbers.Cardinal(n) + "、"
	case 2:
		return "（" + numbers.Cardinal(n) + "）"
	}
	return strconv.Itoa(n) + "."
}
