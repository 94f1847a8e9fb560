package spine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

func TestDeliveryKeepsEachChatsOrderAndTheLimits(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.api.delay = 20 * time.Millisecond
		for i := range 12 {
			for chat := int64(1); chat <= 20; chat++ {
				r.say(text(chat, fmt.Sprint(i)))
			}
		}
		r.bot.Start(Delivering)
		settleFor(time.Minute)
		calls := r.api.seen()
		require.Len(t, calls, 240)
		next, times := map[int64]int{}, map[int64][]time.Time{}
		for i, c := range calls {
			assert.Equal(t, fmt.Sprint(next[c.chat]), c.text, "order within chat %d", c.chat)
			next[c.chat]++
			if ts := times[c.chat]; len(ts) >= 3 {
				assert.GreaterOrEqual(t, c.at.Sub(ts[len(ts)-3]), time.Second, "one a second after a burst")
			}
			times[c.chat] = append(times[c.chat], c.at)
			if i >= 30 {
				assert.GreaterOrEqual(t, c.at.Sub(calls[i-30].at), time.Second, "30 a second in all")
			}
		}
	})
}

func TestGroupGetsAtMostTwentyInAMinute(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		for i := range 50 {
			r.say(text(-100, fmt.Sprint(i)))
		}
		r.bot.Start(Delivering)
		settleFor(5 * time.Minute)
		calls := r.api.seen()
		require.Len(t, calls, 50)
		for i := 20; i < 50; i++ {
			assert.Greater(t, calls[i].at.Sub(calls[i-20].at), time.Minute)
		}
	})
}

func TestRepliesOvertakeABroadcast(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		for chat := int64(1); chat <= 1000; chat++ {
			m := text(chat, "催办")
			m.Bulk = true
			r.say(m)
		}
		began := time.Now()
		r.bot.Start(Delivering)
		for i := range 20 {
			settleFor(time.Second + time.Duration(i)*7*time.Millisecond)
			asked := time.Now()
			r.say(text(5000, fmt.Sprint(i)))
			settleFor(100 * time.Millisecond)
			calls := r.api.seen()
			found := false
			for _, c := range calls {
				found = found || c.chat == 5000 && !c.at.Before(asked)
			}
			assert.True(t, found, "reply %d within 100 ms", i)
		}
		settleFor(time.Minute)
		calls := r.api.seen()
		require.Len(t, calls, 1020)
		took := calls[len(calls)-1].at.Sub(began)
		assert.LessOrEqual(t, took.Seconds(), 1020.0/30*1.03, "within 3%% of what 30 a second allow")
	})
}

func TestFloodWaitIsKeptByTheChatAndAcrossARestart(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		flood := apiError(bot.RetryAfter)
		flood.Wait = 30 * time.Second
		r.api.failing(once(func(c call) bool { return c.chat == 1 }, flood))
		r.say(text(1, "一"), text(1, "二"), text(2, "别"))
		began := time.Now()
		r.bot.Start(Delivering)
		settleFor(5 * time.Second)
		assert.Equal(t, []string{"send 2 #101 别"}, r.api.lines(), "other chats go on")
		r.stop()
		r.make(nil) // another process
		r.bot.Start(Delivering)
		settleFor(time.Minute)
		calls := r.api.seen()
		assert.Equal(t, []string{"一", "二"}, []string{calls[1].text, calls[2].text})
		assert.GreaterOrEqual(t, calls[1].at.Sub(began), 30*time.Second)
		assert.EqualValues(t, 0, r.bot.Stats().Doubts, "a refused message is not in doubt")
	})
}

func TestFloodInASecondChatHoldsEverything(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		flood := apiError(bot.RetryAfter)
		flood.Wait = 20 * time.Second
		n := 0
		r.api.failing(func(call) error {
			if n++; n <= 2 {
				return flood
			}
			return nil
		})
		for chat := int64(1); chat <= 5; chat++ {
			r.say(text(chat, "x"))
		}
		began := time.Now()
		r.bot.Start(Delivering)
		settleFor(10 * time.Second)
		assert.Empty(t, r.api.seen())
		assert.False(t, r.bot.Stats().HoldingTill.IsZero())
		assert.True(t, r.bot.Idle(), "nothing can be done now")
		r.stop()
		r.make(nil)
		r.bot.Start(Delivering)
		settleFor(time.Minute)
		require.Len(t, r.api.seen(), 5)
		assert.GreaterOrEqual(t, r.api.seen()[0].at.Sub(began), 20*time.Second)
	})
}

func TestUnreachableChatIsDroppedAndTold(t *testing.T) {
	var told []int64
	hooks := Hooks{Unreachable: func(tx storage.Tx, chat bot.Address, _ time.Time) error {
		told = []int64{numberOf(chat)}
		return bot.Enqueue(tx, text(99, "联系不上"))
	}}
	inBubble(t, func(c *Config) { c.Hooks = hooks }, func(r *rig) {
		r.api.failing(func(c call) error {
			if c.chat == 1 {
				return apiError(bot.Unreachable)
			}
			return nil
		})
		for i := range 70 {
			r.say(text(1, fmt.Sprint(i)))
		}
		r.bot.Start(Delivering)
		settleFor(10 * time.Second)
		assert.Equal(t, []int64{1}, told)
		assert.Empty(t, r.outbox(1))
		assert.Equal(t, []string{"send 99 #101 联系不上"}, r.api.lines())
	})
}

// What the chat forbids is told with the right, and what follows goes on; a pin and
// what nobody misses are no dead letters.
func TestForbiddenIsToldAndPassed(t *testing.T) {
	told := map[string]bool{}
	hooks := Hooks{Dead: func(_ storage.Tx, x bot.Dead) error {
		told[fmt.Sprint(x.Message.Kind, " ", x.Right, " ", x.Message.Forgo)] = true // a hook may run several times
		return nil
	}}
	inBubble(t, func(c *Config) { c.Hooks = hooks }, func(r *rig) {
		r.api.failing(func(c call) error {
			if c.text == "禁" {
				return apiError(bot.NoRight)
			}
			return nil
		})
		r.say(text(1, "禁"))
		courtesy := text(1, "禁")
		courtesy.Forgo = true
		r.say(courtesy)
		r.say(text(1, "可"))
		r.bot.Start(Delivering)
		settleFor(10 * time.Second)
		assert.Equal(t, map[string]bool{"send words false": true, "send words true": true}, told)
		assert.Empty(t, r.outbox(1))
		assert.Equal(t, []string{"send 1 #101 可"}, r.api.lines())
		assert.EqualValues(t, 1, r.bot.Stats().DeadOut)
	})
}

func TestMigrationMovesWhatWaitsInOrder(t *testing.T) {
	moved := [2]int64{}
	hooks := Hooks{Migrated: func(_ storage.Tx, from, to bot.Address) error {
		moved = [2]int64{numberOf(from), numberOf(to)}
		return nil
	}}
	inBubble(t, func(c *Config) { c.Hooks, c.Limits = hooks, bot.NoLimits }, func(r *rig) {
		r.bot.Start(Delivering)
		card := bot.Message{Kind: bot.Send, Chat: at(-5), Slot: "rollup", Text: reports.T("汇总")}
		r.say(card)
		settleFor(time.Second)
		gone := apiError(bot.Migrated)
		gone.MigrateTo = at(-1005)
		r.api.failing(func(c call) error {
			if c.chat == -5 {
				return gone
			}
			return nil
		})
		for i := range 80 {
			r.say(text(-5, fmt.Sprint(i)))
		}
		settleFor(time.Minute)
		assert.Equal(t, [2]int64{-5, -1005}, moved)
		calls := r.api.seen()[1:]
		require.Len(t, calls, 80)
		for i, c := range calls {
			assert.Equal(t, fmt.Sprint(i), c.text)
			assert.EqualValues(t, -1005, c.chat)
		}
		assert.Empty(t, r.keys(storage.SlotsPrefix(at(-5))))
		assert.Empty(t, r.outbox(-5))
	})
}

func TestRejectedMessageIsKeptAsDeadLetterAndTheRestGoesOn(t *testing.T) {
	var told bot.Dead
	hooks := Hooks{Dead: func(_ storage.Tx, d bot.Dead) error { told = d; return errors.New("the hook fails") }}
	inBubble(t, func(c *Config) { c.Hooks = hooks }, func(r *rig) {
		r.api.failing(once(func(c call) bool { return c.text == "坏" }, apiError(bot.Rejected)))
		r.say(text(1, "坏"), text(1, "好"))
		r.bot.Start(Delivering)
		settleFor(10 * time.Second)
		assert.Equal(t, []string{"send 1 #101 好"}, r.api.lines())
		require.Len(t, r.dead(), 1, "though the hook failed")
		assert.Equal(t, "坏", r.dead()[0].Row.Text.String())
		assert.Equal(t, "out", told.Source)
	})
}

func TestTemporaryFailuresAreRepeatedUntilTheyPass(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		n := 0
		r.api.failing(func(c call) error {
			if c.text == "一" {
				if n++; n <= 6 {
					return apiError(bot.Temporary)
				}
			}
			return nil
		})
		r.say(text(1, "一"), text(1, "二"))
		r.bot.Start(Delivering)
		settleFor(5 * time.Minute)
		assert.Equal(t, []string{"send 1 #101 一", "send 1 #102 二"}, r.api.lines())
		assert.EqualValues(t, 6, r.bot.Stats().Failed)
	})
}

func TestMessageInDoubtIsRepeatedOnceAtMost(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.api.failing(func(c call) error {
			if c.text == "疑" {
				return apiError(bot.InDoubt)
			}
			return nil
		})
		r.say(text(1, "疑"), text(1, "后"))
		r.bot.Start(Delivering)
		settleFor(5 * time.Minute)
		assert.Equal(t, []string{"send 1 #101 疑", "send 1 #102 疑", "send 1 #103 后"}, r.api.lines())
		assert.EqualValues(t, 2, r.bot.Stats().Doubts)
		assert.Len(t, r.dead(), 1)
	})
}

func TestMissingTopicFallsBackToTheGroup(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.api.failing(func(c call) error {
			if c.out.Thread != 0 {
				return apiError(bot.NoTopic)
			}
			return nil
		})
		m := text(-1, "汇总")
		m.Thread = 12
		r.say(m)
		r.bot.Start(Delivering)
		settleFor(10 * time.Second)
		assert.Equal(t, []string{"send -1 #101 汇总"}, r.api.lines())
	})
}

func TestTimesOfAMessage(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		late, stale := text(1, "后"), text(2, "过期")
		late.NotBefore = time.Now().Add(10 * time.Minute)
		stale.Expires = time.Now().Add(time.Minute)
		stale.NotBefore = time.Now().Add(2 * time.Minute)
		r.say(late, text(1, "先"), stale)
		r.bot.Start(Delivering)
		settleFor(9 * time.Minute)
		assert.Equal(t, []string{"send 1 #101 先"}, r.api.lines(), "one whose time has not come lets others pass")
		assert.True(t, r.bot.Idle())
		settleFor(2 * time.Minute)
		assert.Equal(t, []string{"send 1 #101 先", "send 1 #102 后"}, r.api.lines())
		assert.Empty(t, r.outbox(2))
		assert.EqualValues(t, 1, r.bot.Stats().Expired)
	})
}

type files map[string]string

func (f files) Open(_ context.Context, hash string) (io.ReadCloser, error) {
	s, ok := f[hash]
	if !ok {
		return nil, storage.ErrNoFile
	}
	return io.NopCloser(strings.NewReader(s)), nil
}

func TestFilesAreSentWithTheirCaption(t *testing.T) {
	inBubble(t, func(c *Config) { c.Files = files{"h": "BYTES"} }, func(r *rig) {
		doc := bot.Message{Kind: bot.Document, Chat: at(1), File: bot.FileRef{Hash: "h", Name: "汇总.docx"}, Text: reports.T(strings.Repeat("长", 1025))}
		missing := bot.Message{Kind: bot.Photo, Chat: at(1), File: bot.FileRef{Hash: "x"}}
		r.say(doc, missing)
		r.bot.Start(Delivering)
		settleFor(10 * time.Second)
		calls := r.api.seen()
		require.Len(t, calls, 2)
		assert.Equal(t, "BYTES|"+strings.Repeat("长", 1024), calls[0].text)
		assert.Equal(t, "长", calls[1].text, "what does not fit the caption follows")
		assert.Len(t, r.dead(), 1)
	})
}

// away is a place of files that does not answer before a time.
type away struct {
	files
	until time.Time
}

func (a away) Open(ctx context.Context, hash string) (io.ReadCloser, error) {
	if time.Now().Before(a.until) {
		return nil, errors.New("connection refused")
	}
	return a.files.Open(ctx, hash)
}

// A file's place that does not answer delays its message and loses none.
func TestFileThatCannotBeHadForNow(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.make(func(c *Config) { c.Files = away{files{"h": "BYTES"}, time.Now().Add(2 * time.Hour)} })
		r.say(bot.Message{Kind: bot.Document, Chat: at(1), File: bot.FileRef{Hash: "h", Name: "汇总.docx"}, Text: reports.T("汇总")})
		r.bot.Start(Delivering)
		settleFor(time.Hour)
		assert.Empty(t, r.api.seen())
		assert.Empty(t, r.dead())
		settleFor(2 * time.Hour)
		require.Len(t, r.api.seen(), 1)
		assert.Equal(t, "BYTES|汇总", r.api.seen()[0].text)
		assert.Empty(t, r.outbox(1))
	})
}

func TestResultThatCannotBeWrittenDownIsNotSentAgain(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.make(func(c *Config) { c.Engine = &failingEngine{Engine: r.eng} })
		eng := r.bot.cfg.Engine.(*failingEngine)
		r.say(text(1, "一"))
		r.api.delay = time.Second
		r.bot.Start(Delivering)
		settleFor(500 * time.Millisecond)
		eng.set(func() error { return errDisk })
		settleFor(time.Minute)
		assert.Len(t, r.outbox(1), 1)
		assert.True(t, r.bot.Idle())
		eng.set(nil)
		settleFor(2 * time.Minute)
		assert.Equal(t, []string{"send 1 #101 一"}, r.api.lines())
		assert.Empty(t, r.outbox(1))
	})
}

// TestDeathsBetweenAttemptAndResult stops the process at random moments, without
// leave to finish, and starts another on the same store.
func TestDeathsBetweenAttemptAndResult(t *testing.T) {
	const chats, each, deaths = 5, 40, 30
	inBubble(t, nil, func(r *rig) {
		r.api.delay = 30 * time.Millisecond
		fast := func(c *Config) {
			c.Limits = bot.NoLimits
			c.Engine = &failingEngine{Engine: r.eng}
		}
		r.make(fast)
		said := 0
		say := func() {
			for chat := int64(1); chat <= chats; chat++ {
				r.say(text(chat, fmt.Sprint(said)))
			}
			said++
		}
		for said < each-deaths {
			say()
		}
		rnd := rand.New(rand.NewPCG(1, 2))
		for range deaths {
			r.bot.Start(Delivering)
			settleFor(time.Duration(rnd.IntN(300)) * time.Millisecond)
			say() // some of them alone: what they are to be sent is written down with them
			settleFor(time.Duration(rnd.IntN(40)) * time.Millisecond)
			r.bot.cfg.Engine.(*failingEngine).set(func() error { return errDisk }) // nothing is written any more
			dead, cancel := context.WithCancel(r.t.Context())
			cancel()
			r.bot.Stop(dead)
			r.make(fast)
		}
		r.bot.Start(Delivering)
		settleFor(10 * time.Minute)
		assert.Empty(t, r.dead(), "no death loses a message")
		times, last := map[string]int{}, map[int64]int{}
		for _, c := range r.api.seen() {
			n, err := strconv.Atoi(c.text)
			require.NoError(t, err)
			assert.GreaterOrEqual(t, n, last[c.chat], "in order")
			last[c.chat] = n
			times[fmt.Sprint(c.chat, " ", reports.T(c.text))]++
		}
		repeats := 0
		for chat := int64(1); chat <= chats; chat++ {
			for i := range each {
				k := fmt.Sprint(chat, " ", reports.T(fmt.Sprint(i)))
				assert.Positive(t, times[k], "not sent: %s", k)
				repeats += max(times[k]-1, 0)
			}
		}
		assert.LessOrEqual(t, repeats, deaths*chats, "at most one for each death and chat")
		assert.NotZero(t, repeats, "the test hits the moment it is about")
		assert.Empty(t, r.keys(storage.RowOutbox.Prefix()))
	})
}

// TestMessageThatBringsTheProgramDown: one that was being sent at every end of
// the program is given up in the end, and the next ones go out.
func TestMessageThatBringsTheProgramDown(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.say(text(1, "祸"), text(1, "后"))
		rows := r.outbox(1)
		rows[0].Sending, rows[0].Deaths = true, maxDeaths
		require.NoError(t, r.eng.Update(r.t.Context(), func(tx storage.Tx) error {
			return storage.Put(tx, r.keys(storage.ChatOutboxPrefix(at(1)))[0], rows[0])
		}))
		r.bot.Start(Delivering)
		settleFor(time.Minute)
		assert.Equal(t, []string{"send 1 #101 后"}, r.api.lines())
		assert.Len(t, r.dead(), 1)
	})
}
