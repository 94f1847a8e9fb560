package schedules

import (
	"time"

	"github.com/6tail/lunar-go/HolidayUtil"

	"liubao/plan"
)

// Calendar knows which days people work.
type Calendar interface {
	// Workday reports whether the day is worked.
	Workday(d plan.Date) bool
	// Known reports whether the year's holidays are known. Where they are
	// not, Monday to Friday are working days.
	Known(year int) bool
	// Name returns the name of a holiday or of a working day that makes up
	// for one (调休), "" for an ordinary day.
	Name(d plan.Date) string
}

// DayOverride corrects or adds one day.
type DayOverride struct {
	Date plan.Date
	Work bool   // a working day
	Name string // "" for none
}

// day is one day that differs from its weekday.
type day struct {
	work bool
	name string
}

type calendar struct {
	added map[plan.Date]day
	years map[int]bool
}

// statutory holds the State Council's holidays and make-up working days as the
// library has them. It is read once, before anything can run, because the
// library keeps its table in a variable that HolidayUtil.Fix rewrites.
var statutory = readStatutory()

func readStatutory() map[plan.Date]day {
	out := map[plan.Date]day{}
	for year := firstYear; year <= lastYear; year++ {
		l := HolidayUtil.GetHolidaysByYear(year)
		for e := l.Front(); e != nil; e = e.Next() {
			h := e.Value.(*HolidayUtil.Holiday)
			d, err := plan.ParseDate(h.GetDay())
			if err != nil {
				continue
			}
			name := h.GetName()
			if h.IsWork() {
				name += makeUp
			}
			out[d] = day{h.IsWork(), name}
		}
	}
	return out
}

// The years asked of the library. Its table begins with 2002 and a later
// version of it may know more years than this one, which ends with 2027.
const (
	firstYear = 2019
	lastYear  = 2035
	makeUp    = "调休上班"
)

// NewCalendar returns the calendar of mainland China with the overrides on
// top, the last one for a day counting. A year is known when its National Day
// (1 October) is a holiday, from the library or from the overrides: the
// State Council decides a year's days together.
func NewCalendar(overrides []DayOverride) Calendar {
	c := calendar{added: map[plan.Date]day{}, years: map[int]bool{}}
	for _, o := range overrides {
		c.added[o.Date] = day{o.Work, o.Name}
	}
	for _, days := range []map[plan.Date]day{statutory, c.added} {
		for d, x := range days {
			if d.Month == time.October && d.Day == 1 && !x.work {
				c.years[d.Year] = true
			}
		}
	}
	return c
}

func (c calendar) find(d plan.Date) (day, bool) {
	if x, ok := c.added[d]; ok {
		return x, true
	}
	if x, ok := statutory[d]; ok {
		return x, ok
	}
	if c.years[d.Year] {
		return day{}, false
	}
	name, ok := fixed[monthDay{d.Month, d.Day}]
	return day{name: name}, ok
}

// fixed are the statutory holidays with a date of their own (Regulation on
// public holidays, as amended in November 2024). They hold in a year whose
// arrangement is not known yet; the others depend on the moon or are moved.
var fixed = map[monthDay]string{
	{time.January, 1}: "元旦", {time.May, 1}: "劳动节", {time.May, 2}: "劳动节",
	{time.October, 1}: "国庆节", {time.October, 2}: "国庆节", {time.October, 3}: "国庆节",
}

type monthDay struct {
	month time.Month
	day   int
}

func (c calendar) Workday(d plan.Date) bool {
	if x, ok := c.find(d); ok {
		return x.work
	}
	w := d.Weekday()
	return w != time.Saturday && w != time.Sunday
}

func (c calendar) Known(year int) bool { return c.years[year] }

func (c calendar) Name(d plan.Date) string {
	x, _ := c.find(d)
	return x.name
}

// farthest is how many days a search for a working day goes before it gives
// up and takes the day it started from: longer than any holiday, so that a
// calendar without working days cannot hang the program.
const farthest = 366

// AddWorkdays returns the n-th working day after d, or before it for a
// negative n; d itself, worked or not, for 0.
func AddWorkdays(cal Calendar, d plan.Date, n int) plan.Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for ; n > 0; n-- {
		d = nextWorkday(cal, d.AddDays(step), step)
	}
	return d
}

// nextWorkday returns d if it is worked, otherwise the first working day in
// the direction of step.
func nextWorkday(cal Calendar, d plan.Date, step int) plan.Date {
	for i, x := 0, d; i < farthest; i++ {
		if cal.Workday(x) {
			return x
		}
		x = x.AddDays(step)
	}
	return d
}

// laid is a calendar with days laid over it.
type laid struct {
	Calendar
	over calendar
}

// Laid lays days over a calendar, the last one for a day counting: what the
// director enters in the chat goes before the configuration and the library.
func Laid(under Calendar, over []DayOverride) Calendar {
	if len(over) == 0 {
		return under
	}
	return laid{under, NewCalendar(over).(calendar)}
}

func (c laid) Workday(d plan.Date) bool {
	if x, ok := c.over.added[d]; ok {
		return x.work
	}
	return c.Calendar.Workday(d)
}

func (c laid) Known(year int) bool {
	return c.over.years[year] || c.Calendar.Known(year)
}

func (c laid) Name(d plan.Date) string {
	if x, ok := c.over.added[d]; ok {
		return x.name
	}
	return c.Calendar.Name(d)
}
