package document

import "liubao/reports/clean"

// Row is one line of cells. Line is the row of its table, or the block's number.
type Row struct {
	Line  int
	Cells []string
}

// Rows puts the cells of a document's tables into rows; what stands in no table is
// a row for itself, its cells as parted parts it.
func (d Document) Rows(parted func(line string) []string) []Row {
	var out []Row
	last := [2]int{}
	for i, b := range d.Blocks {
		text := clean.Line(b.Text)
		if b.Table == 0 {
			out = append(out, Row{Line: i + 1, Cells: parted(text)})
			last = [2]int{}
			continue
		}
		if at := [2]int{b.Table, b.Row}; at != last {
			out, last = append(out, Row{Line: b.Row}), at
		}
		r := &out[len(out)-1]
		for len(r.Cells) < b.Col {
			r.Cells = append(r.Cells, "")
		}
		if n := max(b.Col, 1) - 1; r.Cells[n] == "" {
			r.Cells[n] = text
		}
	}
	return out
}
