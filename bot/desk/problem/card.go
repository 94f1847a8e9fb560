package problem

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// slotProblems names the message that lists problems.
const slotProblems = "problems"

// mostListed is how many problems one list shows.
const mostListed = 15

func problemLevel(p reports.Problem) string {
	if p.Major {
		return textProblemMajor
	}
	return textProblemOrdinary
}

// problemOverdue reports whether an open problem is past the day it was to be
// done by.
func problemOverdue(d *desk.Desk, p reports.Problem, now time.Time) bool {
	return p.Open() && !p.Due.IsZero() && plan.DateOf(now.In(d.Loc)).After(p.Due)
}

// problemState says in words where a problem stands.
func problemState(d *desk.Desk, tx storage.Reader, p reports.Problem, now time.Time) (string, error) {
	name := func(id string) (string, error) {
		x, _, err := storage.Person(tx, id)
		return x.Name, err
	}
	switch {
	case p.MergedIn != "":
		return fmt.Sprintf(textProblemMerged, p.MergedIn), nil
	case !p.ClosedAt.IsZero():
		who, err := name(p.ClosedBy)
		return fmt.Sprintf(textProblemClosed, who, d.TimeText(p.ClosedAt, now)), err
	}
	words := textProblemUnacked
	if !p.AckedAt.IsZero() {
		who, err := name(p.AckedBy)
		if err != nil {
			return "", err
		}
		words = fmt.Sprintf(textProblemAcked, who, d.TimeText(p.AckedAt, now))
	}
	if len(p.Assigned) > 0 {
		words += "，" + textProblemWorking
	}
	if problemOverdue(d, p, now) {
		words += "，" + fmt.Sprintf(textProblemLate, reports.SpanText(now.Sub(p.Due.AddDays(1).At(plan.Clock{}, d.Loc))))
	}
	return words, nil
}

func unitNames(d *desk.Desk, ids []string) string {
	var out []string
	for _, id := range ids {
		out = append(out, d.Plan.UnitName(id))
	}
	return strings.Join(out, "、")
}

// problemText sets a problem out in full.
func problemText(d *desk.Desk, r storage.Reader, p reports.Problem, now time.Time) (reports.Text, error) {
	state, err := problemState(d, r, p, now)
	if err != nil {
		return nil, err
	}
	by, _, err := storage.Person(r, p.By)
	if err != nil {
		return nil, err
	}
	x := reports.Text{}.Head(fmt.Sprintf(textProblemCardHead, p.ID, d.Plan.UnitName(p.Unit), problemLevel(p))).
		Line(fmt.Sprintf(textProblemState, state)).
		Line(fmt.Sprintf(textProblemBy, d.Plan.UnitName(p.Unit), by.Name, d.TimeText(p.At, now)))
	if len(p.Assigned) > 0 {
		x = x.Line(fmt.Sprintf(textProblemAssigned, unitNames(d, p.Assigned)))
	}
	if !p.Due.IsZero() {
		x = x.Line(fmt.Sprintf(textProblemDue, d.DayText(p.Due, now)))
	}
	if line, err := stageLine(d, r, p, now); err != nil {
		return nil, err
	} else if line != "" {
		x = x.Line(line)
	}
	for _, part := range []struct{ label, words string }{
		{textProblemWhat, p.What}, {textProblemWhere, p.Where}, {textProblemSince, p.Since}, {textProblemNeeds, p.Needs},
	} {
		if part.words != "" {
			x = x.Add(reports.Bold, part.label).Line(part.words)
		}
	}
	if n := len(p.Evidence); n > 0 {
		x = x.Line(fmt.Sprintf(desk.TextProblemFiles, n))
	}
	if p.Result != "" {
		x = x.Add(reports.Bold, textProblemResult).Line(p.Result)
	}
	notes := p.Notes
	if len(notes) > 8 {
		notes = notes[len(notes)-8:]
	}
	for _, n := range notes {
		who, _, err := storage.Person(r, n.By)
		if err != nil {
			return nil, err
		}
		x = x.Line(fmt.Sprintf(desk.TextProblemNote, d.TimeText(n.At, now), who.Name) + n.Text)
	}
	return x, nil
}

// problemCard is a problem's card in the making: what everybody sees of it,
// read once, and who is on duty.
type problemCard struct {
	p    reports.Problem
	text reports.Text
	duty []string // ids of those on duty
	at   time.Time
}

func readProblemCard(d *desk.Desk, r storage.Reader, p reports.Problem, now time.Time) (problemCard, error) {
	c := problemCard{p: p, at: now}
	var err error
	if c.text, err = problemText(d, r, p, now); err != nil {
		return c, err
	}
	c.duty, err = dutyIDs(d, r, now)
	return c, err
}

// handles reports whether somebody may confirm the problem and deal with it:
// by role, or because they are on duty.
func (c problemCard) handles(who reports.Person) bool {
	return staff.Can(who, staff.ActSolve) || slices.Contains(c.duty, who.ID)
}

// cardFor is the card as one person sees it, with the buttons that are theirs.
func cardFor(d *desk.Desk, c problemCard, who reports.Person) bot.Message {
	button := func(label, what string) bot.Button {
		return bot.Button{Label: label, Data: problemData(what, c.p.ID)}
	}
	var rows [][]bot.Button
	handles := c.handles(who)
	if handles {
		rows = handlingRows(c.p, button)
	}
	var last []bot.Button
	if c.p.Open() && involved(c.p, who, handles) {
		last = append(last, button(buttonProblemNote, "n"))
	}
	if len(c.p.Evidence) > 0 {
		last = append(last, button(desk.ButtonProblemFiles, "f"))
	}
	if len(last) > 0 {
		rows = append(rows, last)
	}
	return bot.Message{Chat: who.Chat, Slot: problemSlot(c.p.ID), Text: c.text, Rows: rows, Purpose: "problem", Person: who.ID, At: c.at}
}

func handlingRows(p reports.Problem, button func(label, what string) bot.Button) [][]bot.Button {
	if !p.Open() {
		if p.MergedIn != "" {
			return nil
		}
		return [][]bot.Button{{button(buttonProblemReopen, "o")}}
	}
	var rows [][]bot.Button
	if p.AckedAt.IsZero() {
		rows = append(rows, []bot.Button{button(buttonProblemAck, "a")})
	}
	row := []bot.Button{button(buttonProblemAssign, "u")}
	if len(p.Assigned) > 0 {
		row = append(row, button(buttonProblemAsk, "q"))
	}
	return append(rows, row, []bot.Button{button(buttonProblemClose, "c"), button(buttonProblemMerge, "m")})
}

// involved reports whether somebody may read a problem and add to it.
func involved(p reports.Problem, who reports.Person, handles bool) bool {
	if handles || staff.Can(who, staff.ActOversee) {
		return true
	}
	return who.ID == p.By || staff.Can(who, staff.ActProblem) && (who.Unit == p.Unit || slices.Contains(p.Assigned, who.Unit))
}

// refreshProblem brings every card of the problem up to date, so that two
// people who press at one time both see who did it.
func refreshProblem(t *desk.Turn, p reports.Problem) error {
	c, err := readProblemCard(t.Desk, t.Tx, p, t.Now)
	if err != nil {
		return err
	}
	for _, id := range p.Told {
		who, ok, err := storage.Person(t.Tx, id)
		if err != nil {
			return err
		}
		if !ok || !who.Reachable() {
			continue
		}
		m := cardFor(t.Desk, c, who)
		m.Kind = bot.Edit
		if err := bot.Enqueue(t.Tx, m); err != nil {
			return err
		}
	}
	return nil
}

// problems answers /problems.
func problems(t *desk.Turn) error {
	return t.Open(problemsMessage(t, "o", ""))
}

// listTap is one of the filters of [listed], for u with a unit.
type listTap struct{ Filter, Unit string }

var tapList = desk.NewTap[listTap]("pl")

func filterData(filter string) string { return tapList.Data(listTap{Filter: filter}) }

func tappedProblems(t *desk.Turn, a listTap) error {
	if !t.Known() || a.Filter == "" {
		return t.Toast(desk.TextOldButton)
	}
	return t.Redraw(problemsMessage(t, a.Filter, a.Unit))
}

// listed returns the problems of a filter that the person may see: o open, m
// mine, l overdue, u by unit, c closed.
func listed(t *desk.Turn, filter, unit string) ([]reports.Problem, error) {
	handles, err := handles(t)
	if err != nil {
		return nil, err
	}
	var all []reports.Problem
	if filter == "c" {
		all, err = recentProblems(t)
	} else {
		all, err = OpenProblems(t.Tx)
	}
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(p reports.Problem) bool {
		if !involved(p, t.Me, handles) {
			return true
		}
		switch filter {
		case "m":
			return !onMyList(t, p, handles)
		case "l":
			return !problemOverdue(t.Desk, p, t.Now)
		case "u":
			return p.Unit != unit && !slices.Contains(p.Assigned, unit)
		case "c":
			return p.Open()
		}
		return false
	}), nil
}

// onMyList reports whether a problem is on the person's own list: theirs to
// report on, or, while it is assigned to nobody, the office's to deal with.
func onMyList(t *desk.Turn, p reports.Problem, handles bool) bool {
	if p.By == t.Me.ID || slices.Contains(p.Assigned, t.Me.Unit) || p.AckedBy == t.Me.ID {
		return true
	}
	return handles && len(p.Assigned) == 0
}

// recentProblems returns the newest problems, closed ones included.
func recentProblems(t *desk.Turn) ([]reports.Problem, error) {
	n, _, err := storage.Get[uint64](t.Tx, storage.RowSeq.Key(seqProblem))
	if err != nil {
		return nil, err
	}
	after := ""
	if n > 60 {
		after = storage.RowProblem.Key(problemID(n - 60))
	}
	var out []reports.Problem
	err = storage.EachSound(t.Tx, storage.RowProblem.Prefix(), after, 60, func(_ string, p reports.Problem) error {
		out = append(out, p)
		return nil
	})
	slices.Reverse(out)
	return out, err
}

func problemsMessage(t *desk.Turn, filter, unit string) (bot.Message, error) {
	m := bot.Message{Chat: t.Update.Chat.ID, Slot: slotProblems, Purpose: "problems", Person: t.Me.ID, At: t.Now}
	if filter == "u" && unit == "" {
		m.Text = reports.T(textProblemsUnit)
		m.Rows = t.UnitRows(filterData("u"))
		m.Rows = append(m.Rows[:len(m.Rows)-1], []bot.Button{{Label: textFilterOpen, Data: filterData("o")}})
		return m, nil
	}
	ps, err := listed(t, filter, unit)
	if err != nil {
		return m, err
	}
	title := map[string]string{"o": textFilterOpen, "m": textFilterMine, "l": textFilterLate, "c": textFilterClosed}[filter]
	if filter == "u" {
		title = t.Plan.UnitName(unit)
	}
	x := reports.Text{}.Head(fmt.Sprintf(textProblemsHead, title, len(ps)))
	if len(ps) == 0 {
		x = x.Line(textProblemsNone)
	}
	more := max(0, len(ps)-mostListed)
	ps = ps[:len(ps)-more]
	var row []bot.Button
	for _, p := range ps {
		line, err := problemLine(t, p)
		if err != nil {
			return m, err
		}
		x = x.Line(line)
		row = append(row, bot.Button{Label: fmt.Sprintf(buttonProblemOpen, p.ID), Data: problemData("v", p.ID)})
		if len(row) == 3 {
			m.Rows, row = append(m.Rows, row), nil
		}
	}
	if len(row) > 0 {
		m.Rows = append(m.Rows, row)
	}
	if more > 0 {
		x = x.Line(fmt.Sprintf(textProblemsMore, more))
	}
	m.Text, m.Rows = x, append(m.Rows, filterRows(t)...)
	return m, nil
}

func problemLine(t *desk.Turn, p reports.Problem) (string, error) {
	state, err := problemState(t.Desk, t.Tx, p, t.Now)
	if err != nil {
		return "", err
	}
	line := fmt.Sprintf("%s号 %s（%s）%s", p.ID, t.Plan.UnitName(p.Unit), problemLevel(p), conversations.Clip(conversations.OneLine(p.What), 30))
	if len(p.Assigned) > 0 {
		line = strings.TrimRight(line, "。；") + "；" + fmt.Sprintf(textProblemAssigned, unitNames(t.Desk, p.Assigned))
	}
	return strings.TrimRight(line, "。；") + "；" + state, nil
}

func filterRows(t *desk.Turn) [][]bot.Button {
	rows := [][]bot.Button{{{Label: textFilterOpen, Data: filterData("o")}, {Label: textFilterMine, Data: filterData("m")}, {Label: textFilterLate, Data: filterData("l")}},
		{{Label: textFilterByUnit, Data: filterData("u")}, {Label: textFilterClosed, Data: filterData("c")}}}
	if staff.Can(t.Me, staff.ActProblem) {
		rows = append(rows, []bot.Button{{Label: buttonProblemNew, Data: problemData("new", "")}})
	}
	return rows
}
