package sandbox

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// rule is a request and the answer of the real server to it.
type rule struct {
	name   string
	method string
	params m
	code   int
	text   string
}

// TestRefusals holds one request of each kind that the real server refuses.
func TestRefusals(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p := b.started("王")
	own := b.send(p.ID(), "卡片")
	doc := b.upload("sendDocument", map[string]string{"chat_id": itoa(p.ID())}, "document", "a.txt", []byte("x"))
	require.True(t, doc.OK, doc.Description)
	theirs, err := p.Send(p.ID(), "我写的")
	require.NoError(t, err)
	var keyed Message
	b.ok("sendMessage", m{"chat_id": p.ID(), "text": "选", "reply_markup": m{"force_reply": true}}, &keyed)

	blocked, gone, met, stranger := b.started("甲"), b.started("乙"), b.s.AddUser(User{FirstName: "丙"}), b.s.AddUser(User{FirstName: "丁"})
	blocked.Block()
	gone.Delete()
	group, err := b.s.AddGroup("专班", BasicGroup, met)
	require.NoError(t, err)
	group.AddBot(met)
	kicked, err := b.s.AddGroup("旧群", BasicGroup, p)
	require.NoError(t, err)
	kicked.AddBot(p)
	kicked.KickBot(p)
	super, err := b.s.AddGroup("大群", Supergroup, p)
	require.NoError(t, err)
	super.AddBot(p)
	super.KickBot(p)
	forum, err := b.s.AddGroup("论坛", Supergroup, p, "通报")
	require.NoError(t, err)
	forum.AddBot(p)
	forum.CloseTopic(p, forum.Topic("通报"), true)
	strict, err := b.s.AddGroup("禁言群", Supergroup, p)
	require.NoError(t, err)
	strict.AddBot(p)
	strict.Forbid(SendText, SendPhotos, SendDocuments, PinMessages)
	pic := b.upload("sendPhoto", map[string]string{"chat_id": itoa(p.ID())}, "photo", "a.png", picture(t, 40, 40))
	require.True(t, pic.OK, pic.Description)
	var shown, filed Message
	require.NoError(t, json.Unmarshal(pic.Result, &shown))
	require.NoError(t, json.Unmarshal(doc.Result, &filed))
	photo, document := shown.Photo[0].FileID, filed.Document.FileID

	say := func(chat int64, text string) m { return m{"chat_id": chat, "text": text} }
	with := func(key string, v any) m { return m{"chat_id": p.ID(), "text": "好", key: v} }
	button := func(fields m) m { return with("reply_markup", m{"inline_keyboard": [][]m{{fields}}}) }
	html := func(text string) m { return m{"chat_id": p.ID(), "text": text, "parse_mode": "HTML"} }
	edit := func(id int, text string) m { return m{"chat_id": p.ID(), "message_id": id, "text": text} }
	same := "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"
	row := make([]m, 9)
	for i := range row {
		row[i] = m{"text": "x", "callback_data": "x"}
	}
	inlineError := "Bad Request: can't parse inline keyboard button: "
	for _, r := range []rule{
		{"no method", "sendPigeon", m{}, 404, "Not Found: method not found"},
		{"no chat id", "sendMessage", m{"text": "x"}, 400, "Bad Request: chat_id is empty"},
		{"no chat", "sendMessage", say(42, "x"), 400, "Bad Request: chat not found"},
		{"no such name", "sendMessage", m{"chat_id": "@nobody_here", "text": "x"}, 400, "Bad Request: chat not found"},
		{"stranger", "sendMessage", say(stranger.ID(), "x"), 400, "Bad Request: chat not found"},
		{"met in a group", "sendMessage", say(met.ID(), "x"), 403, "Forbidden: bot can't initiate conversation with a user"},
		{"blocked", "sendMessage", say(blocked.ID(), "x"), 403, "Forbidden: bot was blocked by the user"},
		{"blocked, typing", "sendChatAction", m{"chat_id": blocked.ID(), "action": "typing"}, 403, "Forbidden: bot was blocked by the user"},
		{"deactivated", "sendMessage", say(gone.ID(), "x"), 403, "Forbidden: user is deactivated"},
		{"kicked", "sendMessage", say(kicked.ID(), "x"), 403, "Forbidden: bot was kicked from the group chat"},
		{"kicked, super", "sendMessage", say(super.ID(), "x"), 403, "Forbidden: bot was kicked from the supergroup chat"},
		{"empty", "sendMessage", say(p.ID(), ""), 400, "Bad Request: message text is empty"},
		{"blank", "sendMessage", say(p.ID(), " \n "), 400, "Bad Request: text must be non-empty"},
		{"only tags", "sendMessage", html("<b> </b>"), 400, "Bad Request: text must be non-empty"},
		{"long", "sendMessage", say(p.ID(), strings.Repeat("字", 4097)), 400, "Bad Request: message is too long"},
		{"long in UTF-16", "sendMessage", say(p.ID(), strings.Repeat("😀", 2049)), 400, "Bad Request: message is too long"},
		{"parse mode", "sendMessage", with("parse_mode", "BBCode"), 400, "Bad Request: unsupported parse_mode"},
		{"action", "sendChatAction", m{"chat_id": p.ID(), "action": "dancing"}, 400, "Bad Request: wrong parameter action in request"},
		{"reply", "sendMessage", with("reply_parameters", m{"message_id": 9999}), 400, "Bad Request: message to be replied not found"},
		{"thread", "sendMessage", m{"chat_id": forum.ID(), "text": "x", "message_thread_id": 999}, 400, "Bad Request: message thread not found"},
		{"general by id", "sendMessage", m{"chat_id": forum.ID(), "text": "x", "message_thread_id": 1}, 400, "Bad Request: message thread not found"},
		{"closed", "sendMessage", m{"chat_id": forum.ID(), "text": "x", "message_thread_id": forum.Topic("通报")}, 400, "Bad Request: TOPIC_CLOSED"},
		{"no text", "sendMessage", say(strict.ID(), "x"), 400, "Bad Request: not enough rights to send text messages to the chat"},
		{"no photos", "sendPhoto", m{"chat_id": strict.ID(), "photo": photo}, 400, "Bad Request: not enough rights to send photos to the chat"},
		{"no documents", "sendDocument", m{"chat_id": strict.ID(), "document": document}, 400, "Bad Request: not enough rights to send documents to the chat"},
		{"no album", "sendMediaGroup", m{"chat_id": strict.ID(), "media": []m{{"type": "photo", "media": photo}, {"type": "photo", "media": photo}}}, 400, "Bad Request: not enough rights to send photos to the chat"},
		{"no pins", "pinChatMessage", m{"chat_id": strict.ID(), "message_id": 1}, 400, "Bad Request: not enough rights to manage pinned messages in the chat"},
		{"markup JSON", "sendMessage", with("reply_markup", "{"), 400, "Bad Request: can't parse reply keyboard markup JSON object"},
		{"markup kind", "sendMessage", with("reply_markup", []int{1}), 400, "Bad Request: object expected as reply markup"},
		{"rows", "sendMessage", with("reply_markup", m{"inline_keyboard": []m{{"text": "x"}}}), 400, `Bad Request: field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays`},
		{"nine in a row", "sendMessage", with("reply_markup", m{"inline_keyboard": [][]m{row}}), 400, "Bad Request: reply markup is too long"},
		{"no action", "sendMessage", button(m{"text": "x"}), 400, inlineError + "Text buttons are unallowed in the inline keyboard"},
		{"empty data", "sendMessage", button(m{"text": "x", "callback_data": ""}), 400, inlineError + "Text buttons are unallowed in the inline keyboard"},
		{"65 bytes", "sendMessage", button(m{"text": "x", "callback_data": strings.Repeat("a", 65)}), 400, "Bad Request: BUTTON_DATA_INVALID"},
		{"22 han", "sendMessage", button(m{"text": "x", "callback_data": strings.Repeat("字", 22)}), 400, "Bad Request: BUTTON_DATA_INVALID"},
		{"no label", "sendMessage", button(m{"callback_data": "x"}), 400, inlineError + `Can't find field "text"`},
		{"empty label", "sendMessage", button(m{"text": "", "callback_data": "x"}), 400, "Bad Request: inline keyboard button text must be non-empty"},
		{"label type", "sendMessage", button(m{"text": 5, "callback_data": "x"}), 400, inlineError + `Field "text" must be of type String`},
		{"style", "sendMessage", button(m{"text": "x", "callback_data": "x", "style": "pink"}), 400, inlineError + "invalid button style specified"},
		{"host", "sendMessage", button(m{"text": "x", "url": "http://localhost"}), 400, "Bad Request: inline keyboard button URL 'http://localhost' is invalid: Wrong HTTP URL"},
		{"scheme", "sendMessage", button(m{"text": "x", "url": "ftp://a.cn"}), 400, "Bad Request: inline keyboard button URL 'ftp://a.cn' is invalid: Unsupported URL protocol"},
		{"copy nothing", "sendMessage", button(m{"text": "x", "copy_text": m{"text": ""}}), 400, "Bad Request: BUTTON_COPY_TEXT_INVALID"},
		{"copy no field", "sendMessage", button(m{"text": "x", "copy_text": m{}}), 400, inlineError + `Can't find field "text"`},
		{"edit missing", "editMessageText", edit(9999, "x"), 400, "Bad Request: message to edit not found"},
		{"edit foreign", "editMessageText", edit(theirs, "x"), 400, "Bad Request: message can't be edited"},
		{"edit keyed", "editMessageText", edit(keyed.MessageID, "x"), 400, "Bad Request: message can't be edited"},
		{"edit same", "editMessageText", edit(own.MessageID, " 卡片 "), 400, same},
		{"edit same keys", "editMessageReplyMarkup", m{"chat_id": p.ID(), "message_id": own.MessageID}, 400, same},
		{"edit long", "editMessageText", edit(own.MessageID, strings.Repeat("a", 4097)), 400, "Bad Request: MESSAGE_TOO_LONG"},
		{"edit document", "editMessageText", edit(own.MessageID+1, "x"), 400, "Bad Request: there is no text in the message to edit"},
		{"edit nothing", "editMessageText", m{"text": "x"}, 400, "Bad Request: message identifier is not specified"},
		{"delete missing", "deleteMessage", m{"chat_id": p.ID(), "message_id": 9999}, 400, "Bad Request: message to delete not found"},
		{"no callback", "answerCallbackQuery", m{"callback_query_id": "5"}, 400, "Bad Request: query is too old and response timeout expired or query ID is invalid"},
		{"no file", "getFile", m{"file_id": "AgAD"}, 400, "Bad Request: invalid file_id"},
		{"no document", "sendDocument", m{"chat_id": p.ID()}, 400, "Bad Request: there is no document in the request"},
		{"no member", "getChatMember", m{"chat_id": group.ID(), "user_id": 77}, 400, "Bad Request: PARTICIPANT_ID_INVALID"},
		{"leave a person", "leaveChat", m{"chat_id": p.ID()}, 400, "Bad Request: chat member status can't be changed in private chats"},
		{"command", "setMyCommands", m{"commands": []m{{"command": "状态", "description": "x"}}}, 400, "Bad Request: BOT_COMMAND_INVALID"},
		{"command text", "setMyCommands", m{"commands": []m{{"command": "status", "description": ""}}}, 400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"},
		{"plain webhook", "setWebhook", m{"url": "http://example.org/x"}, 400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"},
	} {
		t.Run(r.name, func(t *testing.T) {
			b.t = t
			before := len(b.s.Messages(p.ID(), 0))
			b.fails(r.method, r.params, r.code, r.text)
			require.Len(t, b.s.Messages(p.ID(), 0), before, "a refused request has no effect")
		})
	}
}

func TestWhatIsAllowedAtTheLimits(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p := b.started("王")
	row := []m{{"text": "x", "callback_data": strings.Repeat("字", 21) + "a"}, {"text": "y", "url": "example.cn"}}
	for _, params := range []m{
		{"text": strings.Repeat("😀", 2048)},
		{"text": " " + strings.Repeat("字", 4096) + "\n"},
		{"text": "<b>" + strings.Repeat("&amp;", 4096) + "</b>", "parse_mode": "html"},
		{"text": "好", "reply_markup": m{"inline_keyboard": [][]m{row}}},
		{"text": "好", "reply_parameters": m{"message_id": 9999, "allow_sending_without_reply": true}},
		{"text": "好", "reply_markup": m{"force_reply": true}},
	} {
		params["chat_id"] = p.ID()
		b.ok("sendMessage", params, nil)
	}
	last := b.s.Messages(p.ID(), p.ID())
	require.Equal(t, "http://example.cn/", last[4].ReplyMarkup.Rows[0][1].URL)
	require.Empty(t, b.s.Findings())
}

// TestEmptyCopyText: go-telegram puts an empty copy_text beside every
// callback_data. The real server passes over it; the specification does not
// allow it, and that is found.
func TestEmptyCopyText(t *testing.T) {
	b := newBot(t, Options{})
	p := b.started("王")
	var msg Message
	b.ok("sendMessage", m{"chat_id": p.ID(), "text": "x", "reply_markup": m{"inline_keyboard": [][]m{{
		{"text": "好", "callback_data": "a", "copy_text": m{"text": ""}}}}}}, &msg)
	require.Equal(t, Button{Text: "好", CallbackData: "a"}, msg.ReplyMarkup.Rows[0][0])
	if b.s.spec != nil {
		require.Contains(t, b.s.Findings(), Finding{"sendMessage", "reply_markup.inline_keyboard[0][0]", "has 2 actions, exactly one is allowed"})
	}
}
