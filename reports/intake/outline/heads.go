package outline

import (
	"regexp"
	"strings"
	"unicode"
)

// tables are the tables of a document as their rows are read.
type tables struct {
	open map[int]*table
	most int // the highest number that a table has
}

// table is one table as far as it has been read.
type table struct {
	number int
	heads  []string
	known  bool // whether it has a head
	at     int  // the row that heads it
	last   int  // the row before
}

func newTables(wide map[int]int) *tables {
	t := &tables{open: map[int]*table{}}
	for n := range wide {
		t.most = max(t.most, n)
	}
	return t
}

func (ts *tables) of(n int) *table {
	if ts.open[n] == nil {
		ts.open[n] = &table{number: n}
	}
	return ts.open[n]
}

// head gives a row the head of its table, or makes it one: the first row where
// it is like one, the row below that names the parts of columns which the first
// takes together, and the first row behind an empty one, where another table
// begins on the same sheet.
func (ts *tables) head(t *table, r *Row, row int) {
	gap := t.last > 0 && row > t.last+1
	switch like := headLike(r.Cells); {
	case !t.known && filledIn(r.Cells): // 填报单位：党群局, above the head
	case !t.known:
		t.known = true
		if like {
			r.Head, t.at, t.heads = true, row, squeezed(r.Cells)
		}
	case like && t.at > 0 && row == t.at+1 && below(t.heads, r.Cells):
		r.Head, t.heads = true, joined(t.heads, squeezed(r.Cells))
		r.Table, t.last = t.number, row
		return
	case gap && like && headWords.MatchString(strings.Join(squeezed(r.Cells), "|")):
		ts.most++
		t.number, t.at, t.heads = ts.most, row, squeezed(r.Cells)
		r.Head = true
	}
	r.Table, t.last = t.number, row
	if !r.Head {
		r.Heads = t.heads
	}
}

// headWords are what the head of a table further down a sheet holds.
var headWords = regexp.MustCompile(`(?:^|\|)(?:任务|重点任务|任务名称|指标|指标名称|项目|序号|单位)(?:\||$)`)

// below reports whether a row names the parts of a head's columns: where it has
// words the head is empty or goes on to an empty column, and its first column is
// empty.
func below(heads, cells []string) bool {
	first := -1
	for i, h := range heads {
		if first < 0 && h != "" {
			first = i
		}
	}
	return first >= 0 && first < len(cells) && cells[first] == "" && len(Filled(cells)) > 1
}

// joined puts the two rows of a head together: a cell that spans several columns
// stands in the first of them.
func joined(heads, parts []string) []string {
	out := make([]string, len(heads))
	over := ""
	for i := range heads {
		part := ""
		if i < len(parts) {
			part = parts[i]
		}
		switch {
		case heads[i] != "":
			over = heads[i]
		case part == "":
			over = ""
		}
		out[i] = over + part
		if part == "" {
			out[i] = heads[i]
		}
	}
	return out
}

// squeezed takes the blanks out of a head's Chinese words: 进 展 情 况.
func squeezed(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		if out[i] = c; strings.ContainsFunc(c, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			out[i] = strings.Join(strings.Fields(c), "")
		}
	}
	return out
}

// field finds a cell that is filled in: 填报单位：党群局.
var field = regexp.MustCompile(`^\p{Han}{2,8}[:：]`)

// filledIn reports whether all cells of a row are.
func filledIn(cells []string) bool {
	for _, c := range Filled(cells) {
		if !field.MatchString(c) {
			return false
		}
	}
	return true
}

// headLike reports whether a row can head a table: at least two cells, all
// short and none of them a number.
func headLike(cells []string) bool {
	words := Filled(cells)
	for _, c := range words {
		if len([]rune(c)) > 16 || IsNumber(c) && !IsPeriod(c) || wholeDate.MatchString(c) || field.MatchString(c) {
			return false
		}
	}
	return len(words) >= 2
}

// wholeDate finds a day: a row that holds one is filled in, as in a form, and
// heads nothing.
var wholeDate = regexp.MustCompile(`^\d{4}\s*[年/.-]\s*\d{1,2}\s*[月/.-]\s*\d{1,2}\s*日?$`)
