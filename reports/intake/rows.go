package intake

import "strings"

// row is a line of the document as it is taken apart: a paragraph, or a row of
// a table.
type row struct {
	label label
	text  string // without the label
	level int    // outline level, 0 for none
	kind  Kind
	cells []string // of a table's row
	heads []string // the table's head row, as far as cells reach
}

// rows turns blocks into rows. The cells of a table's row belong together,
// unless the table is only there for layout and its cells hold paragraphs.
func rows(blocks []Block) []row {
	var out []row
	heads := map[int][]string{}
	for i := 0; i < len(blocks); {
		b := blocks[i]
		if b.Kind != Cell {
			out = append(out, line(b))
			i++
			continue
		}
		j := i
		for j < len(blocks) && blocks[j].Kind == Cell && blocks[j].Table == b.Table && blocks[j].Row == b.Row {
			j++
		}
		out = append(out, tableRow(blocks[i:j], heads)...)
		i = j
	}
	return out
}

func line(b Block) row {
	l, text := splitLabel(b.Label + b.Text)
	if b.Label != "" && l.text == "" {
		l, text = label{b.Label, letter, 0}, b.Text // a number of a kind that nobody types
	}
	return row{label: l, text: text, level: b.Level, kind: b.Kind}
}

// tableRow makes one row of the cells, or several where a cell holds several
// paragraphs. The first row of a table with only short words heads it.
func tableRow(blocks []Block, heads map[int][]string) []row {
	width := blocks[len(blocks)-1].Col
	seen := map[int]bool{}
	for _, b := range blocks {
		width = max(width, b.Col)
		if seen[b.Col] || width > 200 {
			return apart(blocks)
		}
		seen[b.Col] = true
	}
	if len(blocks) == 1 && len(heads[blocks[0].Table]) < 2 {
		return apart(blocks)
	}
	cells := make([]string, width+1) // counted from 1 as the columns are
	for _, b := range blocks {
		cells[b.Col] = b.Text
	}
	head, ok := heads[blocks[0].Table]
	if !ok && headLike(cells) {
		heads[blocks[0].Table] = cells
	} else if !ok {
		heads[blocks[0].Table] = nil
	}
	return []row{{text: strings.Join(filled(cells), "\t"), kind: Cell, cells: cells, heads: head}}
}

func apart(blocks []Block) []row {
	var out []row
	for _, b := range blocks {
		out = append(out, line(b))
	}
	return out
}

func filled(cells []string) []string {
	var out []string
	for _, c := range cells {
		if c != "" {
			out = append(out, c)
		}
	}
	return out
}

// headLike reports whether a row can head a table: at least two cells, all
// short and none of them a number.
func headLike(cells []string) bool {
	words := filled(cells)
	for _, c := range words {
		if len([]rune(c)) > 16 || numeral.FindString(c) == c {
			return false
		}
	}
	return len(words) >= 2
}
