package telegram

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot"
)

func decode(t *testing.T, s string) bot.Event {
	t.Helper()
	u, err := Decode(json.RawMessage(s))
	require.NoError(t, err)
	return u
}

const group = `"chat":{"id":-1005,"type":"supergroup","title":"专班","is_forum":true},"date":1700000000,"message_id":9,`

func TestDecodeMessage(t *testing.T) {
	u := decode(t, `{"update_id":7,"message":{`+group+`"from":{"id":3,"first_name":"财政局","last_name":"甲","username":"cz"},
		"is_topic_message":true,"message_thread_id":4,"reply_to_message":{"message_id":4,"from":{"id":1,"is_bot":true}},"text":"/bind@Bot  now "}}`)
	assert.Equal(t, bot.Event{Kind: bot.KindMessage, Chat: bot.Chat{ID: "tg:-1005", Kind: bot.GroupChat, Title: "专班"}, Thread: 4,
		From: bot.User{ID: "tg:3", Name: "财政局 甲", Username: "cz"}, MessageID: "9", Date: time.Unix(1700000000, 0), Text: "/bind@Bot  now "}, u)
	cmd, ok := u.Command()
	assert.True(t, ok)
	assert.Equal(t, bot.Command{Name: "bind", Args: "now", Bot: "Bot"}, cmd)

	u = decode(t, `{"update_id":8,"message":{`+group+`"message_thread_id":4,"sender_chat":{"id":-1005},"reply_to_message":{"message_id":5,"from":{"id":1,"is_bot":true}},"text":"x"}}`)
	assert.True(t, u.Anonymous)
	assert.Zero(t, u.Thread, "a thread of replies is no topic")
}

func TestDecodeFiles(t *testing.T) {
	u := decode(t, `{"update_id":1,"message":{`+group+`"caption":"证明","media_group_id":"m","forward_origin":{"type":"from another world"},
		"photo":[{"file_id":"s","file_unique_id":"us","file_size":10},{"file_id":"l","file_unique_id":"ul","file_size":99},{"file_id":"m","file_unique_id":"um","file_size":50}]}}`)
	assert.Equal(t, &bot.File{ID: "l", UID: "ul", Kind: "photo", Size: 99}, u.File)
	assert.Equal(t, "证明", u.Words())
	assert.Equal(t, "m", u.MediaGroup)
	for field, kind := range map[string]string{"document": "document", "voice": "voice", "video": "video", "video_note": "video", "audio": "document"} {
		u = decode(t, `{"update_id":1,"message":{`+group+`"`+field+`":{"file_id":"f","file_unique_id":"u","file_name":"n.pdf","mime_type":"application/pdf","file_size":5}}}`)
		assert.Equal(t, &bot.File{ID: "f", UID: "u", Kind: kind, Name: "n.pdf", MIME: "application/pdf", Size: 5}, u.File, field)
		assert.Equal(t, bot.KindMessage, u.Kind)
	}
	assert.Equal(t, bot.KindMessage, decode(t, `{"update_id":1,"message":{`+group+`"sticker":{"emoji":5}}}`).Kind)
}

func TestDecodeKinds(t *testing.T) {
	for s, want := range map[string]bot.Kind{
		`"edited_message":{` + group + `"text":"x"}`:                                                                      bot.KindEdited,
		`"message":{` + group + `"new_chat_members":[{"id":5,"is_bot":true}]}`:                                            bot.KindJoined,
		`"message":{` + group + `"migrate_to_chat_id":-100}`:                                                              bot.KindMigrated,
		`"message":{` + group + `"pinned_message":{"message_id":1}}`:                                                      bot.KindOther,
		`"my_chat_member":{"chat":{"id":5,"type":"private"},"from":{"id":5},"date":5}`:                                    bot.KindMember,
		`"channel_post":{` + group + `"text":"x"}`:                                                                        bot.KindOther,
		`"a_kind_of_2031":{"x":1}`:                                                                                        bot.KindOther,
		`"callback_query":{"id":"q","from":{"id":5},"data":"d"}`:                                                          bot.KindCallback,
		`"callback_query":{"id":"q","from":{"id":5},"message":{"message_id":3,"chat":{"id":-5,"type":"group"},"date":0}}`: bot.KindCallback,
	} {
		assert.Equal(t, want, decode(t, `{"update_id":1,`+s+`}`).Kind, s)
	}
	u := decode(t, `{"update_id":1,"my_chat_member":{"chat":{"id":5,"type":"private"},"from":{"id":6},"date":5,"old_chat_member":{"status":"member"},"new_chat_member":{"status":"kicked","until_date":0}}}`)
	assert.Equal(t, &bot.Member{Was: true, By: bot.User{ID: "tg:6"}}, u.Member)
	assert.True(t, u.Member.Gone())
	u = decode(t, `{"update_id":1,"callback_query":{"id":"q","from":{"id":5},"data":"d","message":{"message_id":3,"chat":{"id":-5,"type":"group"},"date":0}}}`)
	assert.Equal(t, &bot.Callback{ID: "q", Data: "d"}, u.Callback)
	assert.EqualValues(t, "3", u.MessageID)
	assert.EqualValues(t, "tg:-5", u.Chat.ID)
}

func TestDecodeRefusesGarbage(t *testing.T) {
	for _, s := range []string{``, `null`, `5`, `{}`, `{"update_id":"x"}`, `{"update_id":1,"message":5}`, `{"update_id":1,"message":{"text":[]}}`} {
		_, err := Decode(json.RawMessage(s))
		assert.Error(t, err, s)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(`{"update_id":7,"message":{` + group + `"text":"/x"}}`)
	f.Add(`{"update_id":7,"callback_query":{"from":{}}}`)
	f.Fuzz(func(t *testing.T, s string) {
		raw := json.RawMessage(s)
		u, err := Decode(raw)
		if err != nil {
			return
		}
		u.Command()
		if _, ok := idOf(raw); !ok {
			t.Error("decoded without an id")
		}
		if chat := chatOf(raw); chat != "" && chat != u.Chat.ID {
			t.Errorf("chat %s, decoded %s", chat, u.Chat.ID)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	raw := json.RawMessage(`{"update_id":7,"message":{` + group + `"from":{"id":3,"first_name":"财政局"},"text":"没有变化，继续推进。"}}`)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(raw); err != nil {
			b.Fatal(err)
		}
	}
}
