package sandbox

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestJSONParameters: what JSON bodies mean that clients seldom send. Every %
// is the chat.
func TestJSONParameters(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p := b.started("王")
	const broken = "Bad Request: can't parse request parameters JSON object"
	const empty = "Bad Request: message text is empty"
	for _, c := range []struct{ query, body, text, err string }{
		{body: `{"chat_id":%,"text":"a","text":"b"}`, text: "b"},
		{body: `{"chat_id":%,"text":"a","text":null}`, err: empty},
		{body: `{"chat_id":%,"text":null,"text":"a"}`, text: "a"},
		{query: "q", body: `{"chat_id":%,"text":null}`, text: "q"},
		{query: "q", body: `{"chat_id":%,"text":"b"}`, text: "b"},
		{query: "q", body: "", err: "Bad Request: chat_id is empty"},
		{body: ` {"chat_id" : "%" , "te\u0078t":"\ud83d\udc4d\n\u6c49"} `, text: "\U0001f44d\n汉"},
		{body: `{"chat_id":%,"text":"a` + "\xff" + `\ud800b"}`, text: "a\ufffd\ufffdb"},
		{body: `{"chat_id":%,"text":12}`, text: "12"},
		{body: `{"chat_id":%,"text":{"a": [1]}}`, text: `{"a": [1]}`},
		{body: `{"chat_id":%,"text":false}`, text: "false"},
		{body: " \n", err: empty},
		{body: `null`, err: empty},
		{body: `{}`, err: empty},
		{body: `[]`, err: broken},
		{body: `"x"`, err: broken},
		{body: `{"chat_id":%,"text":"a"} {}`, err: broken},
		{body: `{"chat_id":%,"text":"a"}x`, err: broken},
		{body: `{"chat_id":%,"text":"a",}`, err: broken},
		{body: `{"chat_id":%,"text":"a"`, err: broken},
		{body: `{"chat_id":%,text:"a"}`, err: broken},
		{body: `{"chat_id":%,"text":}`, err: broken},
	} {
		method := "sendMessage"
		if c.query != "" {
			method += "?text=" + url.QueryEscape(c.query)
		}
		a := b.raw(method, "application/json", strings.NewReader(strings.ReplaceAll(c.body, "%", itoa(p.ID()))))
		require.Equal(t, c.err, a.Description, c.body)
		if c.err == "" {
			last, _ := b.s.Last(p.ID())
			require.Equal(t, c.text, last.Text, c.body)
		}
	}
	form := b.raw("sendMessage?x=%zz", "application/x-www-form-urlencoded", strings.NewReader("chat_id="+itoa(p.ID())+"&text=a"))
	require.Equal(t, `Bad Request: can't read the request: invalid URL escape "%zz"`, form.Description)
	require.True(t, b.raw("sendMessage?x=%zz", "application/json", strings.NewReader(`{"chat_id":`+itoa(p.ID())+`,"text":"a"}`)).OK)
}
