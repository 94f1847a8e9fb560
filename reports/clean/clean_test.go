package clean_test

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/reports/clean"
)

func TestText(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "净增 5 户, +3%", "净增 5 户, +3%"},
		{"line breaks", "一\r\n二\r三\u2028四\u2029五\u0085六", "一\n二\n三\n四\n五\n六"},
		{"tab", "甲\t乙", "甲 乙"},
		{"controls", "a\x00b\x1bc\x7fd\u0090e", "abcde"},
		{"invalid bytes", "财\xff\xfe政", "财\ufffd\ufffd政"},
		{"bidi override", "附件\u202etxt.exe\u202c", "附件txt.exe"},
		{"bidi isolates", "\u2066甲\u2069\u200f乙\u061c", "甲乙"},
		{"zero width", "财\u200b政\u200c局\u2060\ufeff", "财政局"},
		{"joiner between letters", "财\u200d政", "财政"},
		{"emoji family", "👨\u200d👩\u200d👧好", "👨\u200d👩\u200d👧好"},
		{"heart on fire", "❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"},
		{"selector alone", "\ufe0f甲\ufe0f\ufe0f", "甲\ufe0f"},
		{"ideographic variant", "葛\U000e0100", "葛\U000e0100"},
		{"rare Han", "𠮷家", "𠮷家"},
		{"tags", "甲\U000e0041\U000e0042\U000e007f", "甲"},
		{"noncharacters", "甲\ufffe\uffff\ufdd0\U0001ffff乙", "甲乙"},
		{"heaped marks", "e\u0301\u0302\u0303\u0304\u0305\u0306x", "e\u0301\u0302\u0303x"},
		{"pinyin", "lu\u0308\u030c", "lu\u0308\u030c"},
		{"ideographic space", "　两字", "　两字"},
		{"filler", "甲\u3164乙", "甲乙"},
	} {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, clean.Text(c.in)) })
	}
}

func TestLine(t *testing.T) {
	assert.Equal(t, "甲 乙 丙", clean.Line("  甲\r\n\r\n  乙 \u2029丙\n"))
	assert.Empty(t, clean.Line(" \n\u200b\n "))
	assert.Equal(t, "甲 乙", clean.Line(" 甲 乙 "))
}

func TestLines(t *testing.T) {
	assert.Equal(t, []string{"甲", "乙"}, clean.Lines("　甲\n \n\u200b\n乙\n"))
	assert.Empty(t, clean.Lines("\n\n"))
}

func TestFilename(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"财政局 12月报告.docx", "财政局 12月报告.docx"},
		{"../../etc/passwd", "_.._etc_passwd"},
		{`C:\temp\a.txt`, "C__temp_a.txt"},
		{"a／b", "a_b"},
		{"附件\u202etxt.exe", "附件txt.exe"},
		{"NUL.txt", "_NUL.txt"},
		{"com1", "_com1"},
		{"common.txt", "common.txt"},
		{"...", "未命名"},
		{"", "未命名"},
		{" .hidden. ", "hidden"},
		{"a\nb.txt", "a b.txt"},
	} {
		assert.Equal(t, c.want, clean.Filename(c.in), "%q", c.in)
	}
	long := clean.Filename(strings.Repeat("报", 200) + ".docx")
	assert.LessOrEqual(t, len(long), 120)
	assert.True(t, strings.HasSuffix(long, "报.docx"))
}

// hold checks the promises that every cleaned text keeps.
func hold(t *testing.T, s string) {
	t.Helper()
	require.True(t, utf8.ValidString(s))
	require.Equal(t, s, clean.Text(s), "cleaning twice changes nothing")
	for _, r := range s {
		require.False(t, unicode.IsControl(r) && r != '\n', "control %U", r)
		require.False(t, unicode.Is(unicode.Bidi_Control, r), "bidi %U", r)
		require.False(t, unicode.Is(unicode.Cf, r) && invisible(r), "format %U", r)
	}
	var b bytes.Buffer
	b.WriteString("<t>")
	require.NoError(t, xml.EscapeText(&b, []byte(s)))
	b.WriteString("</t>")
	var back string
	require.NoError(t, xml.Unmarshal(b.Bytes(), &back))
	require.Equal(t, s, back, "XML gives it back unchanged")
}

// invisible lists the format characters that are words of a script or parts
// of emoji and so may stay.
func invisible(r rune) bool {
	switch {
	case r == 0x200d, r >= 0x600 && r <= 0x605, r == 0x6dd, r == 0x70f, r == 0x890, r == 0x891, r == 0x8e2,
		r == 0x110bd, r == 0x110cd, r >= 0x13430 && r <= 0x1343f, r >= 0x1bca0 && r <= 0x1bca3:
		return false
	}
	return true
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"", "甲\r\n乙", "\xff\u202e", "👨\u200d👩\ufe0f", "a\u0301\u0301\u0301\u0301", "\U000e0041"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		hold(t, clean.Text(s))
		line := clean.Line(s)
		hold(t, line)
		require.NotContains(t, line, "\n")
		require.Equal(t, line, clean.Line(line))
		for _, l := range clean.Lines(s) {
			hold(t, l)
			require.NotEmpty(t, l)
		}
	})
}

func FuzzFilename(f *testing.F) {
	for _, s := range []string{"", "../..", "CON", "a/b", strings.Repeat("报", 60), "x." + strings.Repeat("y", 200)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := clean.Filename(s)
		hold(t, n)
		require.NotEmpty(t, n)
		require.LessOrEqual(t, len(n), 121)
		require.False(t, strings.ContainsAny(n, "/\\:*?\"<>|\n"))
		require.False(t, strings.HasPrefix(n, "."))
		require.False(t, strings.HasSuffix(n, "."))
		require.Equal(t, n, clean.Filename(n))
	})
}

func BenchmarkText(b *testing.B) {
	s := strings.Repeat("本期新增“五上”企业2户，累计净增5户。\r\n", 50)
	for b.Loop() {
		clean.Text(s)
	}
}
