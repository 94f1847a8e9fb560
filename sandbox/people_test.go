package sandbox

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTapsGoStale(t *testing.T) {
	b := newBot(t, Options{})
	p := b.started("王")
	var msg Message
	b.ok("sendMessage", m{"chat_id": p.ID(), "text": "卡片", "reply_markup": m{"inline_keyboard": [][]m{{{"text": "好", "callback_data": "a:1"}}}}}, &msg)
	old := "Bad Request: query is too old and response timeout expired or query ID is invalid"
	for _, c := range []struct {
		after time.Duration
		stale bool
	}{{0, false}, {answerWithin - time.Millisecond, false}, {answerWithin, true}} {
		tap, err := p.Tap(p.ID(), msg.MessageID, "a:1")
		require.NoError(t, err)
		b.clock.advance(c.after)
		require.Equal(t, c.stale, tap.Stale())
		params := m{"callback_query_id": tap.ID(), "text": "好的", "show_alert": true}
		if c.stale {
			b.fails("answerCallbackQuery", params, 400, old)
			_, answered := tap.Answer()
			require.False(t, answered)
			continue
		}
		b.fails("answerCallbackQuery", m{"callback_query_id": tap.ID(), "text": string(bytes.Repeat([]byte("a"), 201))}, 400, "Bad Request: MESSAGE_TOO_LONG")
		b.ok("answerCallbackQuery", params, nil)
		got, _ := tap.Answer()
		require.Equal(t, Answer{Text: "好的", Alert: true}, got)
		b.fails("answerCallbackQuery", params, 400, old)
	}
	_, err := p.Tap(p.ID(), msg.MessageID, "没有")
	require.Error(t, err)
	b.ok("editMessageReplyMarkup", m{"chat_id": p.ID(), "message_id": msg.MessageID}, nil)
	_, err = p.Tap(p.ID(), msg.MessageID, "a:1")
	require.Error(t, err, "the button is gone")
	b.updates()
	_, err = p.TapData(p.ID(), msg.MessageID, "a:1")
	require.NoError(t, err, "but an old screen may still show it")
	require.Equal(t, "a:1", b.updates()[0].Callback.Data)
}

func TestEditsAndDeletions(t *testing.T) {
	b := newBot(t, Options{})
	p := b.started("王")
	theirs, err := p.Send(p.ID(), "错字")
	require.NoError(t, err)
	b.updates()
	require.NoError(t, p.Edit(p.ID(), theirs, "改好"))
	ups := b.updates()
	require.Equal(t, "改好", ups[0].Edited.Text)
	require.NotZero(t, ups[0].Edited.EditDate)
	own := b.send(p.ID(), "<b>一</b>")
	require.Error(t, p.Edit(p.ID(), own.MessageID, "x"))
	b.ok("editMessageText", m{"chat_id": p.ID(), "message_id": own.MessageID, "text": "一"}, nil)
	last, _ := b.s.Last(p.ID())
	require.Empty(t, last.Entities, "entities alone are a change")
	require.Empty(t, last.Edits)
	b.ok("editMessageText", m{"chat_id": p.ID(), "message_id": own.MessageID, "text": "二"}, nil)
	last, _ = b.s.Last(p.ID())
	require.Equal(t, []Edit{{At: b.clock.Now(), Text: "一"}}, last.Edits)

	b.clock.advance(48*time.Hour - time.Second)
	b.ok("deleteMessage", m{"chat_id": p.ID(), "message_id": theirs}, nil)
	b.clock.advance(time.Second)
	b.fails("deleteMessage", m{"chat_id": p.ID(), "message_id": own.MessageID}, 400, "Bad Request: message can't be deleted for everyone")
}

func TestBlockingAndUnreadCounts(t *testing.T) {
	b := newBot(t, Options{})
	p := b.started("王")
	b.send(p.ID(), "一")
	b.send(p.ID(), "二")
	require.Equal(t, 2, b.s.Unread(p.ID(), p.ID()))
	p.Read(p.ID())
	require.Zero(t, b.s.Unread(p.ID(), p.ID()))
	p.Block()
	ups := b.updates()
	require.Equal(t, "member kicked", ups[0].MyMember.Old.Status+" "+ups[0].MyMember.New.Status)
	_, err := p.Send(p.ID(), "x")
	require.Error(t, err)
	_, err = p.Start("again")
	require.NoError(t, err)
	ups = b.updates()
	require.Equal(t, "member", ups[0].MyMember.New.Status)
	require.Equal(t, "/start again", ups[1].Message.Text)
	_, err = p.Start("no spaces")
	require.Error(t, err)
	b.send(p.ID(), "又好了")
}

func TestPrivacyMode(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p, q := b.started("王"), b.started("李")
	g, err := b.s.AddGroup("专班", BasicGroup, p)
	require.NoError(t, err)
	g.Add(p, q)
	require.Empty(t, b.updates(), "the bot is not in it")
	g.AddBot(p)
	ups := b.updates()
	require.Equal(t, "left member", ups[0].MyMember.Old.Status+" "+ups[0].MyMember.New.Status)
	require.Equal(t, b.s.Bot(), ups[1].Message.NewChatMembers[0])
	ours := b.send(g.ID(), "通报")

	say := func(post Post) bool {
		t.Helper()
		_, err := q.Post(g.ID(), post)
		require.NoError(t, err)
		return len(b.updates()) > 0
	}
	for _, c := range []struct {
		post Post
		seen bool
	}{
		{Post{Text: "大家好"}, false},
		{Post{Text: "/status"}, true},
		{Post{Text: "/status@LIUBAO_bot 全部"}, true},
		{Post{Text: "/status@other_bot"}, false},
		{Post{Text: "见 /status"}, false},
		{Post{Text: "@liubao_bot 在吗"}, true},
		{Post{Text: "收到", ReplyTo: ours.MessageID}, true},
		{Post{Document: []byte("x"), FileName: "a.txt", Text: "@liubao_bot"}, true},
		{Post{Document: []byte("x"), FileName: "a.txt"}, false},
	} {
		require.Equal(t, c.seen, say(c.post), c.post.Text)
	}
	g.PromoteBot(p)
	require.Equal(t, "administrator", b.updates()[0].MyMember.New.Status)
	require.True(t, say(Post{Text: "大家好"}), "administrators see everything")
	g.Promote(p, q, true)
	b.updates()
	_, err = q.Post(g.ID(), Post{Text: "/status", Anonymous: true})
	require.NoError(t, err)
	anon := b.updates()[0].Message
	require.Equal(t, int64(1087968824), anon.From.ID)
	require.Equal(t, g.ID(), anon.SenderChat.ID)

	open := newBot(t, Options{NoPrivacy: true})
	r := open.started("王")
	h, err := open.s.AddGroup("群", BasicGroup, r)
	require.NoError(t, err)
	h.AddBot(r)
	open.updates()
	_, err = r.Send(h.ID(), "大家好")
	require.NoError(t, err)
	require.Len(t, open.updates(), 1)
}

func TestMembersAndLeaving(t *testing.T) {
	b := newBot(t, Options{})
	p, q := b.started("王"), b.started("李")
	g, err := b.s.AddGroup("专班", Supergroup, p)
	require.NoError(t, err)
	g.AddBot(p)
	b.updates()
	g.PromoteBot(p)
	b.updates()
	status := func(id int64) string {
		var cm ChatMember
		b.ok("getChatMember", m{"chat_id": g.ID(), "user_id": id}, &cm)
		return cm.Status
	}
	require.Equal(t, "creator", status(p.ID()))
	require.Equal(t, "left", status(q.ID()))
	g.Add(p, q)
	require.Equal(t, "member", status(q.ID()))
	for _, u := range b.updates() {
		require.Nil(t, u.Member, "chat_member must be asked for")
	}
	b.peek(m{"allowed_updates": []string{"chat_member", "message"}})
	g.Promote(p, q, false)
	require.Equal(t, "administrator", b.updates()[0].Member.New.Status)
	b.ok("leaveChat", m{"chat_id": g.ID()}, nil)
	b.fails("sendMessage", m{"chat_id": g.ID(), "text": "x"}, 403, "Forbidden: bot is not a member of the supergroup chat")
	b.fails("leaveChat", m{"chat_id": g.ID()}, 403, "Forbidden: bot is not a member of the supergroup chat")
}

func TestMigration(t *testing.T) {
	b := newBot(t, Options{})
	p := b.started("王")
	g, err := b.s.AddGroup("专班", BasicGroup, p)
	require.NoError(t, err)
	g.AddBot(p)
	b.updates()
	old := g.ID()
	now, err := g.Migrate(p)
	require.NoError(t, err)
	ups := b.updates()
	require.Equal(t, now, ups[0].Message.MigrateTo)
	require.Equal(t, old, ups[0].Message.Chat.ID)
	require.Equal(t, old, ups[1].Message.MigrateFrom)
	require.Equal(t, now, ups[1].Message.Chat.ID)
	got := b.fails("sendMessage", m{"chat_id": old, "text": "x"}, 400, "Bad Request: group chat was upgraded to a supergroup chat")
	require.Equal(t, now, got.Parameters.MigrateTo)
	require.Equal(t, 2, b.send(now, "x").MessageID, "a supergroup counts its own messages")
	_, err = p.Send(old, "x")
	require.Error(t, err)
	_, err = g.Migrate(p)
	require.Error(t, err)
}

func TestTopics(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p := b.started("王")
	g, err := b.s.AddGroup("专班", Supergroup, p, "通报", "草稿")
	require.NoError(t, err)
	g.AddBot(p)
	b.updates()
	thread := g.Topic("通报")
	post := m{"chat_id": g.ID(), "text": "x", "message_thread_id": thread}
	var msg Message
	b.ok("sendMessage", post, &msg)
	require.Equal(t, thread, msg.ThreadID)
	require.True(t, msg.IsTopicMessage)
	g.CloseTopic(p, thread, true)
	b.fails("sendMessage", post, 400, "Bad Request: TOPIC_CLOSED")
	g.PromoteBot(p)
	b.ok("sendMessage", post, nil)
	b.updates()
	_, err = p.Post(g.ID(), Post{Text: "在主题里", Thread: thread})
	require.NoError(t, err)
	require.Equal(t, thread, b.updates()[0].Message.ThreadID)
}

func TestMenus(t *testing.T) {
	b := newBot(t, Options{})
	p, q := b.s.AddUser(User{FirstName: "王", LanguageCode: "zh-hans"}), b.started("李")
	_, err := p.Start("")
	require.NoError(t, err)
	g, err := b.s.AddGroup("专班", Supergroup, p)
	require.NoError(t, err)
	g.Add(p, q)
	g.AddBot(p)
	set := func(name string, extra m) {
		params := m{"commands": []m{{"command": name, "description": "说明"}}}
		for k, v := range extra {
			params[k] = v
		}
		b.ok("setMyCommands", params, nil)
	}
	menu := func(chat int64, who *Person) string {
		list := b.s.Menu(chat, who.ID())
		if len(list) == 0 {
			return ""
		}
		return list[0].Command
	}
	require.Empty(t, menu(p.ID(), p))
	set("a_default", nil)
	require.Equal(t, "a_default", menu(p.ID(), p))
	set("b_zh", m{"language_code": "zh"})
	require.Equal(t, "b_zh", menu(p.ID(), p))
	require.Equal(t, "a_default", menu(q.ID(), q))
	set("c_private", m{"scope": m{"type": "all_private_chats"}})
	require.Equal(t, "c_private", menu(p.ID(), p))
	set("d_chat", m{"scope": m{"type": "chat", "chat_id": p.ID()}})
	require.Equal(t, "d_chat", menu(p.ID(), p))
	set("e_groups", m{"scope": m{"type": "all_group_chats"}})
	require.Equal(t, "e_groups", menu(g.ID(), q))
	b.ok("setMyCommands", m{"commands": []m{}, "scope": m{"type": "chat", "chat_id": p.ID()}}, nil)
	require.Equal(t, "c_private", menu(p.ID(), p))
}
