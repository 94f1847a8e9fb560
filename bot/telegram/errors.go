package telegram

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"liubao/bot"
)

// errNotModified marks the answer to an edit that changes nothing; callers of
// the package see success.
var errNotModified = errors.New("not modified")

// classify turns a Bot API answer into an error. The texts are those of the
// Bot API server; they are matched because it gives no finer codes.
func classify(code int, text string, p parameters) error {
	e := &bot.Error{Code: code, Text: text}
	low := strings.ToLower(text)
	switch {
	case code == http.StatusTooManyRequests:
		e.Class, e.Wait = bot.RetryAfter, time.Duration(max(p.RetryAfter, 1))*time.Second
	case p.MigrateToChatID != 0:
		e.Class, e.MigrateTo = bot.Migrated, At(p.MigrateToChatID)
	case containsAny(low, noRights...):
		e.Class, e.Right = bot.NoRight, rightOf(low)
	case code == http.StatusForbidden:
		e.Class = bot.Unreachable
	case code == http.StatusUnauthorized, code == http.StatusNotFound:
		e.Class = bot.Unauthorized
	case code == http.StatusConflict:
		e.Class = bot.Conflict
	case code == http.StatusGatewayTimeout:
		e.Class = bot.InDoubt // the gateway gave up, not the server behind it
	case code >= 500:
		e.Class = bot.Temporary
	case strings.Contains(low, "message is not modified"):
		return errNotModified
	case containsAny(low, "message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid"):
		e.Class = bot.NoTopic
	case containsAny(low, "chat not found", "user not found", "peer_id_invalid", "group chat was deactivated",
		"group chat was upgraded", "bot is not a member", "user_is_blocked", "input_user_deactivated"):
		e.Class = bot.Unreachable
	case containsAny(low, "message to edit not found", "message to delete not found", "message can't be edited",
		"message can't be deleted", "message_id_invalid", "message not found", "query is too old", "query_id_invalid"):
		e.Class = bot.Gone
	default:
		e.Class = bot.Rejected
	}
	return e
}

// noRights are what the server says where the bot may not do something in a chat
// that it is in; with code 400 or 403.
var noRights = []string{"not enough rights", "have no rights", "no write access", "need administrator rights", "chat_admin_required",
	"chat_write_forbidden", "chat_restricted", "chat_send_", "user_banned_in_channel"}

// rightOf finds the right that is lacking in what the server says.
func rightOf(low string) bot.Right {
	switch {
	case containsAny(low, "pinned message", "pin a message", "pin messages"):
		return bot.RightPin
	case containsAny(low, "send photos", "chat_send_photos"):
		return bot.RightPhotos
	case containsAny(low, "send documents", "chat_send_docs"):
		return bot.RightFiles
	case containsAny(low, "send text messages", "send a message", "no write access", "chat_write_forbidden", "chat_send_plain"):
		return bot.RightWords
	}
	return "" // of whatever was asked for
}

func containsAny(s string, subs ...string) bool {
	for _, sub := range subs {
		if strings.Contains(s, sub) {
			return true
		}
	}
	return false
}
