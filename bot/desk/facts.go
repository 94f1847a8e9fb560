package desk

import (
	"fmt"
	"strings"
	"time"

	"liubao/bot"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
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

func (s span) months() []string {
	var out []string
	for m := s.from; !m.After(s.to); m = plan.DateOf(time.Date(m.Year, m.Month+1, 1, 12, 0, 0, 0, time.UTC)) {
		out = append(out, fmt.Sprintf("%04d-%02d", m.Year, int(m.Month)))
	}
	return out
}

// factBrief is what the facts need of a brief: the rest is not even decoded,
// for a year of many units is read at once.
type factBrief struct {
	Version  int       `json:"version"`
	FirstAt  time.Time `json:"firstAt"`
	Deadline time.Time `json:"deadline"`
}

// Owed returns every report that units owed in the periods of a stretch such as
// 2026-Q4 or 2026, with what the facts for assessment need of each: a scan of
// each month's briefs, decisions and reviews, whatever the reports hold.
func (d *Desk) Owed(r storage.Reader, name string) ([]reports.Owed, error) {
	s, ok := parseSpan(name)
	if !ok {
		return nil, fmt.Errorf("desk: %q is no stretch of time: write 2026 or 2026-Q4", name)
	}
	briefs, decided, returns := map[reports.Key]*reports.Brief{}, map[reports.Key]handling{}, map[reports.Key]int{}
	for _, month := range s.months() {
		if err := storage.Each(r, storage.BriefsOfMonth(month), "", 0, func(key string, b factBrief) error {
			c := storage.Components(key)
			k := reports.Key{Period: c[1], Duty: c[2], Subject: c[3]}
			briefs[k] = &reports.Brief{Key: k, Version: b.Version, FirstAt: b.FirstAt, Deadline: b.Deadline}
			return nil
		}); err != nil {
			return nil, err
		}
		if err := storage.Each(r, storage.HandlingsOfMonth(month), "", 0, func(_ string, h handling) error {
			decided[h.Key] = h
			return nil
		}); err != nil {
			return nil, err
		}
		if err := storage.Each(r, storage.ReviewsOfMonth(month), "", 0, func(_ string, v reports.Review) error {
			if v.Kind == reviewReturn {
				returns[v.Key]++
			}
			return nil
		}); err != nil {
			return nil, err
		}
	}
	var out []reports.Owed
	d.eachOwed(s, func(o plan.Obligation, p plan.Period) {
		k := reports.Key{Period: p.ID, Duty: o.Duty, Subject: o.Subject}
		x := reports.Owed{Key: k, Unit: o.Unit, Deadline: p.Deadline, Brief: briefs[k], Returns: returns[k], Excused: decided[k].Excused != nil}
		if held := decided[k].Held; held != nil {
			x.Deadline = held.Until
		}
		if x.Brief != nil && !x.Brief.Deadline.IsZero() {
			x.Deadline = x.Brief.Deadline
		}
		if e := decided[k].Extended; e != nil && e.Until.After(x.Deadline) {
			x.Deadline = e.Until
		}
		out = append(out, x)
	})
	return out, nil
}

// eachOwed visits what units owe in a stretch, in the plan's order.
func (d *Desk) eachOwed(s span, visit func(plan.Obligation, plan.Period)) {
	for _, duty := range d.Plan.Duties {
		if duty.Timing == plan.OnEvent || duty.OfOffice {
			continue
		}
		obligations := d.owed.of(duty)
		for _, p := range schedules.Periods(duty, d.Plan, d.Rules, d.Calendar, s.from, s.to) {
			for _, o := range obligations {
				visit(o, p)
			}
		}
	}
}

// facts answers /facts: those of the present quarter.
func (t *turn) facts() error {
	m, err := t.factsMessage(reports.Quarter(plan.DateOf(t.now.In(t.loc)).String()), 1)
	if err != nil {
		return err
	}
	m.Kind, m.Replaces = bot.Send, true
	return bot.Enqueue(t.tx, m)
}

// tappedFacts takes fa.s.SPAN.PAGE and fa.u.SPAN.UNIT.
func (t *turn) tappedFacts(parts []string) error {
	if !Can(t.me, ActFacts) || len(parts) != 4 {
		return t.toast(textNotAllowed)
	}
	var m bot.Message
	var err error
	if parts[1] == "u" {
		m, err = t.factsOfUnit(parts[2], parts[3])
	} else {
		page := 1
		if _, err := fmt.Sscan(parts[3], &page); err != nil {
			return t.toast(textOldButton)
		}
		m, err = t.factsMessage(parts[2], page)
	}
	if err != nil {
		return err
	}
	m.Kind, m.OrSend = bot.Edit, true
	return bot.Enqueue(t.tx, m)
}

// counted returns the facts of a stretch by unit, in the plan's order of units
// and never in that of results. ok is false where there are too many to count
// within a chat's transaction.
func (t *turn) counted(name string) (facts []reports.Facts, owed []reports.Owed, s span, ok bool, err error) {
	if s, ok = parseSpan(name); !ok {
		return nil, nil, s, false, nil
	}
	n := 0
	t.eachOwed(s, func(plan.Obligation, plan.Period) { n++ })
	if n > factsInChat {
		return nil, nil, s, false, nil
	}
	if owed, err = t.Owed(t.tx, name); err != nil {
		return nil, nil, s, false, err
	}
	byUnit := map[string]reports.Facts{}
	for _, f := range reports.Assess(owed, t.now, func(string) string { return name }) {
		byUnit[f.Unit] = f
	}
	for _, u := range t.Plan.Units {
		if f, ok := byUnit[u.ID]; ok {
			facts = append(facts, f)
		}
	}
	return facts, owed, s, true, nil
}

func (t *turn) factsMessage(name string, page int) (bot.Message, error) {
	m := bot.Message{Chat: t.u.Chat.ID, Slot: slotFacts, Purpose: "facts", Person: t.me.ID, At: t.now}
	facts, _, s, ok, err := t.counted(name)
	if err != nil {
		return m, err
	}
	m.Rows = t.spanRow()
	if !ok {
		m.Text = reports.T(textFactsTooMany)
		return m, nil
	}
	w, _, err := storage.Setting[reports.Weights](t.tx, settingWeights)
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

func (t *turn) spanRow() [][]bot.Button {
	today := plan.DateOf(t.now.In(t.loc))
	first := plan.Date{Year: today.Year, Month: (today.Month-1)/3*3 + 1, Day: 1}
	data := func(name string) string { return "fa.s." + name + ".1" }
	return [][]bot.Button{{
		{Label: buttonFactsThis, Data: data(reports.Quarter(today.String()))},
		{Label: buttonFactsLast, Data: data(reports.Quarter(first.AddDays(-1).String()))},
		{Label: buttonFactsYear, Data: data(reports.Year(today.String()))},
	}}
}

// factsOfUnit shows each figure's rows.
func (t *turn) factsOfUnit(name, unit string) (bot.Message, error) {
	m := bot.Message{Chat: t.u.Chat.ID, Slot: slotFacts, Purpose: "facts", Person: t.me.ID, At: t.now,
		Rows: [][]bot.Button{{{Label: buttonFactsBack, Data: "fa.s." + name + ".1"}}}}
	facts, owed, s, ok, err := t.counted(name)
	if err != nil {
		return m, err
	}
	m.Text = reports.T(textFactsNone)
	briefs := map[reports.Key]*reports.Brief{}
	for _, o := range owed {
		briefs[o.Key] = o.Brief
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
				x = x.Line(t.factsRow(k, briefs[k]))
			}
		}
		m.Text = x
	}
	return m, nil
}

// factsRow names a report and when it came.
func (t *turn) factsRow(k reports.Key, b *reports.Brief) string {
	when := textNotReported
	if b != nil {
		when = reports.TimeText(b.FirstAt, t.loc)
	}
	return fmt.Sprintf(textFactsRow, t.subjectName(k), k.Period, when)
}
