package main

import (
	"fmt"
	"time"

	"liubao/plan"
)

// zone is the notice's; it has no summer time.
var zone = time.FixedZone("CST", 8*3600)

// begin is when the program first starts: the morning of the day on which the notice
// was published.
var begin = time.Date(2020, 11, 24, 9, 0, 0, 0, zone)

func day(y int, m time.Month, d int) plan.Date { return plan.Date{Year: y, Month: m, Day: d} }

// at is a time of a day.
func at(d plan.Date, hour, minute int) time.Time {
	return time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, zone)
}

// calendar is which days are worked: the State Council's announcement for 2021, typed
// from it and not taken from the program, and what the director adds.
type calendar struct{ off, on map[plan.Date]bool }

// announced is 国办发明电〔2020〕27号.
func announced() calendar {
	c := calendar{off: map[plan.Date]bool{}, on: map[plan.Date]bool{}}
	for _, s := range [][2]plan.Date{
		{day(2021, 1, 1), day(2021, 1, 3)}, {day(2021, 2, 11), day(2021, 2, 17)}, {day(2021, 4, 3), day(2021, 4, 5)},
		{day(2021, 5, 1), day(2021, 5, 5)}, {day(2021, 6, 12), day(2021, 6, 14)}, {day(2021, 9, 19), day(2021, 9, 21)},
		{day(2021, 10, 1), day(2021, 10, 7)},
	} {
		for d := s[0]; !d.After(s[1]); d = d.AddDays(1) {
			c.off[d] = true
		}
	}
	for _, d := range []plan.Date{day(2021, 2, 7), day(2021, 2, 20), day(2021, 4, 25), day(2021, 5, 8), day(2021, 9, 18), day(2021, 9, 26), day(2021, 10, 9)} {
		c.on[d] = true
	}
	return c
}

func (c calendar) works(d plan.Date) bool {
	if c.on[d] || c.off[d] {
		return c.on[d]
	}
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
}

// from counts n working days from a day, which itself is none of them; with 0 it is
// the day itself, or the last one worked before it.
func (c calendar) from(d plan.Date, n int) plan.Date {
	step := 1
	if n < 0 {
		n, step = -n, -1
	}
	if n == 0 {
		for !c.works(d) {
			d = d.AddDays(-1)
		}
	}
	for n > 0 {
		if d = d.AddDays(step); c.works(d) {
			n--
		}
	}
	return d
}

// halves are the deadlines of the half-months, by the notice: the 15th and the 30th,
// or the month's last day. The first one asked for is the first after the notice.
func halves(to plan.Date) (out []plan.Date) {
	for d := plan.DateOf(begin); !d.After(to); d = d.AddDays(1) {
		if last := d.AddDays(1).Day == 1; d.Day == 15 || d.Day == 30 || last && d.Day < 30 {
			out = append(out, d)
		}
	}
	return out
}

// dayText is how a day begins: with its year where that is not the present one.
func dayText(d plan.Date, now time.Time) string {
	words := fmt.Sprintf("%d月%d日", int(d.Month), d.Day)
	if d.Year != plan.DateOf(now).Year {
		words = fmt.Sprintf("%d年%s", d.Year, words)
	}
	return words
}

// stretch is how a period is written: 12月1日至15日.
func stretch(from, to plan.Date) string {
	if from.Month == to.Month {
		return fmt.Sprintf("%d月%d日至%d日", int(from.Month), from.Day, to.Day)
	}
	return fmt.Sprintf("%d月%d日至%d月%d日", int(from.Month), from.Day, int(to.Month), to.Day)
}
