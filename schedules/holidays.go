package schedules

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"liubao/plan"
)

// Each November the State Council announces which days of the next year are off
// and which weekend days are worked for them. Until a release of the library
// knows them, the office pastes the text. It is read by its grammar (a holiday's
// name and a colon, days or stretches of days before 放假, days before 上班) and
// shown before it counts; whatever does not add up is said, because one wrong day
// moves every reminder around it.

// Arrangement is a year's holidays as they were read from a text.
type Arrangement struct {
	Year     int
	Holidays []Holiday
	Doubts   []Doubt
}

// Holiday is one holiday with the days that are worked for it.
type Holiday struct {
	Name string
	Off  []plan.Date // in order
	Work []plan.Date // weekend days that are worked for it
}

// DoubtKind says what about a text does not add up.
type DoubtKind string

// What may not add up.
const (
	CountDiffers    DoubtKind = "count"   // the text names another number of days off than it lists
	WeekdayDiffers  DoubtKind = "weekday" // the text names another weekday than the date has
	WorkOnWeekday   DoubtKind = "workday" // a day from Monday to Friday is said to be worked in return
	HolidayMissing  DoubtKind = "missing" // a statutory holiday is not in the text
	SentenceUnread  DoubtKind = "unread"  // a sentence with a date that could not be read
	OffAndWork      DoubtKind = "both"    // a day is off and worked
	YearNotTheTexts DoubtKind = "year"    // the text is of another year than was expected
)

// Doubt is one thing about a text that does not add up.
type Doubt struct {
	Kind DoubtKind
	Name string    // the holiday's
	Date plan.Date // where one day is meant
	Said string    // what the text says
}

// Overrides returns the days for [NewCalendar], in order.
func (a Arrangement) Overrides() []DayOverride {
	var out []DayOverride
	for _, h := range a.Holidays {
		for _, d := range h.Off {
			out = append(out, DayOverride{d, false, h.Name})
		}
		for _, d := range h.Work {
			out = append(out, DayOverride{d, true, h.Name + makeUp})
		}
	}
	slices.SortStableFunc(out, func(a, b DayOverride) int { return a.Date.Compare(b.Date) })
	return out
}

const holidayName = `(?:元旦|春节|清明节?|劳动节|端午节?|中秋节?|国庆节?)`

var (
	holidayHead = regexp.MustCompile(holidayName + `(?:[、和]` + holidayName + `)*[：:]`)
	clauseEnd   = regexp.MustCompile(`[，,。；;…\n]+`)
	inBrackets  = regexp.MustCompile(`[（(][^）)]*[）)]`)
	oneDate     = `(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日((?:[（(][^）)]*[）)])?)`
	dateOrSpan  = regexp.MustCompile(oneDate + `(?:\s*(?:至|到|—+|-|~|～)\s*` + oneDate + `)?`)
	daysOff     = regexp.MustCompile(`(?:共|放假)(\d{1,2})天`)
	titleYear   = regexp.MustCompile(`(\d{4})年(?:部分|全年|法定|的)*节假日`)
	newYearsDay = regexp.MustCompile(`(\d{4})年1月1日`)
)

// ReadHolidays reads an announcement of a year's holidays. ok is false where the
// text holds none. A year that the text does not name is the one expected.
func ReadHolidays(text string, expected int) (a Arrangement, ok bool) {
	text = plainDigits(text)
	a.Year = yearOf(text, expected)
	if a.Year != expected {
		a.Doubts = append(a.Doubts, Doubt{Kind: YearNotTheTexts, Said: strconv.Itoa(a.Year)})
	}
	heads := holidayHead.FindAllStringIndex(text, -1)
	for i, at := range heads {
		end := len(text)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		a.read(strings.TrimRight(text[at[0]:at[1]], "：:"), text[at[1]:end])
	}
	if len(a.Holidays) == 0 {
		return a, false
	}
	a.check()
	return a, true
}

// plainDigits writes full-width digits as plain ones.
func plainDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if '０' <= r && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, s)
}

func yearOf(text string, expected int) int {
	for _, where := range []*regexp.Regexp{titleYear, newYearsDay} {
		if m := where.FindStringSubmatch(text); m != nil {
			year, _ := strconv.Atoi(m[1])
			return year
		}
	}
	return expected
}

// read takes one holiday's sentences apart.
func (a *Arrangement) read(name, body string) {
	h := Holiday{Name: named(name)}
	said := 0
	for _, clause := range clauseEnd.Split(body, -1) {
		bare := inBrackets.ReplaceAllString(clause, "")
		if m := daysOff.FindStringSubmatch(bare); m != nil {
			said, _ = strconv.Atoi(m[1])
		}
		days, read := a.days(h.Name, clause)
		switch {
		case len(days) == 0 && read:
		case strings.Contains(bare, "鼓励") || strings.Contains(bare, "年休假"): // a wish, no arrangement
		case strings.Contains(bare, "上班") && read:
			h.Work = append(h.Work, days...)
		case (strings.Contains(bare, "放假") || strings.Contains(bare, "休息") || strings.Contains(bare, "调休")) && read:
			h.Off = append(h.Off, days...)
		default:
			a.Doubts = append(a.Doubts, Doubt{Kind: SentenceUnread, Name: h.Name, Said: strings.TrimSpace(clause)})
		}
	}
	if len(h.Off)+len(h.Work) == 0 {
		return
	}
	if said > 0 && said != len(h.Off) {
		a.Doubts = append(a.Doubts, Doubt{Kind: CountDiffers, Name: h.Name, Said: strconv.Itoa(said)})
	}
	a.Holidays = append(a.Holidays, h)
}

// named writes holidays' names in full: 清明 as 清明节.
func named(name string) string {
	parts := strings.FieldsFunc(name, func(r rune) bool { return r == '、' || r == '和' })
	for i, p := range parts {
		if p != "元旦" && !strings.HasSuffix(p, "节") {
			parts[i] = p + "节"
		}
	}
	return strings.Join(parts, "、")
}

// days returns the days that a clause names; read is false where it names one
// that there is not.
func (a *Arrangement) days(name, clause string) (out []plan.Date, read bool) {
	month := 0
	for _, m := range dateOrSpan.FindAllStringSubmatch(clause, -1) {
		from, ok := a.date(name, m[1], m[2], m[3], m[4], &month, plan.Date{})
		if !ok {
			return nil, false
		}
		to := from
		if m[7] != "" {
			if to, ok = a.date(name, m[5], m[6], m[7], m[8], &month, from); !ok || to.Before(from) || to.After(from.AddDays(longest)) {
				return nil, false
			}
		}
		for d := from; !d.After(to); d = d.AddDays(1) {
			out = append(out, d)
		}
	}
	return out, true
}

// longest is the most days one holiday takes.
const longest = 20

// date reads one date. A month that is left out is the one before it in the
// clause; a day of December at New Year belongs to the year before, and the end
// of a stretch never lies before its beginning.
func (a *Arrangement) date(name, year, month, day, brackets string, last *int, from plan.Date) (plan.Date, bool) {
	if month != "" {
		*last, _ = strconv.Atoi(month)
	}
	d := plan.Date{Year: a.Year, Month: time.Month(*last)}
	d.Day, _ = strconv.Atoi(day)
	switch {
	case year != "":
		d.Year, _ = strconv.Atoi(year)
	case strings.HasPrefix(name, "元旦") && d.Month == time.December:
		d.Year--
	case !from.IsZero() && d.Before(from):
		d.Year++
	}
	if d.Month < 1 || d.Month > 12 || plan.MonthDay(d.Year, d.Month, d.Day) != d || d.Day < 1 {
		return plan.Date{}, false
	}
	if i := strings.LastIndexAny(brackets, "周期"); i >= 0 {
		if said, ok := weekdayNamed(brackets[i+len("周"):]); ok && said != d.Weekday() {
			a.Doubts = append(a.Doubts, Doubt{Kind: WeekdayDiffers, Name: name, Date: d, Said: strings.Trim(brackets, "（）()")})
		}
	}
	return d, true
}

// weekdayNamed reads 一 to 六, 日 or 天 at the beginning of a text.
func weekdayNamed(s string) (time.Weekday, bool) {
	for i, names := range []string{"日天", "一", "二", "三", "四", "五", "六"} {
		for _, r := range names {
			if strings.HasPrefix(s, string(r)) {
				return time.Weekday(i), true
			}
		}
	}
	return 0, false
}

// check notes what does not add up between the holidays.
func (a *Arrangement) check() {
	off := map[plan.Date]bool{}
	var names string
	for _, h := range a.Holidays {
		names += h.Name
		for _, d := range h.Off {
			off[d] = true
		}
	}
	for _, h := range a.Holidays {
		for _, d := range h.Work {
			if off[d] {
				a.Doubts = append(a.Doubts, Doubt{Kind: OffAndWork, Name: h.Name, Date: d})
			} else if w := d.Weekday(); w != time.Saturday && w != time.Sunday {
				a.Doubts = append(a.Doubts, Doubt{Kind: WorkOnWeekday, Name: h.Name, Date: d})
			}
		}
	}
	for _, name := range []string{"元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"} {
		if !strings.Contains(names, name) {
			a.Doubts = append(a.Doubts, Doubt{Kind: HolidayMissing, Name: name})
		}
	}
}

// announced is the day of the year from which on the next year's holidays are to
// be known: the State Council announces them in the first half of November.
var announced = monthDay{time.November, 1}

// UnknownYear returns a year whose holidays ought to be known on a day and are
// not: the day's own, or from 1 November on the next.
func UnknownYear(cal Calendar, day plan.Date) (year int, unknown bool) {
	if !cal.Known(day.Year) {
		return day.Year, true
	}
	next := day.Year + 1
	return next, !day.Before(plan.Date{Year: day.Year, Month: announced.month, Day: announced.day}) && !cal.Known(next)
}
