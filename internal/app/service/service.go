// Package service puts the production bot together: store, Bot API client,
// desk and the jobs beside them. `serve`, the demo, tests and benchmarks all
// run this same thing; they differ in the server it talks to and the clock.
package service

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/group"
	"liubao/bot/desk/history"
	"liubao/bot/desk/people"
	"liubao/bot/spine"
	"liubao/bot/telegram"
	"liubao/internal/app/papers"
	"liubao/reports/docx"
	"liubao/storage"
	"liubao/storage/files"
	"liubao/storage/migrate"
)

// Options is what a service is made of. Engine, Client and Desk must be set.
type Options struct {
	Engine storage.Engine
	Client *telegram.Client
	Desk   desk.Config
	// Lead is under what right the service runs, and Within how much of it must be
	// left for a request to begin; nil where no other process could.
	Lead   storage.Leadership
	Within time.Duration
	Clock  bot.Clock // the system's where nil
	Log    *slog.Logger
	Limits bot.Limits
	// Tick is the longest pause between two looks at what is due: a minute
	// where 0, so that a corrected machine clock is noticed.
	Tick time.Duration
	// Round is the pause between two looks through all rows for such as cannot be
	// read: a tick where less. Whoever moves a clock by hours looks as rarely.
	Round time.Duration
	// Fonts names the fonts of the documents; empty ones are the official profile's.
	Fonts docx.Fonts
	// Backup makes a verified copy of the store, of a schema, before it is brought to
	// this program's. Without it a store of an older schema is refused.
	Backup func(ctx context.Context, schema int) error
	// Outside is where new files go; nil for into the store.
	Outside files.Objects
	// Jobs run beside the service's own.
	Jobs []spine.Job
}

// Service is a bot ready to run.
type Service struct {
	*spine.Bot
	Desk    *desk.Desk
	Press   *papers.Press
	engine  storage.Engine
	client  *telegram.Client
	clock   bot.Clock
	log     *slog.Logger
	tick    time.Duration
	round   time.Duration
	parked  parked
	damaged damages
	failing failures
	files   files.Store
}

// parked is until when each job sleeps, and which have been nudged since they
// last looked.
type parked struct {
	mu     sync.Mutex
	until  map[string]time.Time
	nudged map[string]chan struct{} // one place each: full where there is work
	soon   map[string]bool          // nudged, and about to begin
}

func (p *parked) set(job string, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.until[job] = until
}

// nudge wakes a job, or keeps it from falling asleep.
func (p *parked) nudge(job string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.soon[job] { // it begins anyway, and then sees to this too
		p.until[job] = time.Time{}
	}
	select {
	case p.nudged[job] <- struct{}{}:
	default:
	}
}

// rest notes that a job goes to sleep. It reports false, and the job stays
// awake, where it has been nudged.
func (p *parked) rest(job string, until time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.nudged[job]:
		return false
	default:
		p.until[job] = until
		return true
	}
}

// hold notes whether a job is about to begin.
func (p *parked) hold(job string, soon bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.soon[job] = soon
}

// holding reports whether any job is about to begin.
func (p *parked) holding() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, soon := range p.soon {
		if soon {
			return true
		}
	}
	return false
}

// asleep reports whether every job sleeps beyond now.
func (p *parked) asleep(now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, t := range p.until {
		if !t.After(now) {
			return false
		}
	}
	return true
}

// Idle reports whether nothing can be done at this moment: the spine is idle
// and every job sleeps. A virtual clock may then move on.
func (s *Service) Idle() bool { return s.Bot.Idle() && s.parked.asleep(s.clock.Now()) }

// Expectant reports whether a job has been given work and begins within
// [breath]: whoever moves a virtual clock moves it that far before going on.
func (s *Service) Expectant() bool { return s.parked.holding() }

// New asks the server who the bot is, brings the store's schema up to date and
// puts everything together. Nothing runs yet.
func New(ctx context.Context, o Options) (*Service, error) {
	if o.Engine == nil || o.Client == nil {
		return nil, errors.New("service: engine and client must be set")
	}
	if o.Clock == nil {
		o.Clock = bot.SystemClock{}
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Tick <= 0 {
		o.Tick = time.Minute
	}
	if err := migrate.Run(ctx, o.Engine, o.Backup); err != nil {
		return nil, err
	}
	me, err := o.Client.Me(ctx)
	if err != nil {
		return nil, err
	}
	o.Desk.Username, o.Desk.Link = me.Username, o.Client.Link
	o.Desk.Features = Features()
	d, err := desk.New(o.Desk)
	if err != nil {
		return nil, err
	}
	s := &Service{Desk: d, Press: papers.New(d, o.Fonts).Outside(o.Outside), engine: o.Engine, client: o.Client, clock: o.Clock, log: o.Log, tick: o.Tick, round: o.Round}
	s.parked.until = map[string]time.Time{"reminders": {}, "menus": {}, "files": {}, "upkeep": {}, "papers": {}, "rows": {}}
	s.damaged.since, s.failing.at = map[string]time.Time{}, map[string]Failing{}
	s.parked.soon = map[string]bool{}
	s.parked.nudged = map[string]chan struct{}{"files": make(chan struct{}, 1), "papers": make(chan struct{}, 1), "reminders": make(chan struct{}, 1), "menus": make(chan struct{}, 1)}
	s.engine = nudger{Engine: o.Engine, jobs: map[string]string{storage.RowFetch.Prefix(): "files", storage.RowPaper.Prefix(): "papers", storage.RowPerson.Prefix(): "menus", storage.RowGroup.Prefix(): "menus", storage.RowSetting.Prefix(): "menus"},
		due: func() string { return storage.TimerKey(s.clock.Now().Add(time.Second), "", "") }, tell: s.parked.nudge}
	s.files = files.Store{Engine: s.engine, Outside: o.Outside}
	s.Bot, err = spine.New(spine.Config{
		Engine: s.engine, Channel: gated(o.Client, o.Lead, o.Within), Handler: d.Handle, Files: sending{s.files}, Clock: o.Clock, Log: o.Log, Limits: o.Limits, Awake: d.Awake,
		Hooks: spine.Hooks{Unreachable: d.Unreachable, Migrated: group.Migrate, Dead: d.Dead, Delivered: s.delivered},
		Jobs: append([]spine.Job{
			{Name: "reminders", Run: s.reconcile},
			{Name: "menus", Run: s.menuJob},
			{Name: "files", Run: s.fetch},
			{Name: "upkeep", Run: s.upkeep},
			{Name: "rows", Run: s.rows},
			{Name: "papers", Run: s.press},
		}, o.Jobs...),
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Claim makes a link by which whoever opens it within an hour becomes the
// office director.
func (s *Service) Claim(ctx context.Context) (link string, err error) {
	var secret string
	err = s.Update(ctx, func(tx storage.Tx) error {
		secret, err = people.Claim(s.Desk, tx, s.clock.Now())
		return err
	})
	if err != nil {
		return "", fmt.Errorf("claim: %w", err)
	}
	return s.Desk.Link(secret), nil
}

// Claimed reports whether there is an office director.
func (s *Service) Claimed(ctx context.Context) (claimed bool, err error) {
	err = s.engine.View(ctx, func(r storage.Reader) error {
		claimed, err = people.Claimed(r)
		return err
	})
	return claimed, err
}

// delivered notes in the story of its period that a message is in its chat.
func (s *Service) delivered(tx storage.Tx, m bot.Message, at time.Time) error {
	return errors.Join(s.Desk.Delivered(tx, m, at), history.Delivered(s.Desk, tx, m, at))
}
