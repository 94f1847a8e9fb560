package spine

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

func reminder(chat int64, s string, marks ...string) bot.Message {
	return bot.Message{Kind: bot.Send, Chat: at(chat), Text: reports.T(s), Bulk: true, Marks: marks}
}

// stalled leaves every new message without an answer until a time; calls that
// then fail have happened all the same.
func stalled(until time.Time) func(call) error {
	return func(call) error {
		if time.Now().Before(until) {
			return apiError(bot.InDoubt)
		}
		return nil
	}
}

// A stall of seconds, minutes or most of a day loses no reminder, and repeats it
// once for each answer that was swallowed.
func TestDoubtHasPatience(t *testing.T) {
	for _, stall := range []time.Duration{8 * time.Second, 80 * time.Second, 20 * time.Minute, 14 * time.Hour} {
		inBubble(t, nil, func(r *rig) {
			r.api.failing(stalled(time.Now().Add(stall)))
			for chat := range int64(20) {
				r.say(reminder(chat+1, "请填报"))
			}
			r.bot.Start(Delivering)
			settleFor(30 * time.Hour)
			times := map[int64]int{}
			for _, c := range r.api.seen() {
				times[c.chat]++
			}
			doubts := r.bot.Stats().Doubts
			require.Len(t, times, 20)
			total := 0
			for chat, n := range times {
				require.LessOrEqual(t, n, 9, "chat %d", chat)
				total += n
			}
			require.EqualValues(t, 20+doubts, total, "after %s", stall)
			require.Empty(t, r.dead())
			require.Empty(t, r.keys(storage.RowOutbox.Prefix()))
		})
	}
}

// Whoever answers somebody is repeated once; a reminder waits, and lets what comes
// behind it pass.
func TestDoubtfulReminderLetsAnswersPass(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.api.failing(once(func(c call) bool { return c.text == "请填报" }, apiError(bot.InDoubt)))
		r.say(reminder(1, "请填报"))
		r.bot.Start(Delivering)
		settleFor(10 * time.Second)
		r.say(text(1, "答复"))
		settleFor(10 * time.Second)
		assert.Equal(t, []string{"send 1 #101 请填报", "send 1 #102 答复"}, r.api.lines())
		settleFor(time.Minute)
		assert.Equal(t, "send 1 #103 请填报", r.api.lines()[2])
	})
}

// What nobody asked for is not repeated at night.
func TestDoubtfulReminderWaitsForTheMorning(t *testing.T) {
	var evening, morning time.Time
	quiet := func(c *Config) {
		c.Awake = func(t time.Time) time.Time {
			if t.After(evening) && t.Before(morning) {
				return morning
			}
			return t
		}
	}
	inBubble(t, quiet, func(r *rig) {
		evening, morning = time.Now().Add(30*time.Second), time.Now().Add(11*time.Hour)
		r.api.failing(once(func(call) bool { return true }, apiError(bot.InDoubt)))
		r.say(reminder(1, "请填报"))
		r.bot.Start(Delivering)
		settleFor(10 * time.Hour)
		assert.Len(t, r.api.lines(), 1)
		settleFor(2 * time.Hour)
		assert.Len(t, r.api.lines(), 2)
	})
}

// One that dies all the same is as good as never sent: its mark goes, and the
// operator hears of it.
func TestDeadReminderIsUnmarked(t *testing.T) {
	var told []bot.Dead
	hooks := Hooks{Dead: func(_ storage.Tx, d bot.Dead) error { told = []bot.Dead{d}; return nil }}
	for name, class := range map[string]bot.Class{"in doubt for days": bot.InDoubt, "refused": bot.Rejected} {
		inBubble(t, func(c *Config) { c.Hooks = hooks }, func(r *rig) {
			mark, other := storage.RowSent.Key("2026-12-15", "progress", "d-3", "p1"), storage.RowSent.Key("2026-12-15", "progress", "d-1", "p1")
			require.NoError(t, r.eng.Update(context.Background(), func(tx storage.Tx) error {
				if err := storage.Put(tx, other, time.Now()); err != nil {
					return err
				}
				return storage.Put(tx, mark, time.Now())
			}))
			r.api.failing(func(call) error { return apiError(class) })
			r.say(reminder(1, "请填报", mark))
			r.bot.Start(Delivering)
			settleFor(40 * time.Hour)
			require.Len(t, r.dead(), 1, name)
			assert.Equal(t, []string{other}, r.keys("sent/"), name)
			require.Len(t, told, 1)
			assert.Equal(t, at(1), told[0].Chat)
		})
	}
}

// One that could not be sent while it was of use is dropped, and as good as never sent.
func TestExpiredReminderIsUnmarked(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		mark := storage.RowSent.Key("2026-12-15", "progress", "d-3", "p1")
		require.NoError(t, r.eng.Update(context.Background(), func(tx storage.Tx) error { return storage.Put(tx, mark, time.Now()) }))
		r.api.failing(func(call) error { return apiError(bot.Temporary) })
		m := reminder(1, "请填报", mark)
		m.Expires = time.Now().Add(24 * time.Hour)
		r.say(m)
		r.bot.Start(Delivering)
		settleFor(25 * time.Hour)
		assert.Empty(t, r.outbox(1))
		assert.Empty(t, r.keys("sent/"))
		assert.Equal(t, int64(1), r.bot.Stats().Expired)
	})
}
