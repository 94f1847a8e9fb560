package card

import (
	"image"
	"strconv"
)

// Measures of the layout, in pixels. A phone shows the picture at about a
// third of its size, so that 30 pixels read like 10 points.
const (
	margin = 48
	inner  = Width - 2*margin

	// Sections with more rows than roomy are set tighter.
	roomy = 16
)

var (
	faceTitle   = face{bold: true, size: 56}
	faceSub     = face{size: 32}
	faceSection = face{bold: true, size: 36}
	faceBody    = face{size: 31}
	faceStrong  = face{bold: true, size: 31}
	faceNote    = face{size: 27}
	faceCell    = face{bold: true, size: 29}
	faceHead    = face{bold: true, size: 26}
)

// header is the title on blue, with what it is about and as of when.
func header(t typesetter, title, subtitle, asOf string) block {
	heads := t.wrap(title, faceTitle, inner, 2)
	subs := t.wrap(subtitle, faceSub, inner, 2)
	date := t.one(asOf, faceSub, inner)
	height := 34 + 74*len(heads) + 46*len(subs) + 30
	if len(date) > 0 {
		height += 46
	}
	return block{height, func(cv *canvas, y int) {
		cv.shade(image.Rect(0, y, Width, y+height), headTop, headFoot)
		y += 34
		for _, l := range heads {
			cv.left(l, faceTitle, headInk, margin, y+37)
			y += 74
		}
		y += 6
		for _, l := range append(subs[:len(subs):len(subs)], date) {
			cv.left(l, faceSub, headSoft, margin, y+23)
			y += 46
		}
	}}
}

// tiles are the counts, at most five side by side.
func tiles(t typesetter, all []Tile) part {
	all = all[:min(len(all), MaxTiles)]
	if len(all) == 0 {
		return part{rows: []block{gap(12)}}
	}
	rows := (len(all) + 4) / 5
	each, height := (len(all)+rows-1)/rows, 164
	if rows > 1 {
		height = 128
	}
	p := part{head: gap(24)}
	for len(all) > 0 {
		n := min(each, len(all))
		p.rows = append(p.rows, stack(tileRow(t, all[:n], each, height), gap(14)))
		all = all[n:]
	}
	return p
}

func tileRow(t typesetter, row []Tile, each, height int) block {
	const space = 18
	w := (inner - space*(each-1)) / each
	return block{height, func(cv *canvas, y int) {
		for i, tile := range row {
			x := margin + i*(w+space)
			c := look(tile.Tone)
			cv.frame(image.Rect(x, y, x+w, y+height), 18, 2, hairline, panel)
			cv.round(image.Rect(x+w/2-28, y+16, x+w/2+28, y+22), 3, c.solid)
			value, f := t.shrink(tile.Value, face{bold: true, size: min(62, height*2/5)}, 30, w-20)
			cv.middle(value, f, c.solid, x+w/2, y+height/2-10)
			labels, lf, step := tileLabel(t, tile.Label, w-16)
			for j, l := range labels {
				cv.middle(l, lf, ink, x+w/2, y+height-32+step*j-step*(len(labels)-1)/2)
			}
		}
	}}
}

// tileLabel lays a label out on one line, or on two smaller ones that are step
// pixels apart.
func tileLabel(t typesetter, s string, width int) (lines []line, f face, step int) {
	f = face{size: 30}
	if t.width(clusters(s), f) > width {
		f = face{size: 24}
	}
	return t.balance(s, f, width), f, 30
}

// section is a heading with an accent, and a remark at its right.
func section(t typesetter, title, remark string) block {
	return block{80, func(cv *canvas, y int) {
		cv.round(image.Rect(margin, y+26, margin+8, y+62), 4, accent)
		cv.left(clusters(title), faceSection, ink, margin+26, y+44)
		cv.right(t.one(remark, faceNote, inner/2), faceNote, soft, Width-margin, y+46)
	}}
}

// remark is one line that stands for what is not shown.
func remark(t typesetter, s string) block {
	return block{62, func(cv *canvas, y int) {
		cv.left(t.one(s, faceBody, inner), faceBody, soft, margin, y+30)
	}}
}

// barSection is the indicators against their targets.
func barSection(t typesetter, bars []Bar) part {
	hidden := max(len(bars)-MaxBars, 0)
	bars = bars[:len(bars)-hidden]
	marked := ""
	for _, b := range bars {
		if b.Mark > 0 {
			marked = textTick
		}
	}
	p := part{head: section(t, textBars, marked), again: section(t, textBars+textAgain, marked)}
	for _, b := range bars {
		p.rows = append(p.rows, bar(t, b, 88))
	}
	if len(bars) == 0 {
		p.rows = append(p.rows, remark(t, textNoBars))
	}
	if hidden > 0 {
		p.rows = append(p.rows, remark(t, textMoreBars(hidden)))
	}
	return p
}

// bar is one indicator: its name and numbers over its track, and at the
// right in a word how it stands.
func bar(t typesetter, b Bar, height int) block {
	const trackWidth, trackHeight = inner - 188, 24
	c := look(b.Tone)
	target := t.one(b.Target, faceNote, inner*2/5)
	value := t.one(b.Value, faceStrong, inner*2/5)
	targetX := Width - margin
	valueX := targetX - t.width(target, faceNote)
	if len(target) > 0 {
		valueX -= 16
	}
	name := t.one(b.Name, faceBody, valueX-t.width(value, faceStrong)-24-margin)
	word, wf := t.shrink(b.Word, faceStrong, 24, 170)
	return block{height, func(cv *canvas, y int) {
		cv.left(name, faceBody, ink, margin, y+24)
		cv.right(value, faceStrong, ink, valueX, y+24)
		cv.right(target, faceNote, soft, targetX, y+25)
		top := y + 52
		cv.round(image.Rect(margin, top, margin+trackWidth, top+trackHeight), 12, track)
		if w := share(b.Fill, trackWidth); w > 0 {
			cv.round(image.Rect(margin, top, margin+max(w, trackHeight), top+trackHeight), 12, c.solid)
		}
		if b.Mark > 0 {
			x := margin + share(b.Mark, trackWidth)
			cv.rect(image.Rect(x-4, top-6, x+4, top+trackHeight+6), paper)
			cv.rect(image.Rect(x-2, top-6, x+2, top+trackHeight+6), tick)
		}
		cv.right(word, wf, c.solid, Width-margin, top+trackHeight/2)
	}}
}

// share returns the fraction of n, kept between 0 and n. NaN counts as 0.
func share(fraction float64, n int) int {
	if !(fraction > 0) {
		return 0
	}
	return int(min(fraction, 1)*float64(n) + 0.5)
}

// problemSection lists what is open, the most serious first as given.
func problemSection(t typesetter, all []Problem) part {
	hidden := max(len(all)-MaxProblems, 0)
	all = all[:len(all)-hidden]
	count := ""
	if n := len(all) + hidden; n > 0 {
		count = strconv.Itoa(n) + "件"
	}
	p := part{head: section(t, textProblems, count), again: section(t, textProblems+textAgain, count)}
	lines := 2
	if len(all) > roomy/2 {
		lines = 1
	}
	for i, x := range all {
		p.rows = append(p.rows, problem(t, i+1, x, lines))
	}
	if len(all) == 0 {
		p.rows = append(p.rows, remark(t, textNoProblems))
	}
	if hidden > 0 {
		p.rows = append(p.rows, remark(t, textMoreProblems(hidden)))
	}
	return p
}

func problem(t typesetter, number int, p Problem, most int) block {
	const left = margin + 62
	chip := 0
	if p.Cell.Word != "" {
		chip = 150
	}
	what := t.wrap(p.What, faceBody, inner-62-chip-min(chip, 20), most)
	note := t.one(p.Note, faceNote, inner-62)
	height := 28 + 44*len(what)
	if len(note) > 0 {
		height += 40
	}
	return block{height, func(cv *canvas, y int) {
		y += 10
		cv.round(image.Rect(margin, y, margin+44, y+44), 22, look(Plain).ground)
		digits, f := t.shrink(strconv.Itoa(number), face{bold: true, size: 28}, 20, 36)
		cv.middle(digits, f, look(Plain).word, margin+22, y+22)
		if chip > 0 {
			pill(cv, t, image.Rect(Width-margin-chip, y-2, Width-margin, y+46), p.Cell)
		}
		for _, l := range what {
			cv.left(l, faceBody, ink, left, y+22)
			y += 44
		}
		cv.left(note, faceNote, soft, left, y+18)
	}}
}
