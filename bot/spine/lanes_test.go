package spine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

func TestUpdatesAreAnsweredInEachChatsOrder(t *testing.T) {
	inBubble(t, func(c *Config) { c.Limits = bot.NoLimits }, func(r *rig) {
		id := int64(1)
		for i := range 30 {
			for chat := int64(1); chat <= 40; chat++ {
				r.api.post(message(id, chat, fmt.Sprint(i)))
				id++
			}
		}
		r.bot.Start()
		settleFor(10 * time.Second)
		next := map[int64]int{}
		for _, c := range r.api.seen() {
			assert.Equal(t, fmt.Sprint(next[c.chat]), c.text)
			next[c.chat]++
		}
		require.Len(t, next, 40)
		assert.EqualValues(t, 1200, r.bot.Stats().Handled)
		assert.True(t, r.bot.Idle())
		assert.Empty(t, r.keys(storage.RowInbox.Prefix()))
		assert.Empty(t, r.keys(storage.RowOutbox.Prefix()))
	})
}

func TestOffsetAdvancesOnlyAfterTheCommit(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.make(func(c *Config) { c.Engine = &failingEngine{Engine: r.eng} })
		eng := r.bot.cfg.Engine.(*failingEngine)
		eng.set(func() error { return errDisk })
		r.api.post(message(10, 1, "一"), message(11, 1, "二"))
		r.bot.Start()
		settleFor(2 * time.Minute)
		for _, o := range r.api.polls() {
			assert.LessOrEqual(t, o, int64(10), "nothing is acknowledged while nothing can be written")
		}
		assert.NotEmpty(t, r.api.polls())
		assert.Less(t, len(r.api.polls()), 20, "it backs off")
		eng.set(nil)
		settleFor(time.Minute)
		assert.Equal(t, []string{"send 1 #101 一", "send 1 #102 二"}, r.api.lines())
		assert.EqualValues(t, 12, last(r.api.polls()), "acknowledged now")
	})
}

func TestRepeatedUpdatesAreHandledOnceAndLowerIdsAreNotRepeated(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.bot.Start()
		accept := func(raw string) {
			require.NoError(t, r.bot.Accept(r.t.Context(), raws(raw)...))
		}
		accept(message(5000, 1, "一"))
		accept(message(5000, 1, "一"))
		accept(message(17, 1, "二")) // ids have restarted
		accept(message(17, 1, "二"))
		settleFor(10 * time.Second)
		assert.Equal(t, []string{"send 1 #101 一", "send 1 #102 二"}, r.api.lines())
	})
}

func TestSeenIdsAreForgottenAfterEightDays(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.bot.Start(Handling, Delivering)
		settleFor(time.Second)
		accept := func(id int64) {
			require.NoError(t, r.bot.Accept(r.t.Context(), raws(message(id, 1, "x"))...))
			settleFor(time.Minute)
		}
		accept(5000)
		settleFor(7 * 24 * time.Hour)
		accept(900000)
		accept(5000)
		assert.Len(t, r.api.lines(), 2)
		settleFor(9 * 24 * time.Hour)
		accept(5_000_000)
		assert.Len(t, r.keys(storage.RowSeen.Prefix()), 1, "the old ones are gone")
		accept(5000)
		assert.Len(t, r.api.lines(), 4)
	})
}

func last(s []int64) int64 { return s[len(s)-1] }

func TestPoisonAndPanicGoToTheDeadLettersAndTheLaneGoesOn(t *testing.T) {
	var told []string
	handler := bot.Handler(func(ctx context.Context, tx storage.Tx, u bot.Event, now time.Time) (bot.Answer, error) {
		switch u.Text {
		case "panic":
			panic("坏了")
		case "error":
			return bot.Answer{}, errors.Join(errors.New("cannot"), bot.Enqueue(tx, text(numberOf(u.Chat.ID), "never")))
		case "huge":
			for i := range 2 * storage.MaxWrites {
				if err := tx.Put(fmt.Sprintf("x/%d", i), []byte("x")); err != nil {
					return bot.Answer{}, err
				}
			}
		}
		return echo(ctx, tx, u, now)
	})
	hook := func(tx storage.Tx, d bot.Dead) error {
		told = append(told, d.Reason)
		return bot.Enqueue(tx, text(99, "死信"))
	}
	inBubble(t, func(c *Config) { c.Handler, c.Hooks.Dead = handler, hook }, func(r *rig) {
		poison := strings.Replace(message(2, 1, "x"), `"text":"x"`, `"text":{"not":"a string"}`, 1)
		r.api.post(message(1, 1, "一"), poison, message(3, 1, "panic"), message(4, 1, "error"), message(5, 1, "huge"), message(6, 1, "二"), message(7, 2, "别"))
		r.bot.Start()
		settleFor(time.Minute)
		var got []string
		for _, c := range r.api.seen() {
			if c.chat != 99 {
				got = append(got, c.text)
			}
		}
		assert.ElementsMatch(t, []string{"一", "二", "别"}, got)
		require.Len(t, r.dead(), 4)
		assert.Contains(t, string(r.dead()[0].Raw), "not", "it can be looked into")
		assert.Equal(t, at(1), r.dead()[0].Chat)
		assert.Contains(t, r.dead()[1].Reason, "坏了")
		assert.Len(t, told, 8, "four, each transaction run twice")
		assert.Empty(t, r.keys(storage.RowInbox.Prefix()))
		assert.True(t, r.bot.Idle())
	})
}

func TestStorageFailureLosesNothingAndKeepsOrder(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.make(func(c *Config) { c.Engine = &failingEngine{Engine: r.eng} })
		eng := r.bot.cfg.Engine.(*failingEngine)
		n := 0
		eng.set(func() error {
			if n++; n%5 > 1 { // after a failure it takes one success to be sure, and one to go on
				return errDisk
			}
			return nil
		})
		for i := range 10 {
			r.api.post(message(int64(i+1), 1, fmt.Sprint(i)))
		}
		r.bot.Start()
		settleFor(30 * time.Minute)
		var got []string
		for _, c := range r.api.seen() {
			got = append(got, c.text)
		}
		assert.Equal(t, []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}, got)
		assert.Empty(t, r.dead())
	})
}

func TestCommitThatFailedAndYetWasMadeIsHandled(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		liar := &lyingEngine{Engine: r.eng, lies: 1}
		r.make(func(c *Config) { c.Engine = liar })
		r.api.post(message(1, 1, "一"))
		r.bot.Start()
		settleFor(2 * time.Minute)
		assert.Equal(t, []string{"send 1 #101 一"}, r.api.lines())
	})
}

// lyingEngine commits and then says that it failed.
type lyingEngine struct {
	storage.Engine
	lies int
}

func (e *lyingEngine) Update(ctx context.Context, fn func(storage.Tx) error) error {
	err := e.Engine.Update(ctx, fn)
	if err == nil && e.lies > 0 {
		e.lies--
		return errDisk
	}
	return err
}

func TestPressedButtonIsAnsweredOutsideOfTheOutbox(t *testing.T) {
	handler := bot.Handler(func(_ context.Context, tx storage.Tx, u bot.Event, _ time.Time) (bot.Answer, error) {
		if u.Callback.Data == "panic" {
			panic("x")
		}
		return bot.Answer{Text: "好"}, bot.Enqueue(tx, bot.Message{Kind: bot.Send, Chat: u.Chat.ID, Text: reports.T(u.Callback.Data)})
	})
	inBubble(t, func(c *Config) { c.Handler = handler }, func(r *rig) {
		for i, data := range []string{"a", "panic", "b"} {
			r.api.post(fmt.Sprintf(`{"update_id":%d,"callback_query":{"id":"q%d","from":{"id":1},"data":%q,"message":{"message_id":5,"chat":{"id":1,"type":"private"},"date":0}}}`, i+1, i, data))
		}
		r.api.failing(func(c call) error {
			if c.method == "answer" && strings.HasPrefix(c.text, "q2") {
				return apiError(bot.Gone)
			}
			return nil
		})
		r.bot.Start()
		settleFor(10 * time.Second)
		var answers, sends []string
		for _, c := range r.api.seen() {
			if c.method == "answer" {
				answers = append(answers, c.text)
			} else {
				sends = append(sends, c.text)
			}
		}
		assert.ElementsMatch(t, []string{"q0:好", "q1:"}, answers, "a panic does not leave the button waiting")
		assert.Equal(t, []string{"a", "b"}, sends, "a stale button changes nothing")
	})
}

func TestConflictIsSaidLoudlyAndPollingGoesOn(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.api.pollErr = func(n int) error {
			if n <= 3 {
				return apiError(bot.Conflict)
			}
			return nil
		}
		r.api.post(message(1, 1, "一"))
		r.bot.Start()
		settleFor(time.Minute)
		assert.EqualValues(t, 3, r.bot.Stats().Conflicts)
		assert.Equal(t, []string{"send 1 #101 一"}, r.api.lines())
	})
}

func TestRestartTakesUpWhatTheInboxHolds(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		block := make(chan struct{})
		r.make(func(c *Config) {
			c.Handler = bot.Handler(func(ctx context.Context, _ storage.Tx, _ bot.Event, _ time.Time) (bot.Answer, error) {
				select {
				case <-block:
				case <-ctx.Done():
				}
				return bot.Answer{}, ctx.Err()
			})
			c.Backlog = 10
		})
		for i := range 25 {
			r.api.post(message(int64(i+1), 1, fmt.Sprint(i)))
		}
		r.bot.Start()
		settleFor(time.Minute)
		assert.Len(t, r.keys(storage.RowInbox.Prefix()), 25)
		assert.False(t, r.bot.Idle())
		r.api.post(message(26, 1, "25"))
		settleFor(time.Minute)
		assert.Len(t, r.keys(storage.RowInbox.Prefix()), 25, "with a full backlog nothing more is taken in")
		r.stop()
		r.make(func(c *Config) { c.Backlog = 10 })
		r.bot.Start()
		settleFor(2 * time.Minute)
		var got []string
		for _, c := range r.api.seen() {
			got = append(got, c.text)
		}
		require.Len(t, got, 26)
		for i := range got {
			assert.Equal(t, fmt.Sprint(i), got[i])
		}
	})
}

func TestUpdatesWithoutIdsDoNotSpin(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.api.post(`{"message":{}}`)
		r.bot.Start()
		settleFor(time.Minute)
		assert.Less(t, len(r.api.polls()), 20)
		assert.NotEmpty(t, r.dead())
	})
}

func TestJobsRunAndAreStartedAgain(t *testing.T) {
	runs := 0
	job := Job{Name: "提醒", Run: func(ctx context.Context) error {
		if runs++; runs < 3 {
			panic("x")
		}
		<-ctx.Done()
		return nil
	}}
	inBubble(t, func(c *Config) { c.Jobs = []Job{job} }, func(r *rig) {
		r.bot.Start(Scheduling)
		settleFor(time.Minute)
		assert.Equal(t, 3, runs)
		assert.NotZero(t, r.bot.Stats().Fell)
		r.stop()
		settleFor(time.Minute)
		assert.Equal(t, 3, runs)
	})
}

func TestStopEndsWithinTheDrain(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.api.delay = time.Hour // a server that never answers
		r.say(text(1, "一"))
		ctx, cancel := context.WithCancel(r.t.Context())
		done := make(chan struct{})
		go func() { r.bot.Run(ctx); close(done) }()
		settleFor(time.Second)
		began := time.Now()
		cancel()
		<-done
		assert.LessOrEqual(t, time.Since(began), drainTime)
		assert.Equal(t, 1, r.outbox(1)[0].Doubts, "what was under way is in doubt, and on disk")
	})
}

func TestTellsSinceWhenNothingCanBeCommitted(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.make(func(c *Config) { c.Engine = &failingEngine{Engine: r.eng} })
		eng := r.bot.cfg.Engine.(*failingEngine)
		eng.set(func() error { return storage.ErrNotDurable })
		r.api.post(message(10, 1, "一"))
		r.bot.Start()
		began := time.Now()
		settleFor(2 * time.Minute)
		assert.WithinDuration(t, began, r.bot.Stats().FailingSince, time.Second)
		eng.set(nil)
		settleFor(time.Minute)
		assert.Zero(t, r.bot.Stats().FailingSince)
	})
}

// A job may be the only one that writes for a long time: where nobody writes to the
// bot, it tells that the disk is full.
func TestTellsOfAFullDiskByAJob(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		eng := &failingEngine{Engine: r.eng}
		r.make(func(c *Config) { c.Engine = eng })
		job := func() error {
			return r.bot.Update(r.t.Context(), func(tx storage.Tx) error { return storage.Put(tx, storage.RowMeta.Key("x"), 1) })
		}
		require.NoError(t, job())
		assert.Zero(t, r.bot.Stats().FailingSince)
		began := time.Now()
		eng.set(func() error { return storage.ErrNotDurable })
		for range 3 {
			require.ErrorIs(t, job(), storage.ErrNotDurable)
			time.Sleep(time.Minute)
		}
		assert.Equal(t, began.UnixNano(), r.bot.Stats().FailingSince.UnixNano())
		eng.set(nil)
		require.NoError(t, job())
		assert.Zero(t, r.bot.Stats().FailingSince)
	})
}

// Whoever moves a clock while it can do nothing must not move it between a look at what
// rests and the timer for it, which would then be late by as much.
func TestDeliveryIsNotIdleBeforeItsTimer(t *testing.T) {
	d := newDelivery(&Bot{cfg: Config{Clock: bot.SystemClock{}}})
	d.running, d.started = true, true
	require.False(t, d.idle())
	d.arm(true)
	require.True(t, d.idle())
}
