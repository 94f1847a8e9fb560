package spine

import (
	"context"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"liubao/bot"
	"liubao/storage"
)

// sweepEvery is after how many deliveries rested lanes are forgotten.
const sweepEvery = 1024

// Where a lane stands.
type laneState int

const (
	empty   laneState = iota // nothing known to wait
	unseen                   // something may wait: look
	resting                  // the first message may go at lane.at
	busy                     // looking or delivering
)

// outLane is one chat's messages on their way out.
type outLane struct {
	chat  bot.Address
	group bool // the rate of groups holds
	state laneState
	again bool // woken while busy: look once more
	// asleep: busy, but resting because storage failed.
	asleep bool
	at     time.Time       // when the first message may go
	turn   int64           // order of arrival among lanes
	kind   bot.MessageKind // of the first message
	bulk   bool            // no reply among what waits
	since  time.Time       // when the first message was enqueued
	due    time.Time       // since when one has been due and none has gone; zero where there is none
	fails  int             // attempts in a row that failed
	pace   chatPace
}

// delivery sends what the outbox holds: each chat's messages in order, replies
// before bulk, within the limits.
type delivery struct {
	b *Bot

	mu      sync.Mutex
	lanes   map[bot.Address]*outLane
	turns   int64
	flying  int // lanes busy
	done    int // deliveries since the last sweep
	overall pace
	hold    time.Time // all sending rests till then
	seen    time.Time // what the clock last said
	floods  flood
	run     atomic.Uint64 // names the present run
	running bool
	started bool // the outbox has been read since the start
	armed   bool // the timer for what rests is set; a clock that moved before would pass it by
	force   context.CancelFunc

	nudge chan struct{}
	wg    sync.WaitGroup
}

func newDelivery(b *Bot) *delivery {
	return &delivery{b: b, lanes: map[bot.Address]*outLane{}, nudge: make(chan struct{}, 1)}
}

// wake says that messages may wait for the chats. What rests there may have
// been replaced, or a reply has come behind it.
func (d *delivery) wake(chats ...bot.Address) {
	if len(chats) == 0 {
		return
	}
	d.mu.Lock()
	for _, c := range chats {
		if l := d.lane(c); l.state == busy {
			l.again = true
		} else {
			l.state = unseen
		}
	}
	d.mu.Unlock()
	d.signal()
}

func (d *delivery) signal() {
	select {
	case d.nudge <- struct{}{}:
	default:
	}
}

func (d *delivery) lane(chat bot.Address) *outLane {
	l := d.lanes[chat]
	if l == nil {
		d.turns++
		l = &outLane{chat: chat, group: d.b.cfg.Channel.Capabilities(chat).Group, turn: d.turns}
		d.lanes[chat] = l
	}
	return l
}

// hurry ends requests under way; their messages are in doubt.
func (d *delivery) hurry() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.force != nil {
		d.force()
	}
}

// serve delivers until ctx ends, then waits for what is under way.
func (d *delivery) serve(ctx context.Context) {
	work, force := context.WithCancel(context.WithoutCancel(ctx))
	defer force()
	d.mu.Lock()
	d.force, d.running, d.started = force, true, false
	d.run.Store(rand.Uint64())
	d.mu.Unlock()
	d.recover(ctx)
	for ctx.Err() == nil {
		wait := d.step(work)
		fired, stop := d.b.cfg.Clock.Timer(wait)
		d.arm(true)
		select {
		case <-d.nudge:
		case <-fired:
		case <-ctx.Done():
		}
		d.arm(false)
		stop()
	}
	d.wg.Wait()
	d.mu.Lock()
	d.running = false
	d.mu.Unlock()
}

func (d *delivery) arm(armed bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.armed = armed
}

// recover finds the chats for which messages wait, and a pause that
// outlasted the last run.
func (d *delivery) recover(ctx context.Context) {
	for fails := 0; ctx.Err() == nil; fails++ {
		chats, hold, err := d.waiting(ctx)
		if err == nil {
			d.mu.Lock()
			d.hold, d.started = sane(hold, d.b.cfg.Clock.Now()), true
			d.mu.Unlock()
			d.wake(chats...)
			return
		}
		d.b.cfg.Log.Error("the outbox cannot be read", "err", err)
		d.b.sleep(ctx, backoff(fails))
	}
}

func (d *delivery) waiting(ctx context.Context) (chats []bot.Address, hold time.Time, err error) {
	err = d.b.cfg.Engine.View(ctx, func(r storage.Reader) error {
		chats = chats[:0]
		row, _, err := storage.Get[holdRow](r, storage.RowMeta.Key(metaHold))
		if err != nil {
			return err
		}
		hold = row.Until
		for after := ""; ; {
			found := false
			err := r.Scan(storage.RowOutbox.Prefix(), after, 1, func(key string, _ []byte) error {
				found = true
				if chat, ok := chatOf(key); ok {
					chats = append(chats, chat)
					after = storage.ChatOutboxPrefix(chat) + "~" // after every number
				} else {
					after = key
				}
				return nil
			})
			if err != nil || !found {
				return err
			}
		}
	})
	return chats, hold, err
}

// serveLane looks at a lane's first message, or delivers it and looks at the next.
func (d *delivery) serveLane(work context.Context, l *outLane, looking bool) {
	var err error
	if !looking {
		var done bool
		done, err = d.deliver(work, l)
		d.mu.Lock()
		l.again = false // whatever has come until here is seen by what follows
		if done {
			l.due = time.Time{}
		}
		d.mu.Unlock()
	}
	var v view
	if err == nil {
		v, err = d.look(work, l.chat)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	defer d.signal()
	d.flying--
	now := d.b.cfg.Clock.Now()
	switch {
	case err != nil:
		if work.Err() == nil {
			d.b.cfg.Log.Error("storage failed; delivery rests", "chat", l.chat, "err", err)
		}
		l.state, l.at = resting, now.Add(backoff(l.fails))
		l.fails++
	case l.again:
		l.state = unseen
	case v.found:
		l.rest(v, d.b.cfg.Limits)
		if v.first.key == "" {
			l.due = time.Time{}
		} else if l.due.IsZero() {
			l.due = now
		}
	default:
		l.state, l.due = empty, time.Time{}
		if l.pace.rested(d.b.cfg.Limits, now) {
			delete(d.lanes, l.chat)
		}
	}
	if !looking && err == nil {
		l.fails = 0
	}
	if l.state != resting || !looking {
		d.turns++
		l.turn = d.turns
	}
	d.sweep(now)
}

// rest takes over what was seen of the lane: its first message waits for its turn.
func (l *outLane) rest(v view, limits bot.Limits) {
	l.state, l.kind, l.bulk, l.since = resting, v.kind, v.bulk, v.since
	l.at = l.pace.ready(limits, l.group, v.kind)
	if v.at.After(l.at) {
		l.at = v.at
	}
}

// sweep forgets lanes that hold nothing, now and then.
func (d *delivery) sweep(now time.Time) {
	if d.done++; d.done < sweepEvery {
		return
	}
	d.done = 0
	for chat, l := range d.lanes {
		if l.state == empty && l.pace.rested(d.b.cfg.Limits, now) {
			delete(d.lanes, chat)
		}
	}
}

func (d *delivery) idle() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.running || !d.started {
		return !d.running
	}
	if !d.armed {
		return false
	}
	now := d.b.cfg.Clock.Now()
	open := !d.open().After(now)
	for _, l := range d.lanes {
		if l.state == busy && !l.asleep || l.state == unseen || l.state == resting && open && !l.at.After(now) {
			return false
		}
	}
	return true
}

func (d *delivery) gauge(s *Stats) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.b.cfg.Clock.Now()
	s.Sending = d.flying
	if d.hold.After(now) {
		s.HoldingTill = d.hold
	}
	for _, l := range d.lanes {
		if l.state == empty {
			continue
		}
		if !l.due.IsZero() && (s.StuckSince.IsZero() || l.due.Before(s.StuckSince)) {
			s.StuckSince = l.due
		}
		s.Outbox++
		if !l.since.IsZero() {
			s.OutboxAge = max(s.OutboxAge, now.Sub(l.since))
		}
	}
}
