package spine

import (
	"context"
	"time"
)

// step starts whatever may start now and returns how long to wait.
func (d *delivery) step(work context.Context) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.b.cfg.Clock.Now()
	d.restart(now)
	for d.flying < d.b.cfg.Senders {
		l := d.pick(now)
		if l == nil {
			break
		}
		looking := l.state == unseen
		if !looking {
			d.charge(l, now)
		}
		l.state, l.again = busy, false
		d.flying++
		d.wg.Go(func() { d.serveLane(work, l, looking) })
	}
	return d.next(now)
}

// charge takes what the limits grant the lane's first message.
func (d *delivery) charge(l *outLane, now time.Time) {
	d.overall.countOnTime(now, d.b.cfg.Limits.Overall)
	l.pace.count(d.b.cfg.Limits, l.group, l.kind, now)
}

// restart starts the limits afresh where the clock has been set back: measured
// from a time that is yet to come, they would hold everything up until then.
func (d *delivery) restart(now time.Time) {
	if now.Before(d.seen) {
		d.b.stats.setBack.Store(now.UnixNano())
		d.overall, d.hold = pace{}, sane(d.hold, now)
		for _, l := range d.lanes {
			l.pace = chatPace{}
			if l.state == resting {
				l.state = unseen
			}
		}
	}
	d.seen = now
}

// maxHold is the longest pause that is believed after the clock was set back.
const maxHold = 24 * time.Hour

// sane returns until when to hold back, or the zero time where that is further off than any
// pause that a channel asks for.
func sane(until, now time.Time) time.Time {
	if until.Sub(now) > maxHold {
		return time.Time{}
	}
	return until
}

// open returns when the limits over all chats let the next message go.
func (d *delivery) open() time.Time {
	t := d.overall.at(d.b.cfg.Limits.Overall, 1)
	if d.hold.After(t) {
		t = d.hold
	}
	return t
}

// pick chooses the lane to serve next: one to look at or whose message is due,
// replies first, then the one that has waited longest. What has not been
// looked at may be a reply.
func (d *delivery) pick(now time.Time) *outLane {
	var best *outLane
	open := !d.open().After(now)
	for _, l := range d.lanes {
		if l.state == unseen {
			l.bulk = false
		} else if l.state != resting || !open || l.at.After(now) {
			continue
		}
		if best == nil || l.bulk != best.bulk && best.bulk || l.bulk == best.bulk && l.turn < best.turn {
			best = l
		}
	}
	return best
}

// next returns how long nothing will be due.
func (d *delivery) next(now time.Time) time.Duration {
	wait := time.Hour
	open := d.open()
	for _, l := range d.lanes {
		if l.state != resting {
			continue
		}
		t := l.at
		if open.After(t) {
			t = open
		}
		wait = min(wait, t.Sub(now))
	}
	if d.flying >= d.b.cfg.Senders {
		return time.Hour // one that comes back will tell
	}
	return max(wait, 0)
}
