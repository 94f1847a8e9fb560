package docx

import (
	"fmt"
	"strconv"
	"strings"

	"liubao/plan"
)

var digits = [...]string{"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"}

// Numeral returns n from 1 to 99 999 as a Chinese numeral: 12 is 十二, 105 is
// 一百零五. Numbers out of that range come back in digits.
func Numeral(n int) string {
	if n < 1 || n > 99999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	units := [...]string{"", "十", "百", "千", "万"}
	s := strconv.Itoa(n)
	gap := false
	for i, c := range s {
		d, unit := int(c-'0'), units[len(s)-1-i]
		if d == 0 {
			gap = true
			continue
		}
		if gap {
			b.WriteString("零")
			gap = false
		}
		if d != 1 || unit != "十" || i > 0 {
			b.WriteString(digits[d])
		}
		b.WriteString(unit)
	}
	return b.String()
}

// DateText returns a day as 2026年12月15日, and nothing for the zero day.
func DateText(d plan.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year, int(d.Month), d.Day)
}

// PeriodText returns the days of a period as 2026年12月16日至30日.
func PeriodText(p plan.Period) string {
	switch {
	case p.From.IsZero() || p.From.After(p.Nominal):
		return "截至" + DateText(p.Nominal)
	case p.From.Year != p.Nominal.Year:
		return DateText(p.From) + "至" + DateText(p.Nominal)
	case p.From.Month != p.Nominal.Month:
		return fmt.Sprintf("%s至%d月%d日", DateText(p.From), int(p.Nominal.Month), p.Nominal.Day)
	}
	return fmt.Sprintf("%s至%d日", DateText(p.From), p.Nominal.Day)
}

// number returns what stands before the nth heading of a level.
func number(level, n int) string {
	switch level {
	case 1:
		return Numeral(n) + "、"
	case 2:
		return "（" + Numeral(n) + "）"
	}
	return strconv.Itoa(n) + "."
}
