package telegram_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/bot/telegram"
	"liubao/sandbox"
	"liubao/sandbox/sandboxtest"
)

func TestRightsAndWebhook(t *testing.T) {
	s, l := sandboxtest.Listen(t, sandbox.Options{})
	c, err := telegram.New(telegram.Config{Token: s.Token(), BaseURL: l.URL()})
	require.NoError(t, err)
	defer c.Close()
	ctx := t.Context()

	info, err := c.WebhookInfo(ctx)
	require.NoError(t, err)
	assert.Equal(t, telegram.WebhookInfo{}, info)
	require.NoError(t, c.SetWebhook(ctx, "http://127.0.0.1:1/x", "secret"))
	info, err = c.WebhookInfo(ctx)
	require.NoError(t, err)
	assert.Equal(t, "http://127.0.0.1:1/x", info.URL)
	require.NoError(t, c.DeleteWebhook(ctx))

	owner := s.AddUser(sandbox.User{FirstName: "群主"})
	g, err := s.AddGroup("专班群", "supergroup", owner)
	require.NoError(t, err)
	g.AddBot(owner)
	r, err := c.Rights(ctx, telegram.At(g.ID()), telegram.At(s.Bot().ID))
	require.NoError(t, err)
	assert.Equal(t, telegram.Rights{Status: "member", MaySend: true}, r)
	g.KickBot(owner)
	_, err = c.Rights(ctx, telegram.At(g.ID()), telegram.At(s.Bot().ID))
	assert.Equal(t, bot.Unreachable, bot.ClassOf(err))
}
