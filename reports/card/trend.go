package card

import (
	"fmt"
	"image"
	"image/color"

	"liubao/plan"
)

// MaxPoints is how many periods a trend shows; the last ones are shown.
const MaxPoints = 36

// Trend is one indicator over periods, against its target.
type Trend struct {
	Title    string // the indicator's name
	Subtitle string
	AsOf     string
	Measure  string // behind every value, such as 户
	Points   []Point
	// Goal is the target or the baseline, nil for none; GoalWords stands with
	// it, such as 目标≥5户.
	Goal      *plan.Number
	GoalWords string
	State     Cell // how it stands now, such as 达到
	Footer    string
}

// Point is the value of one period; nil where none was reported, which leaves
// a gap in the line.
type Point struct {
	Label  string
	Value  *plan.Number
	Period plan.Period // by whose end the value is judged
}

// IndicatorTrend prepares an indicator's trend, and reports false for a
// private indicator, which no picture may show. Title, goal and state come
// from the plan and the last value.
func IndicatorTrend(i plan.Indicator, points []Point) (Trend, bool) {
	if i.Private {
		return Trend{}, false
	}
	t := Trend{Title: i.Label(), Subtitle: textTrend, Points: points, Measure: i.Measure}
	if i.Kind == plan.Percent && i.Measure == "" {
		t.Measure = "%"
	}
	last, _ := t.last()
	b, _ := IndicatorBar(i, last.Value, last.Period)
	goal, _ := aim(i)
	t.Goal, t.GoalWords = goal, b.Target
	t.State = Cell{b.Word, b.Tone}
	return t, true
}

// Measures of the chart, in pixels.
const (
	plotHeight = 560
	plotTop    = 60
	plotLeft   = margin + 110
	plotRight  = Width - margin - 30
)

// TrendPNG draws the trend.
func (r *Renderer) TrendPNG(t Trend) ([]byte, error) {
	if t.Title == "" {
		return nil, ErrEmpty
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.fonts.load(); err != nil {
		return nil, fmt.Errorf("draw trend: %w", err)
	}
	ts := typesetter{&r.fonts}
	t.Points = t.Points[max(0, len(t.Points)-MaxPoints):]
	return r.paint([]block{
		header(ts, t.Title, t.Subtitle, t.AsOf),
		trendState(ts, t),
		plot(ts, t),
		footer(ts, t.Footer).rows[0],
	})
}

// trendState is the last value, large, with its word and the goal.
func trendState(t typesetter, tr Trend) block {
	value, period := textNoValue, ""
	if p, ok := tr.last(); ok {
		value, period = p.Value.String()+tr.Measure, p.Label
	}
	v, f := t.shrink(value, face{bold: true, size: 76}, 40, inner/2)
	return block{140, func(cv *canvas, y int) {
		mid := y + 80
		cv.left(v, f, look(tr.State.Tone).solid, margin, mid)
		x := margin + t.width(v, f) + 28
		cv.left(t.one(period, faceNote, 240), faceNote, soft, x, mid+14)
		right := Width - margin
		if tr.State.Word != "" {
			pill(cv, t, image.Rect(right-170, mid-32, right, mid+32), tr.State)
			right -= 196
		}
		cv.right(t.one(tr.GoalWords, faceBody, right-x-120), faceBody, soft, right, mid)
	}}
}

// last returns the last point with a value.
func (t Trend) last() (Point, bool) {
	for i := len(t.Points) - 1; i >= 0; i-- {
		if t.Points[i].Value != nil {
			return t.Points[i], true
		}
	}
	return Point{}, false
}

// plot is the chart: axis, goal line, values.
func plot(t typesetter, tr Trend) block {
	ax, ok := newAxis(tr)
	if !ok {
		return remark(t, textNoPoints)
	}
	return block{plotTop + plotHeight + 110, func(cv *canvas, y int) {
		p := plotter{cv: cv, t: t, tr: tr, axis: ax, top: y + plotTop}
		p.gridlines()
		p.labels()
		p.area()
		p.goal()
		p.line()
		p.goalWords()
		p.values()
	}}
}

// plotter draws one chart with its plotting area's top edge at top.
type plotter struct {
	cv   *canvas
	t    typesetter
	tr   Trend
	axis axis
	top  int
}

// x returns where the point i stands.
func (p plotter) x(i int) int {
	if len(p.tr.Points) == 1 {
		return (plotLeft + plotRight) / 2
	}
	return plotLeft + 30 + (plotRight-plotLeft-60)*i/(len(p.tr.Points)-1)
}

// y returns where the value stands.
func (p plotter) y(v float64) int {
	return p.top + plotHeight - share((v-p.axis.low)/(p.axis.high-p.axis.low), plotHeight)
}

func (p plotter) gridlines() {
	for _, v := range p.axis.ticks() {
		y := p.y(v)
		p.cv.rect(image.Rect(plotLeft, y, plotRight, y+1), hairline)
		label, f := p.t.shrink(p.axis.label(v), faceNote, 18, plotLeft-margin-12)
		p.cv.right(label, f, soft, plotLeft-14, y)
	}
}

// labels writes the periods below, as many as fit without touching, the last
// one always.
func (p plotter) labels() {
	const room = 104
	n := len(p.tr.Points)
	step := max(1, (n*room+plotRight-plotLeft-1)/(plotRight-plotLeft))
	var at []int
	var words []string
	for i := (n - 1) % step; i < n; i += step {
		at, words = append(at, i), append(words, p.tr.Points[i].Label)
	}
	for k, lines := range p.t.labels(words, faceNote, room-8) {
		for j, l := range lines {
			p.cv.middle(l, faceNote, soft, p.x(at[k]), p.top+plotHeight+32+34*j)
		}
	}
}

// goal draws the target as a dashed line.
func (p plotter) goal() {
	if p.tr.Goal == nil {
		return
	}
	y := p.y(p.tr.Goal.Float())
	for x := plotLeft; x < plotRight; x += 22 {
		p.cv.rect(image.Rect(x, y-1, min(x+13, plotRight), y+2), goalInk)
	}
}

// goalWords names the goal's line, above it, where the values leave room; where
// they leave none, the words above the chart must do.
func (p plotter) goalWords() {
	if p.tr.Goal == nil {
		return
	}
	l := p.t.one(p.tr.GoalWords, faceHead, 400)
	w, y := p.t.width(l, faceHead), p.y(p.tr.Goal.Float())-22
	for _, x := range []int{plotLeft + 8, (plotLeft + plotRight - w) / 2, plotRight - w - 8} {
		if !p.crossed(image.Rect(x-8, y-30, x+w+8, y+18)) {
			p.cv.round(image.Rect(x-6, y-17, x+w+6, y+17), 8, paper)
			p.cv.left(l, faceHead, goalInk, x, y)
			return
		}
	}
}

// crossed reports whether the line may run through the rectangle.
func (p plotter) crossed(r image.Rectangle) bool {
	hit := false
	p.runs(func(xs, ys []int) {
		for i := range xs {
			j := max(i-1, 0)
			seg := image.Rect(xs[j], ys[j], xs[i]+1, ys[i]+1) // Rect orders its corners
			hit = hit || seg.Overlaps(r)
		}
	})
	return hit
}

// runs calls fn for every stretch of points that all have values.
func (p plotter) runs(fn func(xs, ys []int)) {
	var xs, ys []int
	for i, pt := range p.tr.Points {
		if pt.Value == nil {
			if len(xs) > 0 {
				fn(xs, ys)
			}
			xs, ys = nil, nil
			continue
		}
		xs, ys = append(xs, p.x(i)), append(ys, p.y(pt.Value.Float()))
	}
	if len(xs) > 0 {
		fn(xs, ys)
	}
}

// area shades what lies below the line, where the axis begins at zero: over a
// cut axis it would show much where there is little.
func (p plotter) area() {
	if p.axis.low > 0 {
		return
	}
	p.runs(func(xs, ys []int) {
		foot := p.top + plotHeight
		z := &p.cv.raster
		z.Reset(Width, plotHeight)
		z.MoveTo(float32(xs[0]), float32(foot-p.top))
		for i := range xs {
			z.LineTo(float32(xs[i]), float32(ys[i]-p.top))
		}
		z.LineTo(float32(xs[len(xs)-1]), float32(foot-p.top))
		z.ClosePath()
		z.Draw(p.cv.img, image.Rect(0, p.top, Width, foot), image.NewUniform(trendArea), image.Point{})
	})
}

func (p plotter) line() {
	p.runs(func(xs, ys []int) {
		for i := 1; i < len(xs); i++ {
			p.cv.stroke(xs[i-1], ys[i-1], xs[i], ys[i], 5, accent)
		}
	})
}

// crowd is from how many points on only three values are written.
const crowd = 12

// marked returns the points whose values are written: all of a few; of many
// the last, the highest and the lowest.
func (p plotter) marked() map[int]bool {
	out := map[int]bool{}
	last, high, low := -1, -1, -1
	for i, pt := range p.tr.Points {
		if pt.Value == nil {
			continue
		}
		last = i
		if high < 0 || *pt.Value > *p.tr.Points[high].Value {
			high = i
		}
		if low < 0 || *pt.Value < *p.tr.Points[low].Value {
			low = i
		}
		out[i] = len(p.tr.Points) < crowd
	}
	out[last], out[high], out[low] = true, true, true
	return out
}

// values draws the dots and writes values over them where they fit, the last
// one always.
func (p plotter) values() {
	last := len(p.tr.Points) - 1
	for last >= 0 && p.tr.Points[last].Value == nil {
		last--
	}
	marked := p.marked()
	free := Width // left edge of the last label written
	for i := last; i >= 0; i-- {
		v := p.tr.Points[i].Value
		if v == nil {
			continue
		}
		x, y := p.x(i), p.y(v.Float())
		dot, ground := accent, paper
		if i == last {
			dot, ground = look(p.tr.State.Tone).solid, look(p.tr.State.Tone).solid
		}
		p.cv.frame(image.Rect(x-9, y-9, x+9, y+9), 9, 4, dot, ground)
		l := p.t.one(v.String(), faceHead, 200)
		w := p.t.width(l, faceHead)
		x = max(min(x, Width-margin-w/2), plotLeft+w/2+8) // free of the axis
		if !marked[i] || x+w/2 > free-10 {
			continue
		}
		free = x - w/2
		p.label(l, w, x, y, p.valley(i))
	}
}

// valley reports whether the values on both sides of a point are higher.
func (p plotter) valley(i int) bool {
	higher := func(j int) bool {
		return j >= 0 && j < len(p.tr.Points) && p.tr.Points[j].Value != nil && *p.tr.Points[j].Value > *p.tr.Points[i].Value
	}
	return higher(i-1) && higher(i+1)
}

// label writes a value over its dot, on a ground of its own so that no line
// runs through it; below the dot in a valley, and where the goal's line would
// be covered.
func (p plotter) label(l line, w, x, y int, below bool) {
	mid := y - 32
	if p.tr.Goal != nil {
		g := p.y(p.tr.Goal.Float())
		below = below || g > y-54 && g < y-10
	}
	if below && y+56 < p.top+plotHeight {
		mid = y + 34
	}
	p.cv.round(image.Rect(x-w/2-6, mid-17, x+w/2+6, mid+17), 8, paper)
	p.cv.middle(l, faceHead, ink, x, mid)
}

// stroke draws a straight line with round ends, thick pixels wide.
func (cv *canvas) stroke(x0, y0, x1, y1 int, thick float32, c color.RGBA) {
	pad := int(thick) + 1
	r := image.Rect(min(x0, x1)-pad, min(y0, y1)-pad, max(x0, x1)+pad, max(y0, y1)+pad)
	dx, dy := float32(x1-x0), float32(y1-y0)
	n := hypot(dx, dy)
	if n == 0 {
		return
	}
	ox, oy := -dy/n*thick/2, dx/n*thick/2
	ax, ay := float32(x0-r.Min.X), float32(y0-r.Min.Y)
	bx, by := float32(x1-r.Min.X), float32(y1-r.Min.Y)
	cv.raster.Reset(r.Dx(), r.Dy())
	cv.raster.MoveTo(ax+ox, ay+oy)
	cv.raster.LineTo(bx+ox, by+oy)
	cv.raster.LineTo(bx-ox, by-oy)
	cv.raster.LineTo(ax-ox, ay-oy)
	cv.raster.ClosePath()
	cv.raster.Draw(cv.img, r, image.NewUniform(c), image.Point{})
}
