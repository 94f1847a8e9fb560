package conversations

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/6tail/lunar-go/HolidayUtil"
	"github.com/6tail/lunar-go/calendar"

	"liubao/internal/numbers"
	"liubao/plan"
)

// People name days by the festival near them: 春节前报, 节后上班第一天, 大年初七. Each of
// these is one day, and is read as that day wherever a day is read: 前 is the last day
// worked before the holiday, 后 the first one after it. Whoever shows the day that was
// read says its date.

const (
	festivalName = `元旦|春节|过年|元宵节?|清明节?|五一|劳动节|端午节?|中秋节?|国庆节?|十一`
	holidayWord  = `(?:节|假期|长假|小长假|放假|收假|期间)*`
	beforeWord   = `(?:之前|以前|前夕|前)(?:的?最后一个?(?:工作日|天))?`
	afterWord    = `(?:之后|以后|过后|后)(?:的?(?:上班)?(?:第[一1]个?(?:天|工作日|上班日)|首日|首个工作日)|上班|上班后)?`
	lunarDigits  = `初?[一二三四五六七八九十廿]{1,3}|初?\d{1,2}`
)

var (
	aroundFestival = regexp.MustCompile(`(^|[^一二三四五六七八九十])(今年|本年|明年|\d{4}年)?的?(` + festivalName + `)` + holidayWord + `(?:(` + beforeWord + `)|(` + afterWord + `))`)
	aroundHoliday  = regexp.MustCompile(`(^|[，,。；;\s在于们会将取量能])([节年])(?:(` + beforeWord + `)|(` + afterWord + `))`)
	lunarDay       = regexp.MustCompile(`(?:除夕|年三十|大年三十|大年夜|元宵节?|(?:农历|大年|春节)?正月(` + lunarDigits + `)|(?:大年|过年|年)初([一二三四五六七八九十]|\d{1,2}))日?`)
	lunarAlone     = regexp.MustCompile(`(^|[，,。；;\s在于到至])初([一二三四五六七八九十]|10|[1-9])日?`)
	ofFestivals    = regexp.MustCompile(`元旦|[春过年]节?|清明|五一|劳动节|端午|中秋|国庆|十一|节[之以前后]|初|正月|除夕|元宵`)
	festivalAlone  = regexp.MustCompile(`^(今年|本年|明年|\d{4}年)?的?(` + festivalName + `)(?:节|当天|那天)?$`)
	wholeHoliday   = regexp.MustCompile(`^(今年|本年|明年|\d{4}年)?的?(` + festivalName + `)(?:节|小长假|长假|假期|放假|期间)+$`)
)

// festivalBack is how long ago a festival may have been and still be the one that is
// meant, lunarNear how far ahead a bare 初七 is one of the first month.
const (
	festivalBack = 7
	lunarNear    = 60
)

// datedFestivals writes the days that are named by a festival as dates: 春节前报 becomes
// 2027年2月4日报. What it does not know stays as it is.
func datedFestivals(s string, today plan.Date) string {
	if !ofFestivals.MatchString(s) {
		return s
	}
	s = aroundFestival.ReplaceAllStringFunc(s, func(m string) string {
		x := aroundFestival.FindStringSubmatch(m)
		d, ok := near(today, func(year int) (plan.Date, bool) {
			f, ok := festival(x[3], year)
			return beside(f, x[4] != ""), ok && inYear(x[2], year, today)
		})
		return dated(x[1], d, ok, m)
	})
	s = aroundHoliday.ReplaceAllStringFunc(s, func(m string) string {
		x := aroundHoliday.FindStringSubmatch(m)
		d, ok := nextHoliday(today, x[2] == "年", x[3] != "")
		return dated(x[1], d, ok, m)
	})
	s = lunarDay.ReplaceAllStringFunc(s, func(m string) string {
		x := lunarDay.FindStringSubmatch(m)
		d, ok := near(today, func(year int) (plan.Date, bool) { return firstMonth(m, x[1]+x[2], year) })
		return dated("", d, ok, m)
	})
	return lunarAlone.ReplaceAllStringFunc(s, func(m string) string {
		x := lunarAlone.FindStringSubmatch(m)
		d, ok := near(today, func(year int) (plan.Date, bool) { return firstMonth(m, x[2], year) })
		return dated(x[1], d, ok && !d.After(today.AddDays(lunarNear)), m)
	})
}

// dated writes a day that was read behind what stands before it, or what stood there.
func dated(before string, d plan.Date, ok bool, was string) string {
	if !ok {
		return was
	}
	return before + fmt.Sprintf("%d年%d月%d日", d.Year, int(d.Month), d.Day)
}

// festivalDay reads a day that is a festival itself, and nothing else: 国庆节, 明年春节.
func festivalDay(s string, today plan.Date) (plan.Date, bool) {
	if x := festivalAlone.FindStringSubmatch(s); x != nil {
		return near(today, func(year int) (plan.Date, bool) {
			f, ok := festival(x[2], year)
			return f, ok && inYear(x[1], year, today)
		})
	}
	return plan.Date{}, false
}

// holidaySpan reads the days off around a festival: 春节期间, 国庆假期.
func holidaySpan(s string, today plan.Date) (from, to plan.Date, ok bool) {
	x := wholeHoliday.FindStringSubmatch(s)
	if x == nil {
		return from, to, false
	}
	to, ok = near(today, func(year int) (plan.Date, bool) {
		f, ok := festival(x[2], year)
		_, last := daysOff(f)
		return last, ok && inYear(x[1], year, today)
	})
	if !ok {
		return from, to, false
	}
	from, to = daysOff(to)
	return from, to, true
}

// festivalAsked reads a festival that a sentence begins with, or that is its last clause:
// 春节前报值班安排; 报值班安排，春节前. Elsewhere it is what is asked about.
func festivalAsked(sentence string, today plan.Date) (day plan.Date, rest string, ok bool) {
	runes := []rune(strings.TrimSpace(sentence))
	for n := min(len(runes), longestTime); n > 1; n-- {
		if d, ok := ReadDay(string(runes[:n]), today); ok {
			return d, joined("", string(runes[n:])), true
		}
	}
	if i := strings.LastIndexAny(sentence, "，,；; "); i >= 0 {
		words := strings.TrimLeft(sentence[i:], "，,；; ")
		if d, ok := ReadDay(words, today); ok {
			return d, joined(sentence[:i], ""), true
		}
	}
	return day, sentence, false
}

// near returns the first such day that is not long over.
func near(today plan.Date, in func(year int) (plan.Date, bool)) (plan.Date, bool) {
	for year := today.Year - 1; year <= today.Year+2; year++ {
		if d, ok := in(year); ok && !d.Before(today.AddDays(-festivalBack)) {
			return d, true
		}
	}
	return plan.Date{}, false
}

// inYear reports whether a year is the one that was named, or none was.
func inYear(said string, year int, today plan.Date) bool {
	switch said {
	case "":
		return true
	case "今年", "本年":
		return year == today.Year
	case "明年":
		return year == today.Year+1
	}
	return said == strconv.Itoa(year)+"年"
}

// nextHoliday returns the working day beside the holiday that comes next, or that lasts:
// of the Spring Festival alone where 年 was said.
func nextHoliday(today plan.Date, spring, before bool) (plan.Date, bool) {
	var best plan.Date
	for _, name := range []string{"元旦", "春节", "清明", "五一", "端午", "中秋", "国庆"} {
		if spring && name != "春节" {
			continue
		}
		for year := today.Year; year <= today.Year+1; year++ {
			f, ok := festival(name, year)
			d := beside(f, before)
			if ok && !d.Before(today) && (best == plan.Date{} || d.Before(best)) {
				best = d
			}
		}
	}
	return best, best != plan.Date{}
}

// festival returns a festival's day in a year.
func festival(name string, year int) (plan.Date, bool) {
	if year < 2000 || year > 2099 {
		return plan.Date{}, false
	}
	switch name {
	case "元旦":
		return plan.Date{Year: year, Month: time.January, Day: 1}, true
	case "春节", "过年":
		return solar(calendar.NewLunarFromYmd(year, 1, 1)), true
	case "元宵", "元宵节":
		return solar(calendar.NewLunarFromYmd(year, 1, 15)), true
	case "清明", "清明节":
		s := calendar.NewSolarFromYmd(year, 4, 10).GetLunar().GetJieQiTable()["清明"]
		return plan.Date{Year: s.GetYear(), Month: time.Month(s.GetMonth()), Day: s.GetDay()}, true
	case "五一", "劳动节":
		return plan.Date{Year: year, Month: time.May, Day: 1}, true
	case "端午", "端午节":
		return solar(calendar.NewLunarFromYmd(year, 5, 5)), true
	case "中秋", "中秋节":
		return solar(calendar.NewLunarFromYmd(year, 8, 15)), true
	}
	return plan.Date{Year: year, Month: time.October, Day: 1}, true // 国庆, 十一
}

// firstMonth returns a day of the lunar year's first month, or its eve.
func firstMonth(words, day string, year int) (plan.Date, bool) {
	first, ok := festival("春节", year)
	if !ok {
		return first, false
	}
	if day == "" {
		if strings.HasPrefix(words, "元宵") {
			return first.AddDays(14), true
		}
		return first.AddDays(-1), true // 除夕, 年三十
	}
	n, ok := numbers.Whole(strings.TrimPrefix(day, "初"))
	return first.AddDays(int(n) - 1), ok && n >= 1 && int(n) <= calendar.NewLunarMonthFromYm(year, 1).GetDayCount()
}

func solar(l *calendar.Lunar) plan.Date {
	s := l.GetSolar()
	return plan.Date{Year: s.GetYear(), Month: time.Month(s.GetMonth()), Day: s.GetDay()}
}

// beside returns the last day worked before the days off around a festival, or the
// first one after them.
func beside(f plan.Date, before bool) plan.Date {
	first, last := daysOff(f)
	if before {
		return first.AddDays(-1)
	}
	return last.AddDays(1)
}

// daysOff returns the days off around a festival.
func daysOff(f plan.Date) (first, last plan.Date) {
	first, last = f, f
	for off(first.AddDays(-1)) {
		first = first.AddDays(-1)
	}
	for off(last.AddDays(1)) {
		last = last.AddDays(1)
	}
	return first, last
}

// off reports whether nobody works on a day: as the State Council has announced, and
// of a year that is not announced yet by the regulation on public holidays.
func off(d plan.Date) bool {
	if h := HolidayUtil.GetHoliday(d.String()); h != nil {
		return !h.IsWork()
	}
	if d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
		return true
	}
	if HolidayUtil.GetHoliday(fmt.Sprintf("%d-10-01", d.Year)) != nil {
		return false
	}
	for name, days := range map[string][2]int{"元旦": {0, 0}, "春节": {-1, 2}, "清明": {0, 0}, "五一": {0, 1}, "端午": {0, 0}, "中秋": {0, 0}, "国庆": {0, 2}} {
		f, ok := festival(name, d.Year)
		if ok && !d.Before(f.AddDays(days[0])) && !d.After(f.AddDays(days[1])) {
			return true
		}
	}
	return false
}
