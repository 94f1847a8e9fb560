package group_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/group"
	"liubao/plan"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/mem"
)

// Added to a channel, where nobody can answer: one sentence, and out, whoever added it.
func TestChannelIsLeft(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	d, err := desk.New(desk.Config{Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil), Features: []desk.Feature{group.Feature()}})
	require.NoError(t, err)
	e := mem.New()
	defer e.Close()
	u := bot.Event{Kind: bot.KindMember, Chat: bot.Chat{ID: "tg:-1007", Kind: bot.ChannelChat, Title: "通知"}, Member: &bot.Member{Is: true, By: bot.User{ID: "tg:1"}}}
	require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error {
		_, err := d.Handle(context.Background(), tx, u, time.Date(2026, 12, 10, 9, 30, 0, 0, time.UTC))
		return err
	}))
	var kinds []bot.MessageKind
	require.NoError(t, e.View(t.Context(), func(r storage.Reader) error {
		return storage.Each(r, storage.RowOutbox.Prefix(), "", 0, func(_ string, m bot.Message) error {
			kinds = append(kinds, m.Kind)
			return nil
		})
	}))
	assert.Equal(t, []bot.MessageKind{bot.Send, bot.Leave}, kinds)
}
