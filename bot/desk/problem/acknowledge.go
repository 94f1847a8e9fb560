package problem

import (
	"liubao/bot"
	"liubao/bot/desk"
	"liubao/reports"
)

// acknowledge says that words were taken where nothing else is to be said: by a sign under
// them, or in words where the channel has none.
func acknowledge(t *desk.Turn, words string) error {
	if !bot.Reacts(t.Tx, t.Update.Chat.ID) || t.Update.Callback != nil {
		return t.Sayf("%s", words)
	}
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.React, Chat: t.Update.Chat.ID, ReplyToID: t.Update.MessageID, Text: reports.T(signNoted),
		Purpose: "answer", Person: t.Me.ID, At: t.Now})
}

// signNoted is one of those that Telegram lets a bot put under a message.
const signNoted = "👌"
