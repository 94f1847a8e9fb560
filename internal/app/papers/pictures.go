package papers

import (
	"fmt"
	"slices"
	"strconv"

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
			cells[i] = append(cells[i], s.cell(standOf(owed, a.ID)))
		}
		if q.ID == p.ID {
			rs = slices.DeleteFunc(rs, func(r reports.Report) bool { return !standOf(owed, r.Key.Subject).Stand.Reported() })
			c.Tiles, c.Bars = s.tiles(owed), s.bars(rs, p)
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

// standOf returns where the report on a subject stands; one that nobody owes is
// excused.
func standOf(all []reports.Owed, subject string) reports.Owed {
	if i := slices.IndexFunc(all, func(o reports.Owed) bool { return o.Key.Subject == subject }); i >= 0 {
		return all[i]
	}
	return reports.Owed{Stand: reports.Excused}
}

// cell says in a word where an area's report of a period stands. In public it
// shames nobody: what is missing is being gathered, what was late is in.
func (s *sheet) cell(o reports.Owed) card.Cell {
	names := !s.paper.Public || s.paper.Names
	trouble := !s.paper.Public || s.paper.Difficulties
	switch {
	case o.Stand == reports.Excused:
		return card.Cell{Word: o.Stand.Label(), Tone: card.Idle}
	case !names && o.Stand.Reported():
		return card.Cell{Word: textCellIn, Tone: card.Good}
	case !names:
		return card.Cell{Word: textCellGathering, Tone: card.Idle}
	case trouble && troubled(o):
		return card.Cell{Word: textCellTrouble, Tone: card.Warn}
	case o.Unsigned && o.Stand == reports.OnTime:
		return card.Cell{Word: textCellSign, Tone: card.Info}
	}
	return card.Cell{Word: o.Stand.Label(), Tone: standTones[o.Stand]}
}

// standTones are the colours of where a report stands.
var standTones = map[reports.Stand]card.Tone{
	reports.NotDue: card.Idle, reports.Missing: card.Bad, reports.OnTime: card.Good, reports.Late: card.Warn, reports.SentBack: card.Warn,
}

func troubled(o reports.Owed) bool {
	return slices.ContainsFunc(o.Tasks, func(t reports.TaskBrief) bool { return t.Progress == reports.Difficulty })
}

// tiles are the counts: of areas, then of tasks.
func (s *sheet) tiles(owed []reports.Owed) []card.Tile {
	c := reports.Count(owed)
	tile := func(n int, label string, tone card.Tone) card.Tile {
		if n == 0 {
			tone = card.Idle
		}
		return card.Tile{Value: strconv.Itoa(n), Label: label, Tone: tone}
	}
	missing, tone := textTileMissing, card.Bad
	switch {
	case c.Overdue == 0:
		missing, tone = textTileNotDue, card.Idle
	case s.paper.Public && !s.paper.Names:
		tone = card.Idle
	}
	out := []card.Tile{tile(c.Owed, textTileAll, card.Plain), tile(c.Reported(), textTileIn, card.Good), tile(c.Owed-c.Reported(), missing, tone)}
	states := c.States(!s.paper.Public || s.paper.Difficulties)
	if len(states) == 0 && c.Tasks > 0 {
		out = append(out, tile(c.Tasks, textTileAllTasks, card.Plain))
	}
	for _, p := range states {
		out = append(out, tile(c.Progress[p], fmt.Sprintf(textTileTasks, p.Label()), progressTones[p]))
	}
	return out
}

var progressTones = map[reports.Progress]card.Tone{
	reports.Moving: card.Good, reports.Done: card.Good, reports.Same: card.Plain, reports.Difficulty: card.Warn,
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
