package facts

import (
	"fmt"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
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
	return frame(d).Between(r, s.from, s.to, now)
}

// frame is what makes reports owed at this desk.
func frame(d *desk.Desk) standing.Frame {
	return standing.Frame{Plan: d.Plan, Rules: d.Rules, Calendar: d.Calendar}
}

// facts answers /facts: those of the present quarter.
func facts(t *desk.Turn) error {
	m, err := factsMessage(t, reports.Quarter(plan.DateOf(t.Now.In(t.Loc)).String()), 1)
	if err != nil {
		return err
	}
	m.Kind, m.Replaces = bot.Send, true
	return bot.Enqueue(t.Tx, m)
}

// tappedFacts takes fa.s.SPAN.PAGE and fa.u.SPAN.UNIT.
func tappedFacts(t *desk.Turn, parts []string) error {
	if !desk.Can(t.Me, desk.ActFacts) || len(parts) != 4 {
		return t.Toast(desk.TextNotAllowed)
	}
	var m bot.Message
	var err error
	if parts[1] == "u" {
		m, err = factsOfUnit(t, parts[2], parts[3])
	} else {
		page := 1
		if _, err := fmt.Sscan(parts[3], &page); err != nil {
			return t.Toast(desk.TextOldButton)
		}
		m, err = factsMessage(t, parts[2], page)
	}
	if err != nil {
		return err
	}
	m.Kind, m.OrSend = bot.Edit, true
	return bot.Enqueue(t.Tx, m)
}

// counted returns the facts of a stretch by unit, in the plan's order of units
// and never in that of results. ok is false where there are too many to count
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
	for _, f := range reports.Assess(owed, func(string) string { return name }) {
		byUnit[f.Unit] = f
	}
	for _, u := range t.Plan.Units {
		if f, ok := byUnit[u.ID]; ok {
			facts = append(facts, f)
		}
	}
	return facts, owed, s, true, nil
}

func factsMessage(t *desk.Turn, name string, page int) (bot.Message, error) {
	m := bot.Message{Chat: t.Update.Chat.ID, Slot: slotFacts, Purpose: "facts", Person: t.Me.ID, At: t.Now}
	facts, _, s, ok, err := counted(t, name)
	if err != nil {
		return m, err
	}
	m.Rows = spanRow(t)
	if !ok {
		m.Text = reports.T(textFactsTooMany)
		return m, nil
	}
	w, _, err := storage.Setting[reports.Weights](t.Tx, settingWeights)
	if err != nil {
		return m, err
	}
	x := reports.Text{}.Head(fmt.Sprintf(textFactsHead, s.title())).Add(reports.Italic, textFactsAbout).Line("")
	if w.InForce() {
		x = x.Line(fmt.Sprintf(textFactsBasis, w.Basis))
	} else {
		x = x.Line(textFactsNoScore)
	}
	pages := max(1, (len(facts)+factsPage-1)/factsPage)
	page = min(max(page, 1), pages)
	if len(facts) == 0 {
		x = x.Line(textFactsNone)
	}
	var rows [][]bot.Button
	var row []bot.Button
	for _, f := range facts[(page-1)*factsPage : min(page*factsPage, len(facts))] {
		x = x.Add(reports.Bold, t.Plan.UnitName(f.Unit)).Line("：" + factsLine(f, w))
		row = append(row, bot.Button{Label: fmt.Sprintf(buttonFactsUnit, t.Plan.UnitName(f.Unit)), Data: "fa.u." + name + "." + f.Unit})
		if len(row) == 2 {
			rows, row = append(rows, row), nil
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	if pages > 1 {
		x = x.Line(fmt.Sprintf(textFactsMore, page, pages))
		next := page%pages + 1
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonFactsPage, next), Data: fmt.Sprintf("fa.s.%s.%d", name, next)}})
	}
	m.Text, m.Rows = x, append(rows, m.Rows...)
	return m, nil
}

func factsLine(f reports.Facts, w reports.Weights) string {
	line := fmt.Sprintf(textFactsLine, len(f.Expected), len(f.OnTime), len(f.Late), f.LateHours(), len(f.Missing), len(f.Returned), len(f.Excused))
	if points, ok := w.Score(f); ok {
		line += fmt.Sprintf(textFactsScore, points)
	}
	return line
}

func spanRow(t *desk.Turn) [][]bot.Button {
	today := plan.DateOf(t.Now.In(t.Loc))
	first := plan.Date{Year: today.Year, Month: (today.Month-1)/3*3 + 1, Day: 1}
	data := func(name string) string { return "fa.s." + name + ".1" }
	return [][]bot.Button{{
		{Label: buttonFactsThis, Data: data(reports.Quarter(today.String()))},
		{Label: buttonFactsLast, Data: data(reports.Quarter(first.AddDays(-1).String()))},
		{Label: buttonFactsYear, Data: data(reports.Year(today.String()))},
	}}
}

// factsOfUnit shows each figure's rows.
func factsOfUnit(t *desk.Turn, name, unit string) (bot.Message, error) {
	m := bot.Message{Chat: t.Update.Chat.ID, Slot: slotFacts, Purpose: "facts", Person: t.Me.ID, At: t.Now,
		Rows: [][]bot.Button{{{Label: buttonFactsBack, Data: "fa.s." + name + ".1"}}}}
	facts, owed, s, ok, err := counted(t, name)
	if err != nil {
		return m, err
	}
	m.Text = reports.T(textFactsNone)
	came := map[reports.Key]time.Time{}
	for _, o := range owed {
		came[o.Key] = o.FirstAt
	}
	for _, f := range facts {
		if !ok || f.Unit != unit {
			continue
		}
		x := reports.Text{}.Head(fmt.Sprintf(textFactsUnitHead, t.Plan.UnitName(unit), s.title()))
		for _, part := range []struct {
			title string
			rows  []reports.Key
		}{{textFactsOnTime, f.OnTime}, {textFactsLate, f.Late}, {textFactsMissing, f.Missing}, {textFactsReturned, f.Returned}, {textFactsExcused, f.Excused}} {
			if len(part.rows) == 0 {
				continue
			}
			x = x.Add(reports.Bold, part.title).Line("：" + fmt.Sprint(len(part.rows)))
			for _, k := range part.rows {
				x = x.Line(factsRow(t, k, came[k]))
			}
		}
		m.Text = x
	}
	return m, nil
}

// factsRow names a report and when it came.
func factsRow(t *desk.Turn, k reports.Key, came time.Time) string {
	when := desk.TextNotReported
	if !came.IsZero() {
		when = reports.TimeText(came, t.Loc)
	}
	return fmt.Sprintf(textFactsRow, t.SubjectName(k), k.Period, when)
}
