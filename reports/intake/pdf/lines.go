package pdf

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"liubao/reports/intake/outline"
)

// line is a line of a page outside of bordered tables: its parts stand apart, as
// the cells of a table without borders do.
type line struct {
	y, size float64
	parts   []segment
}

// segment is text without a gap.
type segment struct {
	from, to float64
	text     string
	joints   []joint
}

// joint is where one run ends in a segment and another begins.
type joint struct {
	at             int // in the text
	before, behind float64
}

// sheet is a page as it is laid out.
type sheet struct {
	lines []line  // from the top
	grids []*grid // bordered tables, from the top
	text  string  // all of it, in no order
}

func (s sheet) empty() bool { return strings.TrimSpace(s.text) == "" }

// maxGlyphs is how many characters of a page are taken.
const maxGlyphs = 20000

// laidOut puts what a page shows into the cells of its bordered tables, and the
// rest into lines.
func laidOut(c content) sheet {
	out := sheet{grids: grids(c.rules)}
	var free []run
	for _, r := range withoutMarks(c.runs) {
		out.text += r.text
		if strings.TrimSpace(r.text) == "" || r.size <= 0 || !place(out.grids, r) {
			free = append(free, r)
		}
	}
	out.grids = slices.DeleteFunc(out.grids, func(g *grid) bool { return !g.filled() })
	out.lines = aligned(lines(free))
	return out
}

// lines puts runs into lines, from the top.
func lines(runs []run) []line {
	runs = slices.DeleteFunc(slices.Clone(runs), func(r run) bool { return strings.TrimSpace(r.text) == "" || r.size <= 0 })
	slices.SortStableFunc(runs, func(a, b run) int { return cmp.Compare(b.y, a.y) })
	var out []line
	for from := 0; from < len(runs); {
		to := from + 1
		for to < len(runs) && runs[from].y-runs[to].y < 0.5*runs[from].size {
			to++
		}
		out = append(out, lineOf(runs[from:to]))
		from = to
	}
	return out
}

// lineOf puts the runs of one line in order, and parts them at gaps.
func lineOf(runs []run) line {
	slices.SortStableFunc(runs, func(a, b run) int { return cmp.Compare(a.from, b.from) })
	l := line{y: runs[0].y}
	for _, r := range runs {
		l.size = max(l.size, r.size)
		n := len(l.parts)
		text := strings.TrimRight(r.text, " 　")
		if n == 0 || r.from-l.parts[n-1].to > 1.2*r.size || cut(r, l.parts[n-1]) {
			l.parts = append(l.parts, segment{from: r.from, to: r.visible(), text: text})
			continue
		}
		if r.from-l.parts[n-1].to > 0.25*r.size && ascii(l.parts[n-1].text) && ascii(r.text) {
			l.parts[n-1].text += " "
		}
		l.parts[n-1].joints = append(l.parts[n-1].joints, joint{len(l.parts[n-1].text), l.parts[n-1].to, r.from})
		l.parts[n-1].text += text
		l.parts[n-1].to = max(l.parts[n-1].to, r.visible())
	}
	return l
}

// cut reports whether a run stands in a cell of its own, which cuts off what is
// too long for it.
func cut(r run, before segment) bool {
	return r.clip.x1-r.clip.x0 > 0 && before.to > r.clip.x0+1 && before.from < r.clip.x0-1 || before.to-r.from > 1.5*r.size
}

// visible returns where the run ends that people see.
func (r run) visible() float64 {
	if r.clip.x1 > r.from && r.clip.x1 < r.to {
		return r.clip.x1
	}
	return r.to
}

// ascii reports whether a text ends and begins in Latin letters, between which
// a gap is a space.
func ascii(s string) bool { return s != "" && s[len(s)-1] < 0x80 }

// text returns a line's words, its parts held apart.
func (l line) String() string {
	var out []string
	for _, p := range l.parts {
		out = append(out, p.text)
	}
	return strings.Join(out, " ")
}

func (l line) end() float64 { return l.parts[len(l.parts)-1].to }

// pageNumber finds — 1 —, 1/3 and 第1页 at the foot of a page.
var pageNumber = regexp.MustCompile(`^[—\-–－\s]*(\d{1,4})(?:\s*/\s*\d{1,4})?[—\-–－\s]*$|^(?:第\s*\d+\s*页|页\s*\d+|Page\s*\d+)`)

// withoutNumber takes the number off the page n, which counts from 0. A bare
// number is one only where it is this page's, or the one before it behind a cover.
func withoutNumber(p []line, n int) []line {
	if len(p) < 2 || len(p[len(p)-1].parts) > 1 || p[len(p)-1].y > foot {
		return p
	}
	text := strings.TrimSpace(p[len(p)-1].String())
	m := pageNumber.FindStringSubmatch(text)
	if m == nil || m[1] == text && text != strconv.Itoa(n+1) && text != strconv.Itoa(n) {
		return p
	}
	return p[:len(p)-1]
}

// word finds what no line is broken within: 2140, and the measure and full stop
// that stay with it.
var word = regexp.MustCompile(`^[\w.,%]+.?[，。、；：）”]*`)

// ranOn reports whether a line ran to an edge: the next one's first word had no
// room in it.
func (l line) ranOn(next string, right float64) bool {
	room := right - l.end()
	return room < 1.6*l.size || room < (1+0.6*float64(len(word.FindString(next))))*l.size && word.MatchString(next)
}

// begins reports whether a line begins with a number that no sentence goes on
// with.
func begins(text string) bool {
	l, _ := outline.SplitLabel(text)
	return l.Rank == outline.Han || l.Rank == outline.HanRound || l.Rank == outline.Chapter
}

// numbers reports whether one line ends in a figure and the next begins with one.
// No line of prose is broken within a number: these are two, of two rows.
func numbers(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	return unicode.IsDigit(last) && unicode.IsDigit(first)
}

// edges returns where the lines of most text begin and end.
func edges(pages []sheet) (left, right float64) {
	left = math.Inf(1)
	for _, p := range pages {
		for _, l := range p.lines {
			left = min(left, l.parts[0].from)
			right = max(right, l.end())
		}
	}
	return left, right
}
