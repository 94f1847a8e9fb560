package spine

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"liubao/bot"
	"liubao/storage"
)

// Files hands out the bytes of stored files.
type Files interface {
	Open(ctx context.Context, hash string) (io.ReadCloser, error)
}

// Hooks are told of what the spine alone finds out. They run inside the
// transaction that records it, may run several times, and may [Enqueue]. Nil
// ones are skipped. One that fails or panics is skipped too, and logged: it must not keep
// the spine from going on.
type Hooks struct {
	// Unreachable: the chat cannot be sent to any more: blocked, kicked,
	// deactivated or never started.
	Unreachable func(tx storage.Tx, chat bot.Address, at time.Time) error
	// Migrated: the chat at from is now at to.
	Migrated func(tx storage.Tx, from, to bot.Address) error
	// Delivered: a message is in its chat: one newly made, in full, or an edit.
	Delivered func(tx storage.Tx, m bot.Message, at time.Time) error
	// Dead: an update or message was put among the dead letters.
	Dead func(tx storage.Tx, d bot.Dead) error
}

// Job is something that runs beside the spine under [Scheduling]: reminders, fetching
// files, backups. Run returns when its context ends; one that returns earlier
// is started again after a pause.
type Job struct {
	Name string
	Run  func(ctx context.Context) error
}

// Config is what a [Bot] is made of. Engine, Channel and Handler must be set.
type Config struct {
	Engine  storage.Engine
	Channel bot.Channel
	Handler bot.Handler
	Files   Files
	Hooks   Hooks
	Jobs    []Job
	Clock   bot.Clock    // SystemClock where nil
	Log     *slog.Logger // slog.Default() where nil
	Limits  bot.Limits   // the channel's where zero
	// Awake returns the time, or the end of the quiet hours it falls into. What
	// waited for its time goes out then only: neither a program that was down
	// nor a channel that could not be reached makes phones ring at night. Nil
	// means that there are no quiet hours.
	Awake func(time.Time) time.Time

	PollTimeout time.Duration // of one look for events, in whole seconds; 30 s where 0
	Workers     int           // updates handled at the same time; 64 where 0
	Senders     int           // messages delivered at the same time, from attempt to result on disk; 256 where 0
	Backlog     int           // updates held in memory; 2000 where 0
}

// Part is a job that one process of several does.
type Part string

// The parts. Handling needs to run where Polling or the webhook does.
const (
	Polling    Part = "polling"
	Handling   Part = "handling"
	Delivering Part = "delivering"
	Scheduling Part = "scheduling"
)

var allParts = []Part{Handling, Delivering, Scheduling, Polling}

// drainTime bounds how long a stop waits for what is under way.
const drainTime = 5 * time.Second

// Bot runs the spine: intake, lanes, delivery and jobs, which start and stop
// together or one by one.
type Bot struct {
	cfg      Config
	stats    counters
	intake   *intake
	lanes    *lanes
	delivery *delivery

	mu      sync.Mutex
	running map[Part]*running
}

type running struct {
	cancel context.CancelFunc
	done   chan struct{}
}

// New returns a bot that is not running.
func New(cfg Config) (*Bot, error) {
	if cfg.Engine == nil || cfg.Channel == nil || cfg.Handler == nil {
		return nil, errors.New("bot: engine, channel and handler must be set")
	}
	if cfg.Clock == nil {
		cfg.Clock = bot.SystemClock{}
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	if cfg.Limits == (bot.Limits{}) {
		cfg.Limits = cfg.Channel.Limits()
	}
	if cfg.Awake == nil {
		cfg.Awake = func(t time.Time) time.Time { return t }
	}
	cfg.PollTimeout = or(cfg.PollTimeout, 30*time.Second)
	cfg.Workers, cfg.Senders, cfg.Backlog = or(cfg.Workers, 64), or(cfg.Senders, 256), or(cfg.Backlog, 2000)
	b := &Bot{cfg: cfg, running: map[Part]*running{}}
	b.delivery = newDelivery(b)
	b.lanes = newLanes(b)
	b.intake = &intake{b: b, turn: make(chan struct{}, 1)}
	return b, nil
}

func or[T int | time.Duration](v, def T) T {
	if v <= 0 {
		return def
	}
	return v
}

// Start starts the parts, or all of them where none is named. A part that runs
// already is left alone.
func (b *Bot) Start(parts ...Part) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range orAll(parts) {
		if b.running[p] != nil {
			continue
		}
		ctx, cancel := context.WithCancel(context.Background())
		r := &running{cancel: cancel, done: make(chan struct{})}
		b.running[p] = r
		run := b.runner(p)
		go func() {
			defer close(r.done)
			run(ctx)
		}()
	}
}

func orAll(parts []Part) []Part {
	if len(parts) == 0 {
		return allParts
	}
	return parts
}

func (b *Bot) runner(p Part) func(context.Context) {
	switch p {
	case Polling:
		return b.intake.poll
	case Handling:
		return b.lanes.run
	case Delivering:
		return b.delivery.serve
	}
	return b.runJobs
}

// Stop stops the parts, or all of them where none is named: nothing new is
// begun, and what is under way has until ctx ends to finish. What was not finished
// is on disk and is taken up by the next start.
func (b *Bot) Stop(ctx context.Context, parts ...Part) {
	var waits []chan struct{}
	b.mu.Lock()
	for _, p := range orAll(parts) {
		r := b.running[p]
		if r == nil {
			continue
		}
		delete(b.running, p)
		r.cancel()
		waits = append(waits, r.done)
	}
	b.mu.Unlock()
	stop := context.AfterFunc(ctx, func() { b.lanes.hurry(); b.delivery.hurry() })
	for _, done := range waits {
		<-done
	}
	stop()
}

// Run starts everything, waits for ctx to end, and stops within five seconds.
func (b *Bot) Run(ctx context.Context) {
	b.Start()
	<-ctx.Done()
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime-500*time.Millisecond)
	defer cancel()
	b.Stop(drain)
}

// Update runs fn in one transaction, as [storage.Engine.Update] does, and then
// sees to what it enqueued being delivered. Whoever calls [Enqueue] outside of a
// handler or hook does so in here.
func (b *Bot) Update(ctx context.Context, fn func(storage.Tx) error) error {
	var n *noting
	err := b.cfg.Engine.Update(ctx, func(tx storage.Tx) error {
		n = b.noting(tx)
		return fn(n)
	})
	if n != nil { // it may have been committed even where that failed
		b.delivery.wake(n.chats...)
	}
	b.committed(err)
	return err
}

// Idle reports whether nothing can be done at this moment: no update waits to
// be handled, no message could be sent now. Messages that wait for a limit or
// a time do not count.
func (b *Bot) Idle() bool { return b.lanes.idle() && b.delivery.idle() }

func (b *Bot) runJobs(ctx context.Context) {
	var wg sync.WaitGroup
	defer wg.Wait()
	for _, j := range b.cfg.Jobs {
		wg.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				err := b.runJob(ctx, j)
				if ctx.Err() != nil {
					return
				}
				b.stats.fell.Store(b.cfg.Clock.Now().UnixNano())
				b.cfg.Log.Error("a job ended early and is started again", "job", j.Name, "err", err)
				b.sleep(ctx, backoff(n))
			}
		})
	}
}

func (b *Bot) runJob(ctx context.Context, j Job) (err error) {
	defer recovered(&err)
	return j.Run(ctx)
}

// sleep waits for d on the bot's clock, or for the context.
func (b *Bot) sleep(ctx context.Context, d time.Duration) {
	fired, stop := b.cfg.Clock.Timer(d)
	defer stop()
	select {
	case <-fired:
	case <-ctx.Done():
	}
}

// backoff returns how long to wait after the nth failure in a row, from 0:
// doubling from half a second to half a minute, give or take half of it, so that
// many who failed together do not come back together.
func backoff(n int) time.Duration {
	d := 30 * time.Second
	if n < 6 {
		d = 500 * time.Millisecond << n
	}
	return d/2 + rand.N(d)
}
