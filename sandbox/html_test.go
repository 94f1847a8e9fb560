package sandbox

import (
	"strconv"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func TestHTMLErrors(t *testing.T) {
	for in, want := range map[string]string{
		"a<x>b</x>":    `Unsupported start tag "x" at byte offset 1`,
		"字<路径>":        `Unsupported start tag "路径" at byte offset 3`,
		"<b":           `Unclosed start tag at byte offset 0`,
		"<a href='x":   `Unclosed start tag at byte offset 0`,
		"<a href":      `Unclosed start tag "a" at byte offset 0`,
		"<a href=":     `Unclosed start tag "a" at byte offset 0`,
		"<a =x>":       `Empty attribute name in the tag "a" at byte offset 0`,
		"<a href=x_y>": `Unexpected end of name token at byte offset 8`,
		"<b>x":         `Can't find end tag corresponding to start tag "b"`,
		"<b>x</i>":     `Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`,
		"x</b>":        `Unexpected end tag at byte offset 1`,
		"<b>x</b":      `Unclosed end tag at byte offset 4`,
		"1 < 2":        `Unsupported start tag "" at byte offset 2`,
		"&#xd800;":     `Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units`,
		"<br/>":        `Unsupported start tag "br/" at byte offset 0`,
	} {
		_, _, err := parseHTML(in)
		require.EqualError(t, err, "Bad Request: can't parse entities: "+want, in)
	}
}

func TestHTMLEntities(t *testing.T) {
	for _, c := range []struct {
		in, text string
		entities []Entity
	}{
		{"<b>粗</b>😀<I>斜</I>", "粗😀斜", []Entity{{Type: "bold", Length: 1}, {Type: "italic", Offset: 3, Length: 1}}},
		{"<b><i>x</i>y</b>", "xy", []Entity{{Type: "italic", Length: 1}, {Type: "bold", Length: 2}}},
		{"&lt;b&gt; &amp;amp; &quot; &nbsp; &#20013;&#x6587 A&B", `<b> &amp; " &nbsp; 中文 A&B`, nil},
		{"<b></b>x", "x", nil},
		{`<a href="http://a.cn/?x=1&amp;y=2">l</a>`, "l", []Entity{{Type: "text_link", Length: 1, URL: "http://a.cn/?x=1&y=2"}}},
		{`<a href="nolink">l</a>`, "l", nil},
		{"<tg-spoiler>a</tg-spoiler>b", "ab", []Entity{{Type: "spoiler", Length: 1}}},
		{"<blockquote expandable>a</blockquote><blockquote>b</blockquote>", "ab", []Entity{{Type: "expandable_blockquote", Length: 1}, {Type: "blockquote", Offset: 1, Length: 1}}},
		{`<code class="language-go">x</code>`, "x", []Entity{{Type: "code", Length: 1}}},
		{"<s>a</><u >b</u >", "ab", []Entity{{Type: "strikethrough", Length: 1}, {Type: "underline", Offset: 1, Length: 1}}},
	} {
		text, es, err := parseHTML(c.in)
		require.NoError(t, err, c.in)
		require.Equal(t, c.text, text, c.in)
		require.Equal(t, c.entities, es, c.in)
	}
}

func TestEntitiesAreTidied(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p := b.started("王")
	got := b.send(p.ID(), "  <b> /help</b>@x <code><b>a</b></code> ")
	require.Equal(t, "/help@x a", got.Text)
	require.Equal(t, []Entity{{Type: "bold", Length: 5}, {Type: "code", Offset: 8, Length: 1}}, dropFound(got.Entities))
}

func dropFound(es []Entity) (out []Entity) {
	for _, e := range es {
		if e.Type != "bot_command" && e.Type != "mention" {
			out = append(out, e)
		}
	}
	return out
}

// TestHTMLNeverBreaks: any bytes are parsed or refused, and entities lie within the text.
func TestHTMLNeverBreaks(t *testing.T) {
	pieces := rapid.SliceOf(rapid.SampledFrom([]string{
		"<b>", "</b>", "<i>", "</i>", "<a href='http://a.cn'>", "</a>", "<", ">", "&", "&lt;", "&#x1F600;", "字", "😀", " ",
		"\n", "<code>", "</code>", "<blockquote expandable>", "</blockquote>", "=", "'", "\"", "/start", "@liubao_bot", "\x00",
	}))
	rapid.Check(t, func(rt *rapid.T) {
		in := ""
		for _, p := range pieces.Draw(rt, "pieces") {
			in += p
		}
		text, es, err := parseHTML(in)
		if err != nil {
			return
		}
		require.True(rt, utf8.ValidString(text))
		text, es = trim(text, es)
		for _, e := range tidy(text, es) {
			require.Positive(rt, e.Length)
			require.LessOrEqual(rt, e.Offset+e.Length, units(text))
		}
	})
}

// TestDetectorsArePossible: where a text is passed over, its expression finds nothing.
func TestDetectorsArePossible(t *testing.T) {
	letters := rapid.StringOfN(rapid.RuneFrom([]rune("/@#:_htps9A汉é.<> ，")), 0, 12, -1)
	over := 0
	rapid.Check(t, func(t *rapid.T) {
		text := letters.Draw(t, "text")
		for i := range detectors {
			if !detectors[i].possible(text) {
				over++
				require.False(t, detectors[i].re.MatchString(text), "%s in %q", detectors[i].kind, text)
			}
		}
	})
	require.Positive(t, over)
	require.False(t, detectors[0].possible("3/5、a/b"), "no command")
}
