package pdf

import (
	"math"
	"slices"
	"strings"

	"liubao/reports/intake/document"
)

// flow puts pages together: paragraphs, and tables that go on below or beside.
type flow struct {
	left, right float64 // edges of the text
	items       []item
	open        *line // the last of the paragraph that may go on, nil for none
	last        *piece
	before      []*piece          // of tables, in their order
	heights     map[int][]float64 // of each page's lines
}

// item is a paragraph, or a table.
type item struct {
	text  string
	table *table
}

// table is a table put together from its pieces, by row and column.
type table struct{ rows [][]string }

// piece is where one page's part of a table stands in it.
type piece struct {
	t        *table
	row, col int // of its first cell
	rows     int
	xs, ys   []float64 // where its columns and rows begin; xs of a table without borders is empty
	columns  []segment // of a table without borders
	beside   bool      // another piece stands to its right
	page     int
}

// blocks makes paragraphs of lines that run to the right edge, and tables of
// borders, or of lines with cells.
func blocks(pages []sheet) []document.Block {
	f := &flow{heights: map[int][]float64{}}
	f.left, f.right = edges(pages)
	var below []string
	for n, p := range pages {
		var found []string
		p.lines, found = notes(p.lines)
		below = append(below, found...)
		f.page(p, n)
	}
	var out []document.Block
	tables := 0
	for _, x := range f.items {
		if x.table == nil {
			out = append(out, document.Block{Text: x.text})
			continue
		}
		tables++
		for r, row := range x.table.rows {
			for c, cell := range row {
				for l := range strings.SplitSeq(cell, "\n") {
					if strings.TrimSpace(l) != "" {
						out = append(out, document.Block{Kind: document.Cell, Text: l, Table: tables, Row: r + 1, Col: c + 1})
					}
				}
			}
		}
	}
	for _, text := range below { // as a Word file's stand: behind everything
		out = append(out, footnote(text))
	}
	return out
}

// page adds a page's lines and tables from the top.
func (f *flow) page(p sheet, n int) {
	for _, l := range p.lines {
		f.heights[n] = append(f.heights[n], l.y)
	}
	if b := f.sideways(p, n); b != nil {
		f.widen(b, p, n)
		return
	}
	grids := p.grids
	for i := 0; i < len(p.lines); {
		if len(grids) > 0 && grids[0].ys[0] > p.lines[i].y {
			f.grid(grids[0], n)
			grids = grids[1:]
			continue
		}
		end := i + 1
		for end < len(p.lines) && (len(grids) == 0 || p.lines[end].y > grids[0].ys[0]) {
			end++
		}
		f.lines(p.lines[i:end], n)
		i = end
	}
	for _, g := range grids {
		f.grid(g, n)
	}
}

// grid adds a bordered table.
func (f *flow) grid(g *grid, page int) {
	f.add(&piece{xs: g.xs, ys: g.ys, page: page}, g.cells())
}

// add puts a piece of a table to where it goes on: below one whose columns stand
// as its own on the page before, beside one whose rows do, or into a new table.
func (f *flow) add(p *piece, cells [][]string) {
	f.open = nil
	p.rows = len(cells)
	switch below, beside := f.below(p), f.beside(p); {
	case f.goesOnBare(p):
		cells = f.goesOn(f.last, p, cells)
	case below != nil:
		cells = f.goesOn(below, p, cells)
	case beside != nil:
		p.t, p.row, p.col, beside.beside = beside.t, beside.row, beside.width(), true
	default:
		p.t = &table{}
		f.items = append(f.items, item{table: p.t})
	}
	for r, row := range cells {
		for c, cell := range row {
			if cell != "" {
				p.t.set(p.row+r, p.col+c, cell)
			}
		}
	}
	f.before = append(f.before, p)
	f.last = p
}

// width returns the column behind a piece.
func (p *piece) width() int {
	end := p.col
	for _, row := range p.t.rows[p.row:min(p.row+p.rows, len(p.t.rows))] {
		end = max(end, len(row))
	}
	return end
}

func (t *table) set(r, c int, text string) {
	for len(t.rows) <= r {
		t.rows = append(t.rows, nil)
	}
	for len(t.rows[r]) <= c {
		t.rows[r] = append(t.rows[r], "")
	}
	if t.rows[r][c] != "" {
		text = t.rows[r][c] + "\n" + text
	}
	t.rows[r][c] = text
}

// below finds the piece at the foot of the page before whose columns stand where
// the new one's do.
func (f *flow) below(p *piece) *piece {
	if f.last == nil || f.last.page != p.page-1 || len(p.xs) == 0 || !same(f.last.xs, p.xs) || f.last.ends() && same(f.last.ys, p.ys) {
		return nil
	}
	return f.last
}

// ends reports whether a piece ends above the foot of its page, so that nothing
// of it goes on below.
func (p *piece) ends() bool { return p.ys[len(p.ys)-1] > foot }

// beside finds the first piece of a page before whose rows stand where the new
// one's do, and that nothing stands beside yet: a wide sheet is printed page by
// page.
func (f *flow) beside(p *piece) *piece {
	for _, b := range f.before {
		if b.page < p.page && !b.beside && len(b.xs) > 0 && len(p.xs) > 0 && len(b.ys) > 2 && same(b.ys, p.ys) && (b.ends() || !same(b.xs, p.xs)) {
			return b
		}
	}
	return nil
}

func same(a, b []float64) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(v float64) bool {
		return !slices.ContainsFunc(b, func(w float64) bool { return math.Abs(v-w) <= near })
	})
}

// goesOn puts a piece below another. A head that is printed again is left out, and
// a row that was broken by the page's end is one again: its first cell is empty
// and what it goes on does not end a sentence.
func (f *flow) goesOn(b, p *piece, cells [][]string) [][]string {
	p.t, p.row, p.col = b.t, b.row+b.rows, b.col
	head := 0
	for head < len(cells)-1 && head < len(p.t.rows) && slices.Equal(trimmed(cells[head]), trimmed(p.t.rows[head])) && len(trimmed(cells[head])) > 0 {
		head++
	}
	cells = cells[head:]
	if last := p.row - 1; len(cells) > 0 && last >= 0 && last < len(p.t.rows) && p.t.broken(last, p.col, cells[0]) {
		for c, text := range cells[0] {
			if text == "" {
				continue
			}
			if at := p.col + c; at < len(p.t.rows[last]) && p.t.rows[last][at] != "" {
				p.t.rows[last][at] += text
			} else {
				p.t.set(last, at, text)
			}
		}
		cells = cells[1:]
	}
	p.rows = len(cells)
	return cells
}

// broken reports whether a row's cells go on in another's.
func (t *table) broken(row, col int, next []string) bool {
	goes := false
	for c, text := range next {
		was := ""
		if col+c < len(t.rows[row]) {
			was = t.rows[row][col+c]
		}
		switch {
		case text == "":
		case c == 0 && len(next) > 1, was == "", strings.ContainsAny(was[len(was)-1:], "0123456789"), strings.HasSuffix(was, "。"):
			return false
		default:
			goes = true
		}
	}
	return goes
}

// trimmed returns the cells up to the last that is filled.
func trimmed(row []string) []string {
	for len(row) > 0 && row[len(row)-1] == "" {
		row = row[:len(row)-1]
	}
	return row
}

// lines adds lines: paragraphs, and tables without borders.
func (f *flow) lines(all []line, page int) {
	for i := 0; i < len(all); {
		if n := tabular(all[i:]); n > 0 {
			columns := columnsOf(all[i : i+n])
			if b := f.bareAbove(all[i:i+n], page); b != nil {
				columns = b.columns
			}
			p, cells := bare(all[i:i+n], columns)
			p.page = page
			f.add(p, cells)
			i += n
			continue
		}
		f.paragraph(all[i])
		i++
	}
}

// paragraph adds a line, to the paragraph before where that ran to the edge.
func (f *flow) paragraph(l line) {
	text := l.String()
	if n := len(f.items); f.open != nil && n > 0 && f.open.ranOn(text, f.right) && l.parts[0].from < f.left+0.8*l.size && !begins(text) && !numbers(f.items[n-1].text, text) {
		f.items[n-1].text += text
	} else {
		f.items = append(f.items, item{text: text})
		f.last = nil
	}
	if f.open = nil; l.end()-f.left > 18*l.size {
		f.open = &l
	}
}
