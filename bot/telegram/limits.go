package telegram

import (
	"time"

	"liubao/bot"
)

// Limits are those of the Bots FAQ, "My bot is hitting limits": 30
// messages a second in all, one a second in a chat ("short bursts" are allowed),
// 20 a minute in a group; each a few percent slower, because what counts is when
// messages arrive, not when they leave.
var Limits = bot.Limits{
	Overall: time.Second * 1015 / 1000 / 30,
	Chat:    1050 * time.Millisecond,
	Burst:   3,
	Group:   20, GroupSpan: 61 * time.Second,
}
