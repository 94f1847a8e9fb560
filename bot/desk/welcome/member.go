package welcome

import (
	"liubao/bot/desk"
)

// memberAlone notes in a private chat that the person stopped the bot, or came back.
func memberAlone(t *desk.Turn) error {
	if !t.Update.Chat.Private() || !t.Known() {
		return nil
	}
	if t.Update.Member.Gone() {
		return t.Unreachable(t.Me)
	}
	return t.Reachable()
}
