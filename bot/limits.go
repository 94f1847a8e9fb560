package bot

import "time"

// Limits are the rates that delivery keeps to. Zero fields do not limit.
type Limits struct {
	Overall time.Duration // between any two messages
	Chat    time.Duration // between two new messages in one chat, after a burst
	Burst   int           // new messages in one chat that may go at once; 1 where 0
	Group   int           // messages in one group within GroupSpan
	// GroupSpan is the sliding window of Group.
	GroupSpan time.Duration
}

// NoLimits is for measuring and for servers of one's own.
var NoLimits = Limits{Overall: 0, Burst: 1 << 30}

// pace spaces events evenly after a burst: the token bucket as a time (GCRA).
type pace struct{ full time.Time }

// at returns the earliest time of the next event.
func (p *pace) at(every time.Duration, burst int) time.Time {
	return p.full.Add(-every * time.Duration(max(burst, 1)-1))
}

// count counts an event now.
func (p *pace) count(now time.Time, every time.Duration) {
	if p.full.Before(now) {
		p.full = now
	}
	p.full = p.full.Add(every)
}

// countOnTime counts an event that was due when the last one's time was over and
// comes late by no more than one more: the next ones need not be late for it.
// Otherwise what timers are late by would add up.
func (p *pace) countOnTime(now time.Time, every time.Duration) {
	if p.full.Add(every).Before(now) {
		p.full = now
	}
	p.full = p.full.Add(every)
}

// window counts events within a sliding span.
type window struct{ at []time.Time }

// next returns the earliest time of the next event, where at most n may fall
// within span.
func (w *window) next(n int, span time.Duration) time.Time {
	if n <= 0 || len(w.at) < n {
		return time.Time{}
	}
	return w.at[len(w.at)-n].Add(span)
}

func (w *window) count(now time.Time, n int) {
	w.at = append(w.at, now)
	if len(w.at) > 2*n {
		w.at = append([]time.Time(nil), w.at[len(w.at)-n:]...)
	}
}

// chatPace is what one chat has been sent of late.
type chatPace struct {
	sends pace
	group window
}

// ready returns the earliest time at which the chat's limits let a row go.
// Taking buttons off, deleting and leaving are not messages.
func (c *chatPace) ready(l Limits, group bool, kind MessageKind) time.Time {
	var t time.Time
	switch kind {
	case Send, Document, Photo, Album:
		t = c.sends.at(l.Chat, l.Burst)
	case Edit:
	default:
		return t
	}
	if group {
		if g := c.group.next(l.Group, l.GroupSpan); g.After(t) {
			t = g
		}
	}
	return t
}

func (c *chatPace) count(l Limits, group bool, kind MessageKind, now time.Time) {
	switch kind {
	case Send, Document, Photo, Album:
		c.sends.count(now, l.Chat)
	case Edit:
	default:
		return
	}
	if group && l.Group > 0 {
		c.group.count(now, l.Group)
	}
}

// rested reports whether forgetting the pace changes nothing.
func (c *chatPace) rested(l Limits, now time.Time) bool {
	n := len(c.group.at)
	return !c.sends.full.After(now) && (n == 0 || now.Sub(c.group.at[n-1]) > l.GroupSpan)
}
