package reports

import (
	"strings"
	"time"
)

// Style is how a span of text is set.
type Style int

// The styles. Every surface renders them its own way and escapes the words
// for where they go; no surface is ever given markup.
const (
	Plain Style = iota
	Bold
	Italic
	Quote // what somebody wrote, set apart
	Code
	Fold // a quotation that is folded away until tapped
)

// Span is a run of words in one style.
type Span struct {
	Style Style  `json:"s,omitempty"`
	Text  string `json:"t"`
	// At is the moment that the words name, in seconds since 1970, 0 for none: a
	// surface that can shows it in the reader's own zone, or offers a reminder.
	At int64 `json:"at,omitempty"`
}

// Text is words with styles: what is said in chat before it is rendered. A text stays as
// it is whatever is made of it; one goroutine at a time goes on from it.
type Text []Span

// T returns plain text.
func T(s string) Text { return Text{{Text: s}} }

// longSpan is the length in bytes from which a span is not made longer: a text of
// many pieces would be copied once for each of them.
const longSpan = 2 << 10

// manySpans is from how many spans a text's last one is not made longer: all of them
// would be copied for it.
const manySpans = 128

// Add appends words in a style, joining them to the last span where the style
// is the same and neither is long, and returns the longer text. What it was called on
// stays as it is.
func (t Text) Add(style Style, s string) Text {
	if s == "" {
		return t
	}
	if n := len(t); n > 0 && n < manySpans && t[n-1].Style == style && t[n-1].At == 0 && len(t[n-1].Text) < longSpan {
		out := append(Text(nil), t...)
		out[n-1].Text += s
		return out
	}
	return t.plus(Span{Style: style, Text: s})
}

// plus appends a span. What lies behind the text is written to where nobody has yet gone
// on from it, so that a text of many spans is seldom copied; a span is never zero.
func (t Text) plus(s Span) Text {
	n := len(t)
	if n == cap(t) || t[:n+1][n] != (Span{}) {
		out := make(Text, n, 2*n+2)
		copy(out, t)
		t = out
	}
	t = t[:n+1]
	t[n] = s
	return t
}

// When appends words that name a moment.
func (t Text) When(at time.Time, words string) Text {
	return t.plus(Span{Text: words, At: at.Unix()})
}

// LineAt appends a line of which moment are the words that name a time.
func (t Text) LineAt(line, moment string, at time.Time) Text {
	before, after, ok := strings.Cut(line, moment)
	if !ok || moment == "" {
		return t.Line(line)
	}
	return t.Add(Plain, before).When(at, moment).Line(after)
}

// Line appends plain words and a line break.
func (t Text) Line(s string) Text { return t.Add(Plain, s+"\n") }

// Head appends bold words and a line break.
func (t Text) Head(s string) Text { return t.Add(Bold, s).Add(Plain, "\n") }

// Append appends another text.
func (t Text) Append(u Text) Text {
	for _, s := range u {
		if s.At != 0 {
			t = t.plus(s)
			continue
		}
		t = t.Add(s.Style, s.Text)
	}
	return t
}

// Trim removes white space at both ends.
func (t Text) Trim() Text {
	out := append(Text(nil), t...)
	for len(out) > 0 {
		out[0].Text = strings.TrimLeft(out[0].Text, " \n")
		if out[0].Text != "" {
			break
		}
		out = out[1:]
	}
	for n := len(out); n > 0; n = len(out) {
		out[n-1].Text = strings.TrimRight(out[n-1].Text, " \n")
		if out[n-1].Text != "" {
			break
		}
		out = out[:n-1]
	}
	return out
}

// String returns the words without styles.
func (t Text) String() string {
	var b strings.Builder
	for _, s := range t {
		b.WriteString(s.Text)
	}
	return b.String()
}

// Titled names a report by its title: 保居民就业报告, but 保基层运转情况月报 as it
// stands, for it names a paper already.
func Titled(title string) string {
	for _, end := range []string{"报", "告", "汇总", "情况"} {
		if strings.HasSuffix(title, end) {
			return title
		}
	}
	return title + "报告"
}

// Unstopped takes the full stop off a reason that stands in a longer line, also that
// before a remark in brackets: 已补报。（附后） is 已补报（附后）.
func Unstopped(s string) string {
	s = strings.TrimRight(strings.TrimSpace(s), "。；;")
	if i := remark(s); i > 0 {
		return strings.TrimRight(s[:i], "。；;") + s[i:]
	}
	return s
}

// Stopped reports whether s ends as a sentence does, a remark in brackets behind its
// full stop included.
func Stopped(s string) bool {
	for _, end := range []string{"。", "！", "？", "…", "：", "。”", "！”", "？”", "。）", "！）", "？）"} {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	i := remark(s)
	return i > 0 && strings.HasSuffix(s[:i], "。")
}

// remark returns where the bracket begins with which s ends, -1 for none.
func remark(s string) int {
	if !strings.HasSuffix(s, "）") {
		return -1
	}
	return strings.LastIndex(s, "（")
}
