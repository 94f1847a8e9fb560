package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// grid is a table whose borders are drawn: where they stand, and what is in its
// cells. A merged cell is the first of those that it takes the place of.
type grid struct {
	xs, ys []float64 // of the borders, from the left and from the top
	first  [][]int   // by row and column: the cell's row times columns plus its column
	runs   map[int][]run
}

// near is how far apart two borders may stand and be one, in points.
const near = 2.5

// maxCells is how many cells a table on one page has at most.
const maxCells = 4000

// maxBorders is how many borders of a page are compared, one for each row and
// column: what draws more is no table.
const maxBorders = 2000

// grids finds the tables of a page: borders that touch one another, at least two
// along and two across.
func grids(rules []rule) []*grid {
	var out []*grid
	for _, group := range touching(whole(rules)) {
		var xs, ys []float64
		for _, r := range group {
			if r.across {
				ys = append(ys, (r.y0+r.y1)/2)
			} else {
				xs = append(xs, (r.x0+r.x1)/2)
			}
		}
		g := &grid{xs: distinct(xs), ys: distinct(ys), runs: map[int][]run{}}
		if len(g.xs) < 2 || len(g.ys) < 2 || len(g.xs)+len(g.ys) < 5 || len(g.xs)*len(g.ys) > maxCells {
			continue // a frame, or no table at all
		}
		slices.Reverse(g.ys)
		g.merge(group)
		out = append(out, g)
	}
	slices.SortStableFunc(out, func(a, b *grid) int { return cmp.Compare(b.ys[0], a.ys[0]) })
	return out
}

// whole makes one border of what is drawn cell by cell.
func whole(rules []rule) []rule {
	place := func(r rule) (at, from, to float64) {
		if r.across {
			return (r.y0 + r.y1) / 2, r.x0, r.x1
		}
		return (r.x0 + r.x1) / 2, r.y0, r.y1
	}
	slices.SortFunc(rules, func(a, b rule) int {
		if a.across != b.across {
			return cmp.Compare(bit(a.across), bit(b.across))
		}
		at, from, _ := place(a)
		bt, begun, _ := place(b)
		return cmp.Or(cmp.Compare(math.Round(at), math.Round(bt)), cmp.Compare(from, begun))
	})
	var out []rule
	for _, r := range rules {
		at, from, _ := place(r)
		if n := len(out); n > 0 && out[n-1].across == r.across {
			if was, _, to := place(out[n-1]); math.Round(was) == math.Round(at) && from <= to+near {
				out[n-1].box = around([]box{out[n-1].box, r.box})
				continue
			}
		}
		out = append(out, r)
	}
	return out
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// touching groups borders that touch one another.
func touching(rules []rule) [][]rule {
	if len(rules) > maxBorders {
		return nil
	}
	group := make([]int, len(rules))
	for i := range rules {
		group[i] = i
	}
	root := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	order := make([]int, len(rules)) // by the left, so that most are never compared
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(rules[a].x0, rules[b].x0) })
	for i, a := range order {
		for _, b := range order[i+1:] {
			if rules[b].x0 > rules[a].x1+near {
				break
			}
			if rules[b].y0 <= rules[a].y1+near && rules[b].y1 >= rules[a].y0-near {
				group[root(b)] = root(a)
			}
		}
	}
	at := map[int]int{}
	var out [][]rule
	for i, r := range rules {
		k, ok := at[root(i)]
		if !ok {
			k = len(out)
			at[root(i)], out = k, append(out, nil)
		}
		out[k] = append(out[k], r)
	}
	return out
}

func distinct(all []float64) []float64 {
	slices.Sort(all)
	var out []float64
	for _, v := range all {
		if n := len(out); n == 0 || v-out[n-1] > near {
			out = append(out, v)
		}
	}
	return out
}

// merge finds which cells are one: no border stands between them.
func (g *grid) merge(group []rule) {
	rows, cols := len(g.ys)-1, len(g.xs)-1
	g.first = make([][]int, rows)
	for r := range rows {
		g.first[r] = make([]int, cols)
		for c := range cols {
			g.first[r][c] = r*cols + c
			switch {
			case c > 0 && !drawn(group, false, g.xs[c], (g.ys[r]+g.ys[r+1])/2):
				g.first[r][c] = g.first[r][c-1]
			case r > 0 && !drawn(group, true, g.ys[r], (g.xs[c]+g.xs[c+1])/2):
				g.first[r][c] = g.first[r-1][c]
			}
		}
	}
}

// drawn reports whether a border stands at a place, seen along it or across.
func drawn(group []rule, across bool, at, along float64) bool {
	for _, r := range group {
		switch {
		case r.across != across:
		case across && math.Abs((r.y0+r.y1)/2-at) <= near && r.x0-near <= along && along <= r.x1+near,
			!across && math.Abs((r.x0+r.x1)/2-at) <= near && r.y0-near <= along && along <= r.y1+near:
			return true
		}
	}
	return false
}

// place puts a run into the cell it stands in: where a cell cuts off what is too
// long for it, that is the cell, and else the one in which its middle stands, or
// its beginning where it is longer than the cell.
func place(all []*grid, r run) bool {
	for _, g := range all {
		row, col := g.holding(r)
		if row < 0 || col < 0 {
			continue
		}
		g.runs[g.first[row][col]] = append(g.runs[g.first[row][col]], r)
		return true
	}
	return false
}

// holding returns the row and column of the cell that a run stands in, -1 for
// none.
func (g *grid) holding(r run) (row, col int) {
	if row, col, ok := g.clipped(r.clip); ok {
		return row, col
	}
	row, col = g.row(r.y+0.3*r.size), g.col((r.from+r.to)/2)
	if begun := g.col(r.from + 0.2*r.size); row >= 0 && begun >= 0 && (col < 0 || g.first[row][begun] != g.first[row][col]) && g.xs[begun+1]-r.from > 0.8*r.size {
		col = begun
	}
	return row, col
}

// clipped returns the cell that a clip is: it reaches over no border of its own.
func (g *grid) clipped(b box) (row, col int, ok bool) {
	if b.x1-b.x0 <= 0 || b.y1-b.y0 <= 0 {
		return 0, 0, false
	}
	row, col = g.row((b.y0+b.y1)/2), g.col((b.x0+b.x1)/2)
	if row < 0 || col < 0 {
		return 0, 0, false
	}
	first := g.first[row][col]
	for _, x := range []float64{b.x0 + near, b.x1 - near} {
		for _, y := range []float64{b.y0 + near, b.y1 - near} {
			if r, c := g.row(y), g.col(x); r < 0 || c < 0 || g.first[r][c] != first {
				return 0, 0, false
			}
		}
	}
	return row, col, true
}

func (g *grid) row(y float64) int {
	for r := range len(g.ys) - 1 {
		if y <= g.ys[r] && y >= g.ys[r+1] {
			return r
		}
	}
	return -1
}

func (g *grid) col(x float64) int {
	for c := range len(g.xs) - 1 {
		if x >= g.xs[c] && x <= g.xs[c+1] {
			return c
		}
	}
	return -1
}

func (g *grid) filled() bool { return len(g.runs) > 0 }

// cells returns the words of each cell by row and column: lines that ran to the
// cell's edge are one again.
func (g *grid) cells() [][]string {
	cols := len(g.xs) - 1
	out := make([][]string, len(g.ys)-1)
	for r := range out {
		out[r] = make([]string, cols)
		for c := range cols {
			if runs := g.runs[r*cols+c]; len(runs) > 0 && g.first[r][c] == r*cols+c {
				out[r][c] = wrapped(lines(runs), g.right(r, c))
			}
		}
	}
	return out
}

// right returns the right edge of a cell, however many columns it takes.
func (g *grid) right(r, c int) float64 {
	end := c
	for end+1 < len(g.xs)-1 && g.first[r][end+1] == g.first[r][c] {
		end++
	}
	return g.xs[end+1]
}

// wrapped joins lines that run to an edge with what follows; the others stay
// apart.
func wrapped(all []line, right float64) string {
	var b strings.Builder
	for i, l := range all {
		if i > 0 {
			before := all[i-1]
			if !before.ranOn(l.String(), right-0.6*before.size) || begins(l.String()) || numbers(before.String(), l.String()) {
				b.WriteByte('\n')
			}
		}
		b.WriteString(l.String())
	}
	return b.String()
}
