package bot

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"liubao/reports"
)

// utf16s measures as Telegram does.
var utf16s = Capabilities{Styled: 100, Units: func(s string) int { return len(utf16.Encode([]rune(s))) }}

func joined(ps []reports.Text) string {
	var b strings.Builder
	for _, p := range ps {
		b.WriteString(p.String())
	}
	return b.String()
}

var alphabet = []string{"保", "稳", "a", " ", "\n", "\n\n", "。", "，", "😀", "👍🏽", "👨‍👩‍👧‍👦", "🇨🇳", "é", "&", "<", "각", "\r\n"}

func TestSplitKeepsEverythingWithinLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var in reports.Text
		for range rapid.IntRange(1, 120).Draw(t, "spans") {
			style := reports.Style(rapid.IntRange(0, 5).Draw(t, "style"))
			words := rapid.SliceOfN(rapid.SampledFrom(alphabet), 0, 60).Draw(t, "words")
			in = in.Add(style, strings.Join(words, ""))
		}
		first, rest := rapid.IntRange(20, 200).Draw(t, "first"), rapid.IntRange(20, 400).Draw(t, "rest")
		out := Split(in, first, rest, utf16s)
		assert.Equal(t, in.String(), joined(out), "the pieces joined are the text")
		styles, got := flat(in), []reports.Style(nil)
		for i, p := range out {
			limit := rest
			if i == 0 {
				limit = first
			}
			assert.LessOrEqual(t, utf16s.Units(p.String()), limit)
			assert.NotEmpty(t, p.String())
			assert.True(t, utf8.ValidString(p.String()))
			assert.LessOrEqual(t, styledSpans(p), utf16s.Styled)
			if i > 0 {
				assert.True(t, boundary(joined(out[:i])+p.String(), len(joined(out[:i]))), "no grapheme is cut")
			}
			got = append(got, flat(p)...)
		}
		assert.Equal(t, styles, got, "every word keeps its style")
	})
}

func flat(t reports.Text) []reports.Style {
	var out []reports.Style
	for _, s := range t {
		for range s.Text {
			out = append(out, s.Style)
		}
	}
	return out
}

func styledSpans(t reports.Text) (n int) {
	for _, s := range t {
		if s.Style != reports.Plain {
			n++
		}
	}
	return n
}

func TestSplitPrefersParagraphsThenLinesThenSentences(t *testing.T) {
	p := func(s string) []string {
		var out []string
		for _, x := range Split(reports.T(s), 10, 10, utf16s) {
			out = append(out, x.String())
		}
		return out
	}
	assert.Equal(t, []string{"一二三四五六\n\n", "七八九十一二"}, p("一二三四五六\n\n七八九十一二"))
	assert.Equal(t, []string{"一二三四五六\n", "七，八九十一"}, p("一二三四五六\n七，八九十一"))
	assert.Equal(t, []string{"一二三四五六。", "七八，九十一二"}, p("一二三四五六。七八，九十一二"))
	assert.Equal(t, []string{"一二三四五六七八九十", "一"}, p("一二三四五六七八九十一"))
}

func TestSplitKeepsFlagsAndFamiliesWhole(t *testing.T) {
	for _, g := range []string{"🇨🇳", "👨‍👩‍👧‍👦", "👍🏽", "é", "😀"} {
		for _, p := range Split(reports.T(strings.Repeat(g, 40)), 13, 13, utf16s) {
			assert.Zero(t, len(p.String())%len(g), "%q cut in %q", g, p.String())
		}
	}
}

func TestSplitCutsAGraphemeOnlyWhereItAloneIsTooLong(t *testing.T) {
	s := "a" + strings.Repeat("\u0301", 50)
	out := Split(reports.T(s), 20, 20, utf16s)
	assert.Equal(t, s, joined(out))
	for _, p := range out {
		assert.LessOrEqual(t, utf16s.Units(p.String()), 20)
	}
}

func TestSplitMindsTheNumberOfEntities(t *testing.T) {
	var in reports.Text
	for range 250 {
		in = in.Add(reports.Bold, "粗").Add(reports.Plain, "细")
	}
	out := Split(in, 4096, 4096, utf16s)
	assert.Len(t, out, 3)
	for _, p := range out {
		assert.LessOrEqual(t, styledSpans(p), utf16s.Styled)
	}
}

func BenchmarkSplit(b *testing.B) {
	long := reports.T(strings.Repeat("财政局已完成本期任务，公用经费压减百分之十八。\n", 500)).Add(reports.Quote, strings.Repeat("困难在于资金。", 300))
	b.SetBytes(int64(len(long.String())))
	b.ReportAllocs()
	for b.Loop() {
		Split(long, 4096, 4096, utf16s)
	}
}
