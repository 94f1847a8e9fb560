package pdf

import (
	"math"
	"regexp"
)

// A table without borders is what stands in columns: rows of parts, and between
// them the lines of cells that are longer than their column.

// tabular returns how many of the lines, from the first, are a table: it begins
// with two lines of parts, and goes on as long as lines have parts or stand under
// a column that is not the first.
func tabular(all []line) int {
	if len(all) < 2 || len(all[0].parts) < 2 || len(all[1].parts) < 2 && (len(all) < 3 || len(all[2].parts) < 2 || !under(all[1], all[0])) {
		return 0
	}
	n := 1
	for n < len(all) && !apart(all, n) && (len(all[n].parts) > 1 || under(all[n], all[n-1]) && close(all[n-1], all[n])) {
		n++
	}
	for n > 0 && len(all[n-1].parts) < 2 && !close(all[n-1], all[n-2]) {
		n--
	}
	return n
}

// under reports whether a line of one part stands under a part of the line before,
// and takes no more room than that.
func under(l, before line) bool {
	for _, p := range before.parts {
		if l.parts[0].from > p.from-l.size && l.parts[0].to < p.to+l.size {
			return true
		}
	}
	return false
}

// apart reports whether a line stands so far below the one before that another
// table begins with it.
func apart(all []line, n int) bool {
	gap := all[n-1].y - all[n].y
	return n > 1 && gap > 1.6*(all[n-2].y-all[n-1].y) && gap > 2*all[n].size
}

// aligned parts lines where at least three of them in a row have something begin
// at the same place: cells that are as long as their column. A number of a list is
// no cell.
func aligned(all []line) []line {
	out := make([]line, len(all))
	for i, l := range all {
		out[i] = l
		out[i].parts = nil
		for _, s := range l.parts {
			from, at := s.from, 0
			for _, j := range s.joints {
				if !j.parts(l.size) || labelled.MatchString(s.text[at:j.at]) || !inColumn(all, i, j.behind) {
					continue
				}
				out[i].parts = append(out[i].parts, segment{from: from, to: j.before, text: s.text[at:j.at]})
				from, at = j.behind, j.at
			}
			rest := segment{from: from, to: s.to, text: s.text[at:]}
			for _, j := range s.joints {
				if j.at > at {
					rest.joints = append(rest.joints, joint{j.at - at, j.before, j.behind})
				}
			}
			out[i].parts = append(out[i].parts, rest)
		}
	}
	return out
}

// parts reports whether there is room for a border between two runs; where only
// the font changes there is none.
func (j joint) parts(size float64) bool { return j.behind-j.before > 0.12*size }

// labelled ends with what follows the number of a list.
var labelled = regexp.MustCompile(`[.．、,，:：;；。)）“"（(]$`)

// inColumn reports whether the line i is one of three in a row in which something
// begins at a place.
func inColumn(all []line, i int, x float64) bool {
	n := 1
	for k := i - 1; k >= 0 && begun(all[k], x); k-- {
		n++
	}
	for k := i + 1; k < len(all) && n < 3 && begun(all[k], x); k++ {
		n++
	}
	return n >= 3
}

func begun(l line, x float64) bool {
	for k, s := range l.parts {
		if k > 0 && math.Abs(s.from-x) < 0.7 {
			return true
		}
		for _, j := range s.joints {
			if math.Abs(j.behind-x) < 0.7 && j.parts(l.size) && !labelled.MatchString(s.text[:j.at]) {
				return true
			}
		}
	}
	return false
}

func close(a, b line) bool { return math.Abs(a.y-b.y) < 1.6*max(a.size, b.size) }

// bareAbove returns the table at the foot of the page before that lines at the
// head of this one go on, each part in a column of its own.
func (f *flow) bareAbove(all []line, page int) *piece {
	b := f.last
	if b == nil || b.page != page-1 || len(b.columns) == 0 || b.ends() {
		return nil
	}
	for _, l := range all {
		taken := map[int]bool{}
		for _, s := range split(l.parts, b.columns) {
			c := columnOf(b.columns, s)
			if taken[c] {
				return nil
			}
			taken[c] = true
		}
	}
	return b
}

// goesOnBare reports whether a piece was laid out in the columns of the last one.
func (f *flow) goesOnBare(p *piece) bool {
	return f.last != nil && len(p.columns) > 0 && f.last.page == p.page-1 && len(f.last.columns) > 0 && &p.columns[0] == &f.last.columns[0]
}

// bare makes rows and columns of lines.
func bare(all []line, columns []segment) (*piece, [][]string) {
	p := &piece{columns: columns}
	var cells [][]string
	for i, l := range all {
		row := len(cells)
		if goesOnAbove(all, i) {
			row--
		} else {
			p.ys = append(p.ys, l.y)
			cells = append(cells, make([]string, len(columns)))
		}
		put(cells[row], l, columns)
	}
	return p, cells
}

// columnsOf returns where columns stand: as the parts of the line that has most.
func columnsOf(all []line) []segment {
	var columns []segment
	for _, l := range all {
		if len(l.parts) > len(columns) {
			columns = l.parts
		}
	}
	return columns
}

// put adds a line's parts to a row's cells.
func put(row []string, l line, columns []segment) {
	for _, s := range split(l.parts, columns) {
		c := columnOf(columns, s)
		if row[c] != "" && (len(l.parts) > 1 || numbers(row[c], s.text)) {
			row[c] += "\n"
		}
		row[c] += s.text
	}
}

// split parts what stands close together where a column begins between.
func split(parts, columns []segment) []segment {
	var out []segment
	for _, s := range parts {
		from, at := s.from, 0
		for _, j := range s.joints {
			for _, c := range columns {
				if c.from > from+1 && c.from < j.behind+1.5 && c.from > j.before-1.5 {
					out = append(out, segment{from: from, to: j.before, text: s.text[at:j.at]})
					from, at = j.behind, j.at
					break
				}
			}
		}
		out = append(out, segment{from: from, to: s.to, text: s.text[at:]})
	}
	return out
}

// goesOnAbove reports whether a line of one part goes on a cell of the row above.
func goesOnAbove(all []line, i int) bool {
	if i == 0 || len(all[i].parts) > 1 || !under(all[i], all[i-1]) {
		return false
	}
	up := all[i-1].y - all[i].y
	return up < 1.35*all[i].size && (i+1 == len(all) || all[i].y-all[i+1].y >= up-1)
}

// columnOf returns the column that a part stands in: that which it stands under,
// or where it stands under none, the last that begins before its end, for figures
// stand at the right of their column.
func columnOf(columns []segment, s segment) int {
	last := 0
	for k, c := range columns {
		if c.from < s.to && s.from < c.to {
			return k
		}
		if c.from < s.to {
			last = k
		}
	}
	return last
}

// sideways finds the table that a page's lines stand beside: each stands as high
// as a line of that page, at least two as rows of the table, and the table ends
// above the foot of its page, so that nothing of it went on below.
func (f *flow) sideways(p sheet, n int) *piece {
	if len(p.grids) > 0 || len(p.lines) < 2 {
		return nil
	}
	for _, b := range f.before {
		if b.page >= n || b.beside || len(b.xs) > 0 || b.ys[len(b.ys)-1] < foot {
			continue
		}
		rows := 0
		for _, l := range p.lines {
			if !has(f.heights[b.page], l.y) {
				rows = -len(p.lines)
			} else if has(b.ys, l.y) {
				rows++
			}
		}
		if rows >= 2 {
			return b
		}
	}
	return nil
}

// foot is how high above the bottom of a page the last line of a full one stands
// at least, in points.
const foot = 110

// level is how far apart the lines of one row stand at most, in points: fonts differ.
const level = 1.5

func has(all []float64, v float64) bool {
	for _, w := range all {
		if math.Abs(v-w) < level {
			return true
		}
	}
	return false
}

// widen puts a page's lines beside a table.
func (f *flow) widen(b *piece, p sheet, n int) {
	var of []line
	for _, l := range p.lines {
		if has(b.ys, l.y) {
			of = append(of, l)
			continue
		}
		f.paragraph(l)
	}
	columns, col := columnsOf(of), b.width()
	for _, l := range of {
		row := make([]string, len(columns))
		put(row, l, columns)
		for k, y := range b.ys {
			if math.Abs(y-l.y) >= level {
				continue
			}
			for c, text := range row {
				if text != "" {
					b.t.set(b.row+k, col+c, text)
				}
			}
		}
	}
	b.beside = true
	f.before = append(f.before, &piece{t: b.t, row: b.row, col: col, rows: b.rows, ys: b.ys, page: n})
	f.open = nil
}
