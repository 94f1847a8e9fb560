package facts

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/reporttext"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

const (
	slotFacts      = "facts"
	settingWeights = "weights"

	// factsInChat is how many reports owed a chat's view counts: what a
	// transaction may read of them.
	factsInChat = 4000
	// factsPage is how many units stand on one page.
	factsPage = 20
)

// span is a stretch of months whose facts are looked at: 2026-Q4 or 2026.
type span struct {
	name     string
	from, to plan.Date
}

func parseSpan(s string) (span, bool) {
	var year, quarter int
	if n, err := fmt.Sscanf(s, "%4d-Q%1d", &year, &quarter); n == 2 && err == nil && quarter >= 1 && quarter <= 4 {
		first := plan.Date{Year: year, Month: time.Month(quarter*3 - 2), Day: 1}
		return span{s, first, endOfMonth(year, time.Month(quarter*3))}, true
	}
	if n, err := fmt.Sscanf(s, "%4d", &year); n == 1 && err == nil && len(s) == 4 {
		return span{s, plan.Date{Year: year, Month: time.January, Day: 1}, plan.Date{Year: year, Month: time.December, Day: 31}}, true
	}
	return span{}, false
}

func endOfMonth(year int, month time.Month) plan.Date {
	return plan.DateOf(time.Date(year, month+1, 0, 12, 0, 0, 0, time.UTC))
}

func (s span) title() string {
	if year, q, ok := strings.Cut(s.name, "-Q"); ok {
		return fmt.Sprintf(textFactsQuarter, year, q)
	}
	return fmt.Sprintf(textFactsYear, s.name)
}

// Owed returns every report that units owed in the periods of a stretch such as
// 2026-Q4 or 2026, with where it stands.
func Owed(d *desk.Desk, r storage.Reader, name string, now time.Time) ([]reports.Owed, error) {
	s, ok := parseSpan(name)
	if !ok {
		return nil, fmt.Errorf("desk: %q is no stretch of time: write 2026 or 2026-Q4", name)
	}
	return frame(d).Between(r, s.from, s.to, d.AsOf(now))
}

// frame is what makes reports owed at this desk.
func frame(d *desk.Desk) standing.Frame {
	return standing.Frame{Plan: d.Plan, Rules: d.Rules, Calendar: d.Calendar}
}

// facts answers /facts: those of the present quarter.
func facts(t *desk.Turn) error {
	return t.Open(factsMessage(t, reports.Quarter(plan.DateOf(t.Now.In(t.Loc)).String()), 1))
}

// factsTap shows a page of a span's figures (s), or those of one unit (u).
type factsTap struct {
	What string
	Span string
	Arg  string // the page's number, or the unit
}

var tapFacts = desk.NewTap[factsTap]("fa")

// spanData is the button that shows a span from its first page on.
func spanData(name string) string { return tapFacts.Data(factsTap{"s", name, "1"}) }

func tappedFacts(t *desk.Turn, a factsTap) error {
	if !staff.Can(t.Me, staff.ActFacts) || a.Arg == "" {
		return t.Toast(desk.TextNotAllowed)
	}
	var m bot.Message
	var err error
	if a.What == "u" {
		m, err = factsOfUnit(t, a.Span, a.Arg)
	} else {
		page := 1
		if _, err := fmt.Sscan(a.Arg, &page); err != nil {
			return t.Toast(desk.TextOldButton)
		}
		m, err = factsMessage(t, a.Span, page)
	}
	return t.Redraw(m, err)
}

// counted returns the facts of a stretch by unit: of all responsible units, and
// of those that owed something and are no more; in the plan's order of units and
// never in that of results. ok is false where there are too many to count
// within a chat's transaction.
func counted(t *desk.Turn, name string) (facts []reports.Facts, owed []reports.Owed, s span, ok bool, err error) {
	if s, ok = parseSpan(name); !ok {
		return nil, nil, s, false, nil
	}
	n := 0
	frame(t.Desk).Each(s.from, s.to, func(*plan.Duty, plan.Period, plan.Obligation) { n++ })
	if n > factsInChat {
		return nil, nil, s, false, nil
	}
	if owed, err = Owed(t.Desk, t.Tx, name, t.Now); err != nil {
		return nil, nil, s, false, err
	}
	byUnit := map[string]reports.Facts{}
	for _, f := range reports.Assess(owed) {
		byUnit[f.Unit] = f
	}
	for _, id := range responsible(t.Plan.On(s.last(t)), byUnit) {
		f := byUnit[id]
		f.Unit = id
		facts = append(facts, f)
	}
	return facts, owed, s, true, nil
}

func factsMessage(t *desk.Turn, name string, page int) (bot.Message, error) {
	m := bot.Message{Chat: t.Update.Chat.ID, Slot: slotFacts, Purpose: "facts", Person: t.Me.ID, At: t.Now}
	facts, _, s, ok, err := counted(t, name)
	if err != nil {
		return m, err
	}
	more, err := others(t, s)
	if err != nil {
		return m, err
	}
	m.Rows = spanRow(t)
	if !ok {
		m.Text = reports.T(textFactsTooMany)
		return m, nil
	}
	w, _, err := storage.SettingSound[reports.Weights](t.Tx, settingWeights)
	if err != nil {
		return m, err
	}
	beside, err := read(t, s)
	if err != nil {
		return m, err
	}
	then := t.Plan.On(s.last(t))
	x := factsHead(s, w)
	quiet := func(f reports.Facts) bool { return f.None() && beside[f.Unit].empty() }
	silent := quietText(then, facts, quiet)
	facts = slices.DeleteFunc(facts, quiet)
	pages := max(1, (len(facts)+factsPage-1)/factsPage)
	page = min(max(page, 1), pages)
	if len(facts) == 0 && silent == "" {
		x = x.Line(textFactsNone)
	}
	var rows [][]bot.Button
	var row []bot.Button
	for _, f := range facts[(page-1)*factsPage : min(page*factsPage, len(facts))] {
		x = x.Add(reports.Bold, then.UnitName(f.Unit)).Line("：" + factsLine(f, w) + beside[f.Unit].line())
		row = append(row, bot.Button{Label: fmt.Sprintf(buttonFactsUnit, then.UnitName(f.Unit)), Data: tapFacts.Data(factsTap{"u", name, f.Unit})})
		if len(row) == 2 {
			rows, row = append(rows, row), nil
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	if silent != "" {
		x = x.Line(silent)
	}
	if pages > 1 {
		x = x.Line(fmt.Sprintf(textFactsMore, page, pages))
		next := page%pages + 1
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonFactsPage, next), Data: tapFacts.Data(factsTap{"s", name, fmt.Sprint(next)})}})
	}
	for _, line := range more {
		x = x.Add(reports.Italic, line).Line("")
	}
	m.Text, m.Rows = x, append(rows, m.Rows...)
	return m, nil
}

// others are what other features count in a stretch. Nothing of it weighs.
func others(t *desk.Turn, s span) ([]string, error) {
	var out []string
	for _, f := range t.Installed {
		if f.Shows.Facts == nil {
			continue
		}
		lines, err := f.Shows.Facts(t.Desk, t.Tx, s.from, s.to)
		if err != nil {
			return nil, err
		}
		out = append(out, lines...)
	}
	return out, nil
}

func factsHead(s span, w reports.Weights) reports.Text {
	x := reports.Text{}.Head(fmt.Sprintf(textFactsHead, s.title())).Add(reports.Italic, textFactsAbout).Line("")
	if w.InForce() {
		return x.Line(fmt.Sprintf(textFactsBasis, w.Basis))
	}
	return x.Line(textFactsNoScore)
}

func factsLine(f reports.Facts, w reports.Weights) string {
	if f.None() {
		return textFactsNoDuty
	}
	line := fmt.Sprintf(textFactsLine, len(f.Expected), len(f.OnTime), len(f.Late), f.LateHours(), len(f.Missing), len(f.Returned), len(f.Excused))
	if n := len(f.Damaged); n > 0 {
		line += fmt.Sprintf(textFactsUnread, n)
	}
	if points, ok := w.Score(f); ok {
		line += fmt.Sprintf(textFactsScore, points)
	}
	return line
}

func spanRow(t *desk.Turn) [][]bot.Button {
	today := plan.DateOf(t.Now.In(t.Loc))
	first := plan.Date{Year: today.Year, Month: (today.Month-1)/3*3 + 1, Day: 1}
	return [][]bot.Button{{
		{Label: buttonFactsThis, Data: spanData(reports.Quarter(today.String()))},
		{Label: buttonFactsLast, Data: spanData(reports.Quarter(first.AddDays(-1).String()))},
		{Label: buttonFactsYear, Data: spanData(reports.Year(today.String()))},
	}}
}

// factsOfUnit shows each figure's rows.
func factsOfUnit(t *desk.Turn, name, unit string) (bot.Message, error) {
	m := bot.Message{Chat: t.Update.Chat.ID, Slot: slotFacts, Purpose: "facts", Person: t.Me.ID, At: t.Now,
		Rows: [][]bot.Button{{{Label: buttonFactsBack, Data: spanData(name)}}}}
	facts, owed, s, ok, err := counted(t, name)
	if err != nil {
		return m, err
	}
	m.Text = reports.T(textFactsNone)
	beside, err := read(t, s)
	if err != nil {
		return m, err
	}
	came := map[reports.Key]time.Time{}
	for _, o := range owed {
		came[o.Key] = o.FirstAt
	}
	for _, f := range facts {
		if !ok || f.Unit != unit {
			continue
		}
		x := reports.Text{}.Head(fmt.Sprintf(textFactsUnitHead, t.Plan.On(s.last(t)).UnitName(unit), s.title()))
		for _, part := range []struct {
			title string
			rows  []reports.Key
		}{{textFactsOnTime, f.OnTime}, {textFactsLate, f.Late}, {textFactsMissing, f.Missing}, {textFactsReturned, f.Returned}, {textFactsExcused, f.Excused}, {textFactsDamaged, f.Damaged}} {
			if len(part.rows) == 0 {
				continue
			}
			x = x.Add(reports.Bold, part.title).Line("：" + fmt.Sprint(len(part.rows)))
			for _, k := range part.rows {
				x = x.Line(factsRow(t, k, came[k], part.title))
			}
		}
		m.Text = beside[unit].rows(t, x)
	}
	return m, nil
}

// factsRow names a report and when it came.
func factsRow(t *desk.Turn, k reports.Key, came time.Time, title string) string {
	when := reporttext.NotReported
	switch {
	case came.IsZero() && title == textFactsDamaged:
		when = textFactsCame
	case !came.IsZero():
		when = t.TimeText(came)
	}
	return fmt.Sprintf(textFactsRow, t.SubjectName(k), k.Period, when)
}
