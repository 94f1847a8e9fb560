package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/plan"
)

// The duties that somebody owes in the play, by their ids in the plan file.
const (
	progress = "progress" // on the tasks, of an area's lead, each half-month
	budget   = "budget"   // of the finance bureau, on the day of the month that the director sets
	summary  = "summary"  // of the office to those above, on the working day after
	once     = "once"     // what falls due on one day
)

// owed is a report that somebody owes, and what became of it.
type owed struct {
	duty     string
	period   plan.Date // its nominal deadline, by which it is known
	first    plan.Date // that it is about
	last     plan.Date
	name     string // of the area or duty, as people read it
	unit     string // by id: who leads on the nominal deadline
	deadline time.Time
	in       time.Time // when it first came, zero while it is missing
	back     sentBack  // what became of it there; its zero value for nothing
}

// label is the period as people read it at a time: with the year, where it is another,
// and none for what is asked once.
func (o *owed) label(now time.Time) string {
	words := stretch(o.first, o.last)
	switch year := plan.DateOf(now).Year; {
	case o.duty == once:
		return ""
	case o.last.Year == year:
		return words
	case o.first.Year == o.last.Year:
		return fmt.Sprintf("%d年%s", o.last.Year, words)
	default:
		words = strings.Replace(words, "至", fmt.Sprintf("至%d年", o.last.Year), 1)
		if o.first.Year != year {
			words = fmt.Sprintf("%d年%s", o.first.Year, words)
		}
		return words
	}
}

// inBy reports whether the report is in at a time: what is sent back is not, until it
// comes again.
func (o *owed) inBy(t time.Time) bool {
	return !o.in.IsZero() && !o.in.After(t) && !o.back.openAt(t)
}

// due is when the report, or its correction, is due at a time.
func (o *owed) due(t time.Time) time.Time {
	if o.back.openAt(t) {
		return o.back.until
	}
	return o.deadline
}

// counted reports whether facts count the report at a time: it is in, or its time is over.
func (o *owed) counted(t time.Time) bool { return o.inBy(t) || o.due(t).Before(t) }

// areas are the notice's, in order, with their first leads.
var areas = []struct{ name, lead string }{
	{"保居民就业", "dangqun"}, {"保基本民生", "sheguan"}, {"保市场主体", "yingji"},
	{"保粮食能源安全", "jingfa"}, {"保产业链供应链", "jingfa"}, {"保基层运转", "caizheng"},
}

// leads are the units that lead an area at the beginning.
var leads = []string{"dangqun", "sheguan", "yingji", "jingfa", "caizheng"}

// The days on which the plan changes.
var (
	firstHandover  = day(2021, 1, 1) // 保基层运转 goes to 党群局
	renaming       = day(2021, 5, 1) // 社管局 becomes 社会事务局
	secondHandover = day(2021, 9, 1) // 保基层运转 goes to 社会事务局
)

// lead is who leads an area, counted from 0, on a day.
func lead(area int, on plan.Date) string {
	switch {
	case area != 5 || on.Before(firstHandover):
		return areas[area].lead
	case on.Before(secondHandover):
		return "dangqun"
	}
	return "sheguan"
}

// unitName is what a unit is called on a day.
func unitName(id string, on plan.Date) string {
	if id == "sheguan" && !on.Before(renaming) {
		return "社会事务局"
	}
	return map[string]string{"dangqun": "党群局", "sheguan": "社管局", "yingji": "应急和市场监管局", "jingfa": "经发招商局", "caizheng": "财政局"}[id]
}

// monthly is the day on which the finance bureau reports to the city.
const monthly = 12

// halfMonth are the reports of one half-month, in the order of the areas, and the
// summary behind them.
func (y *year) halfMonth(n, before plan.Date) []*owed {
	from := plan.DateOf(begin)
	if !before.IsZero() {
		from = before.AddDays(1)
	}
	var out []*owed
	for i, a := range areas {
		out = append(out, &owed{duty: progress, period: n, first: from, last: n, name: a.name, unit: lead(i, n), deadline: at(n, 17, 30)})
	}
	next := y.days.from(n, 1)
	return append(out, &owed{duty: summary, period: n, first: from, last: n, name: "工作进展情况汇总", unit: office, deadline: at(next, 17, 30)})
}

// month is the monthly report that is due on a day: of the calendar month before.
func month(n plan.Date) *owed {
	last := day(n.Year, n.Month, 1).AddDays(-1)
	return &owed{duty: budget, period: n, first: day(last.Year, last.Month, 1), last: last, name: "保基层运转情况月报", unit: "caizheng", deadline: at(n, 17, 30)}
}

// of are the reports of a half-month on the tasks.
func (y *year) of(n plan.Date) []*owed {
	var out []*owed
	for _, o := range y.owed {
		if o.duty == progress && o.period == n {
			out = append(out, o)
		}
	}
	return out
}

// count is how many of a half-month's reports are in by now.
func (y *year) count(n plan.Date) (in int) { return y.countAt(n, y.now()) }

// countAt is how many were in at a time.
func (y *year) countAt(n plan.Date, t time.Time) (in int) {
	for _, o := range y.of(n) {
		if o.inBy(t) {
			in++
		}
	}
	return in
}

// missing is what a unit's people owe by now and have not reported, and what is to come
// up to a day.
func (y *year) missing(unit string, upTo time.Time) []*owed {
	return slices.DeleteFunc(slices.Clone(y.owed), func(o *owed) bool {
		return o.unit != unit || o.duty == summary || o.inBy(y.now()) || o.deadline.After(upTo)
	})
}
