package card

import "image"

// gridSection is the areas over the last periods, a word on a colour each.
func gridSection(t typesetter, columns []string, rows []Row) part {
	skip := max(len(columns)-MaxColumns, 0)
	columns = columns[skip:]
	hidden := max(len(rows)-MaxRows, 0)
	rows = rows[:len(rows)-hidden]
	p := part{head: section(t, textGrid, "")}
	if len(columns) == 0 || len(rows) == 0 {
		p.rows = append(p.rows, remark(t, textNoGrid))
		return p
	}
	g := grid{t: t, cell: min(max((inner-284)/len(columns), 86), 184)}
	g.name = inner - g.cell*len(columns)
	g.tight = len(rows) > roomy
	p.head, p.again = stack(p.head, g.head(columns)), stack(section(t, textGrid+textAgain, ""), g.head(columns))
	for _, r := range rows {
		p.rows = append(p.rows, g.row(r, skip, len(columns)))
	}
	if hidden > 0 {
		p.rows = append(p.rows, stack(gap(8), remark(t, textMoreRows(hidden))))
	}
	return p
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
	height := max(words+14, least)
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

// footer is a line at the foot.
func footer(t typesetter, words string) part {
	foot := t.wrap(words, faceNote, inner, 2)
	if len(foot) == 0 {
		return part{rows: []block{gap(20)}}
	}
	return part{rows: []block{{28 + 42*len(foot) + 28, func(cv *canvas, y int) {
		cv.rect(image.Rect(margin, y+14, Width-margin, y+15), hairline)
		for i, l := range foot {
			cv.left(l, faceNote, soft, margin, y+28+42*i+21)
		}
	}}}}
}
