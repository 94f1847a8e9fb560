package faults_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bench/town"
	"liubao/bot/telegram"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/storage"
)

var sends = []string{"sendMessage", "editMessageText", "editMessageReplyMarkup"}

// faults are what Telegram and the line to it do, beginning in the middle.
// repeats is how many messages each may make come twice.
var faults = map[string]struct {
	faults  []sandbox.Fault
	repeats int
}{
	"slow":                    {[]sandbox.Fault{{Kind: sandbox.FaultLatency, Delay: 4 * time.Second, Skip: 10, Count: 15}}, 0},
	"dropped before sends":    {[]sandbox.Fault{{Kind: sandbox.FaultDrop, Skip: 7, Count: 1, Methods: sends}}, 0},
	"dropped after sends":     {[]sandbox.Fault{{Kind: sandbox.FaultDrop, After: true, Skip: 7, Count: 1, Methods: sends}}, 1},
	"polls dropped":           {[]sandbox.Fault{{Kind: sandbox.FaultDrop, Skip: 2, Count: 3, Methods: []string{"getUpdates"}}}, 0},
	"polls dropped after":     {[]sandbox.Fault{{Kind: sandbox.FaultDrop, After: true, Skip: 2, Count: 3, Methods: []string{"getUpdates"}}}, 0},
	"answers to taps dropped": {[]sandbox.Fault{{Kind: sandbox.FaultDrop, Skip: 2, Count: 10, Methods: []string{"answerCallbackQuery"}}}, 0},
	"502":                     {[]sandbox.Fault{{Kind: sandbox.FaultStatus, Skip: 9, Count: 15}}, 0},
	"html":                    {[]sandbox.Fault{{Kind: sandbox.FaultHTML, Skip: 9, Count: 15}}, 0},
	"429 storm":               {[]sandbox.Fault{{Kind: sandbox.FaultTooMany, RetryAfter: 5, Skip: 5, Count: 12, Methods: sends}}, 0},
	"garbage polls":           {[]sandbox.Fault{{Kind: sandbox.FaultGarbage, Skip: 2, Count: 5, Methods: []string{"getUpdates"}}}, 0},
	"garbage after sends":     {[]sandbox.Fault{{Kind: sandbox.FaultGarbage, After: true, Skip: 7, Count: 1, Methods: sends}}, 1},
}

func TestInTheMiddleOfAReport(t *testing.T) {
	for name, f := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, town.Options{Units: 4, Contacts: 2, Enough: 2})
			for _, x := range f.faults {
				w.Server.Inject(x)
			}
			w.bot.Start()
			w.reportsAll()
			assert.NotZero(t, w.bot.Stats().PollFails+w.bot.Stats().Failed+w.bot.Stats().Floods+w.bot.Stats().AnswersFailed+
				w.bot.Stats().Doubts+slow(name), "the fault was met")
			w.judge(f.repeats)
		})
	}
}

// slow is for the one fault that is no failure.
func slow(name string) int64 { return int64(strings.Count(name, "slow")) }

func TestInTheMiddleOfABroadcast(t *testing.T) {
	for name, f := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, town.Options{Units: 25})
			var chats []int64
			for _, c := range w.People {
				chats = append(chats, c.ID())
			}
			w.bot.Start()
			w.until("everybody was welcomed", func() bool { return w.Server.Pending() == 0 && w.bot.Idle() })
			for _, x := range f.faults {
				w.Server.Inject(x)
			}
			w.broadcast(chats, "通知")
			w.until("all is sent", func() bool { return w.bot.Stats().Outbox == 0 })
			repeats := 0
			for n, chat := range chats {
				got := w.got(chat, fmt.Sprintf("通知 %d", n))
				assert.NotZero(t, got, "chat %d", chat)
				repeats += max(got-1, 0)
			}
			assert.LessOrEqual(t, repeats, f.repeats)
			assert.Zero(t, w.bot.Stats().DeadOut)
		})
	}
}

// TestBroadcastToThoseWhoLeft has a broadcast meet people who blocked the bot or
// deleted their account, a group that threw it out, and one that moved.
func TestBroadcastToThoseWhoLeft(t *testing.T) {
	w := newWorld(t, town.Options{Units: 6})
	w.bot.Start()
	w.until("everybody was welcomed", func() bool { return w.Server.Pending() == 0 && w.bot.Idle() })
	owner := w.Server.AddUser(sandbox.User{FirstName: "主任"})
	require.NoError(t, w.bot.Update(t.Context(), func(tx storage.Tx) error {
		return storage.SavePerson(tx, reports.Person{ID: "boss", Name: "主任", Roles: []reports.Role{reports.Director}, Chat: telegram.At(owner.ID())})
	}))
	group := func(title, kind string) *sandbox.Group {
		g, err := w.Server.AddGroup(title, kind, owner)
		require.NoError(t, err)
		// It is bound: the bot leaves groups that are not.
		require.NoError(t, w.bot.Update(t.Context(), func(tx storage.Tx) error {
			return storage.SaveGroup(tx, reports.Group{Chat: telegram.At(g.ID()), Title: title, At: w.clock.Now()})
		}))
		g.AddBot(owner)
		return g
	}
	kicked, moved := group("旧群", sandbox.Supergroup), group("专班群", sandbox.BasicGroup)
	before := moved.ID()
	chats := []int64{w.People[0].ID(), w.People[1].ID(), w.People[2].ID(), kicked.ID(), before, w.People[3].ID()}
	// Several rounds fail, so that all that follows has happened before the next.
	w.Server.Inject(sandbox.Fault{Kind: sandbox.FaultStatus, Count: 4 * len(chats), Methods: []string{"sendMessage"}})
	w.broadcast(chats, "通知")
	w.People[0].Block()
	w.People[1].Delete()
	kicked.KickBot(owner)
	after, err := moved.Migrate(owner)
	require.NoError(t, err)
	w.until("all is sent or dropped", func() bool { return w.Server.Pending() == 0 && w.bot.Stats().Outbox == 0 })
	assert.Equal(t, 1, w.got(chats[2], "通知 2"))
	assert.Equal(t, 1, w.got(after, "通知 4"), "the message follows the group: %s", w.log)
	assert.Equal(t, 1, w.got(chats[5], "通知 5"))
	for n := range 2 {
		assert.Zero(t, w.got(chats[n], fmt.Sprintf("通知 %d", n)))
	}
	require.NoError(t, w.disk.View(t.Context(), func(r storage.Reader) error {
		for n, id := range []string{"p0", "p1", "p2"} {
			p, _, err := storage.Person(r, id)
			require.NoError(t, err)
			assert.Equal(t, n < 2, !p.Unreachable.IsZero(), "%s is known to be out of reach", id)
		}
		return nil
	}))
}
