package papers

import (
	"fmt"
	"slices"
	"strconv"

	"liubao/bot/desk"
	"liubao/plan"
	"liubao/reports"
	"liubao/reports/card"
	"liubao/reports/docx"
	"liubao/storage"
)

// What one card shows at most, so that it is read on a phone at a glance.
const (
	cardPeriods = 6
	cardBars    = 14
)

// card is the state of a period as a picture.
func (s *sheet) card() error {
	duty, err := s.progress()
	if err != nil {
		return err
	}
	p, err := s.period(duty)
	if err != nil {
		return err
	}
	c := card.Card{Title: fmt.Sprintf(textCardTitle, s.Plan.Name), Subtitle: docx.PeriodText(p),
		AsOf: fmt.Sprintf(textAsOf, reports.TimeText(s.now, s.loc)), HideProblems: s.paper.Public}
	periods := s.history(duty, p, cardPeriods)
	cells := make([][]card.Cell, len(s.Plan.Areas))
	for _, q := range periods {
		rs, err := s.reportsOf(duty, q)
		if err != nil {
			return err
		}
		c.Columns = append(c.Columns, fmt.Sprintf("%d月%d日", int(q.Nominal.Month), q.Nominal.Day))
		owed, err := s.owed(duty, q)
		if err != nil {
			return err
		}
		for i, a := range s.Plan.Areas {
			r, ok := find(rs, reports.Key{Period: q.ID, Duty: duty.ID, Subject: a.ID})
			cells[i] = append(cells[i], s.cell(r, ok, owed[a.ID]))
		}
		if q.ID == p.ID {
			c.Tiles, c.Bars = s.tiles(rs, owed), s.bars(rs, p)
		}
	}
	for i, a := range s.Plan.Areas {
		c.Rows = append(c.Rows, card.Row{Name: a.Name, Note: s.Plan.UnitName(a.Lead), Cells: cells[i]})
	}
	if err := s.openProblems(&c); err != nil {
		return err
	}
	s.out.card = &c
	s.out.name = fmt.Sprintf(textCardName, s.Plan.Name, p.ID)
	return nil
}

// owed returns what the office decided about each area's report.
func (s *sheet) owed(duty plan.Duty, p plan.Period) (map[string]desk.Standing, error) {
	all, err := s.Standings(s.r, duty, p)
	out := map[string]desk.Standing{}
	for _, x := range all {
		out[x.Subject] = x
	}
	return out, err
}

// cell says in a word where an area's report of a period stands. In public it
// shames nobody: what is missing is being gathered, what was late is in.
func (s *sheet) cell(r reports.Report, filed bool, of desk.Standing) card.Cell {
	names := !s.paper.Public || s.paper.Names
	switch {
	case !filed && of.Excused:
		return card.Cell{Word: textCellExcused, Tone: card.Idle}
	case !filed && of.Missing(s.now) && names:
		return card.Cell{Word: textCellMissing, Tone: card.Bad}
	case !filed && s.paper.Public:
		return card.Cell{Word: textCellGathering, Tone: card.Idle}
	case !filed:
		return card.Cell{Word: textCellNotDue, Tone: card.Idle}
	case (!s.paper.Public || s.paper.Difficulties) && troubled(r):
		return card.Cell{Word: textCellTrouble, Tone: card.Warn}
	case r.State == reports.Returned && names:
		return card.Cell{Word: textCellReturned, Tone: card.Warn}
	case r.Late() > 0 && names:
		return card.Cell{Word: textCellLate, Tone: card.Warn}
	case r.State == reports.AwaitsSign && names:
		return card.Cell{Word: textCellSign, Tone: card.Info}
	case names:
		return card.Cell{Word: textCellOnTime, Tone: card.Good}
	}
	return card.Cell{Word: textCellIn, Tone: card.Good}
}

func troubled(r reports.Report) bool {
	for _, e := range r.Entries {
		if e.Progress == reports.Difficulty {
			return true
		}
	}
	return false
}

// tiles are the counts: of areas, then of tasks.
func (s *sheet) tiles(rs []reports.Report, owed map[string]desk.Standing) []card.Tile {
	count := map[reports.Progress]int{}
	for _, r := range rs {
		for _, e := range r.Entries {
			state := e.Progress
			if state == reports.Difficulty && s.paper.Public && !s.paper.Difficulties {
				state = reports.Moving // with one of each, a count would name it
			}
			count[state]++
		}
	}
	all, missing, tone := s.counted(rs, owed)
	tile := func(n int, label string, tone card.Tone) card.Tile {
		if n == 0 {
			tone = card.Idle
		}
		return card.Tile{Value: strconv.Itoa(n), Label: label, Tone: tone}
	}
	out := []card.Tile{tile(all, textTileAll, card.Plain), tile(len(rs), textTileIn, card.Good), tile(all-len(rs), missing, tone)}
	for _, x := range []struct {
		state reports.Progress
		tone  card.Tone
	}{{reports.Moving, card.Good}, {reports.Done, card.Good}, {reports.Same, card.Plain}, {reports.Difficulty, card.Warn}} {
		if count[x.state] > 0 {
			out = append(out, tile(count[x.state], fmt.Sprintf(textTileTasks, x.state.Label()), x.tone))
		}
	}
	return out
}

// counted returns how many areas owe a report, and the word and colour for
// those that have not filed: before the first deadline nobody is missing.
func (s *sheet) counted(rs []reports.Report, owed map[string]desk.Standing) (all int, missing string, tone card.Tone) {
	late := false
	for _, a := range s.Plan.Areas {
		if owed[a.ID].Excused {
			continue
		}
		all++
		in := slices.ContainsFunc(rs, func(r reports.Report) bool { return r.Key.Subject == a.ID })
		late = late || !in && owed[a.ID].Missing(s.now)
	}
	switch {
	case !late:
		return all, textTileNotDue, card.Idle
	case s.paper.Public && !s.paper.Names:
		return all, textTileMissing, card.Idle
	}
	return all, textTileMissing, card.Bad
}

// bars are the indicators that the period's reports give a value of, those
// with a target first.
func (s *sheet) bars(rs []reports.Report, p plan.Period) []card.Bar {
	var aimed, plain []card.Bar
	for _, i := range s.Plan.Indicators {
		v := reading(rs, i.ID)
		b, ok := card.IndicatorBar(i, v, p)
		if v == nil || !ok {
			continue
		}
		if b.Target != "" {
			aimed = append(aimed, b)
		} else {
			plain = append(plain, b)
		}
	}
	all := append(aimed, plain...)
	return all[:min(cardBars, len(all))]
}

func reading(rs []reports.Report, id string) *plan.Number {
	for _, r := range rs {
		if x, ok := r.Reading(id); ok && !x.Unknown {
			return &x.Value
		}
	}
	return nil
}

// openProblems adds the problems that still need somebody, inside the office.
func (s *sheet) openProblems(c *card.Card) error {
	if s.paper.Public {
		return nil
	}
	all, err := storage.Problems(s.r)
	if err != nil {
		return err
	}
	for _, x := range all {
		if !x.Open() {
			continue
		}
		note := fmt.Sprintf(textProblemNote, s.Plan.UnitName(x.Unit), reports.DayText(plan.DateOf(x.At.In(s.loc))), reports.SpanText(s.now.Sub(x.At)))
		cell := card.Cell{Word: textProblemOpen, Tone: card.Warn}
		switch {
		case len(x.Assigned) == 0:
			cell = card.Cell{Word: textProblemNew, Tone: card.Bad}
		case !x.Due.IsZero() && x.Due.Before(s.today()):
			cell = card.Cell{Word: textProblemLate, Tone: card.Bad}
		}
		c.Problems = append(c.Problems, card.Problem{What: x.What, Note: note, Cell: cell})
	}
	return nil
}

// trend is one indicator over time.
func (s *sheet) trend() error {
	i, ok := s.Plan.Indicator(s.paper.Indicator)
	if !ok {
		return fmt.Errorf("%w: the plan has no indicator %q", ErrNothing, s.paper.Indicator)
	}
	duty, err := s.progress()
	if err != nil {
		return err
	}
	p, err := s.period(duty)
	if err != nil {
		return err
	}
	var points []card.Point
	known := false
	for _, q := range s.history(duty, p, card.MaxPoints) {
		r, _, err := storage.Report(s.r, reports.Key{Period: q.ID, Duty: duty.ID, Subject: i.Area})
		if err != nil {
			return err
		}
		x := card.Point{Label: fmt.Sprintf("%d月%d日", int(q.Nominal.Month), q.Nominal.Day), Period: q}
		x.Value = reading([]reports.Report{r}, i.ID)
		known = known || x.Value != nil
		if known { // what lies before the first value is not shown
			points = append(points, x)
		}
	}
	t, ok := card.IndicatorTrend(i, points)
	if !ok || len(points) == 0 {
		return fmt.Errorf("%w: indicator %s", ErrNothing, i.ID)
	}
	t.AsOf = fmt.Sprintf(textAsOf, reports.TimeText(s.now, s.loc))
	s.out.trend = &t
	s.out.name = fmt.Sprintf(textTrendName, i.Name, p.ID)
	return nil
}
