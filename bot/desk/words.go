package desk

import (
	"time"

	"liubao/bot"
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
)

// InRows appends buttons, at most n a row.
func InRows(rows [][]bot.Button, bs []bot.Button, n int) [][]bot.Button {
	for len(bs) > n {
		rows = append(rows, bs[:n:n])
		bs = bs[n:]
	}
	if len(bs) > 0 {
		rows = append(rows, bs)
	}
	return rows
}

func (d *Desk) Today(t *Turn) plan.Date { return plan.DateOf(t.Now.In(d.Loc)) }

func (d *Desk) UnitOrOffice(unit string) string {
	if unit == "" {
		return TextTaskForce
	}
	return d.Plan.UnitName(unit)
}

func ReachText(p reports.Person) string {
	if p.Reachable() {
		return ""
	}
	return textUnreachable
}

func OnOff(on bool, off, turnOn string) string {
	if on {
		return off
	}
	return turnOn
}

// WhenText says a time as short as people say it: 今天16:00, 明天10:00.
func (t *Turn) WhenText(at time.Time) string {
	at = at.In(t.Loc)
	clock := at.Format("15:04")
	switch plan.DateOf(at) {
	case t.Today(t):
		return textToday0 + clock
	case t.Today(t).AddDays(1):
		return textTomorrow + clock
	}
	return t.TimeText(at)
}

// TimeText is the book's, for whoever reads it now; so are those below.
func (t *Turn) TimeText(at time.Time) string { return t.Book.TimeText(at, t.Now) }

func (t *Turn) DayText(d plan.Date) string { return t.Book.DayText(d, t.Now) }

func (t *Turn) PeriodText(p plan.Period) string { return t.Book.PeriodText(p, t.Now) }

func (t *Turn) ReportName(k reports.Key) string { return t.Book.ReportName(k, t.Now) }

func (t *Turn) ReportTitle(k reports.Key) string { return t.Book.ReportTitle(k, t.Now) }

func (t *Turn) ReportsText(owed []standing.Standing) string { return t.Book.ReportsText(owed, t.Now) }
