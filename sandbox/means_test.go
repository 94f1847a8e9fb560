package sandbox

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestReactions: a bot's reaction replaces its own, leaves people's, and is
// refused where the real server refuses it.
func TestReactions(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p := b.started("王")
	id, err := p.Send(p.ID(), "已完成")
	require.NoError(t, err)
	at := m{"chat_id": p.ID(), "message_id": id}
	react := func(list ...m) m { return m{"chat_id": at["chat_id"], "message_id": id, "reaction": list} }
	emoji := func(s string) m { return m{"type": "emoji", "emoji": s} }
	b.ok("setMessageReaction", react(emoji("👀")), nil)
	b.ok("setMessageReaction", react(emoji("👌")), nil)
	last := func() View { v, _ := b.s.Last(p.ID()); return v }
	require.Equal(t, []Reaction{{"👌", b.s.Bot().ID}}, last().Reactions)
	require.NoError(t, p.React(p.ID(), id, "❤"))
	require.Len(t, last().Reactions, 2)
	require.Error(t, p.React(p.ID(), id, "✅"))
	b.fails("setMessageReaction", react(emoji("✅")), 400, "Bad Request: REACTION_INVALID")
	b.fails("setMessageReaction", react(emoji("👌"), emoji("👍")), 400, "Bad Request: REACTIONS_TOO_MANY")
	b.fails("setMessageReaction", m{"chat_id": p.ID(), "message_id": 999}, 400, "Bad Request: message to react not found")
	b.ok("setMessageReaction", at, nil)
	require.Equal(t, []Reaction{{"❤", p.ID()}}, last().Reactions)
}

// TestDateTime: a date that every phone shows in its own way.
func TestDateTime(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p := b.started("王")
	msg := b.send(p.ID(), `截止<tg-time unix="1797091200" format="wDT">12月15日</tg-time>，<tg-time unix=1797091200>届时</tg-time>`)
	require.Equal(t, "截止12月15日，届时", msg.Text)
	require.Equal(t, []Entity{
		{Type: "date_time", Offset: 2, Length: 6, UnixTime: 1797091200, TimeFormat: "wDT"},
		{Type: "date_time", Offset: 9, Length: 2, UnixTime: 1797091200},
	}, msg.Entities)
	for _, bad := range []string{`<tg-time>x</tg-time>`, `<tg-time unix="x">x</tg-time>`, `<tg-time unix="-1">x</tg-time>`, `<tg-time unix="1797091200" format="TD">x</tg-time>`, `<tg-time unix="1797091200" format="rD">x</tg-time>`} {
		b.fails("sendMessage", m{"chat_id": p.ID(), "text": bad, "parse_mode": "HTML"}, 400, "Bad Request: can't parse entities: Invalid date and time specified")
	}
}

// TestProtectedContent: what is protected nobody forwards.
func TestProtectedContent(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p := b.started("王")
	var msg Message
	b.ok("sendMessage", m{"chat_id": p.ID(), "text": "内部", "protect_content": true}, &msg)
	require.True(t, msg.Protected)
	_, err := p.Forward(p.ID(), msg.MessageID, p.ID())
	require.Error(t, err)
}

// TestPins: the newest pin is shown, until it is deleted.
func TestPins(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p := b.started("王")
	one, two := b.send(p.ID(), "一"), b.send(p.ID(), "二")
	pin := func(id int) m { return m{"chat_id": p.ID(), "message_id": id} }
	shown := func() string {
		if v := b.s.Chats(p.ID())[0].Pinned; v != nil {
			return v.Text
		}
		return ""
	}
	b.ok("pinChatMessage", pin(one.MessageID), nil)
	b.ok("pinChatMessage", pin(two.MessageID), nil)
	require.Equal(t, "二", shown())
	b.ok("deleteMessage", pin(two.MessageID), nil)
	require.Equal(t, "一", shown())
	b.fails("pinChatMessage", pin(two.MessageID+1), 400, "Bad Request: a service message can't be pinned")
}

// TestButtonsAndPlaceholders: what the API says of styles, copied text and
// the words in an empty field.
func TestButtonsAndPlaceholders(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p := b.started("王")
	send := func(markup m) m { return m{"chat_id": p.ID(), "text": "问", "reply_markup": markup} }
	inline := func(button m) m { return send(m{"inline_keyboard": [][]m{{button}}}) }
	b.ok("sendMessage", inline(m{"text": "好", "callback_data": "x", "style": "success"}), nil)
	b.ok("sendMessage", inline(m{"text": "复制", "copy_text": m{"text": "链接"}}), nil)
	b.ok("sendMessage", send(m{"force_reply": true, "input_field_placeholder": strings.Repeat("字", 64)}), nil)
	b.fails("sendMessage", inline(m{"text": "好", "callback_data": "x", "style": "pink"}), 400, "Bad Request: can't parse inline keyboard button: invalid button style specified")
	b.fails("sendMessage", send(m{"keyboard": [][]m{{{"text": "好"}}}}), 400, "Bad Request: reply keyboards are not served by the sandbox")
	b.fails("sendMessage", inline(m{"text": "复制", "copy_text": m{"text": strings.Repeat("字", 257)}}), 400, "Bad Request: BUTTON_COPY_TEXT_INVALID")
	for _, words := range []string{"", strings.Repeat("字", 65)} {
		b.fails("sendMessage", send(m{"force_reply": true, "input_field_placeholder": words}), 400, "Bad Request: INPUT_FIELD_PLACEHOLDER_INVALID")
	}
	b.s.findings = nil // the refused ones were meant
}

// TestWhatPeopleSend: voice, stickers, places, forwards and deletions.
func TestWhatPeopleSend(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p := b.started("王")
	post := func(x Post) int {
		id, err := p.Post(p.ID(), x)
		require.NoError(t, err)
		return id
	}
	post(Post{Voice: []byte("OggS"), Seconds: 4})
	post(Post{Sticker: "👍"})
	post(Post{Location: &Location{Latitude: 30.25, Longitude: 120.17}})
	sent := b.send(p.ID(), "转给你")
	forwarded, err := p.Forward(p.ID(), sent.MessageID, p.ID())
	require.NoError(t, err)
	ups := b.updates()
	require.Len(t, ups, 4)
	require.Equal(t, 4, ups[0].Message.Voice.Duration)
	require.Equal(t, "audio/ogg", ups[0].Message.Voice.MimeType)
	require.Equal(t, "👍", ups[1].Message.Sticker.Emoji)
	require.InDelta(t, 30.25, ups[2].Message.Location.Latitude, 0)
	require.Equal(t, "转给你", ups[3].Message.Text)
	require.Equal(t, b.s.Bot().ID, ups[3].Message.ForwardOrigin.SenderUser.ID)
	require.NoError(t, p.DeleteMessage(p.ID(), forwarded))
	require.Empty(t, b.updates(), "the bot is not told")
}

// TestLocalServer: with --local files are read from and sent by paths.
func TestLocalServer(t *testing.T) {
	dir := t.TempDir()
	b := newBot(t, Options{Limits: &NoLimits, LocalFiles: dir})
	p := b.started("王")
	_, err := p.SendDocument(p.ID(), "大.zip", make([]byte, maxDownload+1), "")
	require.NoError(t, err)
	id := b.updates()[0].Message.Document.FileID
	var f struct {
		Path string `json:"file_path"`
	}
	b.ok("getFile", m{"file_id": id}, &f)
	require.True(t, filepath.IsAbs(f.Path))
	data, err := os.ReadFile(f.Path)
	require.NoError(t, err)
	require.Len(t, data, maxDownload+1)
	require.Equal(t, 404, b.get("/file/bot"+b.s.Token()+"/"+f.Path).Code)
	var msg Message
	b.ok("sendDocument", m{"chat_id": p.ID(), "document": "file://" + f.Path}, &msg)
	require.Equal(t, len(data), msg.Document.FileSize)
	b.fails("sendDocument", m{"chat_id": p.ID(), "document": "file:///none"}, 400, "Bad Request: wrong file identifier/HTTP URL specified")
}

// TestNamedFaults: each does what its name says and to nothing else.
func TestNamedFaults(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p := b.started("王")
	clear := b.s.Inject(ProxyPage())
	page := b.get("/bot" + b.s.Token() + "/getMe")
	require.Equal(t, 200, page.Code)
	require.Contains(t, page.Body.String(), "<html>")
	clear()
	b.s.Inject(SlowMenus())
	b.send(p.ID(), "在")
	done := make(chan answer)
	go func() { done <- b.call("setMyCommands", m{"commands": []m{}}) }()
	<-b.clock.waits
	select {
	case <-done:
		t.Fatal("the menu was not slow")
	default:
	}
	b.clock.advance(SlowMenus().Delay)
	require.True(t, (<-done).OK)
	b.s.ClearFaults()

	for _, arrives := range []bool{false, true} {
		b.s.Inject(SilentSends(arrives))
		before := len(b.s.Messages(p.ID(), 0))
		broken := make(chan error)
		go func() {
			resp, err := b.s.Transport().RoundTrip(b.newRequest("sendMessage", m{"chat_id": p.ID(), "text": "喂"}))
			if err == nil {
				err = errors.Join(resp.Body.Close(), errors.New("it was answered"))
			}
			broken <- err
		}()
		<-b.clock.waits
		b.clock.advance(SilentSends(arrives).Delay)
		require.ErrorIs(t, <-broken, io.ErrUnexpectedEOF)
		after := len(b.s.Messages(p.ID(), 0))
		require.Equal(t, arrives, after > before)
		b.s.ClearFaults()
	}
}

// TestReactionsAreKept: a saved sandbox has them.
func TestReactionsAreKept(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p := b.started("王")
	require.NoError(t, p.React(p.ID(), 1, "👍"))
	var saved strings.Builder
	require.NoError(t, b.s.Save(&saved))
	other := New(Options{})
	require.NoError(t, other.Load(strings.NewReader(saved.String())))
	v, _ := other.Last(p.ID())
	raw, err := json.Marshal(v)
	require.NoError(t, err)
	require.Contains(t, string(raw), `"reactions":[{"emoji":"👍"`)
}
