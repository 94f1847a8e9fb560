package desk

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// page is one page of the cockpit: the overview, an area, a task, a unit or a
// person of a period. Its string is also a button's data.
type page struct {
	What   string // h, a, t, u, p
	Period string // "" for the one that matters now
	Arg    string // the page number, an area's id, a task's number, a unit's or person's id
}

func (p page) data() string {
	return strings.TrimRight(fmt.Sprintf("ck.%s.%s.%s", p.What, p.Period, p.Arg), ".")
}

func (p page) at(what, arg string) page { return page{what, p.Period, arg} }

func readPage(parts []string) page {
	p := page{What: "h"}
	if len(parts) > 1 {
		p.What = parts[1]
	}
	if len(parts) > 2 {
		p.Period = parts[2]
	}
	if len(parts) > 3 {
		p.Arg = parts[3]
	}
	return p
}

// areasAPage is how many areas the overview shows at once: with 16 tasks in 6
// areas everything is on one page.
const areasAPage = 8

// statusMessage makes the cockpit's page.
func (t *turn) statusMessage(p page) (bot.Message, error) {
	m := bot.Message{Chat: t.u.Chat.ID, Slot: slotStatus, Purpose: "status", Person: t.me.ID, At: t.now}
	duty, ok := t.progress()
	if !ok {
		m.Text = reports.T(textNothingOwed)
		return m, nil
	}
	periods := t.periodsAt(duty, t.now)
	if len(periods) == 0 {
		m.Text = reports.T(fmt.Sprintf(textNotStarted, reports.DayText(t.Plan.Starts)))
		return m, nil
	}
	b, err := t.boardFor(duty, periods, p.Period)
	if err != nil {
		return m, err
	}
	asked := p.Period
	p.Period = b.period.ID
	if err := t.viewing(p, asked); err != nil {
		return m, err
	}
	m.Text, m.Rows, err = t.cockpitPage(b, periods, p)
	return m, err
}

// cockpitPage renders a page; one that there is no more is the overview.
func (t *turn) cockpitPage(b board, periods []plan.Period, p page) (reports.Text, [][]bot.Button, error) {
	switch p.What {
	case "a":
		if l, ok := b.line(p.Arg); ok {
			return t.areaPage(b, l, p)
		}
	case "t":
		if task, ok := t.taskNumbered(p.Arg); ok {
			return t.taskPage(b, task, p)
		}
	case "u":
		if u, ok := t.Plan.Unit(p.Arg); ok {
			return t.unitPage(b, u, p)
		}
	case "p":
		x, ok, err := storage.Person(t.tx, p.Arg)
		if err != nil {
			return nil, nil, err
		}
		if ok {
			return t.personPage(b, x, p)
		}
	}
	return t.homePage(b, periods, p.at("h", p.Arg))
}

// boardFor reads the board of the period asked for, or of the one that matters
// now: the last, for a few days, while reports of it are missing.
func (t *turn) boardFor(duty plan.Duty, periods []plan.Period, id string) (board, error) {
	for i, p := range periods {
		last := i == len(periods)-1
		if id != "" && p.ID != id && !last {
			continue
		}
		if id == "" && !last && t.now.Sub(p.Deadline) >= matterFor {
			continue // not read at all: the page is about one period
		}
		b, err := t.board(t.tx, duty, p, t.now)
		if err != nil || last || id == p.ID || t.boardMatters(b) {
			return b, err
		}
	}
	return board{}, nil
}

// boardMatters reports whether a period whose deadline has passed is still the
// one to look at: reports are missing, and the last nag is not long ago.
func (d *Desk) boardMatters(b board) bool {
	return b.settled() < len(b.lines) && b.at.Sub(b.period.Deadline) < matterFor
}

// matterFor is how long after its deadline a period with missing reports is the
// one to look at.
const matterFor = 5 * 24 * time.Hour

func (t *turn) homePage(b board, periods []plan.Period, p page) (reports.Text, [][]bot.Button, error) {
	x := reports.Text{}.Head(fmt.Sprintf(textStatusHead, reports.PeriodText(b.period), b.reported(), len(b.lines)))
	due := reports.TimeText(b.period.Deadline, t.loc)
	if left := b.period.Deadline.Sub(b.at); left >= 0 {
		x = x.Line(fmt.Sprintf(textStatusLeft, due, reports.SpanText(left)))
	} else {
		x = x.Line(fmt.Sprintf(textStatusOver, due, reports.SpanText(-left)))
	}
	x = x.Line("")
	lines, number, pages := onPage(b, p.Arg)
	for _, l := range lines {
		y, err := t.lineText(b, l)
		if err != nil {
			return nil, nil, err
		}
		x = x.Append(y)
	}
	if pages > 1 {
		x = x.Line("").Line(fmt.Sprintf(textPageOf, number, pages))
	}
	x, err := t.addSections(x)
	if err != nil {
		return nil, nil, err
	}
	x = x.Line("").Add(reports.Italic, fmt.Sprintf(textStatusAt, reports.TimeText(b.at, t.loc)))
	return x, t.homeRows(b, periods, lines, p, number, pages), nil
}

// onPage returns the lines of a page of the overview. Where there are several
// pages, what is open comes first.
func onPage(b board, arg string) (lines []line, number, pages int) {
	pages = max(1, (len(b.lines)+areasAPage-1)/areasAPage)
	_, _ = fmt.Sscanf(arg, "%d", &number)
	number = min(max(number, 1), pages)
	lines = b.lines
	if pages > 1 { // lines are large: put into bins, not sorted in place
		var bins [ranks][]line
		for _, l := range b.lines {
			r := rank(l, b.at)
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
func rank(l line, now time.Time) int {
	switch {
	case l.overdue(now):
		return 0
	case !l.settled():
		return 1
	case l.report.Count(reports.Difficulty) > 0:
		return 2
	}
	return 3
}

// lineText is an area's place in the overview: a light with a word, the area
// and its unit, what the director asks next, and a light with a word for each task.
func (t *turn) lineText(b board, l line) (reports.Text, error) {
	light, words := t.lineWords(l, b.at)
	x := reports.Text{}.Add(reports.Plain, light+" ").Add(reports.Bold, t.subjectName(l.key())+"（"+t.Plan.UnitName(l.Unit)+"）").Line("：" + words)
	more, err := t.moreWords(l, b.at)
	if err != nil {
		return nil, err
	}
	if len(more) > 0 {
		x = x.Line("   " + strings.Join(more, "；"))
	}
	var lights []string
	for _, task := range t.Plan.TasksOf(l.Subject) {
		light, word := taskLight(l, task.Number)
		lights = append(lights, fmt.Sprintf(textTaskLight, task.Number, light, word))
	}
	if len(lights) > 0 {
		x = x.Line("   " + strings.Join(lights, "　"))
	}
	return x, nil
}

// moreWords says of a line how often it was reminded, whom nobody can reach,
// and what features add.
func (t *turn) moreWords(l line, now time.Time) ([]string, error) {
	var out []string
	if l.reminded.N > 0 && !l.settled() {
		out = append(out, fmt.Sprintf(textReminded, l.reminded.N, reports.TimeText(l.reminded.Last, t.loc)))
	}
	switch {
	case l.people == 0:
		out = append(out, textNobody)
	case l.reachable == 0:
		out = append(out, textNobodyReachable)
	}
	notes, err := t.handlingNotes(t.tx, l.debt(), now)
	if err != nil {
		return nil, err
	}
	if len(notes) > 0 {
		out = append(out, strings.Join(notes, "；"))
	}
	for _, f := range t.features {
		if f.Shows.Note == nil {
			continue
		}
		s, err := f.Shows.Note(t.Desk, t.tx, l, now)
		if err != nil {
			return nil, err
		}
		if s != "" {
			out = append(out, s)
		}
	}
	return out, nil
}

func (d *Desk) lineWords(l line, now time.Time) (light, words string) {
	switch {
	case l.reported():
		on := textOnTime
		if late := l.report.Late(); late > 0 {
			on = fmt.Sprintf(textLate, reports.SpanText(late))
		}
		words = fmt.Sprintf(textReportedAt, l.report.State.Label(), reports.TimeText(l.report.FirstAt, d.loc), on)
		if n := l.report.Count(reports.Difficulty); n > 0 {
			words += fmt.Sprintf(textDifficulties, n)
		}
		if l.report.Version > 1 {
			words += fmt.Sprintf(textCorrected, l.report.Version-1)
		}
		return "✅", words
	case l.debt().excused():
		return "➖", textExcused
	case l.report != nil:
		words, light = l.report.State.Label(), "↩️"
	case l.draft != nil && l.draft.Filled > 0:
		words = fmt.Sprintf(textDraftingOf, l.draft.Filled, l.draft.Of, reports.TimeText(l.draft.Updated, d.loc))
		light = "✏️"
	default:
		words, light = textSilent, "⬜"
	}
	if l.overdue(now) {
		return "🔴", fmt.Sprintf(textOverdueFor, reports.SpanText(now.Sub(l.debt().due()))) + "，" + words
	}
	return light, words
}

func (t *turn) homeRows(b board, periods []plan.Period, lines []line, p page, number, pages int) [][]bot.Button {
	rows := [][]bot.Button{{{Label: buttonRefresh, Data: p.data()}}}
	if Can(t.me, ActNag) && b.settled() < len(b.lines) {
		rows[0] = append(rows[0], bot.Button{Label: buttonNagAll, Data: nagData(b.period.ID, "")})
	}
	rows = inRows(rows, t.nagButtons(b, lines), 2)
	var row []bot.Button
	for _, l := range lines {
		row = append(row, bot.Button{Label: fmt.Sprintf(buttonRead, t.subjectName(l.key())), Data: p.at("a", l.Subject).data()})
	}
	rows = inRows(rows, row, 2)
	if pages > 1 {
		row = nil
		if number > 1 {
			row = append(row, bot.Button{Label: buttonPrevPage, Data: p.at("h", fmt.Sprint(number-1)).data()})
		}
		if number < pages {
			row = append(row, bot.Button{Label: buttonNextPage, Data: p.at("h", fmt.Sprint(number+1)).data()})
		}
		rows = append(rows, row)
	}
	for _, f := range t.features {
		if f.Shows.Home == nil {
			continue
		}
		if bs := f.Shows.Home(t, b); len(bs) > 0 {
			rows = append(rows, bs)
		}
	}
	for _, x := range periods {
		if x.ID != b.period.ID {
			rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonOtherPeriod, reports.DayText(x.Nominal)), Data: page{What: "h", Period: x.ID}.data()}})
		}
	}
	return rows
}

// nagButtons offers to nag each unit of the page that has not reported.
func (t *turn) nagButtons(b board, lines []line) []bot.Button {
	var out []bot.Button
	asked := map[string]bool{}
	for _, l := range lines {
		if l.settled() || asked[l.Unit] || !Can(t.me, ActNag) {
			continue
		}
		asked[l.Unit] = true
		out = append(out, bot.Button{Label: fmt.Sprintf(buttonNag, t.Plan.UnitName(l.Unit)), Data: nagData(b.period.ID, l.Unit)})
	}
	return out
}

// inRows appends buttons, at most n a row.
func inRows(rows [][]bot.Button, bs []bot.Button, n int) [][]bot.Button {
	for len(bs) > n {
		rows = append(rows, bs[:n:n])
		bs = bs[n:]
	}
	if len(bs) > 0 {
		rows = append(rows, bs)
	}
	return rows
}
