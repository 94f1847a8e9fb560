package bot

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"liubao/reports"
)

// Split cuts a text into pieces of at most first (the first one) and rest (the
// others), measured as a chat's channel does, and of as many styled spans as it
// takes. It cuts between paragraphs, lines, sentences or words, in this order,
// and inside a grapheme only where that alone is too long. The pieces joined are
// the text.
func Split(t reports.Text, first, rest int, c Capabilities) []reports.Text {
	var out []reports.Text
	limit := first
	for t = compact(t); len(t) > 0; limit = rest {
		head, tail := c.cutSpans(t, limit)
		out = append(out, head)
		t = tail
	}
	return out
}

// compact drops empty spans and joins neighbours of one style, so that spans
// are what a channel will count.
func compact(t reports.Text) reports.Text {
	out := make(reports.Text, 0, len(t))
	for _, s := range t {
		if s.Text == "" {
			continue
		}
		if n := len(out); n > 0 && out[n-1].Style == s.Style && out[n-1].At == 0 && s.At == 0 {
			out[n-1].Text += s.Text
			continue
		}
		out = append(out, s)
	}
	return out
}

// fits reports whether a text can stay as it is.
func (c Capabilities) fits(t reports.Text, limit int) bool {
	units, styled := 0, 0
	for _, s := range t {
		units += c.Units(s.Text)
		if s.Style != reports.Plain || s.At != 0 {
			styled++
		}
	}
	return units <= limit && styled <= c.Styled
}

// cutSpans returns the part of t that fits, and what is left.
func (c Capabilities) cutSpans(t reports.Text, limit int) (head, tail reports.Text) {
	if c.fits(t, limit) {
		return t, nil
	}
	s := t.String()
	most := c.fit(s, limit)
	if e := c.styledEnd(t); e < most {
		most = e
	}
	if most >= len(s) {
		return t, nil
	}
	return divide(t, breakAt(s, most))
}

// fit returns how many bytes of s are at most limit units, at least one rune.
func (c Capabilities) fit(s string, limit int) int {
	units := 0
	for i, r := range s {
		units += c.Units(string(r))
		if units > limit && i > 0 {
			return i
		}
	}
	return len(s)
}

// styledEnd returns how many bytes of t hold as many styled spans as may be.
func (c Capabilities) styledEnd(t reports.Text) int {
	bytes, styled := 0, 0
	for _, s := range t {
		if s.Style != reports.Plain || s.At != 0 {
			if styled++; styled > c.Styled {
				return bytes
			}
		}
		bytes += len(s.Text)
	}
	return bytes
}

// breakAt chooses where to cut s, at most at byte most: after the last
// paragraph, line, sentence or word that ends in the second half before it,
// otherwise at the last boundary between graphemes.
func breakAt(s string, most int) int {
	for _, ends := range [...]func(string) int{lastParagraph, lastLine, lastSentence, lastWord} {
		if i := ends(s[:most]); i > most/2 && boundary(s, i) {
			return i
		}
	}
	for i := most; i > 0; i-- {
		if utf8.RuneStart(s[i]) && boundary(s, i) {
			return i
		}
	}
	return most
}

func lastParagraph(s string) int {
	if i := strings.LastIndex(s, "\n\n"); i >= 0 {
		return i + 2
	}
	return 0
}

func lastLine(s string) int { return strings.LastIndexByte(s, '\n') + 1 }

func lastSentence(s string) int {
	i := strings.LastIndexAny(s, "。！？；!?;")
	if i < 0 {
		return 0
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return i + n
}

func lastWord(s string) int {
	i := strings.LastIndexAny(s, "，、,： \t")
	if i < 0 {
		return 0
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return i + n
}

// boundary reports whether a cut before byte i leaves graphemes whole. It is
// stricter than Unicode's rules where that is simpler: never before a mark, a
// joiner, a variation selector or a skin tone, never after a joiner, not
// between regional indicators that make a flag, Hangul letters of one
// syllable, or a carriage return and its line feed.
func boundary(s string, i int) bool {
	if i <= 0 || i >= len(s) {
		return true
	}
	next, _ := utf8.DecodeRuneInString(s[i:])
	prev, _ := utf8.DecodeLastRuneInString(s[:i])
	switch {
	case unicode.Is(unicode.M, next), next == '\u200d', next >= 0x1F3FB && next <= 0x1F3FF, next >= 0xE0020 && next <= 0xE007F:
		return false
	case prev == '\u200d', prev == '\r' && next == '\n':
		return false
	case hangulPart(next) && hangulPart(prev):
		return false
	case regional(next) && regional(prev):
		n := 0
		for s := s[:i]; len(s) > 0; n++ {
			r, size := utf8.DecodeLastRuneInString(s)
			if !regional(r) {
				break
			}
			s = s[:len(s)-size]
		}
		return n%2 == 0
	}
	return true
}

func regional(r rune) bool   { return r >= 0x1F1E6 && r <= 0x1F1FF }
func hangulPart(r rune) bool { return r >= 0x1100 && r <= 0x11FF }

// divide cuts t after n bytes.
func divide(t reports.Text, n int) (head, tail reports.Text) {
	for i, s := range t {
		if n >= len(s.Text) {
			n -= len(s.Text)
			continue
		}
		head = append(head, t[:i]...)
		if n > 0 {
			head = append(head, reports.Span{Style: s.Style, Text: s.Text[:n]})
		}
		tail = append(reports.Text{{Style: s.Style, Text: s.Text[n:]}}, t[i+1:]...)
		return head, tail
	}
	return t, nil
}

// clean makes a text fit to be sent: valid UTF-8 without NULs.
func clean(t reports.Text) reports.Text {
	out := make(reports.Text, len(t))
	for i, s := range t {
		s.Text = strings.ReplaceAll(strings.ToValidUTF8(s.Text, "\uFFFD"), "\x00", "")
		out[i] = s
	}
	return out.Trim()
}

// blank reports whether the text says nothing.
func blank(t reports.Text) bool {
	for _, s := range t {
		if strings.TrimSpace(s.Text) != "" {
			return false
		}
	}
	return true
}
