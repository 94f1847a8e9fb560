package spine

import (
	"time"

	"liubao/bot"
)

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
func (c *chatPace) ready(l bot.Limits, group bool, kind bot.MessageKind) time.Time {
	var t time.Time
	switch kind {
	case bot.Send, bot.Document, bot.Photo, bot.Album:
		t = c.sends.at(l.Chat, l.Burst)
	case bot.Edit:
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

func (c *chatPace) count(l bot.Limits, group bool, kind bot.MessageKind, now time.Time) {
	switch kind {
	case bot.Send, bot.Document, bot.Photo, bot.Album:
		c.sends.count(now, l.Chat)
	case bot.Edit:
	default:
		return
	}
	if group && l.Group > 0 {
		c.group.count(now, l.Group)
	}
}

// rested reports whether forgetting the pace changes nothing.
func (c *chatPace) rested(l bot.Limits, now time.Time) bool {
	n := len(c.group.at)
	return !c.sends.full.After(now) && (n == 0 || now.Sub(c.group.at[n-1]) > l.GroupSpan)
}
