package pdf

import (
	"math"

	"github.com/ledongthuc/pdf"
)

// run is what one operator shows: characters that stand together. Where a cell
// cuts off what is too long for it, clip is the cell.
type run struct {
	segment
	y, size float64
	clip    box
}

// box is a rectangle; one without a width is none.
type box struct{ x0, y0, x1, y1 float64 }

// rule is a line that is drawn along or across the page: a border.
type rule struct {
	box
	across bool // from left to right
}

// content is what a page shows.
type content struct {
	runs  []run
	rules []rule
	left  int // characters that are still taken
}

// matrix maps a point: x' = a·x + c·y + e, y' = b·x + d·y + f.
type matrix [6]float64

func (m matrix) by(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func (m matrix) at(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// state is the graphics state, as far as text and borders go.
type state struct {
	page                    matrix
	clip                    box
	font                    *font
	size, char, word, scale float64
	leading, rise           float64
}

// painter carries out a page's operators.
type painter struct {
	content
	state
	saved      []state
	text, line matrix
	fonts      map[string]*font
	page       pdf.Page
	path       []box // what was drawn and not painted yet: lines, and rectangles
	x, y       float64
	clips      bool // the path becomes the clip
}

var unit = matrix{1, 0, 0, 1, 0, 0}

// maxRules is how many borders of a page are taken.
const maxRules = 20000

// read returns what a page shows.
func read(p pdf.Page) content {
	x := &painter{content: content{left: maxGlyphs}, state: state{page: unit, scale: 1}, text: unit, line: unit, fonts: map[string]*font{}, page: p}
	c := p.V.Key("Contents")
	if c.Kind() == pdf.Null {
		return x.content
	}
	pdf.Interpret(c, func(stk *pdf.Stack, op string) {
		n := stk.Len()
		args := make([]pdf.Value, n)
		for i := n - 1; i >= 0; i-- {
			args[i] = stk.Pop()
		}
		if !x.draw(op, args) {
			x.write(op, args)
		}
	})
	return x.content
}

// floats returns the last n arguments, 0 for those that lack.
func floats(args []pdf.Value, n int) []float64 {
	out := make([]float64, n)
	for i := range min(n, len(args)) {
		if f := args[len(args)-1-i].Float64(); !math.IsNaN(f) && !math.IsInf(f, 0) {
			out[n-1-i] = f
		}
	}
	return out
}

// draw carries out the operators of graphics; false is for those of text.
func (x *painter) draw(op string, args []pdf.Value) bool {
	switch op {
	case "q":
		if len(x.saved) < maxStates {
			x.saved = append(x.saved, x.state)
		}
	case "Q":
		if n := len(x.saved); n > 0 {
			x.state, x.saved = x.saved[n-1], x.saved[:n-1]
		}
	case "cm":
		x.state.page = matrix(floats(args, 6)).by(x.state.page)
	case "m":
		f := floats(args, 2)
		x.x, x.y = x.state.page.at(f[0], f[1])
	case "l":
		f := floats(args, 2)
		px, py := x.state.page.at(f[0], f[1])
		x.add(box{x.x, x.y, px, py})
		x.x, x.y = px, py
	case "re":
		f := floats(args, 4)
		x0, y0 := x.state.page.at(f[0], f[1])
		x1, y1 := x.state.page.at(f[0]+f[2], f[1]+f[3])
		x.add(box{x0, y0, x1, y1})
	case "W", "W*":
		x.clips = true
	case "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n":
		x.paint(op)
	default:
		return false
	}
	return true
}

func (x *painter) add(b box) {
	if len(x.path) < maxRules {
		x.path = append(x.path, box{min(b.x0, b.x1), min(b.y0, b.y1), max(b.x0, b.x1), max(b.y0, b.y1)})
	}
}

// thin is how thick a border is at most, in points.
const thin = 4

// paint ends a path: its lines are borders, and so are the sides of a rectangle
// that is drawn, or one that is filled and no thicker than a line.
func (x *painter) paint(op string) {
	path := x.path
	x.path = nil
	if x.clips && len(path) > 0 {
		x.state.clip = around(path)
	}
	x.clips = false
	if op == "n" || len(path) == 0 {
		return
	}
	if all := around(path); op[0] == 'f' || op[0] == 'F' {
		if all.x1-all.x0 < thin || all.y1-all.y0 < thin {
			x.border(all)
			return
		}
		for _, b := range path { // several borders at once; a filled area is none
			if b.x1-b.x0 > 0 && b.y1-b.y0 > 0 && (b.x1-b.x0 < thin || b.y1-b.y0 < thin) {
				x.border(b)
			}
		}
		return
	}
	for _, b := range path {
		if b.x1-b.x0 < thin || b.y1-b.y0 < thin {
			x.border(b)
			continue
		}
		for _, side := range []box{{b.x0, b.y0, b.x1, b.y0}, {b.x0, b.y1, b.x1, b.y1}, {b.x0, b.y0, b.x0, b.y1}, {b.x1, b.y0, b.x1, b.y1}} {
			x.border(side)
		}
	}
}

func around(path []box) box {
	all := path[0]
	for _, b := range path[1:] {
		all = box{min(all.x0, b.x0), min(all.y0, b.y0), max(all.x1, b.x1), max(all.y1, b.y1)}
	}
	return all
}

func (x *painter) border(b box) {
	if w, h := b.x1-b.x0, b.y1-b.y0; (w > thin || h > thin) && len(x.rules) < maxRules {
		x.rules = append(x.rules, rule{b, w > h})
	}
}

// write carries out the operators of text.
func (x *painter) write(op string, args []pdf.Value) {
	f := floats(args, 1)[0]
	switch op {
	case "BT":
		x.text, x.line = unit, unit
	case "Tf":
		x.size = f
		if len(args) >= 2 {
			x.font = x.fontOf(args[len(args)-2].Name())
		}
	case "Tc":
		x.char = f
	case "Tw":
		x.word = f
	case "Tz":
		x.scale = f / 100
	case "TL":
		x.leading = f
	case "Ts":
		x.rise = f
	case "Td", "TD":
		d := floats(args, 2)
		if op == "TD" {
			x.leading = -d[1]
		}
		x.move(d[0], d[1])
	case "Tm":
		x.line = matrix(floats(args, 6))
		x.text = x.line
	case "T*":
		x.move(0, -x.leading)
	case "'", "\"":
		x.move(0, -x.leading)
		x.show(args[max(len(args)-1, 0):])
	case "Tj":
		x.show(args)
	case "TJ":
		if len(args) > 0 {
			list := args[len(args)-1]
			all := make([]pdf.Value, min(list.Len(), maxGlyphs))
			for i := range all {
				all[i] = list.Index(i)
			}
			x.show(all)
		}
	}
}

func (x *painter) move(tx, ty float64) {
	x.line = matrix{1, 0, 0, 1, tx, ty}.by(x.line)
	x.text = x.line
}

func (x *painter) fontOf(name string) *font {
	f, ok := x.fonts[name]
	if !ok {
		f = newFont(x.page.Font(name))
		x.fonts[name] = f
	}
	return f
}

// show takes strings, and numbers that move what follows to the left, by
// thousandths of the size.
func (x *painter) show(args []pdf.Value) {
	if x.font == nil {
		return
	}
	var r run
	for _, a := range args {
		if a.Kind() != pdf.String {
			x.advance(-a.Float64() / 1000 * x.size * x.scale)
			continue
		}
		for _, code := range x.font.codes(a.RawString()) {
			if x.left--; x.left < 0 {
				break
			}
			m := matrix{x.size * x.scale, 0, 0, x.size, 0, x.rise}.by(x.text).by(x.state.page)
			w := x.font.width(code)*x.size + x.char
			if code == " " {
				w += x.word
			}
			x.advance(w * x.scale)
			r.take(m, x.font.text(code), x.font.width(code))
		}
	}
	if r.text != "" {
		r.clip = x.state.clip
		x.runs = append(x.runs, r)
	}
}

func (x *painter) advance(by float64) { x.text = matrix{1, 0, 0, 1, by, 0}.by(x.text) }

// take adds a glyph. What is shown askew keeps its place and no width.
func (r *run) take(m matrix, s string, width float64) {
	px, py := m.at(0, 0)
	end, _ := m.at(width, 0)
	size := math.Hypot(m[2], m[3])
	if size <= 0 || math.IsNaN(px) || math.IsNaN(py) || math.Abs(px) > 1e5 || math.Abs(py) > 1e5 {
		return
	}
	if r.text == "" {
		r.from, r.to, r.y = px, px, py
	}
	r.size, r.to = max(r.size, size), max(r.to, end)
	r.text += s
}
