package app

import (
	"strings"

	"golang.org/x/text/width"
)

// table aligns rows of cells in columns, two blanks apart, with indent blanks
// before each row. Chinese characters count as two columns, as terminals show
// them. The last cell of a row is not padded. A cell is one line of printable words,
// whoever wrote it.
func table(indent int, rows [][]string) string {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			cell = strings.ReplaceAll(printable(cell), "\n", " ")
			row[i] = cell
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], columns(cell))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		line := strings.Repeat(" ", indent)
		for i, cell := range row {
			line += cell + strings.Repeat(" ", widths[i]-columns(cell)+2)
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

// columns is how many columns of a terminal s takes.
func columns(s string) int {
	n := 0
	for _, r := range s {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}
