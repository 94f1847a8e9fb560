package conversations

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"liubao/plan"
)

var (
	fullDay   = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$`)
	yearDay   = regexp.MustCompile(`^(\d{1,2})[-/.月](\d{1,2})[日号]?$`)
	monthDay  = regexp.MustCompile(`^(\d{1,2})[日号]?$`)
	everyMark = regexp.MustCompile(`^(每个?月|每月的|逢)`)
)

// ReadDay reads a day as people type it: 2026-12-20, 2026年12月20日, 12月20日,
// 12-20, 12.20, 20日, 明天. Without a year, or a month, the next such day is
// meant, today included. ok is false for what is no day, such as 2月30日.
func ReadDay(s string, today plan.Date) (day plan.Date, ok bool) {
	s = tidy(s)
	switch s {
	case "今天":
		return today, true
	case "明天":
		return today.AddDays(1), true
	case "后天":
		return today.AddDays(2), true
	}
	if m := fullDay.FindStringSubmatch(s); m != nil {
		return exactDay(number(m[1]), number(m[2]), number(m[3]))
	}
	if m := yearDay.FindStringSubmatch(s); m != nil {
		for year := today.Year; year < today.Year+9; year++ { // 29 February may be eight years away
			if d, ok := exactDay(year, number(m[1]), number(m[2])); ok && !d.Before(today) {
				return d, true
			}
		}
		return plan.Date{}, false
	}
	if m := monthDay.FindStringSubmatch(s); m != nil && strings.ContainsAny(s, "日号") {
		for i := range 12 {
			y, mon := today.Year, int(today.Month)+i
			if d, ok := exactDay(y+(mon-1)/12, (mon-1)%12+1, number(m[1])); ok && !d.Before(today) {
				return d, true
			}
		}
	}
	return plan.Date{}, false
}

// ReadMonthDays reads the days of every month: 每月10日, 每月5日、20日, 15号和30号,
// 月底 (the last day). They come back ascending, each once.
func ReadMonthDays(s string) (days []int, ok bool) {
	s = everyMark.ReplaceAllString(tidy(s), "")
	s = strings.NewReplacer("和", "、", ",", "、", "，", "、", "及", "、", "月底", "31日", "月末", "31日").Replace(s)
	for _, part := range strings.Split(s, "、") {
		m := monthDay.FindStringSubmatch(part)
		if m == nil {
			return nil, false
		}
		n := number(m[1])
		if n < 1 || n > 31 {
			return nil, false
		}
		days = append(days, n)
	}
	slices.Sort(days)
	return slices.Compact(days), len(days) > 0
}

// tidy takes out spaces and turns full-width digits and signs into plain ones.
func tidy(s string) string {
	s = strings.Join(strings.Fields(s), "")
	s = strings.TrimRight(s, "。.！!前")
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '－' || r == '—' || r == '–':
			return '-'
		case r == '．':
			return '.'
		case r == '／':
			return '/'
		}
		return r
	}, s)
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// exactDay returns a day that exists.
func exactDay(year, month, day int) (plan.Date, bool) {
	if month < 1 || month > 12 || year < 2000 || year > 2100 {
		return plan.Date{}, false
	}
	d := plan.DateOf(time.Date(year, time.Month(month), day, 12, 0, 0, 0, time.UTC))
	return d, d == plan.Date{Year: year, Month: time.Month(month), Day: day}
}
