package conversations

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"liubao/internal/numbers"
	"liubao/plan"
)

// People write days without a year, and those who read them must not guess far: a
// leave may have begun, a deadline may just have passed, and only what lies well
// behind is meant for the year to come. Whoever shows a day of another year says so.

var (
	fullDay    = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$`)
	plainDay   = regexp.MustCompile(`^(20\d{2})(\d{2})(\d{2})$`)
	yearDay    = regexp.MustCompile(`^(\d{1,2})[-/.月](\d{1,2})[日号]?$`)
	monthDay   = regexp.MustCompile(`^(?:本月|这个月|下个?月)?(\d{1,2})[日号]?$`)
	weekDay    = regexp.MustCompile(`^(下下|下|本|这)?个?(?:周|星期|礼拜)([一二三四五六日天末])$`)
	everyMark  = regexp.MustCompile(`^(每个?月|每月的|逢)`)
	lastOf     = regexp.MustCompile(`^(?:(\d{4}|今|本|明)?年)?(?:(\d{1,2})月份?)?[底末]$`)
	lastOfNext = regexp.MustCompile(`^下个?月[底末]$`)
	spanMark   = regexp.MustCompile(`\s*(?:至|到|—+|–|~|～|－)\s*`)
	dayNumeral = regexp.MustCompile(`[零〇○一二三四五六七八九十廿卅]+([年月日号点时])`)
)

// How far back a day without its year, or without its month, may lie and still be
// the one that has passed. A bare 20日 is soon another one; 12月20日 is not.
const (
	monthBack   = 7
	yearBack    = 60
	longestSpan = 366 // 2月4日至2027年2月13日 does not begin the year before
)

// ReadDay reads a day as people type it: 2026-12-20, 2026年12月20日, 12月20日,
// 20261220, 明年1月5日, 12-20, 12.20, 20日, 明天, 周五, 下周一, 月底, 2月底, 年底. Without a year the day may have
// passed by up to two months, else the next such day is meant; without a month, by
// up to a week. Whether a day that has passed will do is for the caller to ask. ok
// is false for what is no day, such as 2月30日. Festivals are read as well: 春节前, 大年初七.
func ReadDay(s string, today plan.Date) (day plan.Date, ok bool) {
	s = datedFestivals(strings.Join(strings.Fields(s), ""), today)
	if day, ok = readDay(s, today); ok {
		return day, true
	}
	return festivalDay(tidy(s), today)
}

// readDay is ReadDay without festivals.
func readDay(s string, today plan.Date) (day plan.Date, ok bool) {
	s = tidy(s)
	if n, is := namedDays[s]; is {
		return today.AddDays(n), true
	}
	if monthEnds[s] {
		return plan.MonthDay(today.Year, today.Month, 31), true
	}
	if d, ok := lastDay(s, today); ok {
		return d, true
	}
	if m := plainDay.FindStringSubmatch(s); m != nil {
		return exactDay(number(m[1]), number(m[2]), number(m[3]))
	}
	for word, years := range map[string]int{"今年": 0, "本年": 0, "明年": 1} {
		if rest, is := strings.CutPrefix(s, word); is {
			if m := yearDay.FindStringSubmatch(rest); m != nil {
				return exactDay(today.Year+years, number(m[1]), number(m[2]))
			}
		}
	}
	if m := fullDay.FindStringSubmatch(s); m != nil {
		return exactDay(number(m[1]), number(m[2]), number(m[3]))
	}
	if m := yearDay.FindStringSubmatch(s); m != nil {
		for year := today.Year - 1; year < today.Year+9; year++ { // 29 February may be eight years away
			if d, ok := exactDay(year, number(m[1]), number(m[2])); ok && !d.Before(today.AddDays(-yearBack)) {
				return d, true
			}
		}
		return plan.Date{}, false
	}
	if m := weekDay.FindStringSubmatch(s); m != nil {
		return dayOfWeek(m[1], m[2], today), true
	}
	if m := monthDay.FindStringSubmatch(s); m != nil && strings.ContainsAny(s, "日号") {
		return dayOfMonth(s, number(m[1]), today)
	}
	return plan.Date{}, false
}

// lastDay reads the last day of a month or year that is named: 2月底, 下月底, 2027年3月末,
// 年底, 明年底.
func lastDay(s string, today plan.Date) (plan.Date, bool) {
	if lastOfNext.MatchString(s) {
		return plan.MonthDay(today.Year, today.Month+1, 31), true
	}
	m := lastOf.FindStringSubmatch(s)
	if m == nil || m[2] == "" && !strings.Contains(s, "年") {
		return plan.Date{}, false
	}
	year, month := today.Year, 12
	if m[2] != "" {
		month = number(m[2])
	}
	switch m[1] {
	case "", "今", "本":
	case "明":
		year++
	default:
		year = number(m[1])
	}
	if _, ok := exactDay(year, month, 1); !ok {
		return plan.Date{}, false
	}
	d := plan.MonthDay(year, time.Month(month), 31)
	for m[1] == "" && d.Before(today.AddDays(-yearBack)) {
		d = plan.MonthDay(d.Year+1, d.Month, 31)
	}
	return d, true
}

var (
	namedDays = map[string]int{"今天": 0, "今日": 0, "当天": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3, "昨天": -1, "前天": -2}
	monthEnds = map[string]bool{"月底": true, "月末": true, "本月底": true, "本月末": true, "这个月底": true}
	weekNames = map[string]int{"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 6}
)

// dayOfWeek returns the next such day, today included, or that of the week named:
// weeks begin on Monday.
func dayOfWeek(week, name string, today plan.Date) plan.Date {
	monday := today.AddDays(-(int(today.Weekday()) + 6) % 7)
	d := monday.AddDays(weekNames[name])
	switch {
	case week == "下":
		return d.AddDays(7)
	case week == "下下":
		return d.AddDays(14)
	case week == "" && d.Before(today):
		return d.AddDays(7)
	}
	return d
}

// dayOfMonth returns a day without its month.
func dayOfMonth(s string, n int, today plan.Date) (plan.Date, bool) {
	first, back := 0, monthBack
	switch {
	case strings.HasPrefix(s, "下"):
		first = 1
	case strings.HasPrefix(s, "本") || strings.HasPrefix(s, "这"):
		back = 31
	}
	for i := first; i < 12; i++ {
		y, mon := today.Year, int(today.Month)+i
		if d, ok := exactDay(y+(mon-1)/12, (mon-1)%12+1, n); ok && !d.Before(today.AddDays(-back)) {
			return d, true
		}
	}
	return plan.Date{}, false
}

// ReadSpan reads from when to when somebody is away: 12月9日至12月18日, 15日到18日,
// 明天. One day alone is both ends. A span that has begun is meant before one a year
// away, and one that goes over New Year may have begun in the old year.
func ReadSpan(s string, today plan.Date) (from, to plan.Date, ok bool) {
	s = datedFestivals(strings.TrimSpace(s), today)
	if from, to, ok = holidaySpan(tidy(s), today); ok {
		return from, to, true
	}
	parts := spanMark.Split(strings.TrimSpace(s), -1)
	if len(parts) == 1 {
		if p := strings.Split(s, "-"); len(p) == 2 && strings.ContainsAny(p[0], "月.日号") {
			parts = p
		}
	}
	if len(parts) > 2 {
		return from, to, false
	}
	if from, ok = ReadDay(parts[0], today); !ok || len(parts) == 1 {
		return from, from, ok
	}
	if m := yearDay.FindStringSubmatch(tidy(parts[0])); m != nil {
		for year := today.Year - 1; year <= from.Year; year++ { // the first that is not long over
			first, is := exactDay(year, number(m[1]), number(m[2]))
			last, reads := dayFrom(parts[1], first, today)
			if is && reads && !last.Before(today.AddDays(-yearBack)) && last.Before(first.AddDays(longestSpan)) {
				return first, last, true
			}
		}
	}
	to, ok = dayFrom(parts[1], from, today)
	return from, to, ok && !to.Before(from)
}

// dayFrom reads the later end of a span: the first such day from its beginning on.
func dayFrom(s string, from, today plan.Date) (plan.Date, bool) {
	s = tidy(s)
	if n, is := namedDays[s]; is {
		return today.AddDays(n), true
	}
	if m := yearDay.FindStringSubmatch(s); m != nil {
		for year := from.Year; year < from.Year+9; year++ {
			if d, ok := exactDay(year, number(m[1]), number(m[2])); ok && !d.Before(from) {
				return d, true
			}
		}
		return plan.Date{}, false
	}
	d, ok := ReadDay(s, from)
	if m := monthDay.FindStringSubmatch(s); m != nil && ok && d.Before(from) {
		return dayOfMonth(s, number(m[1]), from.AddDays(monthBack))
	}
	return d, ok
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
	s = strings.TrimRight(s, "。.！!")
	s = strings.TrimSuffix(strings.TrimSuffix(s, "之前"), "前")
	s = dayNumeral.ReplaceAllStringFunc(s, func(m string) string {
		r := []rune(m)
		if n, ok := numbers.Whole(string(r[:len(r)-1])); ok {
			return strconv.FormatInt(n, 10) + string(r[len(r)-1:])
		}
		return m
	})
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
