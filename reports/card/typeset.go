package card

import (
	"strings"
	"unicode"

	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// cluster is what stands in one place: a character with the marks over it.
type cluster struct {
	r     rune
	marks []rune
}

// line is text that has been laid out.
type line []cluster

// maxRunes bounds how much of any one text is looked at; nothing longer could
// be shown.
const maxRunes = 600

// clusters takes text apart into what is drawn in one place. Controls,
// invisible signs and direction overrides vanish; of an emoji made of several
// characters the first stands for all; of a pile of marks two remain.
func clusters(s string) line {
	var out line
	var joined, flag bool
	n := 0
	for _, r := range norm.NFC.String(cut(s, maxRunes)) {
		if n++; n > maxRunes {
			break
		}
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			r = ' '
		case r == '\u200d':
			joined = len(out) > 0 && pictograph(out[len(out)-1].r)
			continue
		case invisible(r) || r >= 0x1f3fb && r <= 0x1f3ff && len(out) > 0:
			continue
		case unicode.In(r, unicode.Mn, unicode.Me):
			if n := len(out); n > 0 && len(out[n-1].marks) < 2 {
				out[n-1].marks = append(out[n-1].marks, r)
			}
			continue
		}
		if joined {
			joined = false
			continue
		}
		if r >= 0x1f1e6 && r <= 0x1f1ff {
			if flag = !flag; !flag {
				continue // the second letter of a flag
			}
		} else {
			flag = false
		}
		out = append(out, cluster{r: r})
	}
	return out
}

// cut returns at most n characters of s.
func cut(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

func pictograph(r rune) bool { return r >= 0x2190 && r <= 0x2bff || r >= 0x1f000 }

func invisible(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf) ||
		r >= 0xfe00 && r <= 0xfe0f || r >= 0xe0000 && r <= 0xe01ef
}

// typesetter measures and breaks text.
type typesetter struct{ fonts *fonts }

// width returns how wide the line is, in pixels, rounded up.
func (t typesetter) width(l line, f face) int {
	var w fixed.Int26_6
	for _, c := range l {
		w += t.fonts.glyph(c.r, f, 0).advance
	}
	return w.Ceil()
}

// one lays text out on one line, with an ellipsis where it is too wide.
func (t typesetter) one(s string, f face, width int) line {
	lines := t.wrap(s, f, width, 1)
	if len(lines) == 0 {
		return nil
	}
	return lines[0]
}

// wrap lays text out on at most most lines, with an ellipsis where that is not
// enough. Chinese may be broken anywhere, but no line starts with closing
// punctuation or ends with opening punctuation; words in letters and numbers
// stay whole where a line can hold them.
func (t typesetter) wrap(s string, f face, width, most int) []line {
	rest := clusters(strings.TrimSpace(s))
	var out []line
	for len(rest) > 0 {
		if t.width(rest, f) <= width {
			return append(out, rest)
		}
		if len(out) == most-1 {
			return append(out, t.ellipsis(rest, f, width))
		}
		n := t.breakAt(rest, f, width)
		out = append(out, trim(rest[:n]))
		rest = trim(rest[n:])
	}
	return out
}

// balance wraps to at most two lines of about the same width where one is not
// enough.
func (t typesetter) balance(s string, f face, width int) []line {
	if t.width(clusters(strings.TrimSpace(s)), f) <= width {
		return t.wrap(s, f, width, 1)
	}
	return t.halve(s, f, width)
}

// halve wraps to at most two lines of about the same width.
func (t typesetter) halve(s string, f face, width int) []line {
	whole := t.width(clusters(strings.TrimSpace(s)), f)
	for w := whole / 2; w < width; w += 2 {
		if lines := t.wrap(s, f, w, 3); len(lines) <= 2 {
			return lines
		}
	}
	return t.wrap(s, f, width, 2)
}

// labels lays out labels that stand side by side: where one of them needs a
// second line, all are broken alike.
func (t typesetter) labels(all []string, f face, width int) [][]line {
	breaks := t.balance
	for _, s := range all {
		if t.width(clusters(strings.TrimSpace(s)), f) > width {
			breaks = t.halve
		}
	}
	out := make([][]line, len(all))
	for i, s := range all {
		out[i] = breaks(s, f, width)
	}
	return out
}

// breakAt returns how many clusters go on a line of that width, at least one.
func (t typesetter) breakAt(l line, f face, width int) int {
	var w fixed.Int26_6
	fit := 0
	for fit < len(l) {
		w += t.fonts.glyph(l[fit].r, f, 0).advance
		if w.Ceil() > width {
			break
		}
		fit++
	}
	for n := fit; n > 0; n-- {
		if n == len(l) || mayBreak(l[n-1].r, l[n].r) {
			return n
		}
	}
	return max(fit, 1)
}

func mayBreak(before, after rune) bool {
	const opening = "（(〔[【「『《〈“‘¥￥≥≤"
	const closing = "，。、；：！？）)〕]】」』》〉”’…—·%％℃,.;:!?"
	switch {
	case strings.ContainsRune(opening, before), strings.ContainsRune(closing, after):
		return false
	case unicode.IsSpace(before), unicode.IsSpace(after):
		return true
	}
	return !wordy(before) || !wordy(after)
}

// wordy reports whether the character belongs to a word that is not broken.
func wordy(r rune) bool {
	return r < 0x2e80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' || r == '-')
}

func trim(l line) line {
	for len(l) > 0 && unicode.IsSpace(l[0].r) {
		l = l[1:]
	}
	for len(l) > 0 && unicode.IsSpace(l[len(l)-1].r) {
		l = l[:len(l)-1]
	}
	return l
}

// ellipsis cuts the line so that it ends with … within the width.
func (t typesetter) ellipsis(l line, f face, width int) line {
	dots := cluster{r: '…'}
	left := fixed.I(width) - t.fonts.glyph(dots.r, f, 0).advance
	n := 0
	for n < len(l) {
		left -= t.fonts.glyph(l[n].r, f, 0).advance
		if left < 0 {
			break
		}
		n++
	}
	return append(append(line(nil), trim(l[:n])...), dots)
}

// shrink returns the largest face from f down to the least size in which the
// text fits, and the text laid out in it.
func (t typesetter) shrink(s string, f face, least, width int) (line, face) {
	l := clusters(strings.TrimSpace(s))
	for ; f.size > least; f.size -= 2 {
		if t.width(l, f) <= width {
			return l, f
		}
	}
	return t.one(s, f, width), f
}
