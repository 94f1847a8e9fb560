// Package sandbox is a Telegram of our own: a Bot API server on loopback, as
// strict as the real one for every method the project uses, with virtual
// people that a Go program or a page drives.
//
// It promises:
//   - a request that the real server would refuse is refused here, with the
//     same code and description;
//   - everything that depends on time (rates, expiries, long polls, stale
//     callbacks) follows one injected [Clock];
//   - no goroutine outlives the request or listener it belongs to.
//
// Texts of errors, the order of checks and the entity rules follow the
// published server (github.com/tdlib/telegram-bot-api and github.com/tdlib/td)
// and https://core.telegram.org/bots/api. Where the real server's limits are
// not published, the stricter reading is taken and said so at the constant.
//
// Known differences: one token a server; the real server holds a second 409
// within three seconds back for three seconds, and delays a client that polls
// the same offset again at once: here both are answered immediately, so that
// a stopped virtual clock cannot block a poller. A webhook is served one
// update at a time. People send voice, stickers and places, the bot does not.
// Markdown, reply keyboards, inline mode, payments, games, channels and methods that
// the bot does not call are not served; a request for them is refused, and a
// method listed by [Server.Findings].
package sandbox
