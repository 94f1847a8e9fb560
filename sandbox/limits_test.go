package sandbox

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestRatePerPrivateChat(t *testing.T) {
	b := newBot(t, Options{})
	p := b.started("王")
	say := m{"chat_id": p.ID(), "text": "好"}
	for range 3 {
		b.ok("sendMessage", say, nil)
	}
	got := b.fails("sendMessage", say, 429, "Too Many Requests: retry after 1")
	require.Equal(t, 1, got.Parameters.RetryAfter)
	b.clock.advance(time.Second)
	b.ok("sendMessage", say, nil)
	b.fails("sendMessage", say, 429, "Too Many Requests: retry after 1")
	require.Len(t, b.s.Messages(p.ID(), 0), 5, "the start and four")
	last, _ := b.s.Last(p.ID())
	b.ok("editMessageText", m{"chat_id": p.ID(), "message_id": last.MessageID, "text": "改"}, nil)
}

func TestRatePerGroup(t *testing.T) {
	b := newBot(t, Options{})
	p := b.started("王")
	g, err := b.s.AddGroup("专班", BasicGroup, p)
	require.NoError(t, err)
	g.AddBot(p)
	say := m{"chat_id": g.ID(), "text": "好"}
	for range 20 {
		b.ok("sendMessage", say, nil)
	}
	b.fails("sendMessage", say, 429, "Too Many Requests: retry after 3")
	b.clock.advance(3 * time.Second)
	b.ok("sendMessage", say, nil)
}

func TestRateOverall(t *testing.T) {
	b := newBot(t, Options{})
	var people []*Person
	for range 31 {
		people = append(people, b.started("人"))
	}
	for _, p := range people[:30] {
		b.ok("sendMessage", m{"chat_id": p.ID(), "text": "好"}, nil)
	}
	b.fails("sendMessage", m{"chat_id": people[30].ID(), "text": "好"}, 429, "Too Many Requests: retry after 1")
	b.clock.advance(time.Second / 30)
	b.ok("sendMessage", m{"chat_id": people[30].ID(), "text": "好"}, nil)
}

// TestBucketKeepsItsRate: whatever the times of asking, no more than the
// burst and the rate are let through, and waiting as told is enough.
func TestBucketKeepsItsRate(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := Rate{PerSecond: rapid.Float64Range(0.1, 50).Draw(rt, "rate"), Burst: float64(rapid.IntRange(1, 30).Draw(rt, "burst"))}
		var b bucket
		begin := time.Unix(1_800_000_000, 0)
		now, passed := begin, 0
		for _, ms := range rapid.SliceOf(rapid.IntRange(0, 2000)).Draw(rt, "gaps") {
			now = now.Add(time.Duration(ms) * time.Millisecond)
			if d := b.wait(r, now); d > 0 {
				now = now.Add(d + time.Microsecond)
				require.Zero(rt, b.wait(r, now))
			}
			b.take()
			passed++
			require.LessOrEqual(rt, float64(passed), r.Burst+now.Sub(begin).Seconds()*r.PerSecond+1e-3)
		}
	})
}
