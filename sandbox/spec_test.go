package sandbox

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// tinySpec is a cut of the real one's form.
const tinySpec = `{"version":"test","methods":{
 "sendMessage":{"fields":[
  {"name":"chat_id","types":["Integer","String"],"required":true,"description":""},
  {"name":"text","types":["String"],"required":true,"description":"1-4096 characters after entities parsing"},
  {"name":"disable_notification","types":["Boolean"],"description":""},
  {"name":"entities","types":["Array of MessageEntity"],"description":""},
  {"name":"reply_markup","types":["InlineKeyboardMarkup","ForceReply"],"description":""}]},
 "sendDocument":{"fields":[{"name":"chat_id","types":["Integer"],"required":true,"description":""},
  {"name":"document","types":["InputFile","String"],"required":true,"description":""},
  {"name":"caption","types":["String"],"description":"0-5 characters after entity parsing"}]},
 "answerCallbackQuery":{"fields":[{"name":"callback_query_id","types":["String"],"required":true,"description":""},
  {"name":"text","types":["String"],"description":"0-200 characters"}]},
 "sendPoll":{"fields":[]}},
"types":{
 "MessageEntity":{"fields":[{"name":"type","types":["String"],"required":true},{"name":"offset","types":["Integer"],"required":true},{"name":"length","types":["Integer"],"required":true}]},
 "ForceReply":{"fields":[{"name":"force_reply","types":["Boolean"],"required":true}]},
 "InlineKeyboardMarkup":{"fields":[{"name":"inline_keyboard","types":["Array of Array of InlineKeyboardButton"],"required":true}]},
 "InlineKeyboardButton":{"fields":[{"name":"text","types":["String"],"required":true},
  {"name":"callback_data","types":["String"],"description":"1-64 bytes"},{"name":"url","types":["String"]}]}}}`

func TestRequestsAreHeldAgainstTheSpecification(t *testing.T) {
	path := filepath.Join(t.TempDir(), "api.json")
	require.NoError(t, os.WriteFile(path, []byte(tinySpec), 0o600))
	spec, err := LoadSpec(path)
	require.NoError(t, err)
	button := func(f m) m { return m{"inline_keyboard": [][]m{{f}}} }
	for _, c := range []struct {
		method string
		params m
		want   []string
	}{
		{"sendMessage", m{"chat_id": 1, "text": "123"}, nil},
		{"sendMessage", m{"chat_id": "@name", "text": "好", "disable_notification": true, "reply_markup": m{"force_reply": true}}, nil},
		{"sendMessage", m{"chat_id": 1}, []string{"sendMessage text: required and missing"}},
		{"sendMessage", m{"chat_id": true, "text": "x"}, []string{"sendMessage chat_id: is no Integer"}},
		{"sendMessage", m{"chat_id": 1, "text": 5}, []string{"sendMessage text: is no String"}},
		{"sendMessage", m{"chat_id": 1, "text": "x", "disable_notification": "maybe"}, []string{"sendMessage disable_notification: is no Boolean"}},
		{"sendMessage", m{"chat_id": 1, "text": "x", "colour": "red"}, []string{"sendMessage colour: unknown parameter"}},
		{"sendMessage", m{"chat_id": 1, "text": "x", "entities": m{}}, []string{"sendMessage entities: is no Array"}},
		{"sendMessage", m{"chat_id": 1, "text": "x", "entities": []m{{"type": "bold", "offset": 0}}}, []string{"sendMessage entities[0].length: required in MessageEntity and missing"}},
		{"sendMessage", m{"chat_id": 1, "text": "x", "reply_markup": button(m{"text": "x", "url": "a.cn"})}, nil},
		{"sendMessage", m{"chat_id": 1, "text": "x", "reply_markup": button(m{"text": "x", "url": "a.cn", "callback_data": "x"})},
			[]string{"sendMessage reply_markup.inline_keyboard[0][0]: has 2 actions, exactly one is allowed"}},
		{"sendMessage", m{"chat_id": 1, "text": "x", "reply_markup": button(m{"text": "x", "callback_data": ""})},
			[]string{"sendMessage reply_markup.inline_keyboard[0][0].callback_data: has 0 bytes, allowed are 1-64"}},
		{"sendMessage", m{"chat_id": 1, "text": "x", "reply_markup": button(m{"text": "x", "url": "a.cn", "colour": "x"})}, []string{
			"sendMessage reply_markup.inline_keyboard[0][0].colour: unknown field of InlineKeyboardButton",
			"sendMessage reply_markup.inline_keyboard[0][0]: has 2 actions, exactly one is allowed"}},
		{"sendDocument", m{"chat_id": 1, "document": "id"}, nil},
		{"sendDocument", m{"chat_id": 1, "document": "id", "caption": "<b>five!</b>"}, nil}, // measured after parsing
		{"answerCallbackQuery", m{"callback_query_id": "77", "text": string(make([]byte, 201))}, []string{"answerCallbackQuery text: has 201 characters, allowed are 0-200"}},
		{"sendPoll", m{}, []string{"sendPoll : the method exists, but the sandbox does not serve it"}},
		{"sendPigeon", m{}, []string{"sendPigeon : no such method"}},
	} {
		b := newBot(t, Options{Spec: spec})
		b.call(c.method, c.params)
		b.call(c.method, c.params)
		var got []string
		for _, f := range b.s.Findings() {
			got = append(got, f.String())
		}
		require.Equal(t, c.want, got, "%s %v", c.method, c.params)
	}
	b := newBot(t, Options{Spec: spec})
	b.upload("sendDocument", map[string]string{"chat_id": "5", "caption": "77", "document": "attach://f"}, "f", "a.txt", []byte("x"))
	require.Empty(t, b.s.Findings(), "form text may be what it likes where a String is wanted")
	b.upload("sendDocument", map[string]string{"chat_id": "x"}, "document", "a.txt", []byte("x"))
	require.Equal(t, []Finding{{"sendDocument", "chat_id", "is no Integer"}}, b.s.Findings())
}

func TestLoadSpecRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "api.json")
	_, err := LoadSpec(path)
	require.ErrorIs(t, err, os.ErrNotExist)
	for _, text := range []string{"x", "{}"} {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		_, err = LoadSpec(path)
		require.ErrorContains(t, err, "load the API specification")
	}
}
