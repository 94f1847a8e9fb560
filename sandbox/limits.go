package sandbox

import (
	"math"
	"time"
)

// Rate lets Burst messages through at once and Per of them a second after
// that. A zero Rate limits nothing.
type Rate struct {
	PerSecond float64
	Burst     float64
}

// Limits are the rates of sending. Only new messages count; edits, deletions
// and callback answers do not.
type Limits struct {
	Overall Rate // all chats together
	Private Rate // one private chat
	Group   Rate // one group or supergroup
}

// RealLimits are those of the Bots FAQ ("My bot is hitting limits"): about 30
// messages a second in all, one a second in a chat with "short bursts", 20 a
// minute in a group. How short a burst may be is not published; three is
// what is taken here. They are token buckets: a refused message costs
// nothing, and retry_after is the whole seconds until one is let through.
var RealLimits = Limits{
	Overall: Rate{PerSecond: 30, Burst: 30},
	Private: Rate{PerSecond: 1, Burst: 3},
	Group:   Rate{PerSecond: 20.0 / 60, Burst: 20},
}

// NoLimits lets everything through, for measuring other things.
var NoLimits = Limits{}

// bucket is a token bucket; the zero value is full.
type bucket struct {
	used float64 // tokens taken and not yet refilled
	at   time.Time
}

// wait is the time until a token is there; 0 when there is one.
func (b *bucket) wait(r Rate, now time.Time) time.Duration {
	if r.PerSecond == 0 {
		return 0
	}
	if d := now.Sub(b.at); d > 0 {
		b.used = max(0, b.used-d.Seconds()*r.PerSecond)
		b.at = now
	}
	const rounding = 1e-9 // of the division above
	missing := b.used + 1 - r.Burst
	if missing <= rounding {
		return 0
	}
	return time.Duration(missing / r.PerSecond * float64(time.Second))
}

func (b *bucket) take() { b.used++ }

// allow takes n messages' worth from the chat's and the overall rate, or says
// when to come again.
func (s *Server) allow(ch *chat, n int, now time.Time) error {
	rate := s.limits.Group
	if ch.private() {
		rate = s.limits.Private
	}
	d := max(ch.rate.wait(rate, now), s.overall.wait(s.limits.Overall, now))
	if d > 0 {
		return tooMany(int(math.Ceil(d.Seconds())))
	}
	for range n {
		ch.rate.take()
		s.overall.take()
	}
	return nil
}
