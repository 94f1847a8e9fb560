package sandbox

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestStartIsAnsweredAndTapped(t *testing.T) {
	b := newBot(t, Options{})
	p := b.s.AddUser(User{FirstName: "王", LanguageCode: "zh-hans"})
	_, err := p.Start("u-abc_1")
	require.NoError(t, err)
	ups := b.updates()
	require.Len(t, ups, 1)
	require.Equal(t, "/start u-abc_1", ups[0].Message.Text)
	require.Equal(t, []Entity{{Type: "bot_command", Length: 6}}, ups[0].Message.Entities)

	var sent Message
	b.ok("sendMessage", m{"chat_id": p.ID(), "text": "<b>您好</b>", "parse_mode": "HTML",
		"reply_markup": m{"inline_keyboard": [][]m{{{"text": "开始", "callback_data": "go"}}}}}, &sent)
	require.Equal(t, "您好", sent.Text)
	tap, err := p.Tap(p.ID(), sent.MessageID, "开始")
	require.NoError(t, err)
	ups = b.updates()
	require.Equal(t, "go", ups[0].Callback.Data)
	b.ok("answerCallbackQuery", m{"callback_query_id": ups[0].Callback.ID, "text": "好的"}, nil)
	<-tap.Done()
	got, ok := tap.Answer()
	require.True(t, ok)
	require.Equal(t, Answer{Text: "好的"}, got)
	b.ok("editMessageText", m{"chat_id": p.ID(), "message_id": sent.MessageID, "text": "第一步"}, nil)
	require.Empty(t, b.s.Findings())
}
