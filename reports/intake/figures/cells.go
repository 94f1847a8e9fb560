package figures

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"liubao/internal/numbers"
	"liubao/plan"
	"liubao/reports/intake/likeness"
	"liubao/reports/intake/outline"
)

// cells looks along a table's row whose one cell names an indicator, and down
// the column below such a cell where the table has one row of numbers.
func (f *Finder) cells(all []outline.Row, i, piece int) {
	r := all[i]
	for k := i - 1; k >= max(i-3, 0) && all[k].Cells == nil; k-- {
		f.over(r.Table, all[k].Text) // the lines over it
	}
	f.above(r)
	if r.Head {
		return
	}
	for _, w := range f.wanted {
		for c, cell := range r.Cells {
			if s := w.named(cell); s > 0 {
				f.across(w, r, c, s, piece)
			}
			if c < len(r.Heads) && r.Heads[c] != "" {
				if s := w.named(r.Heads[c]); s > 0 {
					f.down(w, all, i, c, s, piece)
				}
			}
		}
	}
	for c, cell := range r.Cells {
		head := ""
		if c < len(r.Heads) {
			head = r.Heads[c]
		}
		if n := len([]rune(cell)); !badHeads.MatchString(head) && (n > 20 || n > 6 && wordHeads.MatchString(head)) {
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

// down takes the number below a head that names an indicator: in a table's one
// row or its sum, in the row that says it holds the value now, and in that of the
// newest period.
func (f *Finder) down(w wanted, all []outline.Row, i, c int, s float64, piece int) {
	r := all[i]
	cell, near := w.counted(r.Cells[c], cmp.Or(unitIn(r.Heads[c]), f.units[r.Table])), r.Heads[c]+"："+r.Cells[c]
	if lone(all, i) {
		f.cell(w, cell, near, s, piece, "")
		return
	}
	first := 0
	for first < len(r.Cells) && r.Cells[first] == "" {
		first++
	}
	switch label := r.Cells[min(first, len(r.Cells)-1)]; {
	case first >= c:
	case goodHeads.MatchString(label) && !badHeads.MatchString(label):
		if w.i.Yearly && yearHeads.MatchString(label) {
			s += 0.2
		}
		f.cell(w, cell, near, s, piece, "")
	case first < len(r.Heads) && whenHeads.MatchString(r.Heads[first]) && newest(all, i, first):
		f.cell(w, cell, near, s, piece, "")
	}
}

// newest reports whether a row's period is the last of its table's, which stand
// in their order; across the turn of the year they must name it.
func newest(all []outline.Row, i, c int) bool {
	at := dated(all[i].Cells[c])
	for j := range all {
		if j == i || all[j].Table != all[i].Table || all[j].Cells == nil || all[j].Head || c >= len(all[j].Cells) || all[j].Cells[c] == "" {
			continue
		}
		if d := dated(all[j].Cells[c]); len(d) != len(at) || d >= at || len(at) < 6 && j > i {
			return false
		}
	}
	return at != ""
}

// lone reports whether the row is the only one below its head, or the sum.
func lone(all []outline.Row, i int) bool {
	for _, c := range all[i].Cells {
		if c == "合计" || c == "总计" {
			return true
		}
	}
	same := func(j int) bool {
		return j >= 0 && j < len(all) && all[j].Cells != nil && all[j].Heads != nil && all[j].Table == all[i].Table
	}
	return !same(i-1) && !same(i+1)
}

// named scores a cell that names an indicator: its name, with a measure in
// brackets or a number in front.
func (w wanted) named(cell string) float64 {
	if len(cell) > 3*len(w.name)*2+24 || len(cell) < 6 || outline.IsNumber(cell) {
		return 0
	}
	cell = strings.TrimPrefix(strings.TrimPrefix(cell, "其中："), "其中:")
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
	if len(outline.Filled(r.Heads)) == 0 && severalNumbers(r.Cells[at+1:]) {
		return // nothing says which of them is the value now
	}
	good, year := false, false
	when, unit, latest := "", unitIn(r.Cells[at]), latestOf(r, at)
	for c := range r.Cells {
		h := head(c)
		if unitHeads.MatchString(h) && c != at {
			unit = r.Cells[c]
		}
		good = good || c > at && goodHeads.MatchString(h) && !badHeads.MatchString(h)
		year = year || c > at && w.i.Yearly && yearHeads.MatchString(h) && !badHeads.MatchString(h)
		if whenHeads.MatchString(h) {
			when = dated(r.Cells[c])
		}
	}
	for c := at + 1; c < len(r.Cells); c++ {
		h := head(c)
		if badHeads.MatchString(h) || good && !goodHeads.MatchString(h) || year && !yearHeads.MatchString(h) || c != latest && latest > 0 && outline.IsPeriod(h) {
			continue
		}
		in := cmp.Or(unitIn(h), unit, unitIn(head(at)), f.units[r.Table])
		score := s - 0.02*float64(c-at)
		if good {
			score = s + 0.2
		}
		f.cell(w, w.counted(r.Cells[c], in), r.Cells[at]+"："+r.Cells[c], score, piece, when)
	}
}

// latestOf returns the column of the newest period that holds a number, 0 where no
// column is a period's. Periods stand in their order; where each is one less than the
// one before, the newest is the first.
func latestOf(r outline.Row, at int) int {
	var all []int
	back := true
	for c := at + 1; c < min(len(r.Cells), len(r.Heads)); c++ {
		if !outline.IsPeriod(r.Heads[c]) || !outline.IsNumber(r.Cells[c]) {
			continue
		}
		if n := len(all); n > 0 {
			a, _ := strconv.Atoi(dated(r.Heads[all[n-1]]))
			b, _ := strconv.Atoi(dated(r.Heads[c]))
			back = back && b > 0 && a == b+1
		}
		all = append(all, c)
	}
	switch {
	case len(all) == 0:
		return 0
	case back:
		return all[0]
	}
	return all[len(all)-1]
}

// severalNumbers reports whether cells hold more numbers than one.
func severalNumbers(cells []string) bool {
	seen := ""
	for _, c := range cells {
		if !outline.IsNumber(c) {
			continue
		}
		if seen != "" && seen != c {
			return true
		}
		seen = c
	}
	return false
}

// inBrackets finds a measure that a head or a name ends with: 完成（亿元）.
var inBrackets = regexp.MustCompile(`[(（]\s*(?:单位[:：])?\s*(\pL{1,4})\s*[)）]\s*$`)

// above remembers what is said above a table: 单位：元.
func (f *Finder) above(r outline.Row) {
	for _, text := range append(outline.Filled(r.Cells), r.Text) {
		f.over(r.Table, text)
	}
}

func (f *Finder) over(table int, text string) {
	if m := aboveTable.FindStringSubmatch(text); m != nil && table != 0 && f.units[table] == "" {
		f.units[table] = m[1]
	}
}

var aboveTable = regexp.MustCompile(`(?:^|[（(\s])(?:计量|金额|货币)?单位[:：]\s*(\pL{1,4}?)\s*[)）]?$`)

func unitIn(text string) string {
	if m := inBrackets.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// counted returns a bare number with the measure that its table gives it, where
// that changes what it says: 128635000 in 元 is 12863.5万元.
func (w wanted) counted(cell, unit string) string {
	if unit == "" || w.i.Kind != plan.Amount && !strings.ContainsAny(unit, "万千百亿") {
		return cell
	}
	if bare := strings.TrimLeft(strings.TrimSpace(cell), "¥￥ "); strings.HasSuffix(unit, "元") {
		cell = bare // the head says of what the sign is
	}
	if a := numbers.Read(cell); !a.Known || a.Unit != "" || !a.Alone() || numbers.Read("1"+unit).Unit == "" {
		return cell
	}
	return strings.TrimSpace(cell) + unit
}

// dated makes the periods of a column comparable: 2026年12月上半月 is 20261201.
func dated(cell string) string {
	var b strings.Builder
	for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return r < '0' || r > '9' }) {
		if len(part) == 1 {
			b.WriteByte('0')
		}
		b.WriteString(part)
	}
	for _, p := range []struct{ word, n string }{{"上半月", "01"}, {"下半月", "02"}, {"上旬", "01"}, {"中旬", "02"}, {"下旬", "03"}} {
		if strings.HasSuffix(cell, p.word) {
			b.WriteString(p.n)
		}
	}
	return b.String()
}

// cell keeps a cell that is a number and nothing else.
func (f *Finder) cell(w wanted, cell, near string, score float64, piece int, when string) {
	text := []rune(strings.TrimSpace(cell))
	if len(text) == 0 || len(text) > 24 || text[0] == '(' || text[0] == '（' { // in brackets it may be less than nothing
		return
	}
	a := numbers.Read(string(text))
	_, doubt := a.In(w.measure)
	if doubt != numbers.Exact && doubt != numbers.Rounded || !a.Alone() || !a.Digits && a.Unit == "" && len(text) > 3 {
		return
	}
	f.keep(w, a, text, near, score, piece, when)
}
