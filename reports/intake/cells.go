package intake

import (
	"strings"

	"golang.org/x/text/width"
)

// cells looks along a table's row whose one cell names an indicator, and down
// the column below such a cell where the table has one row of numbers.
func (v *valuer) cells(all []row, i, piece int) {
	r := all[i]
	for k, w := range v.wanted {
		for c, cell := range r.cells {
			if s := w.like(cell); s > 0 {
				v.across(r, k, c, s, piece)
			}
			if c < len(r.heads) && r.heads[c] != "" && lone(all, i) {
				if s := w.like(r.heads[c]); s > 0 {
					v.cell(k, cell, r.heads[c]+"："+cell, s, piece)
				}
			}
		}
	}
	for _, cell := range r.cells {
		if len([]rune(cell)) > 20 {
			for s := range strings.FieldsFuncSeq(cell, func(r rune) bool { return strings.ContainsRune("。;；", r) }) {
				v.sentence(s, piece)
			}
		}
	}
}

// lone reports whether the row is the only one below its head, or the sum.
func lone(all []row, i int) bool {
	for _, c := range all[i].cells {
		if c == "合计" || c == "总计" {
			return true
		}
	}
	same := func(j int) bool { return j >= 0 && j < len(all) && all[j].cells != nil && all[j].heads != nil }
	return !same(i-1) && !same(i+1)
}

// like scores a short cell against the indicator's name, 0 for unlike.
func (w wanted) like(cell string) float64 {
	if len([]rune(cell)) > len(w.name)*2+8 {
		return 0
	}
	name, _, _ := strings.Cut(strings.NewReplacer("(", "（").Replace(cell), "（")
	_, name = splitLabel(name)
	f := fold(name)
	switch {
	case string(f) == string(w.name):
		return 1
	case strings.Contains(string(f), string(w.name)):
		return 0.5 + 0.5*float64(len(w.name))/float64(len(f))
	case len(f) < 4:
		return 0
	}
	if d := dice(pairs(f), w.pairs); d >= alike {
		return 0.95 * d
	}
	return 0
}

// across takes the numbers to the right of a name.
func (v *valuer) across(r row, which, at int, s float64, piece int) {
	for c := at + 1; c < len(r.cells); c++ {
		score := s - 0.02*float64(c-at)
		if c < len(r.heads) {
			if badHeads.MatchString(r.heads[c]) {
				score -= 0.4
			} else if goodHeads.MatchString(r.heads[c]) {
				score += 0.1
			}
		}
		v.cell(which, r.cells[c], r.cells[at]+"："+r.cells[c], min(score, 1), piece)
	}
}

// cell keeps a cell that is a number and little else.
func (v *valuer) cell(which int, cell, near string, score float64, piece int) {
	text := []rune(strings.TrimSpace(width.Fold.String(cell)))
	m := numeral.FindStringIndex(string(text))
	if m == nil || m[0] > 0 || len(text) > 16 {
		return
	}
	to := len([]rune(string(text)[:m[1]]))
	i := v.wanted[which].i
	if raw, n, _, ok := v.value(i, text, 0, to); ok {
		v.keep(Value{i.ID, n, raw, near, piece, score})
	}
}
