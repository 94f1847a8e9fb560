package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"liubao/internal/app/scenes"
	"liubao/internal/app/service"
	"liubao/internal/app/stage"
	"liubao/plan"
	"liubao/sandbox"
	"liubao/schedules"
	"liubao/storage/bolt"
)

// ShowOptions say where a show keeps its things.
type ShowOptions struct {
	// Dir holds the bot's database and the sandbox's state; what an earlier
	// show left there is taken up again.
	Dir string
	Log *slog.Logger
	// Spec is what every request of the bot is held against, nil for nothing.
	Spec *sandbox.Spec
	// Beat is the real time between two steps of an act, so that people can
	// follow; 0 plays as fast as the bot answers.
	Beat time.Duration
	// Seed makes the sandbox's ids repeatable; 0 takes random ones.
	Seed uint64
}

// Show is a stage that people drive from a page: phones, a clock, scenes and
// faults. Its methods are safe for concurrent use; whatever moves the clock or
// replaces the stage holds the baton, one at a time.
type Show struct {
	o     ShowOptions
	hub   *hub
	baton chan struct{}
	ctx   context.Context
	quit  context.CancelFunc
	wg    sync.WaitGroup

	mu     sync.Mutex
	stage  *stage.Stage
	bot    *service.Service // the newest of the stage, dead or alive: the stage's own field changes while one boots
	engine *bolt.Engine
	set    set
	play   *scenes.Troupe
	halt   context.CancelFunc // ends the act that is being played, nil between acts
	acting bool
	closed bool  // nothing more is begun
	last   known // what the bot knew when it was last asked
	dirty  bool
	line   map[string]func() // faults of the line that are switched on, and how to end them
}

// set is what a show remembers beside the database and the sandbox.
type set struct {
	Scene string `json:"scene"`
	Act   int    `json:"act"` // acts played so far
	// Touched: somebody has written, tapped or moved the clock since the scene
	// was set, or an act was broken off: the story may not go on from here.
	Touched bool          `json:"touched"`
	Now     time.Time     `json:"now"`
	Speed   time.Duration `json:"speed"` // virtual time a real second, 0 for a clock that stands still
	Down    bool          `json:"down"`
	Killed  bool          `json:"killed"`
	Claim   string        `json:"claim"` // the link the operator was shown
}

// The files of a show's folder.
const (
	databaseFile = "liubao.db"
	telegramFile = "telegram.json"
	sceneFile    = "scene.json"
)

var (
	// ErrBusy is returned while an act plays or the clock is being moved.
	ErrBusy = errors.New("the stage is busy")
	// ErrUnknown is returned for a person, chat, scene or message there is none of.
	ErrUnknown = errors.New("there is no such thing on the stage")
)

// OpenShow takes up what the folder holds, or begins with the first scene.
func OpenShow(ctx context.Context, o ShowOptions) (*Show, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Show{o: o, hub: newHub(), baton: make(chan struct{}, 1), line: map[string]func(){}}
	s.ctx, s.quit = context.WithCancel(context.WithoutCancel(ctx))
	old, err := s.remembered()
	if err == nil && old.Scene != "" {
		err = s.takeUp(ctx, old)
	} else if err == nil {
		err = s.begin(ctx, scenes.All()[0])
	}
	if err != nil {
		s.quit()
		return nil, errors.Join(err, s.strike())
	}
	s.wg.Go(s.keep)
	s.wg.Go(s.run)
	return s, nil
}

// remembered reads what an earlier show left in the folder.
func (s *Show) remembered() (set, error) {
	var old set
	b, err := os.ReadFile(filepath.Join(s.o.Dir, sceneFile))
	if errors.Is(err, fs.ErrNotExist) {
		return old, nil
	}
	if err != nil {
		return old, fmt.Errorf("demo: %w", err)
	}
	if err := json.Unmarshal(b, &old); err != nil {
		return old, fmt.Errorf("demo: %s: %w", sceneFile, err)
	}
	if _, ok := scenes.ByID(old.Scene); !ok {
		return set{}, nil
	}
	return old, nil
}

// takeUp goes on where an earlier show stopped.
func (s *Show) takeUp(ctx context.Context, old set) error {
	f, err := os.Open(filepath.Join(s.o.Dir, telegramFile))
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	sc, _ := scenes.ByID(old.Scene)
	old.Down, old.Killed = false, false // a new process, and a line that works
	return s.raise(ctx, sc, old, f)
}

// begin clears the folder and sets a scene.
func (s *Show) begin(ctx context.Context, sc scenes.Scene) error {
	if err := s.strike(); err != nil {
		return err
	}
	for _, name := range []string{databaseFile, telegramFile, sceneFile} {
		if err := os.Remove(filepath.Join(s.o.Dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("demo: %w", err)
		}
	}
	if err := s.raise(ctx, sc, set{Scene: sc.ID}, nil); err != nil {
		return err
	}
	if err := s.play.Prepare(sc); err != nil {
		return fmt.Errorf("demo: scene %s: %w", sc.ID, err)
	}
	if err := s.claim(ctx); err != nil {
		return err
	}
	return s.save()
}

// raise opens database, sandbox and bot.
func (s *Show) raise(ctx context.Context, sc scenes.Scene, st set, saved io.Reader) error {
	engine, err := s.openEngine()
	if err != nil {
		return err
	}
	o, err := s.options(sc)
	if err != nil {
		return errors.Join(err, engine.Close())
	}
	o.Engine, o.Saved = engine, saved
	if !st.Now.IsZero() {
		o.Start = st.Now
	}
	on, err := stage.Open(ctx, o)
	if err != nil {
		return errors.Join(err, engine.Close())
	}
	s.mu.Lock()
	s.stage, s.bot, s.engine, s.set, s.play = on, on.Service, engine, st, scenes.Gather(s.ctx, on, o.Plan)
	s.mu.Unlock()
	s.hub.follow(on)
	return nil
}

func (s *Show) openEngine() (*bolt.Engine, error) {
	return bolt.Open(filepath.Join(s.o.Dir, databaseFile), bolt.Options{})
}

// options are those of the production bot for a scene.
func (s *Show) options(sc scenes.Scene) (stage.Options, error) {
	p, err := scenes.Plan(sc.Starts)
	if err != nil {
		return stage.Options{}, err
	}
	return stage.Options{
		Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil),
		Start: sc.Starts.At(plan.Clock{Hour: 9}, p.Location()), Log: s.o.Log, Spec: s.o.Spec, Seed: s.o.Seed,
	}, nil
}

// strike takes the stage down; nothing is left running.
func (s *Show) strike() error {
	s.mu.Lock()
	stage, engine := s.stage, s.engine
	s.stage, s.bot, s.engine, s.play = nil, nil, nil, nil
	clear(s.line)
	s.mu.Unlock()
	s.hub.follow(nil)
	var errs []error
	if stage != nil {
		errs = append(errs, stage.Close())
	}
	if engine != nil {
		errs = append(errs, engine.Close())
	}
	return errors.Join(errs...)
}

// claim opens a link for the director while there is none.
func (s *Show) claim(ctx context.Context) error {
	_, svc := s.at()
	if svc == nil {
		return nil
	}
	claimed, err := svc.Claimed(ctx)
	if err != nil || claimed {
		return err
	}
	link, err := svc.Claim(ctx)
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.set.Claim = link
	s.mu.Unlock()
	return nil
}

// at returns the stage and its bot; the bot is nil while it is killed.
func (s *Show) at() (*stage.Stage, *service.Service) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stage == nil || s.set.Killed {
		return s.stage, nil
	}
	return s.stage, s.bot
}

// Close keeps everything and stops. It waits for what runs.
func (s *Show) Close() error {
	s.Halt()
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.quit()
	s.wg.Wait()
	s.baton <- struct{}{}
	err := s.save()
	return errors.Join(err, s.strike(), s.hub.close())
}
