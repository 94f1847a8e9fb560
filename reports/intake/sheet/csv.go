package sheet

import (
	"encoding/csv"
	"strings"

	"liubao/reports/intake/document"
)

// ReadCSV reads a text as a table: values parted by commas, tabs or semicolons,
// quoted where they hold some themselves. ok is false where most lines hold one
// value only; nothing is taken then.
func ReadCSV(b *document.Builder, text string) (ok bool) {
	var best [][]string
	most := 0
	for _, comma := range ",\t;" {
		rows, many := table(text, comma)
		if many > most {
			best, most = rows, many
		}
	}
	for i, row := range best {
		for k, c := range row {
			if c = cell(c); c != "" && !b.Add(document.Block{Kind: document.Cell, Text: c, Table: 1, Row: i + 1, Col: k + 1}) {
				return true
			}
		}
	}
	return best != nil
}

// table takes a text apart; many is how many of its rows hold several values, 0
// where they are fewer than half.
func table(text string, comma rune) (rows [][]string, many int) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = comma, -1, true
	rows, err := r.ReadAll()
	if err != nil {
		return nil, 0
	}
	for _, row := range rows {
		if len(row) > 1 {
			many++
		}
	}
	if 2*many < len(rows) {
		return nil, 0
	}
	return rows, many
}
