package spine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"liubao/bot"
	"liubao/storage"
)

const (
	// maxTries is how often a handler may fail on an update before that is
	// put among the dead letters.
	maxTries = 3
	// maxAnswers bounds answers to pressed buttons that are under way.
	maxAnswers = 256
	// answerTime is how long somebody waits for an answer, about.
	answerTime = 10 * time.Second
)

// item is an update on its way from the inbox to the handler.
type item struct {
	key    string
	number int64 // see Inbound
	known  bool
	chat   bot.Address
	raw    json.RawMessage
	update bot.Event
	bad    string // why it could not be decoded, "" where it could
	lost   bool   // its row is damaged: what was sent is not known
}

// lanes handle updates: those of one chat in order, those of several side by side.
type lanes struct {
	b       *Bot
	workers chan struct{} // a token for each update being handled
	answers chan struct{} // a token for each answer under way
	space   chan struct{} // told when waiting shrinks

	mu      sync.Mutex
	queues  map[bot.Address][]item    // of chats with a goroutine
	waiting int                       // items in queues or being handled
	busy    map[bot.Address]time.Time // chats whose item is being handled, and since when
	asleep  int                       // items that rest after storage failed
	after   string                    // key of the item dispatched last
	loading bool                      // the inbox is being read after a start
	ctx     context.Context           // of the run; nil when not running
	force   context.CancelFunc
	work    context.Context // what handling runs under: outlives ctx by the drain
	wg      sync.WaitGroup
}

func newLanes(b *Bot) *lanes {
	return &lanes{b: b, queues: map[bot.Address][]item{}, busy: map[bot.Address]time.Time{}, space: make(chan struct{}, 1),
		workers: make(chan struct{}, b.cfg.Workers), answers: make(chan struct{}, maxAnswers)}
}

// run takes up what the inbox holds, then whatever is dispatched, until ctx
// ends; updates being handled then are finished, the others stay in the inbox.
func (l *lanes) run(ctx context.Context) {
	work, force := context.WithCancel(context.WithoutCancel(ctx))
	defer force()
	in := l.b.intake
	if in.lock(ctx) != nil { // nothing may be taken in before what waits is queued
		return
	}
	l.mu.Lock()
	l.ctx, l.work, l.force, l.loading, l.after = ctx, work, force, true, ""
	l.mu.Unlock()
	l.load(ctx)
	l.mu.Lock()
	l.loading = false
	l.mu.Unlock()
	in.unlock()
	<-ctx.Done()
	l.mu.Lock()
	l.ctx = nil // no new lanes
	l.mu.Unlock()
	l.wg.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.queues, l.waiting = map[bot.Address][]item{}, 0
}

// hurry ends what is being handled.
func (l *lanes) hurry() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.force != nil {
		l.force()
	}
}

// load queues what stands in the inbox behind the item dispatched last, page by
// page. The caller holds the intake's turn.
func (l *lanes) load(ctx context.Context) {
	for fails := 0; ctx.Err() == nil; {
		if l.room(ctx) != nil {
			return
		}
		var page []item
		l.mu.Lock()
		after, running := l.after, l.ctx != nil
		l.mu.Unlock()
		if !running {
			return
		}
		err := l.b.cfg.Engine.View(ctx, func(r storage.Reader) error {
			page = page[:0]
			return r.Scan(storage.RowInbox.Prefix(), after, 500, func(key string, val []byte) error {
				it, err := l.b.waiting(key, val)
				page = append(page, it)
				return err
			})
		})
		if err != nil {
			l.b.cfg.Log.Error("the inbox cannot be read", "err", err)
			l.b.sleep(ctx, backoff(fails))
			fails++
			continue
		}
		if len(page) == 0 {
			return
		}
		l.dispatch(page)
	}
}

// dispatch queues items, already committed, in their order.
func (l *lanes) dispatch(items []item) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ctx == nil {
		return // they wait in the inbox
	}
	if len(items) > 0 {
		l.after = items[len(items)-1].key
	}
	l.waiting += len(items)
	for _, it := range items {
		q, running := l.queues[it.chat]
		l.queues[it.chat] = append(q, it)
		if !running {
			ctx, work := l.ctx, l.work
			l.wg.Go(func() { l.lane(ctx, work, it.chat) })
		}
	}
}

// lane handles one chat's items until there are none.
func (l *lanes) lane(ctx, work context.Context, chat bot.Address) {
	for {
		l.mu.Lock()
		q := l.queues[chat]
		if len(q) == 0 || ctx.Err() != nil {
			delete(l.queues, chat)
			l.waiting -= len(q)
			l.mu.Unlock()
			return
		}
		it := q[0]
		l.queues[chat] = q[1:]
		l.mu.Unlock()
		select {
		case l.workers <- struct{}{}:
			l.begin(chat)
			l.handle(ctx, work, it)
			<-l.workers
			l.end(chat)
		case <-ctx.Done():
		}
		l.mu.Lock()
		l.waiting--
		l.mu.Unlock()
		select {
		case l.space <- struct{}{}:
		default:
		}
	}
}

// rest waits before storage is tried again.
func (l *lanes) rest(ctx context.Context, d time.Duration) {
	l.mu.Lock()
	l.asleep++
	l.mu.Unlock()
	l.b.sleep(ctx, d)
	l.mu.Lock()
	l.asleep--
	l.mu.Unlock()
}

func (l *lanes) begin(chat bot.Address) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.busy[chat] = l.b.cfg.Clock.Now()
}

func (l *lanes) end(chat bot.Address) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.busy, chat)
}

// room waits until another batch may be held in memory.
func (l *lanes) room(ctx context.Context) error {
	for {
		l.mu.Lock()
		full := l.waiting >= l.b.cfg.Backlog
		l.mu.Unlock()
		if !full {
			return ctx.Err()
		}
		select {
		case <-l.space:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (l *lanes) idle() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.waiting == l.asleep && !l.loading
}

func (l *lanes) figures() (waiting, busy int, since time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, at := range l.busy {
		if since.IsZero() || at.Before(since) {
			since = at
		}
	}
	return l.waiting, len(l.busy), since
}

// handle sees an item through: handled, dead, or left in the inbox because the run ends.
func (l *lanes) handle(ctx, work context.Context, it item) {
	if it.bad != "" {
		l.bury(ctx, work, it, it.bad)
		return
	}
	for tries, fails := 1, 0; ; {
		out, fault, err := l.try(work, it)
		switch {
		case err == nil:
			l.b.stats.handled.Add(1)
			l.answer(work, it.update, out)
			return
		case work.Err() != nil:
			return
		case fault != "" && (tries == maxTries || errors.Is(err, errPanic)):
			l.bury(ctx, work, it, fault)
			l.answer(work, it.update, bot.Answer{})
			return
		case fault != "":
			tries++
			l.b.cfg.Log.Warn("an update could not be handled; trying again", "update", it.number, "err", err)
		default:
			l.b.cfg.Log.Error("storage failed; the update stays in the inbox and is tried again", "update", it.number, "err", err)
			l.rest(ctx, backoff(fails))
			fails++
		}
		if ctx.Err() != nil {
			return
		}
	}
}

// try runs the handler in one transaction. fault is set where the handler is to
// blame rather than storage.
func (l *lanes) try(ctx context.Context, it item) (out bot.Answer, fault string, err error) {
	var own error
	var n *noting
	err = l.b.update(ctx, func(tx storage.Tx) error {
		own, out, n = nil, bot.Answer{}, l.b.noting(tx)
		_, there, err := n.Get(it.key)
		if err != nil || !there {
			return err // somebody else has handled it
		}
		if err := n.Delete(it.key); err != nil {
			return err
		}
		out, own = l.callHandler(ctx, n, it.update)
		return own
	})
	if n != nil { // it may have been committed even where that failed
		l.b.delivery.wake(n.chats...)
	}
	if err == nil {
		return out, "", nil
	}
	if errors.Is(err, storage.ErrTooLarge) || own != nil && n.err == nil && ctx.Err() == nil {
		fault = err.Error()
	}
	return bot.Answer{}, fault, err
}

var errPanic = errors.New("panic")

// recovered turns a panic into an error that wraps errPanic.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%w: %v\n%s", errPanic, r, debug.Stack())
	}
}

func (l *lanes) callHandler(ctx context.Context, tx storage.Tx, u bot.Event) (out bot.Answer, err error) {
	defer func() {
		if errors.Is(err, errPanic) {
			l.b.stats.panics.Add(1)
		}
	}()
	defer recovered(&err)
	return l.b.cfg.Handler(ctx, tx, u, l.b.cfg.Clock.Now())
}

// answer ends a pressed button's waiting state, best effort: people wait for
// about ten seconds only, so it does not go through the outbox and holds up nobody.
func (l *lanes) answer(ctx context.Context, u bot.Event, a bot.Answer) {
	if u.Callback == nil {
		return
	}
	select {
	case l.answers <- struct{}{}:
	default:
		l.b.stats.answersFailed.Add(1)
		return
	}
	l.wg.Go(func() {
		defer func() { <-l.answers }()
		ctx, cancel := context.WithTimeout(ctx, answerTime)
		defer cancel()
		if err := l.b.cfg.Channel.Answer(ctx, u.Callback.ID, a); err != nil {
			l.b.stats.answersFailed.Add(1)
			l.b.cfg.Log.Debug("a pressed button was not answered", "err", err)
			return
		}
		l.b.stats.answers.Add(1)
	})
}

// bury moves an update from the inbox to the dead letters and tells the
// operator. It tries until storage takes it.
func (l *lanes) bury(ctx, work context.Context, it item, reason string) {
	now := l.b.cfg.Clock.Now()
	d := bot.DeadRow{Source: "in", At: now, Chat: it.chat, Reason: reason, Raw: it.raw}
	dead := d.Told()
	dead.Lost = it.lost
	for fails := 0; ctx.Err() == nil; fails++ {
		err := l.b.record(work, func(tx storage.Tx) error {
			if err := tx.Delete(it.key); err != nil {
				return err
			}
			return bot.Bury(tx, d)
		}, l.b.hookDead(dead))
		if err == nil {
			l.b.stats.deadIn.Add(1)
			l.b.stats.died.Store(now.UnixNano())
			l.b.cfg.Log.Error("an update cannot be handled and is kept among the dead letters", "update", it.number, "reason", reason)
			return
		}
		l.b.cfg.Log.Error("a dead letter cannot be written; trying again", "err", err)
		l.rest(ctx, backoff(fails))
	}
}
