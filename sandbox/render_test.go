package sandbox

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPlainSubscription: a plain one alone has nothing rendered, and takes
// nothing from another.
func TestPlainSubscription(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p := b.started("王")
	plain := b.s.SubscribePlain()
	defer plain.Close()
	b.send(p.ID(), "<b>一</b>")
	e, ok := plain.Try()
	require.True(t, ok)
	require.Empty(t, e.Message.HTML)
	require.Equal(t, "一", e.Message.Text)
	full := b.s.Subscribe()
	defer full.Close()
	b.send(p.ID(), "<b>二</b>")
	e, ok = full.Try()
	require.True(t, ok)
	require.Equal(t, "<b>二</b>", e.Message.HTML)
}

// TestAnswersKeepApart: of requests that follow one another on a connection,
// each gets the answer that is its own.
func TestAnswersKeepApart(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p := b.started("王")
	c := b.dial()
	r := bufio.NewReader(c)
	for _, text := range []string{strings.Repeat("长", 3000), "短", strings.Repeat("中", 300)} {
		_, err := io.WriteString(c, b.request("sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":%q}`, p.ID(), text)))
		require.NoError(t, err)
		_, a := read(t, r)
		var m Message
		require.NoError(t, json.Unmarshal(a.Result, &m))
		require.Equal(t, text, m.Text)
	}
	require.Equal(t, "短", b.s.Messages(p.ID(), 0)[2].Text)
}

// TestRendering: entities that begin, end and cross anywhere.
func TestRendering(t *testing.T) {
	const text = "a<\U0001f44d>汉字 b"
	for _, c := range []struct {
		es   []Entity
		want string
	}{
		{nil, "a&lt;\U0001f44d&gt;汉字 b"},
		{[]Entity{{Type: "bold", Offset: 2, Length: 2}}, "a&lt;<b>\U0001f44d</b>&gt;汉字 b"},
		{[]Entity{{Type: "bold", Offset: 0, Length: 4}, {Type: "italic", Offset: 2, Length: 4}}, "<b>a&lt;<i>\U0001f44d</i></b><i>&gt;汉</i>字 b"},
		{[]Entity{{Type: "italic", Offset: 5, Length: 4}, {Type: "bold", Offset: 0, Length: 9}}, "<b>a&lt;\U0001f44d&gt;<i>汉字 b</i></b>"},
		{[]Entity{{Type: "code", Offset: 3, Length: 1}}, "a&lt;\U0001f44d<code>&gt;</code>汉字 b"}, // in the middle of a letter
		{[]Entity{{Type: "code", Offset: 1, Length: 0}, {Type: "bold", Offset: 9, Length: 3}}, "a<code>&lt;</code>\U0001f44d&gt;汉字 b<b></b>"},
		{[]Entity{{Type: "text_link", Offset: 8, Length: 40, URL: `http://a.b/?"`}}, "a&lt;\U0001f44d&gt;汉字 <a href=\"http://a.b/?&#34;\" rel=\"noopener noreferrer\" target=\"_blank\">b</a>"},
	} {
		require.Equal(t, c.want, RenderHTML(text, c.es), fmt.Sprint(c.es))
	}
}
