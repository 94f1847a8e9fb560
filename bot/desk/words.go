package desk

import (
	"liubao/bot/desk/standing"
	"strings"
	"time"

	"liubao/bot"
	"liubao/plan"
	"liubao/reports"
)

// NamesOf lists people's names.
func NamesOf(people []reports.Person) string {
	var out []string
	for _, p := range people {
		out = append(out, p.Name)
	}
	return strings.Join(out, "、")
}

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

// Unstopped takes the full stop off a reason that stands in a longer line.
func Unstopped(s string) string { return strings.TrimRight(strings.TrimSpace(s), "。；") }

// UnitRows offers every unit, two a row, and the task force itself.
func (t *Turn) UnitRows(what string) [][]bot.Button {
	var rows [][]bot.Button
	var row []bot.Button
	for _, u := range t.Plan.Units {
		row = append(row, bot.Button{Label: u.Name, Data: what + "." + u.ID})
		if len(row) == 2 {
			rows, row = append(rows, row), nil
		}
	}
	row = append(row, bot.Button{Label: TextTaskForce, Data: what + ".-"})
	return append(rows, row)
}

func Clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

func (d *Desk) UnitOrOffice(unit string) string {
	if unit == "" {
		return TextTaskForce
	}
	return d.Plan.UnitName(unit)
}

func RoleNames(p reports.Person) string {
	var out []string
	for _, r := range p.Roles {
		out = append(out, r.Label())
	}
	return strings.Join(out, "、")
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

func Names(ps []reports.Person) string {
	s := ""
	for i, p := range ps {
		if i > 0 {
			s += "、"
		}
		s += p.Name
	}
	return s
}

// FileName is what a file is sent on as: the name it came with, or one that
// says what it is.
func FileName(f reports.File) string {
	switch {
	case f.Name != "":
		return f.Name
	case f.Kind == "photo":
		return f.UID + ".jpg"
	}
	return f.UID
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
	return reports.TimeText(at, t.Loc)
}

func (d *Desk) SubjectsText(owed []standing.Standing) string {
	var out []string
	for _, x := range owed {
		out = append(out, d.SubjectName(x.Key()))
	}
	return strings.Join(out, "、")
}

func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
