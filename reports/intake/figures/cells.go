package figures

import (
	"strings"

	"liubao/internal/numbers"
	"liubao/reports/intake/likeness"
	"liubao/reports/intake/outline"
)

// cells looks along a table's row whose one cell names an indicator, and down
// the column below such a cell where the table has one row of numbers.
func (f *Finder) cells(all []outline.Row, i, piece int) {
	r := all[i]
	if r.Head {
		return
	}
	for _, w := range f.wanted {
		for c, cell := range r.Cells {
			if s := w.named(cell); s > 0 {
				f.across(w, r, c, s, piece)
			}
			if c < len(r.Heads) && r.Heads[c] != "" && lone(all, i) {
				if s := w.named(r.Heads[c]); s > 0 {
					f.cell(w, cell, r.Heads[c]+"："+cell, s, piece, "")
				}
			}
		}
	}
	for c, cell := range r.Cells {
		if len([]rune(cell)) > 20 && (c >= len(r.Heads) || !badHeads.MatchString(r.Heads[c])) {
			f.prose(cell, piece)
		}
	}
}

// Names reports whether a table's row names an indicator.
func (f *Finder) Names(cells []string) bool {
	for _, w := range f.wanted {
		for _, c := range cells {
			if w.named(c) >= 0.8 {
				return true
			}
		}
	}
	return false
}

// lone reports whether the row is the only one below its head, or the sum.
func lone(all []outline.Row, i int) bool {
	for _, c := range all[i].Cells {
		if c == "合计" || c == "总计" {
			return true
		}
	}
	same := func(j int) bool { return j >= 0 && j < len(all) && all[j].Cells != nil && all[j].Heads != nil }
	return !same(i-1) && !same(i+1)
}

// named scores a cell that names an indicator: its name, with a measure in
// brackets or a number in front.
func (w wanted) named(cell string) float64 {
	if len(cell) > 3*len(w.name)*2+24 || len(cell) < 6 || outline.IsNumber(cell) {
		return 0
	}
	name, _, _ := strings.Cut(strings.NewReplacer("(", "（").Replace(cell), "（")
	_, name = outline.SplitLabel(name)
	if len(likeness.Fold(name)) < 2 {
		return 0
	}
	return w.like(name)
}

// across takes the numbers to the right of a name. Where a column's head says
// that it holds the value now, no other is looked at.
func (f *Finder) across(w wanted, r outline.Row, at int, s float64, piece int) {
	head := func(c int) string {
		if c < len(r.Heads) {
			return r.Heads[c]
		}
		return ""
	}
	good, year := false, false
	when := ""
	for c := range r.Cells {
		h := head(c)
		good = good || c > at && goodHeads.MatchString(h) && !badHeads.MatchString(h)
		year = year || c > at && w.i.Yearly && yearHeads.MatchString(h) && !badHeads.MatchString(h)
		if whenHeads.MatchString(h) {
			when = dated(r.Cells[c])
		}
	}
	for c := at + 1; c < len(r.Cells); c++ {
		h := head(c)
		if badHeads.MatchString(h) || good && !goodHeads.MatchString(h) || year && !yearHeads.MatchString(h) {
			continue
		}
		score := s - 0.02*float64(c-at)
		if good {
			score = s + 0.2
		}
		f.cell(w, r.Cells[c], r.Cells[at]+"："+r.Cells[c], score, piece, when)
	}
}

// dated makes the periods of a column comparable.
func dated(cell string) string {
	var b strings.Builder
	for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return r < '0' || r > '9' }) {
		if len(part) == 1 {
			b.WriteByte('0')
		}
		b.WriteString(part)
	}
	return b.String()
}

// cell keeps a cell that is a number and nothing else.
func (f *Finder) cell(w wanted, cell, near string, score float64, piece int, when string) {
	text := []rune(strings.TrimSpace(cell))
	if len(text) == 0 || len(text) > 24 {
		return
	}
	a := numbers.Read(string(text))
	_, doubt := a.In(w.measure)
	if doubt != numbers.Exact && doubt != numbers.Rounded || !a.Alone() || !a.Digits && a.Unit == "" && len(text) > 3 {
		return
	}
	f.keep(w, a, text, near, score, piece, when)
}
