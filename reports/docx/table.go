package docx

import (
	"fmt"
	"strconv"
)

// grid writes a table over the width of the text. Column widths are fixed:
// Word and LibreOffice then agree on them. keepLast keeps the last row with what
// follows.
func (b *body) grid(t Table, keepLast bool) error {
	if len(t.Head) == 0 || len(t.Widths) != len(t.Head) {
		return fmt.Errorf("table: %d heads and %d widths", len(t.Head), len(t.Widths))
	}
	cols, err := columns(t.Widths)
	if err != nil {
		return err
	}
	b.openTable("TableGrid", cols)
	b.o.put(`<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, h := range t.Head {
		b.cell(cols[i], "TableHead", "", h)
	}
	b.o.put(`</w:tr>`)
	for n, row := range t.Rows {
		if len(row) == 1 {
			b.group(row[0], len(cols))
			continue
		}
		if len(row) != len(t.Head) {
			return fmt.Errorf("table row %d: %d cells under %d heads", n+1, len(row), len(t.Head))
		}
		b.o.put(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i, text := range row {
			style := "TableText"
			if i < len(t.Centre) && t.Centre[i] {
				style = "TableCentre"
			}
			props := ""
			if keepLast && n == len(t.Rows)-1 {
				props = keepNext
			}
			b.cell(cols[i], style, props, text)
		}
		b.o.put(`</w:tr>`)
	}
	b.closeTable()
	return nil
}

// group writes a row that goes over all columns and stays with the next.
func (b *body) group(text string, cols int) {
	b.o.put(`<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="`, strconv.Itoa(textW),
		`" w:type="dxa"/><w:gridSpan w:val="`, strconv.Itoa(cols), `"/><w:vAlign w:val="center"/></w:tcPr>`)
	b.o.words("TableHead", "", line(text))
	b.o.put(`</w:tc></w:tr>`)
}

func (b *body) openTable(style string, cols []int) {
	b.o.put(`<w:tbl><w:tblPr><w:tblStyle w:val="`, style, `"/><w:tblW w:w="`, strconv.Itoa(textW),
		`" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for _, w := range cols {
		b.o.put(`<w:gridCol w:w="`, strconv.Itoa(w), `"/>`)
	}
	b.o.put(`</w:tblGrid>`)
}

func (b *body) closeTable() {
	b.o.put(`</w:tbl>`)
	b.table = true
}

// below returns the distance of a paragraph from the table above it. An empty
// paragraph between them would make LibreOffice forget what is to be kept on
// one page.
func (b *body) below() string {
	if !b.table {
		return ""
	}
	b.table = false
	return `<w:spacing w:before="160" w:after="0" w:line="579" w:lineRule="exact"/>`
}

// endTable puts a thin empty line between two tables, which would otherwise
// become one, and behind a table that ends the text.
func (b *body) endTable() {
	if b.table {
		b.o.words("TableEnd", "", "")
		b.table = false
	}
}

func (b *body) openCell(w int) {
	b.o.put(`<w:tc><w:tcPr><w:tcW w:w="`, strconv.Itoa(w), `" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>`)
}

func (b *body) cell(w int, style, props, text string) {
	b.openCell(w)
	ls := lines(text)
	if len(ls) == 0 {
		ls = []string{""} // a cell must hold a paragraph
	}
	for _, s := range ls {
		b.o.words(style, props, s)
	}
	b.o.put(`</w:tc>`)
}

// columns shares the width of the text out in proportion.
func columns(widths []int) ([]int, error) {
	sum := 0
	for i, w := range widths {
		if w <= 0 {
			return nil, fmt.Errorf("table: width %d of column %d is not positive", w, i+1)
		}
		sum += w
	}
	out := make([]int, len(widths))
	left := textW
	for i, w := range widths {
		out[i] = textW * w / sum
		left -= out[i]
	}
	out[len(out)-1] += left
	return out, nil
}
