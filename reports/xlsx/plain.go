package xlsx

import (
	"errors"
	"fmt"

	"github.com/xuri/excelize/v2"

	"liubao/plan"
	"liubao/reports/clean"
)

// Plain is a workbook of one table. A cell is a string, an int, a [plan.Number] or nil.
type Plain struct {
	Maker string // who made it, in the file's properties
	Sheet string
	Title string
	Heads []string
	Rows  [][]any
	Date  plan.Date // day of the file
}

// RenderPlain returns the workbook as .xlsx bytes, as [Render] does.
func RenderPlain(p Plain) ([]byte, error) {
	for _, row := range p.Rows {
		if len(row) != len(p.Heads) {
			return nil, fmt.Errorf("a row of %d cells under %d heads", len(row), len(p.Heads))
		}
	}
	if len(p.Heads) == 0 {
		return nil, errors.New("a table without columns")
	}
	t := table{sheet: Sheet(p.Sheet), title: p.Title, rows: p.Rows}
	for i, h := range p.Heads {
		t.cols = append(t.cols, column{clean.Line(h), p.kind(i), p.width(i), ""})
	}
	return render(func(w *writer) error { return w.openPlain(p) }, t)
}

// kind is that of numbers where a column has one, so that they can be added up.
func (p Plain) kind(i int) kind {
	for _, row := range p.Rows {
		switch row[i].(type) {
		case int, plan.Number:
			return number
		}
	}
	return words
}

// width fits a column to its head and its numbers; words are wrapped.
func (p Plain) width(i int) float64 {
	w := wide(p.Heads[i]) + 3
	for _, row := range p.Rows {
		if s, ok := row[i].(string); ok {
			w = max(w, min(30, wide(s)+2))
		}
	}
	return min(max(w, 8), 40)
}

func (w *writer) openPlain(p Plain) error {
	if err := w.f.SetSheetName("Sheet1", p.Sheet); err != nil {
		return err
	}
	if err := w.makeStyles(); err != nil {
		return err
	}
	day := "2000-01-01T00:00:00Z"
	if !p.Date.IsZero() {
		day = p.Date.String() + "T00:00:00Z"
	}
	return w.f.SetDocProps(&excelize.DocProperties{Creator: clean.Line(p.Maker), LastModifiedBy: clean.Line(p.Maker), Title: clean.Line(p.Title),
		Created: day, Modified: day})
}
