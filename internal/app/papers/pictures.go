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
	cardBars    = 12
)

// card is the state of a period as a picture.
func (s *sheet) card() error {
	duty, p, err := s.progressIn()
	if err != nil {
		return err
	}
	c := card.Card{Title: fmt.Sprintf(textCardTitle, s.Plan.WorkName()), Subtitle: docx.PeriodText(p),
		AsOf: fmt.Sprintf(textAsOf, reports.TimeText(s.now, s.loc)), HideProblems: s.paper.Public}
	periods := s.history(duty, p, cardPeriods)
	var past [][]reports.Owed
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
		solved, err := s.solved(q)
		if err != nil {
			return err
		}
		owed = reports.Solve(owed, solved)
		past = append(past, owed)
		if q.ID == p.ID {
			rs = slices.DeleteFunc(rs, func(r reports.Report) bool { return !standOf(owed, r.Key.Subject).Stand.Reported() })
			c.Tiles, c.Bars = s.tiles(owed), s.bars(rs, p)
			paces, err := s.paced(duty, p, "")
			if err != nil {
				return err
			}
			slipWords(c.Bars, paces)
		}
	}
	c.Rows = s.rows(past)
	if err := s.openProblems(&c); err != nil {
		return err
	}
	s.out.card = &c
	s.out.name = fmt.Sprintf(textCardName, s.Plan.Name, p.ID)
	return nil
}

// standOf returns where the report on a subject stands, zero where nobody owed
// one in the period.
func standOf(all []reports.Owed, subject string) reports.Owed {
	if i := slices.IndexFunc(all, func(o reports.Owed) bool { return o.Key.Subject == subject }); i >= 0 {
		return all[i]
	}
	return reports.Owed{}
}

// names reports whether the picture may say who has not reported.
func (s *sheet) names() bool { return !s.paper.Public || s.paper.Names }

// rows are the areas over the periods; where nobody is to be named, neither by
// word nor by colour, one row that counts.
func (s *sheet) rows(past [][]reports.Owed) []card.Row {
	if !s.names() {
		row := card.Row{Name: textRowAll}
		for _, owed := range past {
			c := reports.Count(owed)
			row.Cells = append(row.Cells, card.Cell{Word: fmt.Sprintf(textCellShare, c.Reported(), c.Owed), Tone: card.Plain})
		}
		return []card.Row{row}
	}
	var out []card.Row
	for _, a := range s.Plan.Areas {
		row := card.Row{Name: a.Name, Note: s.Plan.UnitName(a.Lead)}
		for _, owed := range past {
			row.Cells = append(row.Cells, s.cell(standOf(owed, a.ID)))
		}
		out = append(out, row)
	}
	return out
}

// cell says in a word where an area's report of a period stands. Late comes
// before everything else that could be said of what is in.
func (s *sheet) cell(o reports.Owed) card.Cell {
	trouble := !s.paper.Public || s.paper.Difficulties
	switch {
	case o.Stand == reports.OnTime && trouble && troubled(o):
		return card.Cell{Word: textCellTrouble, Tone: card.Warn}
	case o.Stand == reports.OnTime && o.Unsigned:
		return card.Cell{Word: textCellSign, Tone: card.Info}
	}
	return card.Cell{Word: o.Stand.Label(), Tone: standTones[o.Stand]}
}

// standTones are the colours of where a report stands.
var standTones = map[reports.Stand]card.Tone{
	reports.NotDue: card.Idle, reports.Missing: card.Bad, reports.OnTime: card.Good, reports.Late: card.Tardy, reports.SentBack: card.Bad,
	reports.Excused: card.Idle, reports.Damaged: card.Warn,
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
	case c.Overdue == 0 && c.NotDue > 0:
		missing, tone = textTileNotDue, card.Idle
	case !s.names():
		tone = card.Idle
	}
	out := []card.Tile{tile(c.Owed, textTileAll, card.Plain), tile(c.Reported(), textTileIn, card.Good), tile(c.Open(), missing, tone)}
	if c.Late > 0 {
		out = append(out, tile(c.Late, textTileLate, card.Tardy))
	}
	if c.Damaged > 0 {
		out = append(out, tile(c.Damaged, reports.Damaged.Label(), card.Warn))
	}
	out = append(out, tile(s.tasksOwed(owed), textTileAllTasks, card.Plain))
	states := c.States(!s.paper.Public || s.paper.Difficulties)
	if len(states) == 0 && c.Tasks > 0 {
		out = append(out, tile(c.Tasks, textTileSaid, card.Good))
	}
	for _, p := range states {
		out = append(out, tile(c.Progress[p], fmt.Sprintf(textTileTasks, p.Label()), progressTones[p]))
	}
	return out
}

// tasksOwed counts the tasks of the areas that owe a report.
func (s *sheet) tasksOwed(owed []reports.Owed) int {
	n := 0
	for _, t := range s.Plan.Tasks {
		if x := standOf(owed, t.Area).Stand; x != reports.Excused && x != "" {
			n++
		}
	}
	return n
}

var progressTones = map[reports.Progress]card.Tone{
	reports.Moving: card.Good, reports.Done: card.Good, reports.Overcome: card.Good, reports.Same: card.Plain, reports.Difficulty: card.Warn,
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
	duty, p, err := s.progressIn()
	if err != nil {
		return err
	}
	var points []card.Point
	known := false
	for _, q := range s.history(duty, p, card.MaxPoints) {
		r, _, err := storage.SoundReport(s.r, reports.Key{Period: q.ID, Duty: duty.ID, Subject: i.Area})
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
