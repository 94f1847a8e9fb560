package card

import "image"

// gridSection is the areas over the last periods, a word on a colour each.
func gridSection(t typesetter, columns []string, rows []Row) block {
	skip := max(len(columns)-MaxColumns, 0)
	columns = columns[skip:]
	hidden := max(len(rows)-MaxRows, 0)
	rows = rows[:len(rows)-hidden]
	out := []block{section(t, textGrid, "")}
	if len(columns) == 0 || len(rows) == 0 {
		return stack(append(out, remark(t, textNoGrid))...)
	}
	g := grid{t: t, cell: min(max((inner-284)/len(columns), 86), 184)}
	g.name = inner - g.cell*len(columns)
	g.tight = len(rows) > roomy
	out = append(out, g.head(columns))
	for _, r := range rows {
		out = append(out, g.row(r, skip, len(columns)))
	}
	if hidden > 0 {
		out = append(out, gap(8), remark(t, textMoreRows(hidden)))
	}
	return stack(out...)
}

// grid holds the widths of the table's columns.
type grid struct {
	t     typesetter
	name  int
	cell  int
	tight bool // one line a row
}

func (g grid) x(column int) int { return margin + g.name + column*g.cell }

// head is the row of the periods' labels.
func (g grid) head(columns []string) block {
	labels := g.t.labels(columns, faceHead, g.cell-8)
	most := 1
	for _, l := range labels {
		most = max(most, len(l))
	}
	height := 26 + 34*most
	return block{height + 8, func(cv *canvas, y int) {
		cv.round(image.Rect(margin, y, Width-margin, y+height), 12, panel)
		cv.rect(image.Rect(margin, y+height-2, Width-margin, y+height), hairline)
		cv.left(clusters(textArea), faceHead, soft, margin+12, y+height/2)
		for i, lines := range labels {
			top := y + height/2 - 17*len(lines)
			for j, l := range lines {
				cv.middle(l, faceHead, soft, g.x(i)+g.cell/2, top+34*j+17)
			}
		}
	}}
}

// row is one area: its name, whose it is, and its cells. The first skip cells
// belong to columns that are not shown.
func (g grid) row(r Row, skip, columns int) block {
	name := g.t.wrap(r.Name, faceStrong, g.name-24, 2)
	note := g.t.one(r.Note, faceNote, g.name-24)
	least, cell := 84, 60
	if g.tight {
		name, note = []line{g.t.one(r.Name, faceStrong, g.name-24)}, nil
		least, cell = 64, 52
	}
	words := 40 * len(name)
	if len(note) > 0 {
		words += 36
	}
	height := max(words+20, least)
	return block{height, func(cv *canvas, y int) {
		cv.rect(image.Rect(margin, y+height-1, Width-margin, y+height), hairline)
		top := y + (height-words)/2
		for _, l := range name {
			cv.left(l, faceStrong, ink, margin+12, top+20)
			top += 40
		}
		cv.left(note, faceNote, soft, margin+12, top+17)
		for i := range columns {
			c := Cell{textBlank, Idle}
			if skip+i < len(r.Cells) && r.Cells[skip+i].Word != "" {
				c = r.Cells[skip+i]
			}
			mid := y + height/2
			pill(cv, g.t, image.Rect(g.x(i)+4, mid-cell/2, g.x(i)+g.cell-4, mid+cell/2), c)
		}
	}}
}

// pill is a word on its colour.
func pill(cv *canvas, t typesetter, r image.Rectangle, c Cell) {
	k := look(c.Tone)
	cv.frame(r, 12, 2, k.edge, k.ground)
	word, f := t.shrink(c.Word, faceCell, 21, r.Dx()-8)
	cv.middle(word, f, k.word, (r.Min.X+r.Max.X)/2, (r.Min.Y+r.Max.Y)/2)
}

// legend lists the words of the cells with their colours, in the order in
// which they first appear, each pair once.
func legend(c Card) []Cell {
	var out []Cell
	seen := map[Cell]bool{}
	skip := max(len(c.Columns)-MaxColumns, 0)
	for _, r := range c.Rows[:min(len(c.Rows), MaxRows)] {
		for i, x := range r.Cells {
			if i >= skip && i < len(c.Columns) && x.Word != "" && !seen[x] {
				seen[x] = true
				out = append(out, x)
			}
		}
	}
	return out[:min(len(out), 10)]
}

// footer is the legend, wrapped as needed, and a line below it.
func footer(t typesetter, legend []Cell, words string) block {
	const swatch, high = 30, 50
	type item struct {
		cell Cell
		text line
		x, y int
	}
	var items []item
	x, rows := margin, 0
	for _, c := range legend {
		l := t.one(c.Word, faceNote, inner/2)
		w := swatch + 12 + t.width(l, faceNote) + 36
		if rows == 0 || x+w-36 > Width-margin {
			x, rows = margin, rows+1
		}
		items = append(items, item{c, l, x, (rows - 1) * high})
		x += w
	}
	foot := t.wrap(words, faceNote, inner, 2)
	height := 28 + high*rows + 42*len(foot) + 28
	return block{height, func(cv *canvas, y int) {
		cv.rect(image.Rect(margin, y+14, Width-margin, y+15), hairline)
		y += 28
		for _, it := range items {
			k := look(it.cell.Tone)
			mid := y + it.y + high/2
			cv.frame(image.Rect(it.x, mid-swatch/2, it.x+swatch, mid+swatch/2), 8, 2, k.edge, k.ground)
			cv.left(it.text, faceNote, soft, it.x+swatch+12, mid)
		}
		y += high * rows
		for i, l := range foot {
			cv.left(l, faceNote, soft, margin, y+42*i+21)
		}
	}}
}
