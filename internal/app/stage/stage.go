// Package stage lives through the task force's work without Telegram: the
// production bot, unchanged, against the sandbox on a virtual clock.
package stage

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"liubao/bot/desk"
	"liubao/bot/telegram"
	"liubao/internal/app/service"
	"liubao/internal/clock"
	"liubao/plan"
	"liubao/sandbox"
	"liubao/schedules"
	"liubao/storage"
)

// Options say what a stage plays.
type Options struct {
	Engine   storage.Engine
	Plan     *plan.Plan // the shipped one where nil
	Rules    schedules.Rules
	Calendar schedules.Calendar
	// PlanNow is [desk.Config]'s: the plan as it stands now, nil for Plan for ever.
	PlanNow func(storage.Reader) (*plan.Plan, error)
	SignOff map[string]plan.SignOff
	Start   time.Time
	Log     *slog.Logger
	Spec    *sandbox.Spec // what every request is held against, nil for nothing
	Seed    uint64
	Saved   io.Reader // what the sandbox's Save wrote, nil for a new one
}

// Stage is a running bot with its own Telegram and clock. Whoever opened it
// closes it; the engine stays the caller's.
type Stage struct {
	Clock   *clock.Virtual
	Sandbox *sandbox.Server
	Service *service.Service
	Loc     *time.Location

	listener *sandbox.Listener
}

// tick is how long the bot's jobs sleep at most: nobody sets a virtual clock
// behind their backs.
const tick = 5 * time.Minute

// Open starts sandbox and bot.
func Open(ctx context.Context, o Options) (*Stage, error) {
	if o.Plan == nil {
		p, err := plan.Default()
		if err != nil {
			return nil, err
		}
		o.Plan = p
	}
	if o.Calendar == nil {
		o.Calendar = schedules.NewCalendar(nil)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	loc, err := time.LoadLocation(o.Plan.Zone)
	if err != nil {
		return nil, err
	}
	s := &Stage{Clock: clock.NewVirtual(o.Start.In(loc)), Loc: loc}
	s.Sandbox = sandbox.New(sandbox.Options{Clock: s.Clock, Spec: o.Spec, Seed: o.Seed})
	if o.Saved != nil {
		if err := s.Sandbox.Load(o.Saved); err != nil {
			return nil, err
		}
	}
	if s.listener, err = s.Sandbox.Listen("127.0.0.1:0"); err != nil {
		return nil, err
	}
	if err := s.Boot(ctx, o); err != nil {
		_ = s.listener.Close()
		return nil, err
	}
	return s, nil
}

// DeskConfig is what the bot works from.
func (o Options) DeskConfig() desk.Config {
	return desk.Config{Features: service.Features(), Plan: o.Plan, Rules: o.Rules, Calendar: o.Calendar, SignOff: o.SignOff, Options: desk.Options{AutoPublish: true}, PlanNow: o.PlanNow}
}

// Boot starts a bot on the stage, as a process does on a machine.
func (s *Stage) Boot(ctx context.Context, o Options) error {
	client, err := telegram.New(telegram.Config{Token: s.Sandbox.Token(), BaseURL: s.listener.URL()})
	if err != nil {
		return err
	}
	s.Service, err = service.New(ctx, service.Options{
		Engine: o.Engine, Client: client, Clock: s.Clock, Log: o.Log, Tick: tick, Round: 6 * time.Hour,
		Desk: o.DeskConfig(),
	})
	if err != nil {
		return err
	}
	s.Service.Start()
	return nil
}

// Pass lets time pass that nobody lives through: somebody types.
func (s *Stage) Pass(_ context.Context, d time.Duration) error {
	s.Clock.Advance(d)
	return nil
}

// Phones are those on which people talk to the bot.
func (s *Stage) Phones() *sandbox.Server { return s.Sandbox }

// Close stops the bot and its Telegram.
func (s *Stage) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	s.Service.Stop(ctx)
	return s.listener.Close()
}

// Refuse cuts the line to Telegram, or mends it.
func (s *Stage) Refuse(refuse bool) error { return s.listener.Refuse(refuse) }

// Settle waits until everything that can happen at this moment has happened,
// and lets pass the seconds that Telegram's rates make messages wait.
func (s *Stage) Settle(ctx context.Context) error {
	for range 600 {
		if err := s.rest(ctx); err != nil {
			return err
		}
		if s.Service.Stats().Outbox == 0 && !s.Service.Expectant() {
			return nil
		}
		next, ok := s.Clock.NextTimer()
		if !ok || next.Sub(s.Clock.Now()) > 4*time.Second {
			return nil
		}
		s.Clock.AdvanceTo(next)
	}
	return nil
}

// rest waits until nothing is under way.
func (s *Stage) rest(ctx context.Context) error {
	if err := s.Service.Rest(ctx, func() bool { return s.Sandbox.Pending() == 0 && s.Sandbox.Polling() }); err != nil {
		return fmt.Errorf("%w; %d updates wait, polling %v", err, s.Sandbox.Pending(), s.Sandbox.Polling())
	}
	return nil
}

// AdvanceTo lives through everything up to t.
func (s *Stage) AdvanceTo(ctx context.Context, t time.Time) error {
	for {
		if err := s.Settle(ctx); err != nil {
			return err
		}
		now := s.Clock.Now()
		if !now.Before(t) {
			return nil
		}
		next := now.Add(time.Hour)
		if m, ok := s.Service.NextMoment(ctx, now); ok && m.Before(next) && m.After(now) {
			next = m
		}
		if next.After(t) {
			next = t
		}
		s.Clock.AdvanceTo(next)
	}
}

// Claim opens a link for the director, as the operator's command does, and
// returns its secret.
func (s *Stage) Claim(ctx context.Context) (string, error) {
	link, err := s.Service.Claim(ctx)
	if err != nil {
		return "", err
	}
	return Payload(link), nil
}

// Payload returns what a deep link hands to the bot.
func Payload(link string) string {
	_, payload, _ := strings.Cut(link, "?start=")
	payload, _, _ = strings.Cut(payload, "\n")
	return payload
}
