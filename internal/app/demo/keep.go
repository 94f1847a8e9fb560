package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// busyTime is how long somebody waits for the baton before being told that
// the stage is busy: days that are being lived through take seconds.
const busyTime = 20 * time.Second

// take waits for the baton. While an act plays, nobody else gets it.
func (s *Show) take(ctx context.Context) error {
	s.mu.Lock()
	acting := s.acting
	s.mu.Unlock()
	if acting {
		return ErrBusy
	}
	return s.wait(ctx)
}

// wait waits for the baton, also for that of an act.
func (s *Show) wait(ctx context.Context) error {
	late := time.NewTimer(busyTime)
	defer late.Stop()
	select {
	case s.baton <- struct{}{}:
		return nil
	case <-late.C:
		return ErrBusy
	case <-ctx.Done():
		return ctx.Err()
	case <-s.ctx.Done():
		return ErrBusy
	}
}

func (s *Show) give() { <-s.baton }

// saveEvery is how often, in real time, what people did is kept.
const saveEvery = 2 * time.Second

// keep saves now and then, so that a show survives the death of its program.
func (s *Show) keep() {
	t := time.NewTicker(saveEvery)
	defer t.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-t.C:
		}
		s.mu.Lock()
		dirty := s.dirty
		s.dirty = false
		s.mu.Unlock()
		if !dirty || s.wait(s.ctx) != nil {
			continue
		}
		if err := s.save(); err != nil {
			s.o.Log.Error("the demo's state could not be kept and is tried again", "err", err)
		}
		s.give()
	}
}

func (s *Show) touch() {
	s.mu.Lock()
	s.dirty = true
	s.mu.Unlock()
}

// save writes the sandbox and the set; the bot's database is on disk already.
// The baton is held.
func (s *Show) save() error {
	s.mu.Lock()
	stage := s.stage
	if stage == nil {
		s.mu.Unlock()
		return nil
	}
	s.set.Now = stage.Clock.Now()
	set := s.set
	s.mu.Unlock()
	err := replace(filepath.Join(s.o.Dir, telegramFile), stage.Sandbox.Save)
	if err == nil {
		err = replace(filepath.Join(s.o.Dir, sceneFile), func(w io.Writer) error { return json.NewEncoder(w).Encode(set) })
	}
	return err
}

// replace writes a file whole or not at all.
func replace(name string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	err = errors.Join(write(f), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("demo: %s: %w", filepath.Base(name), err), os.Remove(f.Name()))
	}
	return nil
}

// beat is the pause between two steps of an act. The page sees the clock move.
func (s *Show) beat() {
	if s.o.Beat <= 0 {
		return
	}
	s.mu.Lock()
	acting := s.acting
	s.mu.Unlock()
	if !acting {
		return
	}
	t := time.NewTimer(s.o.Beat)
	defer t.Stop()
	select {
	case <-t.C:
	case <-s.ctx.Done():
	}
}
