package demo

import (
	"context"
	"time"

	"liubao/sandbox"

	"liubao/internal/app/scenes"
)

// Telegram switches the line to Telegram off or on. While it is off, what
// people send waits at Telegram and what the bot sends waits in its outbox.
func (s *Show) Telegram(ctx context.Context, down bool) error {
	if err := s.take(ctx); err != nil {
		return err
	}
	defer s.give()
	return s.telegram(down)
}

func (s *Show) telegram(down bool) error {
	s.mu.Lock()
	stage, was, killed := s.stage, s.set.Down, s.set.Killed
	s.mu.Unlock()
	if stage == nil || was == down {
		return nil
	}
	if !killed {
		if err := stage.Refuse(down); err != nil {
			return err
		}
	}
	s.mu.Lock()
	s.set.Down, s.dirty = down, true
	s.mu.Unlock()
	defer s.hub.changed()
	return s.mended(s.ctx)
}

// lineFaults are what can go wrong between bot and Telegram besides silence.
func lineFaults() map[string]sandbox.Fault {
	return map[string]sandbox.Fault{"proxy": sandbox.ProxyPage(), "silent": sandbox.SilentSends(false), "menus": sandbox.SlowMenus()}
}

// Line switches a fault of the line on or off.
func (s *Show) Line(ctx context.Context, name string, on bool) error {
	f, ok := lineFaults()[name]
	if !ok {
		return ErrUnknown
	}
	if err := s.take(ctx); err != nil {
		return err
	}
	defer s.give()
	stage, _ := s.at()
	if stage == nil {
		return ErrBusy
	}
	s.mu.Lock()
	end, is := s.line[name]
	switch {
	case on && !is:
		s.line[name] = stage.Sandbox.Inject(f)
	case !on && is:
		end()
		delete(s.line, name)
	}
	s.mu.Unlock()
	defer s.hub.changed()
	return s.mended(s.ctx)
}

// impaired says whether the line is such that the bot may not come to rest.
func (s *Show) impaired() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.set.Down || len(s.line) > 0
}

// mended lets the bot come back where nothing is broken any more.
func (s *Show) mended(ctx context.Context) error {
	if _, svc := s.at(); svc == nil || s.impaired() {
		return nil
	}
	return s.recover(ctx)
}

// clearLine ends all faults of the line.
func (s *Show) clearLine() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, end := range s.line {
		end()
		delete(s.line, name)
	}
}

// Kill ends the bot's process in the middle of whatever it does: its
// connections break, nothing is drained, and only what it has written remains.
func (s *Show) Kill(ctx context.Context) error {
	if err := s.take(ctx); err != nil {
		return err
	}
	defer s.give()
	stage, svc := s.at()
	if svc == nil {
		return nil
	}
	s.mu.Lock()
	s.set.Killed, s.dirty = true, true
	engine := s.engine
	s.engine = nil
	s.mu.Unlock()
	defer s.hub.changed()
	if err := stage.Refuse(true); err != nil {
		return err
	}
	dead, cancel := context.WithCancel(context.Background())
	cancel() // no time to finish anything
	svc.Stop(dead)
	return engine.Close()
}

// Revive starts the bot again on the file that the dead one left.
func (s *Show) Revive(ctx context.Context) error {
	if err := s.take(ctx); err != nil {
		return err
	}
	defer s.give()
	return s.revive(s.ctx)
}

func (s *Show) revive(ctx context.Context) error {
	s.mu.Lock()
	stage, killed, down, id := s.stage, s.set.Killed, s.set.Down, s.set.Scene
	s.mu.Unlock()
	if !killed {
		return nil
	}
	engine, err := s.openEngine()
	if err != nil {
		return err
	}
	sc, _ := scenes.ByID(id)
	o, err := s.options(sc)
	if err != nil {
		return keepFirst(err, engine.Close())
	}
	o.Engine = engine
	if err := stage.Refuse(false); err != nil {
		return keepFirst(err, engine.Close())
	}
	if err := stage.Boot(ctx, o); err != nil {
		return keepFirst(err, engine.Close())
	}
	s.mu.Lock()
	s.bot = stage.Service
	s.set.Killed, s.engine, s.dirty = false, engine, true
	s.mu.Unlock()
	defer s.hub.changed()
	if down {
		return stage.Refuse(true)
	}
	return s.mended(ctx)
}

// mend puts everything right. The baton is held.
func (s *Show) mend(ctx context.Context) error {
	s.clearLine()
	return keepFirst(s.revive(ctx), s.telegram(false), s.mended(ctx))
}

// patience is how much virtual time a bot is given to come back by itself
// after Telegram is back: it retries at most every 45 seconds.
const patience = 3 * time.Minute

// recover lets the seconds pass until the bot polls again and has sent what
// waited.
func (s *Show) recover(ctx context.Context) error {
	stage, svc := s.at()
	end := stage.Clock.Now().Add(patience)
	for range 500 {
		s.rest(ctx, stage, svc)
		if stage.Sandbox.Polling() {
			if err := stage.Settle(ctx); err != nil {
				return err
			}
			if svc.Stats().Outbox == 0 {
				return nil
			}
		}
		next, ok := stage.Clock.NextTimer()
		if !ok || next.After(end) {
			return nil
		}
		stage.Clock.AdvanceTo(next)
	}
	return nil
}

// Block stops the bot on a person's phone, or lets it write again.
func (s *Show) Block(ctx context.Context, user int64, blocked bool) error {
	stage, _ := s.at()
	if stage == nil {
		return ErrBusy
	}
	p := stage.Sandbox.Person(user)
	if p == nil {
		return ErrUnknown
	}
	if blocked {
		p.Block()
	} else {
		p.Unblock()
	}
	s.touched()
	return s.afterwards(ctx)
}
