package demo

import (
	"context"
	"time"

	"liubao/internal/app/stage"
	"liubao/sandbox"
)

// person does something on a person's phone and lets its consequences happen.
// While the clock stands still the deed takes as long as people take.
func (s *Show) person(ctx context.Context, user int64, takes time.Duration, do func(*sandbox.Person) error) error {
	if err := s.take(ctx); err != nil {
		return err
	}
	stage, _ := s.at()
	var p *sandbox.Person
	if stage != nil {
		p = stage.Sandbox.Person(user)
	}
	if p == nil {
		s.give()
		return ErrUnknown
	}
	s.mu.Lock()
	still := s.set.Speed == 0
	s.mu.Unlock()
	if still {
		stage.Clock.Advance(takes)
	}
	err := do(p)
	if err == nil {
		s.touched()
	}
	s.give()
	return keepFirst(err, s.afterwards(ctx))
}

// touched remembers that the stage is no longer as the story left it.
func (s *Show) touched() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.set.Touched = true
}

// afterwards lets what somebody did have its consequences, without keeping
// them waiting for it.
func (s *Show) afterwards(context.Context) error {
	s.touch()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.wg.Go(func() {
		if s.take(s.ctx) != nil {
			return
		}
		defer s.give()
		if err := s.settle(s.ctx); err != nil && s.ctx.Err() == nil {
			s.o.Log.Error("the bot does not come to rest", "err", err)
		}
		s.hub.changed()
	})
	return nil
}

// Post sends a message from a person's phone.
func (s *Show) Post(ctx context.Context, user, chat int64, post sandbox.Post) (id int, err error) {
	err = s.person(ctx, user, stage.Typing, func(p *sandbox.Person) error {
		id, err = p.Post(chat, post)
		return err
	})
	return id, err
}

// Edit changes a person's own message.
func (s *Show) Edit(ctx context.Context, user, chat int64, id int, text string) error {
	return s.person(ctx, user, stage.Typing, func(p *sandbox.Person) error { return p.Edit(chat, id, text) })
}

// Delete removes a message on a person's phone, for everybody.
func (s *Show) Delete(ctx context.Context, user, chat int64, id int) error {
	return s.person(ctx, user, stage.Tapping, func(p *sandbox.Person) error { return p.DeleteMessage(chat, id) })
}

// Forward sends a message of one of the person's chats into another.
func (s *Show) Forward(ctx context.Context, user, from int64, id int, to int64) error {
	return s.person(ctx, user, stage.Tapping, func(p *sandbox.Person) error {
		_, err := p.Forward(from, id, to)
		return err
	})
}

// React puts an emoji under a message, or takes it away where it is empty.
func (s *Show) React(ctx context.Context, user, chat int64, id int, emoji string) error {
	return s.person(ctx, user, stage.Tapping, func(p *sandbox.Person) error { return p.React(chat, id, emoji) })
}

// Start opens the bot on a person's phone, by a deep link's payload or without.
func (s *Show) Start(ctx context.Context, user int64, payload string) error {
	return s.person(ctx, user, stage.Tapping, func(p *sandbox.Person) error {
		_, err := p.Start(payload)
		return err
	})
}

// Read marks a chat as read on a person's phone.
func (s *Show) Read(user, chat int64) error {
	stage, _ := s.at()
	if stage == nil {
		return ErrBusy
	}
	p := stage.Sandbox.Person(user)
	if p == nil {
		return ErrUnknown
	}
	p.Read(chat)
	s.touch()
	return nil
}

// answerTime is how long, in real time, a tapped button turns on the page.
const answerTime = 5 * time.Second

// Tap presses a button and waits for its answer. There is none where the bot
// is not there.
func (s *Show) Tap(ctx context.Context, user, chat int64, id int, data string) (a sandbox.Answer, answered bool, err error) {
	var tap *sandbox.Tap
	err = s.person(ctx, user, stage.Tapping, func(p *sandbox.Person) error {
		tap, err = p.TapData(chat, id, data)
		return err
	})
	if err != nil {
		return a, false, err
	}
	if _, svc := s.at(); svc == nil || s.impaired() {
		return a, false, nil
	}
	late := time.NewTimer(answerTime)
	defer late.Stop()
	select {
	case <-tap.Done():
	case <-late.C:
	case <-ctx.Done():
	}
	a, answered = tap.Answer()
	return a, answered, nil
}

// AddPerson puts another person on the stage, whom the bot does not know.
func (s *Show) AddPerson(ctx context.Context, name string) (int64, error) {
	if err := s.take(ctx); err != nil {
		return 0, err
	}
	defer s.give()
	s.mu.Lock()
	x := s.play
	s.mu.Unlock()
	if x == nil {
		return 0, ErrBusy
	}
	a, err := x.Add(name)
	if err != nil {
		return 0, err
	}
	defer s.hub.changed()
	s.touch()
	return a.ID(), nil
}

// AddBot brings the bot into the group, by somebody who is in it.
func (s *Show) AddBot(ctx context.Context, user int64) error {
	return s.person(ctx, user, stage.Tapping, func(p *sandbox.Person) error {
		s.mu.Lock()
		g := s.play.Group()
		s.mu.Unlock()
		if g == nil {
			return ErrUnknown
		}
		g.AddBot(p)
		return nil
	})
}
