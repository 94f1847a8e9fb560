package xlsx

import (
	"fmt"
	"math"
	"sort"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"liubao/plan"
	"liubao/reports/clean"
)

// Rows of every sheet: the title, the heads, then the data.
const (
	headRow  = 2
	firstRow = 3
)

// Render returns the workbook as .xlsx bytes: the five sheets and a hidden one
// with the choices of the drop-downs.
func Render(in Input) ([]byte, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	var tables []table
	for _, s := range Sheets() {
		tables = append(tables, in.build(s))
	}
	return render(func(w *writer) error { return w.open(in) }, tables...)
}

// render makes a workbook of its sheets, which open makes ready.
func render(open func(*writer) error, tables ...table) (_ []byte, err error) {
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); e != nil && err == nil {
			err = fmt.Errorf("close workbook: %w", e)
		}
	}()
	f.ZipWriter = newSteady
	w := writer{f: f}
	if err := open(&w); err != nil {
		return nil, fmt.Errorf("start workbook: %w", err)
	}
	for _, t := range tables {
		if err := w.sheet(t); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", t.sheet, err)
		}
	}
	// The library adds the types of pictures in the order of a map.
	if ct := f.ContentTypes; ct != nil {
		sort.Slice(ct.Defaults, func(i, j int) bool { return ct.Defaults[i].Extension < ct.Defaults[j].Extension })
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	return buf.Bytes(), nil
}

// writer writes sheets into one workbook.
type writer struct {
	f      *excelize.File
	styles map[string]int
	ranges map[string]string // list name to its cells
	rules  []excelize.ConditionalFormatOptions
}

// open makes the sheets, the hidden lists, the styles and the properties.
func (w *writer) open(in Input) error {
	for i, s := range Sheets() {
		if i == 0 {
			if err := w.f.SetSheetName("Sheet1", string(s)); err != nil {
				return err
			}
		} else if _, err := w.f.NewSheet(string(s)); err != nil {
			return err
		}
	}
	if err := w.makeStyles(); err != nil {
		return err
	}
	if err := w.lists(in.lists()); err != nil {
		return err
	}
	props := &excelize.DocProperties{
		Creator: clean.Line(in.Plan.Name), LastModifiedBy: clean.Line(in.Plan.Name), Title: clean.Line(in.Plan.Title),
		Created: "2000-01-01T00:00:00Z", Modified: "2000-01-01T00:00:00Z",
	}
	if !in.Date.IsZero() {
		props.Created = in.Date.String() + "T00:00:00Z"
		props.Modified = props.Created
	}
	return w.f.SetDocProps(props)
}

// lists fills the hidden sheet: one column of choices for each list.
func (w *writer) lists(ls []list) error {
	if _, err := w.f.NewSheet(textListSheet); err != nil {
		return err
	}
	w.ranges = map[string]string{}
	for i, l := range ls {
		col, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		for n, c := range append([]string{l.name}, l.choices...) {
			if err := w.f.SetCellStr(textListSheet, fmt.Sprintf("%s%d", col, n+1), cell(c)); err != nil {
				return err
			}
		}
		if len(l.choices) > 0 {
			w.ranges[l.name] = fmt.Sprintf("%s!$%s$2:$%s$%d", textListSheet, col, col, len(l.choices)+1)
		}
	}
	return w.f.SetSheetVisible(textListSheet, false)
}

// sheet writes one sheet. What stands before the rows in the file must be set
// before the stream begins.
func (w *writer) sheet(t table) error {
	name := string(t.sheet)
	lastCol, err := excelize.ColumnNumberToName(len(t.cols))
	if err != nil {
		return err
	}
	lastRow := max(firstRow, firstRow+len(t.rows)-1)
	if err := w.page(name, lastCol, lastRow, paper(t)); err != nil {
		return err
	}
	if err := w.choices(name, t, lastRow); err != nil {
		return err
	}
	sw, err := w.f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, c := range t.cols {
		if err := sw.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: headRow, TopLeftCell: fmt.Sprintf("A%d", firstRow),
		ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := w.rows(sw, t, lastCol); err != nil {
		return err
	}
	if err := w.charts(name, t); err != nil {
		return err
	}
	return sw.Flush()
}

func (w *writer) rows(sw *excelize.StreamWriter, t table, lastCol string) error {
	if err := sw.MergeCell("A1", lastCol+"1"); err != nil {
		return err
	}
	title := []any{excelize.Cell{StyleID: w.styles["title"], Value: cell(t.title)}}
	if err := sw.SetRow("A1", title, excelize.RowOpts{Height: 30}); err != nil {
		return err
	}
	line := make([]any, len(t.cols))
	for i, c := range t.cols {
		line[i] = excelize.Cell{StyleID: w.styles["head"], Value: c.head}
	}
	if err := sw.SetRow("A2", line, excelize.RowOpts{Height: 24}); err != nil {
		return err
	}
	for n, row := range t.rows {
		for i, v := range row {
			line[i] = w.value(t.cols[i].kind, v)
		}
		at := fmt.Sprintf("A%d", firstRow+n)
		if err := sw.SetRow(at, line, excelize.RowOpts{Height: height(t.cols, row)}); err != nil {
			return err
		}
	}
	return nil
}

// value returns the cell of v in a column of the kind. An empty cell still has
// its style, so that it stays text when somebody types into it.
func (w *writer) value(k kind, v any) excelize.Cell {
	c := excelize.Cell{StyleID: w.styles[kindStyle[k]]}
	switch v := v.(type) {
	case string:
		if v != "" {
			if k == words {
				v = clean.Punctuate(v)
			}
			c.Value = cell(v)
		}
	case int:
		c.Value = v
	case plan.Number:
		c.Value = v.Float()
	case plan.Date:
		if !v.IsZero() {
			c.Value = v.At(plan.Clock{}, time.UTC)
		}
	case time.Time:
		c.Value = v
	}
	return c
}

// cell cleans words for a cell.
func cell(s string) string {
	s = strings.TrimSpace(clean.Text(s))
	if utf8.RuneCountInString(s) > maxCell {
		s = string([]rune(s)[:maxCell]) + "…"
	}
	return s
}

// maxCell keeps the longest cell under Excel's 32 767 UTF-16 units.
const maxCell = 16000

// Heights in points.
const (
	lineHeight = 15.0
	padding    = 4.0
	maxHeight  = 409.0
)

// height returns how high a row must be to show all its words: Excel does not
// work it out for rows that it did not type itself.
func height(cols []column, row []any) float64 {
	lines := 1
	for i, v := range row {
		s, ok := v.(string)
		if !ok || s == "" {
			continue
		}
		n := 0
		for part := range strings.SplitSeq(cell(s), "\n") {
			n += max(1, int(math.Ceil(wide(part)/(cols[i].width-1.5))))
		}
		lines = max(lines, n)
	}
	return min(maxHeight, float64(lines)*lineHeight+padding)
}

// wide returns how many characters of the default font s takes: a Chinese
// character takes two.
func wide(s string) float64 {
	n := 0.0
	for _, r := range s {
		if r < 0x2000 {
			n++
		} else {
			n += 2
		}
	}
	return n
}
