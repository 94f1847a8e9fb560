package demo

import (
	"context"
	"errors"
	"fmt"

	"liubao/internal/app/scenes"
)

// ErrAct is returned when an act does not fit what people did before it.
var ErrAct = errors.New(errActText)

// Scene clears the stage and sets another scene, or the same one anew. An act
// that is being played ends.
func (s *Show) Scene(ctx context.Context, id string) error {
	sc, ok := scenes.ByID(id)
	if !ok {
		return ErrUnknown
	}
	s.Halt()
	if err := s.wait(ctx); err != nil {
		return err
	}
	defer s.give()
	defer s.hub.reset()
	return s.begin(s.ctx, sc)
}

// ErrTouched is returned for an act after somebody has touched phones or
// clock: the story would type into other people's fields.
var ErrTouched = errors.New("the stage was touched by hand")

// Act plays the scene's next act. Whatever is broken is mended first. A scene
// whose acts have all been played has no next one. Where somebody has touched
// the stage, anew sets the scene again and lives quickly through the acts
// before; without it the act is refused.
func (s *Show) Act(ctx context.Context, anew bool) error {
	if err := s.take(ctx); err != nil {
		return err
	}
	defer s.give()
	s.mu.Lock()
	sc, _ := scenes.ByID(s.set.Scene)
	n, empty, touched := s.set.Act, s.play == nil, s.set.Touched
	s.mu.Unlock()
	switch {
	case empty || n >= len(sc.Acts):
		return ErrUnknown
	case touched && !anew:
		return ErrTouched
	case touched:
		if err := s.replay(sc, n); err != nil {
			return err
		}
	}
	if err := s.mend(s.ctx); err != nil {
		return err
	}
	return s.perform(sc.Acts[n], n)
}

// replay sets a scene anew and lives through its first acts without a pause.
func (s *Show) replay(sc scenes.Scene, acts int) error {
	defer s.hub.reset()
	if err := s.begin(s.ctx, sc); err != nil {
		return err
	}
	for _, a := range sc.Acts[:acts] {
		if err := s.play.Perform(s.ctx, a, nil); err != nil {
			return fmt.Errorf("%w: %w", ErrAct, err)
		}
	}
	s.mu.Lock()
	s.set.Act = acts
	s.mu.Unlock()
	return nil
}

func (s *Show) perform(a scenes.Act, n int) error {
	ctx, halt := context.WithCancel(s.ctx)
	defer halt()
	s.mu.Lock()
	s.acting, s.halt, s.set.Speed = true, halt, 0
	x := s.play
	s.mu.Unlock()
	s.hub.act(actEvent{Act: n, Title: a.Title, Note: a.Note, Cast: x.Cast(a), Running: true})
	err := x.Perform(ctx, a, s.beat)
	s.mu.Lock()
	s.acting, s.halt = false, nil
	if err == nil {
		s.set.Act = n + 1
	} else {
		s.set.Touched = true
	}
	s.mu.Unlock()
	s.hub.act(actEvent{Act: n, Title: a.Title})
	switch {
	case errors.Is(err, context.Canceled):
		err = nil // somebody ended it
	case err != nil:
		s.o.Log.Warn("an act did not fit", "act", a.Title, "err", err)
		err = fmt.Errorf("%w", ErrAct)
	}
	return keepFirst(err, s.save())
}

// Halt ends the act that is being played, after its present step.
func (s *Show) Halt() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.halt != nil {
		s.halt()
	}
}

// Reclaim makes the operator's link anew; it is valid for an hour of the
// stage's clock. Where there is a director it does nothing.
func (s *Show) Reclaim(ctx context.Context) error {
	if err := s.take(ctx); err != nil {
		return err
	}
	defer s.give()
	defer s.hub.changed()
	return s.claim(ctx)
}
