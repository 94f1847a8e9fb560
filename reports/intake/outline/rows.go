package outline

import (
	"regexp"
	"strings"

	"liubao/internal/numbers"
	"liubao/reports/intake/document"
)

// Row is a line of the document as it is taken apart: a paragraph, or a row of
// a table.
type Row struct {
	Label Label
	Text  string // without the label
	Level int    // outline level, 0 for none
	Kind  document.Kind
	Table int      // of a table's row, from 1
	Cells []string // of a table's row
	Heads []string // the table's head row, as far as cells reach
	Head  bool     // it heads its table
}

// Whole returns the row as it stood, number and all.
func (r Row) Whole() string { return r.Label.Text + r.Text }

// Rows turns blocks into rows. The cells of a table's row belong together,
// unless the table is only there for layout. A line that holds several numbered
// items becomes several rows.
func Rows(blocks []document.Block) []Row {
	var out []Row
	wide := widths(blocks)
	tables := newTables(wide)
	for i := 0; i < len(blocks); {
		b := blocks[i]
		if b.Kind != document.Cell {
			out = append(out, lines(b)...)
			i++
			continue
		}
		j := i
		for j < len(blocks) && blocks[j].Kind == document.Cell && blocks[j].Table == b.Table && blocks[j].Row == b.Row {
			j++
		}
		out = append(out, tableRow(blocks[i:j], tables, wide[b.Table])...)
		i = j
	}
	return out
}

// widths returns how many columns each table has.
func widths(blocks []document.Block) map[int]int {
	out := map[int]int{}
	for _, b := range blocks {
		if b.Kind == document.Cell {
			out[b.Table] = max(out[b.Table], b.Col)
		}
	}
	return out
}

func line(b document.Block) Row {
	l, text := SplitLabel(b.Label + b.Text)
	if b.Label != "" && l.Rank == Unranked {
		l, text = Label{b.Label, Letter, 0}, b.Text // a number of a kind that nobody types
	}
	return Row{Label: l, Text: text, Level: b.Level, Kind: b.Kind}
}

// inner finds where another numbered item may begin within a line: after a stop,
// a semicolon or a colon.
var inner = regexp.MustCompile(`[;；。:：]\s*(` + hanNumber + `[、.．]|[(（]` + hanNumber + `[)）]|[(（]\d{1,2}[)）]|\d{1,2}[、.．)）]|[①②③④⑤⑥⑦⑧⑨⑩])`)

// lines takes one line apart where it holds several items that count on: 一、…；
// 二、…
func lines(b document.Block) []Row {
	first := line(b)
	if len(b.Text) > 20000 || b.Level > 0 {
		return []Row{first}
	}
	var cuts []int
	last := first.Label
	for _, m := range inner.FindAllStringSubmatchIndex(b.Text, -1) {
		l, rest := SplitLabel(b.Text[m[2]:])
		if rest == "" || l.Rank == Unranked || l.N == 0 {
			continue
		}
		if follows := l.Rank == last.Rank && l.N == last.N+1; follows || len(cuts) == 0 && l.N == 1 && first.Label.Rank == Unranked {
			cuts, last = append(cuts, m[2]), l
		}
	}
	if len(cuts) == 0 || len(cuts) == 1 && first.Label.Rank == Unranked {
		return []Row{first}
	}
	var out []Row
	from := 0
	for _, to := range append(cuts, len(b.Text)) {
		x := b
		if x.Text = strings.TrimSpace(b.Text[from:to]); from > 0 {
			x.Label = ""
		}
		if x.Text != "" {
			out = append(out, line(x))
		}
		from = to
	}
	return out
}

// tableRow makes one row of the cells. The first row of a table with only short
// words heads it. A table of one column, or with one cell in the row and no
// head, is there for layout: its cells are lines.
func tableRow(blocks []document.Block, tables *tables, wide int) []Row {
	filled := map[int]bool{}
	for _, b := range blocks {
		filled[b.Col] = true
	}
	t := tables.of(blocks[0].Table)
	if wide < 2 || wide > 200 || len(filled) == 1 && len(t.heads) < 2 {
		t.last = blocks[0].Row
		return apart(blocks)
	}
	cells := make([]string, wide+1) // counted from 1 as the columns are
	for _, b := range blocks {
		if cells[b.Col] != "" {
			cells[b.Col] += "\n"
		}
		cells[b.Col] += b.Label + b.Text
	}
	r := Row{Text: strings.Join(Filled(cells), "\t"), Kind: document.Cell, Cells: cells}
	tables.head(t, &r, blocks[0].Row)
	return []Row{r}
}

func apart(blocks []document.Block) []Row {
	var out []Row
	for _, b := range blocks {
		r := lines(b)
		for i := range r {
			r[i].Table = b.Table
		}
		out = append(out, r...)
	}
	return out
}

// Filled returns the cells that hold something.
func Filled(cells []string) []string {
	var out []string
	for _, c := range cells {
		if c != "" {
			out = append(out, c)
		}
	}
	return out
}

// period finds the heads of columns that hold one month each, or another part of
// the year.
var period = regexp.MustCompile(`^(?:19|20)\d\d年度?$|^(?:(?:19|20)\d\d年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?$|^第?[一二三四1-4]季度$|^[上下]半[年月]$`)

// remark ends the name of a period: 10月（累计，户）.
var remark = regexp.MustCompile(`\s*[（(][^）)]*[）)]$`)

// IsPeriod reports whether a cell is the name of a year or of a part of one.
func IsPeriod(cell string) bool { return period.MatchString(remark.ReplaceAllString(cell, "")) }

// bareNumber finds a number, with a measure of up to three characters.
var bareNumber = regexp.MustCompile(`^[-−–]?[\d０-９][\d０-９,，.．]*\s*(?:%|％|[^\P{L}年月日季]\pL{0,2})?$`)

// IsNumber reports whether a cell is a number and no more.
func IsNumber(cell string) bool {
	if _, chinese := numbers.Whole(cell); chinese {
		return true
	}
	return bareNumber.MatchString(cell)
}
