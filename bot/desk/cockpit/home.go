package cockpit

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/codec"
	"liubao/bot/desk/reporttext"
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// page is one page of the cockpit: the glance, everything, an area, a task, a
// unit or a person of a period.
type page struct {
	What   string // h, l, a, t, u, p
	Period string // "" for the one that matters now
	Arg    string // the page number, an area's id, a task's number, a unit's or person's id
}

// pageTap is a page as a button carries it.
type pageTap struct {
	What   string
	Period codec.Period
	Arg    string
}

var tapPage = desk.NewTap[pageTap]("ck")

func (p page) data() string { return tapPage.Data(pageTap{p.What, codec.Period(p.Period), p.Arg}) }

func (p page) at(what, arg string) page { return page{what, p.Period, arg} }

// areasAPage is how many areas the overview shows at once: with 16 tasks in 6
// areas everything is on one page.
const areasAPage = 8

// statusMessage makes the cockpit's page.
func statusMessage(t *desk.Turn, p page) (bot.Message, error) {
	m := bot.Message{Chat: t.Update.Chat.ID, Slot: slotStatus, Purpose: "status", Person: t.Me.ID, At: t.Now}
	duty, ok := t.Progress()
	if !ok {
		m.Text = reports.T(desk.TextNothingOwed)
		return m, nil
	}
	periods := t.PeriodsAt(duty, t.Now)
	if len(periods) == 0 {
		m.Text = reports.T(fmt.Sprintf(desk.TextNotStarted, t.DayText(t.Plan.Starts)))
		return m, nil
	}
	b, err := boardFor(t, duty, periods, p.Period)
	if err != nil {
		return m, err
	}
	asked := p.Period
	p.Period = b.Period.ID
	if err := viewing(t, p, asked); err != nil {
		return m, err
	}
	m.Text, m.Rows, err = cockpitPage(t, b, periods, p)
	return m, err
}

// cockpitPage renders a page; one that there is no more is the overview.
func cockpitPage(t *desk.Turn, b desk.Board, periods []plan.Period, p page) (reports.Text, [][]bot.Button, error) {
	switch p.What {
	case "l":
		return wholePage(t, b, periods, p)
	case "a":
		if l, ok := b.Row(p.Arg); ok {
			return areaPage(t, b, l, p)
		}
	case "t":
		if task, ok := taskNumbered(t.Desk, p.Arg); ok {
			return taskPage(t, b, task, p)
		}
	case "u":
		if u, ok := t.Plan.Unit(p.Arg); ok {
			return unitPage(t, b, u, p)
		}
	case "p":
		x, ok, err := storage.Person(t.Tx, p.Arg)
		if err != nil {
			return nil, nil, err
		}
		if ok {
			return personPage(t, b, x, p)
		}
	}
	return glance(t, b, p.at("h", ""))
}

// boardFor reads the board of the period asked for, or of the one that matters
// now: the last, for a few days, while reports of it are missing.
func boardFor(t *desk.Turn, duty plan.Duty, periods []plan.Period, id string) (desk.Board, error) {
	for i, p := range periods {
		last := i == len(periods)-1
		if id != "" && p.ID != id && !last {
			continue
		}
		if id == "" && !last && t.Now.Sub(p.Deadline) >= desk.MatterFor {
			continue // not read at all: the page is about one period
		}
		b, err := t.Board(t.Tx, duty, p, t.Now)
		if err != nil || last || id == p.ID || b.Matters() {
			return b, err
		}
	}
	return desk.Board{}, nil
}

// wholePage is where everything stands, task by task, and what features add.
func wholePage(t *desk.Turn, b desk.Board, periods []plan.Period, p page) (reports.Text, [][]bot.Button, error) {
	x := headText(t, b)
	x = x.Line("")
	lines, number, pages := onPage(b, p.Arg)
	for _, l := range lines {
		y, err := lineText(t, b, l)
		if err != nil {
			return nil, nil, err
		}
		x = x.Append(y)
	}
	if pages > 1 {
		x = x.Line("").Line(fmt.Sprintf(textPageOf, number, pages))
	}
	missed, err := missingElsewhere(t, b)
	if err != nil {
		return nil, nil, err
	}
	if len(missed) > 0 {
		x = x.Line("").Head(textEarlierHead).Append(earlierText(t, b, missed))
	}
	x, err = addSections(t, x)
	if err != nil {
		return nil, nil, err
	}
	open, err := openCounts(t)
	if err != nil {
		return nil, nil, err
	}
	if s := openLine(open); s != "" {
		x = x.Line("").Line(s)
	}
	x = x.Line("").Add(reports.Italic, fmt.Sprintf(textStatusAt, t.TimeText(b.At)))
	rows := wholeRows(t, b, periods, lines, p, number, pages, earlierButtons(t, b, periods, missed))
	return x, desk.InRows(rows, openButtons(open), 3), nil
}

// onPage returns the lines of a page of the overview. Where there are several
// pages, what is open comes first.
func onPage(b desk.Board, arg string) (lines []standing.Standing, number, pages int) {
	pages = max(1, (len(b.Rows)+areasAPage-1)/areasAPage)
	_, _ = fmt.Sscanf(arg, "%d", &number)
	number = min(max(number, 1), pages)
	lines = b.Rows
	if pages > 1 { // lines are large: put into bins, not sorted in place
		var bins [ranks][]standing.Standing
		for _, l := range b.Rows {
			r := rank(l, b.At)
			bins[r] = append(bins[r], l)
		}
		lines = slices.Concat(bins[:]...)
	}
	from := (number - 1) * areasAPage
	return lines[from:min(from+areasAPage, len(lines))], number, pages
}

// ranks is how many kinds of line [rank] tells apart.
const ranks = 4

// rank says how much a line needs the office, 0 the most.
func rank(l standing.Standing, now time.Time) int {
	switch {
	case l.Overdue(now), l.Unreadable():
		return 0
	case !l.Settled():
		return 1
	case l.Report.Count(reports.Difficulty) > 0:
		return 2
	}
	return 3
}

// lineText is an area's place in the overview: a light with a word, the area
// and its unit, what the director asks next, and a light with a word for each task.
func lineText(t *desk.Turn, b desk.Board, l standing.Standing) (reports.Text, error) {
	light, words := reporttext.Line(t.Book, l, b.At)
	x := reports.Text{}.Add(reports.Plain, light+" ").Add(reports.Bold, t.SubjectName(l.Key())+"（"+t.UnitIn(l.Unit, b.Period.ID)+"）").Line("：" + words)
	more, err := t.MoreWords(b, l, b.At)
	if err != nil {
		return nil, err
	}
	if len(more) > 0 {
		x = x.Line("   " + strings.Join(more, "；"))
	}
	if l.Excused() { // nothing is asked of its tasks
		return x, nil
	}
	var lights []string
	for _, task := range t.PlanOf(b.Period.ID).TasksOf(l.Subject) {
		light, word := taskLight(l, task.Number)
		lights = append(lights, fmt.Sprintf(textTaskLight, task.Number, light, word))
	}
	if len(lights) > 0 {
		x = x.Line("   " + strings.Join(lights, "　"))
	}
	return x, nil
}

func wholeRows(t *desk.Turn, b desk.Board, periods []plan.Period, lines []standing.Standing, p page, number, pages int, more [][]bot.Button) [][]bot.Button {
	var rows [][]bot.Button
	var row []bot.Button
	for _, l := range lines {
		row = append(row, bot.Button{Label: fmt.Sprintf(buttonRead, t.SubjectName(l.Key())), Data: p.at("a", l.Subject).data()})
	}
	rows = desk.InRows(rows, row, 2)
	if pages > 1 {
		row = nil
		if number > 1 {
			row = append(row, bot.Button{Label: desk.ButtonPrevPage, Data: p.at("l", fmt.Sprint(number-1)).data()})
		}
		if number < pages {
			row = append(row, bot.Button{Label: desk.ButtonNextPage, Data: p.at("l", fmt.Sprint(number+1)).data()})
		}
		rows = append(rows, row)
	}
	rows = append(rows, more...)
	for _, f := range t.Installed {
		if f.Shows.Home == nil {
			continue
		}
		if bs := f.Shows.Home(t, b); len(bs) > 0 {
			rows = append(rows, bs)
		}
	}
	rows = append(rows, otherPeriods(t, b, periods)...)
	return append(rows, []bot.Button{{Label: desk.ButtonRefresh, Data: p.data()}, {Label: buttonTop, Data: p.at("h", "").data()}})
}
