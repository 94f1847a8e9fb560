package bot

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"liubao/reports"
)

// Telegram's limits on one message, in UTF-16 units after entities are parsed.
const (
	maxText     = 4096
	maxCaption  = 1024
	maxEntities = 100 // Telegram silently ignores the styles beyond
)

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// RenderHTML sets a text in Telegram's HTML. Words are escaped: nothing that
// somebody wrote can become markup.
func RenderHTML(t reports.Text) string {
	var b strings.Builder
	for _, s := range t {
		if s.Text == "" {
			continue
		}
		open, end := tags(s.Style)
		b.WriteString(open)
		_, _ = escaper.WriteString(&b, s.Text) // a Builder never fails
		b.WriteString(end)
	}
	return b.String()
}

func tags(s reports.Style) (open, end string) {
	switch s {
	case reports.Bold:
		return "<b>", "</b>"
	case reports.Italic:
		return "<i>", "</i>"
	case reports.Quote:
		return "<blockquote>", "</blockquote>"
	case reports.Fold:
		return "<blockquote expandable>", "</blockquote>"
	case reports.Code:
		return "<code>", "</code>"
	}
	return "", ""
}

// Units returns the length of s as Telegram counts it, in UTF-16 units.
func Units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r) // invalid bytes range as U+FFFD, one unit
	}
	return n
}

// Split cuts a text into pieces of at most first (the first one) and rest (the
// others) UTF-16 units and 100 styled spans each. It cuts between paragraphs,
// lines, sentences or words, in this order, and inside a grapheme only where
// that alone is too long. The pieces joined are the text.
func Split(t reports.Text, first, rest int) []reports.Text {
	var out []reports.Text
	limit := first
	for t = compact(t); len(t) > 0; limit = rest {
		head, tail := cutSpans(t, limit)
		out = append(out, head)
		t = tail
	}
	return out
}

// compact drops empty spans and joins neighbours of one style, so that spans
// are what Telegram will see as entities.
func compact(t reports.Text) reports.Text {
	out := make(reports.Text, 0, len(t))
	for _, s := range t {
		if s.Text == "" {
			continue
		}
		if n := len(out); n > 0 && out[n-1].Style == s.Style {
			out[n-1].Text += s.Text
			continue
		}
		out = append(out, s)
	}
	return out
}

// fits reports whether a text can stay as it is.
func fits(t reports.Text, limit int) bool {
	units, styled := 0, 0
	for _, s := range t {
		units += Units(s.Text)
		if s.Style != reports.Plain {
			styled++
		}
	}
	return units <= limit && styled <= maxEntities
}

// cutSpans returns the part of t that fits, and what is left.
func cutSpans(t reports.Text, limit int) (head, tail reports.Text) {
	if fits(t, limit) {
		return t, nil
	}
	s := t.String()
	most := fit(s, limit)
	if e := entityEnd(t); e < most {
		most = e
	}
	if most >= len(s) {
		return t, nil
	}
	return divide(t, breakAt(s, most))
}

// fit returns how many bytes of s are at most limit units, at least one rune.
func fit(s string, limit int) int {
	units := 0
	for i, r := range s {
		units += utf16.RuneLen(r)
		if units > limit && i > 0 {
			return i
		}
	}
	return len(s)
}

// entityEnd returns how many bytes of t hold at most maxEntities styled spans.
func entityEnd(t reports.Text) int {
	bytes, styled := 0, 0
	for _, s := range t {
		if s.Style != reports.Plain {
			if styled++; styled > maxEntities {
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

// blank reports whether Telegram would find the text empty.
func blank(t reports.Text) bool {
	for _, s := range t {
		if strings.TrimSpace(s.Text) != "" {
			return false
		}
	}
	return true
}
