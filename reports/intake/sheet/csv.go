package sheet

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"liubao/reports/intake/document"
)

// ReadCSV reads a text as a table: values parted by commas, tabs or semicolons,
// quoted where they hold some themselves. ok is false where most lines hold one
// value only; nothing is taken then.
func ReadCSV(b *document.Builder, text string) (ok bool) {
	var best []record
	most := 0
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	for _, comma := range ",\t;" {
		rows, many := table(text, comma)
		if many > most {
			best, most = rows, many
		}
	}
	for _, x := range best {
		for k, c := range x.cells {
			if c = cell(c); c != "" && !b.Add(document.Block{Kind: document.Cell, Text: c, Table: 1, Row: x.row, Col: k + 1}) {
				return true
			}
		}
	}
	return best != nil
}

// record is one row of a table, counted with an empty one where lines are empty.
type record struct {
	row   int
	cells []string
}

// table takes a text apart; many is how many of its rows hold several values, 0
// where they are fewer than half.
func table(text string, comma rune) (rows []record, many int) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = comma, -1, true
	from, lines, row := 0, 0, 0
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, 0
		}
		row++
		if line, _ := r.FieldPos(0); line > lines+1 {
			row++
		}
		to := int(r.InputOffset())
		lines, from = lines+strings.Count(text[from:to], "\n"), to
		if len(cells) > 1 {
			many++
		}
		rows = append(rows, record{row, cells})
	}
	if 2*many < len(rows) {
		return nil, 0
	}
	return rows, many
}

// ReadText reads a text: lines with tabs, as they come from a sheet by copy and
// paste, are rows of a table where two or more follow one another; all else is
// lines.
func ReadText(b *document.Builder, text string) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if !strings.Contains(text, "\t") {
		b.Add(document.Block{Text: text})
		return
	}
	lines := strings.Split(text, "\n")
	tables := 0
	for i := 0; i < len(lines); {
		rows, n := pasted(lines[i:])
		if len(rows) < 2 {
			if n = max(n, 1); !b.Add(document.Block{Text: strings.Join(lines[i:i+n], "\n")}) {
				return
			}
			i += n
			continue
		}
		tables++
		for k, row := range rows {
			for col, c := range row {
				if c = cell(c); c != "" && !b.Add(document.Block{Kind: document.Cell, Text: c, Table: tables, Row: i + k + 1, Col: col + 1}) {
					return
				}
			}
		}
		i += n
	}
}

// pasted takes the rows off the front of lines, and says how many lines they
// are: a cell of several lines stands in quotes.
func pasted(lines []string) (rows [][]string, n int) {
	for n < len(lines) {
		row, end := lines[n], n+1
		for strings.Count(row, `"`)%2 != 0 && end < len(lines) && end < n+maxCellLines {
			row += "\n" + lines[end]
			end++
		}
		if strings.Count(row, `"`)%2 != 0 {
			row, end = lines[n], n+1 // an inch, or a quote that nobody closed
		}
		if !tabbed(row) {
			return rows, n
		}
		r := csv.NewReader(strings.NewReader(row))
		r.Comma, r.FieldsPerRecord, r.LazyQuotes = '\t', -1, true
		one, err := r.Read()
		if err != nil {
			return rows, n
		}
		rows, n = append(rows, one), end
	}
	return rows, n
}

// maxCellLines is how many lines a pasted cell may have.
const maxCellLines = 40

// tabbed reports whether a tab parts words of a line, or stands in front of some
// as an empty cell does; one tab in front alone is an indent.
func tabbed(line string) bool {
	return strings.Contains(strings.TrimSpace(line), "\t") || strings.HasPrefix(line, "\t\t")
}
