package spine

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/internal/clock"
	"liubao/storage"
)

// TestClockSetBackDoesNotHoldUpDelivery: the limits remember times that are
// then yet to come.
func TestClockSetBackDoesNotHoldUpDelivery(t *testing.T) {
	now := time.Date(2027, 1, 15, 9, 0, 0, 0, time.UTC)
	v := clock.NewVirtual(now)
	inBubble(t, func(c *Config) { c.Clock = v }, func(r *rig) {
		r.bot.Start(Delivering)
		for i := range 3 {
			r.say(text(1, string(rune('a'+i))))
			settleFor(time.Millisecond)
			v.Advance(50 * time.Millisecond)
			settleFor(time.Millisecond)
		}
		require.Len(t, r.api.seen(), 3)
		v.Jump(now.AddDate(-1, 0, 0))
		r.say(text(1, "d"))
		settleFor(time.Millisecond)
		assert.Len(t, r.api.seen(), 4)
		assert.True(t, r.bot.Stats().SetBack.Equal(v.Now()), "it is told: %v", r.bot.Stats().SetBack)

		v.Jump(now)
		require.NoError(t, r.bot.Update(r.t.Context(), func(tx storage.Tx) error {
			row := bot.OutRow{V: 1, Message: text(2, "x"), Hold: now.Add(time.Hour)}
			return storage.Put(tx, storage.OutboxKey(at(2), 1), row)
		}))
		settleFor(time.Millisecond)
		assert.Len(t, r.api.seen(), 4, "it is held")
		v.Jump(now.AddDate(-1, 0, 0))
		r.say(text(3, "y"))
		settleFor(time.Millisecond)
		v.Advance(time.Second)
		settleFor(time.Millisecond)
		assert.Len(t, r.api.seen(), 6, "no pause lasts a year")
	})
}

func TestPaceIsATokenBucket(t *testing.T) {
	var p pace
	t0 := time.Unix(1000, 0)
	for i := range 3 {
		assert.False(t, p.at(time.Second, 3).After(t0), "burst %d", i)
		p.count(t0, time.Second)
	}
	assert.Equal(t, t0.Add(time.Second), p.at(time.Second, 3))
	p.count(t0.Add(time.Hour), time.Second)
	assert.False(t, p.at(time.Second, 3).After(t0.Add(time.Hour)), "rest fills it again, to the brim and no further")
}

func TestOverallPaceMakesUpForLateTimers(t *testing.T) {
	const every = 100 * time.Millisecond
	began := time.Date(2026, 12, 10, 9, 0, 0, 0, time.UTC)
	var p pace
	now := began
	for range 100 { // each goes 30 ms later than it might
		now = p.at(every, 1)
		if now.Before(began) {
			now = began
		}
		now = now.Add(30 * time.Millisecond)
		p.countOnTime(now, every)
	}
	assert.Less(t, now.Sub(began), 10*time.Second, "lateness does not add up")
	now = now.Add(time.Minute)
	p.countOnTime(now, every)
	assert.Equal(t, now.Add(every), p.at(every, 1), "a pause is not made up for")
}
