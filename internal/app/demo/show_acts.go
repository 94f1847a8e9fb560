package demo

import (
	"context"
	"errors"
	"fmt"
)

// ErrAct is returned when an act does not fit what people did before it.
var ErrAct = errors.New(errActText)

// Scene clears the stage and sets another scene, or the same one anew. An act
// that is being played ends.
func (s *Show) Scene(ctx context.Context, id string) error {
	sc, ok := sceneByID(id)
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

// Act plays the scene's next act. Whatever is broken is mended first. A scene
// whose acts have all been played has no next one.
func (s *Show) Act(ctx context.Context) error {
	if err := s.take(ctx); err != nil {
		return err
	}
	defer s.give()
	s.mu.Lock()
	sc, _ := sceneByID(s.set.Scene)
	n, x := s.set.Act, s.play
	s.mu.Unlock()
	if x == nil || n >= len(sc.acts) {
		return ErrUnknown
	}
	if err := s.mend(s.ctx); err != nil {
		return err
	}
	return s.perform(x, sc.acts[n], n)
}

func (s *Show) perform(x *play, a act, n int) error {
	ctx, halt := context.WithCancel(s.ctx)
	defer halt()
	s.mu.Lock()
	s.acting, s.halt, s.set.Speed = true, halt, 0
	s.mu.Unlock()
	s.hub.act(actEvent{Act: n, Title: a.title, Note: a.note, Cast: s.castOf(x, a), Running: true})
	x.ctx, x.err = ctx, nil
	a.run(x)
	err := x.err
	if err == nil {
		err = ctx.Err()
	}
	s.mu.Lock()
	s.acting, s.halt = false, nil
	if err == nil {
		s.set.Act = n + 1
	}
	s.mu.Unlock()
	s.hub.act(actEvent{Act: n, Title: a.title})
	switch {
	case errors.Is(err, context.Canceled):
		err = nil // somebody ended it
	case err != nil:
		s.o.Log.Warn("an act did not fit", "act", a.title, "err", err)
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

// castOf gives the chats an act is best watched in: people's ids, and the
// group's.
func (s *Show) castOf(x *play, a act) []int64 {
	var out []int64
	for _, name := range a.cast {
		switch {
		case name != group && x.cast[name] != nil:
			out = append(out, x.cast[name].ID())
		case name != group:
		case x.group != nil:
			out = append(out, x.group.ID())
		}
	}
	return out
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
