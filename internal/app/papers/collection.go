package papers

import (
	"fmt"
	"strconv"
	"strings"

	"liubao/plan"
	"liubao/reports"
	"liubao/reports/docx"
	"liubao/reports/xlsx"
	"liubao/storage"
)

// collected is what units answered to a collection, as Word and Excel show it.
type collected struct {
	reports.Collection
	heads []string
	rows  [][]any // one a unit: its name, then the answers, then when; then a line of totals
}

// readCollection reads the collection of the paper.
func (s *sheet) readCollection() (collected, error) {
	c, ok, err := storage.Get[reports.Collection](s.r, storage.RowCollection.Key(s.paper.Collection))
	if err != nil {
		return collected{}, err
	}
	if !ok {
		return collected{}, fmt.Errorf("%w: there is no collection %q", ErrNothing, s.paper.Collection)
	}
	out := collected{Collection: c, heads: []string{textNumber, textUnit}}
	for _, q := range c.Questions {
		out.heads = append(out.heads, q.Name())
	}
	out.heads = append(out.heads, textAnsweredAt, textRemark)
	var all []reports.CollectionAnswer
	for i, unit := range c.Units {
		a, ok, err := storage.Get[reports.CollectionAnswer](s.r, storage.RowCollectionAnswer.Key(c.ID, unit))
		if err != nil {
			return out, err
		}
		if !ok || a.Done.IsZero() {
			a = reports.CollectionAnswer{Unit: unit, Values: make([]reports.CollectionValue, len(c.Questions))}
		}
		all = append(all, a)
		out.rows = append(out.rows, s.collectedRow(c, a, i+1))
	}
	total := []any{nil, textTotal}
	for i := range c.Questions {
		switch sum, n := c.Sum(i, all); {
		case c.Questions[i].Apart: // a sum of rates is none
			total = append(total, nil)
		case n > 0:
			total = append(total, sum)
		default:
			total = append(total, c.Total(i, all))
		}
	}
	out.rows = append(out.rows, append(total, nil, nil))
	return out, nil
}

func (s *sheet) collectedRow(c reports.Collection, a reports.CollectionAnswer, n int) []any {
	row := []any{n, s.Plan.UnitName(a.Unit)}
	var from []string
	for _, v := range a.Values {
		if v.Number != nil {
			row = append(row, *v.Number)
		} else {
			row = append(row, v.Words())
		}
		if v.From != "" {
			from = append(from, v.From)
		}
	}
	switch {
	case a.Done.IsZero():
		return append(row, nil, textNotAnswered)
	case a.Late(c):
		from = append([]string{textCameLate}, from...)
	}
	return append(row, reports.TimeText(a.Done, s.loc), strings.Join(from, "；"))
}

func (s *sheet) collectionName(c collected) (name, line string) {
	return fmt.Sprintf(textCollectionName, c.Number, c.Title, plan.DateOf(c.SentAt.In(s.loc))), fmt.Sprintf(textCollectionLine, c.Number, c.Title)
}

// collection is the table as Word.
func (s *sheet) collection() error {
	c, err := s.readCollection()
	if err != nil {
		return err
	}
	t := docx.Table{Head: c.heads, Widths: []int{7, 20}, Centre: []bool{true}}
	for range c.Questions {
		t.Widths = append(t.Widths, max(12, 45/len(c.Questions)))
	}
	t.Widths = append(t.Widths, 18, 14)
	for _, row := range c.rows {
		var cells []string
		for _, v := range row {
			cells = append(cells, cellText(v))
		}
		t.Rows = append(t.Rows, cells)
	}
	d := docx.Doc{Title: fmt.Sprintf(textCollectionTitle, s.Plan.WorkName(), c.Title),
		Subtitle:  fmt.Sprintf(textCollectionAsOf, reports.TimeText(s.now, s.loc)),
		Blocks:    []docx.Block{docx.Para{Text: fmt.Sprintf(textCollectionAbout, reports.TimeText(c.SentAt, s.loc), len(c.Units), reports.TimeText(c.Due, s.loc))}, t},
		Signature: s.Plan.FormalName() + textOfficeWord, Date: s.today()}
	if d.Anchor, err = s.anchor("", c.SentAt.UTC().Format("2006-01")); err != nil {
		return err
	}
	s.out.build = func([]docx.Evidence) (docx.Doc, error) { return d, nil }
	s.out.name, s.out.line = s.collectionName(c)
	return nil
}

func cellText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case plan.Number:
		return v.String()
	}
	return ""
}

// collectionBook is the table as Excel.
func (s *sheet) collectionBook() error {
	c, err := s.readCollection()
	if err != nil {
		return err
	}
	s.out.plain = &xlsx.Plain{Maker: s.Plan.Name, Sheet: textCollectionSheet, Title: fmt.Sprintf(textCollectionTitle, s.Plan.WorkName(), c.Title),
		Heads: c.heads, Rows: c.rows, Date: s.today()}
	s.out.name, s.out.line = s.collectionName(c)
	return nil
}

// collectionsOf names the papers of the collections that were sent out in a period:
// of each the Word file and the Excel table.
func (s *sheet) collectionsOf(p plan.Period) ([]reports.Paper, error) {
	all, err := storage.AllSound[reports.Collection](s.r, storage.RowCollection.Prefix())
	var out []reports.Paper
	for _, c := range all {
		if day := plan.DateOf(c.SentAt.In(s.loc)); c.SentAt.IsZero() || day.Before(p.From) || p.End().Before(day) {
			continue
		}
		for _, kind := range []reports.PaperKind{reports.PaperCollection, reports.PaperCollectionBook} {
			out = append(out, reports.Paper{Kind: kind, Collection: c.ID, Period: p.ID})
		}
	}
	return out, err
}
