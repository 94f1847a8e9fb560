package pdf

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"

	"liubao/reports/intake/document"
	"liubao/reports/intake/outline"
)

// line is a line of a page: its parts stand apart, as the cells of a table do.
type line struct {
	y, size float64
	parts   []segment
}

// segment is text without a gap.
type segment struct {
	from, to float64
	text     string
}

// maxGlyphs is how many characters of a page are taken.
const maxGlyphs = 20000

// lines puts a page's characters into lines, from the top.
func lines(glyphs []pdf.Text) []line {
	if len(glyphs) > maxGlyphs {
		glyphs = glyphs[:maxGlyphs]
	}
	glyphs = slices.DeleteFunc(slices.Clone(glyphs), func(g pdf.Text) bool {
		return strings.TrimSpace(g.S) == "" || math.IsNaN(g.X) || math.IsNaN(g.Y) || g.FontSize <= 0
	})
	slices.SortStableFunc(glyphs, func(a, b pdf.Text) int { return cmp.Compare(b.Y, a.Y) })
	var out []line
	for from := 0; from < len(glyphs); {
		to := from + 1
		for to < len(glyphs) && glyphs[from].Y-glyphs[to].Y < 0.5*glyphs[from].FontSize {
			to++
		}
		out = append(out, lineOf(glyphs[from:to]))
		from = to
	}
	return out
}

// lineOf puts the characters of one line in order, and parts them at gaps.
func lineOf(glyphs []pdf.Text) line {
	slices.SortStableFunc(glyphs, func(a, b pdf.Text) int { return cmp.Compare(a.X, b.X) })
	l := line{y: glyphs[0].Y}
	for _, g := range glyphs {
		l.size = max(l.size, g.FontSize)
		n := len(l.parts)
		gap := 0.0
		if n > 0 {
			gap = g.X - l.parts[n-1].to
		}
		switch {
		case n == 0 || gap > 1.2*g.FontSize:
			l.parts = append(l.parts, segment{g.X, g.X + g.W, g.S})
			continue
		case gap > 0.25*g.FontSize && ascii(l.parts[n-1].text) && ascii(g.S):
			l.parts[n-1].text += " "
		}
		l.parts[n-1].text += g.S
		l.parts[n-1].to = max(l.parts[n-1].to, g.X+g.W)
	}
	return l
}

// ascii reports whether a text ends and begins in Latin letters, between which
// a gap is a space.
func ascii(s string) bool { return s != "" && s[len(s)-1] < 0x80 }

// pageNumber finds — 1 —, 1/3 and 第1页 at the foot of a page.
var pageNumber = regexp.MustCompile(`^[—\-–－\s]*\d{1,4}(?:\s*/\s*\d{1,4})?[—\-–－\s]*$|^第\s*\d+\s*页`)

// withoutNumber takes the number off a page.
func withoutNumber(p []line) []line {
	if n := len(p); n > 1 && pageNumber.MatchString(strings.TrimSpace(p[n-1].String())) {
		return p[:n-1]
	}
	return p
}

// blocks makes paragraphs of lines that run to the right edge, and rows of lines
// with cells.
func blocks(pages [][]line) []document.Block {
	left, right := edges(pages)
	var out []document.Block
	var columns []segment // of the table that is open
	table, row := 0, 0
	open := false // the last paragraph goes on
	for _, p := range pages {
		for i, l := range p {
			if len(l.parts) > 1 && (columns != nil || i+1 < len(p) && len(p[i+1].parts) > 1) {
				if columns == nil {
					table, row, columns = table+1, 0, l.parts
				}
				row++
				out = append(out, cells(l, columns, table, row)...)
				open = false
				continue
			}
			columns = nil
			text := l.String()
			if open && l.parts[0].from < left+0.8*l.size && !begins(text) && !numbers(out[len(out)-1].Text, text) {
				out[len(out)-1].Text += text
			} else {
				out = append(out, document.Block{Text: text})
			}
			end := l.parts[len(l.parts)-1].to
			open = end > right-1.6*l.size && end-left > 18*l.size
		}
	}
	return out
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

// cells puts a line's parts under the columns they stand nearest to.
func cells(l line, columns []segment, table, row int) []document.Block {
	var out []document.Block
	for _, s := range l.parts {
		best, far := 0, math.Inf(1)
		for k, c := range columns {
			if d := math.Abs((c.from+c.to)/2 - (s.from+s.to)/2); d < far {
				best, far = k, d
			}
		}
		out = append(out, document.Block{Kind: document.Cell, Text: s.text, Table: table, Row: row, Col: best + 1})
	}
	return out
}

// edges returns where the lines of most text begin and end.
func edges(pages [][]line) (left, right float64) {
	left = math.Inf(1)
	for _, p := range pages {
		for _, l := range p {
			left = min(left, l.parts[0].from)
			right = max(right, l.parts[len(l.parts)-1].to)
		}
	}
	return left, right
}
