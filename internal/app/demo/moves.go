package demo

import (
	"context"
	"time"

	"liubao/internal/app/service"
	"liubao/internal/app/stage"
	"liubao/plan"
	"liubao/schedules"
)

// tickTime is how often, in real time, a running clock moves.
const tickTime = 100 * time.Millisecond

// Speed lets the clock run so much virtual time a real second; 0 stops it.
func (s *Show) Speed(perSecond time.Duration) {
	s.mu.Lock()
	s.set.Speed = max(0, min(perSecond, 48*time.Hour))
	s.dirty = true
	s.mu.Unlock()
	s.hub.changed()
}

// run moves the clock while it has a speed. It lives through every moment on
// the way, so a slow machine makes a slow clock and never a skipped reminder.
func (s *Show) run() {
	t := time.NewTicker(tickTime)
	defer t.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-t.C:
		}
		s.mu.Lock()
		by := s.set.Speed / (time.Second / tickTime)
		s.mu.Unlock()
		if by == 0 || s.take(s.ctx) != nil {
			continue
		}
		if stage, _ := s.at(); stage != nil {
			s.touched()
			if err := s.advanceTo(s.ctx, stage.Clock.Now().Add(by)); err != nil && s.ctx.Err() == nil {
				s.o.Log.Error("the clock could not run on and stands still", "err", err)
				s.Speed(0)
			}
		}
		s.touch()
		s.give()
	}
}

// Move says where to move the clock.
type Move string

// The moves.
const (
	MoveHour     Move = "hour"
	MoveDay      Move = "day"
	MoveNext     Move = "next"     // the next moment at which anybody is told something
	MoveDeadline Move = "deadline" // one minute past the next deadline
	MoveTo       Move = "to"       // a given time
)

// Advance moves the clock, living through everything on the way. A time that
// has passed moves nothing; at most 100 days are moved at once.
func (s *Show) Advance(ctx context.Context, m Move, to time.Time) error {
	if err := s.take(ctx); err != nil {
		return err
	}
	defer s.give()
	stage, _ := s.at()
	if stage == nil {
		return ErrBusy
	}
	now := stage.Clock.Now()
	switch m {
	case MoveHour:
		to = now.Add(time.Hour)
	case MoveDay:
		to = now.Add(24 * time.Hour)
	case MoveNext:
		to = s.nextMoment(stage, now)
	case MoveDeadline:
		to = s.nextDeadline(stage, now)
	case MoveTo:
	default:
		return ErrUnknown
	}
	if to.After(now.AddDate(0, 0, 100)) {
		return ErrUnknown
	}
	s.touched()
	err := s.advanceTo(s.ctx, to)
	s.hub.changed()
	return keepFirst(err, s.save())
}

func keepFirst(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// nextMoment is the next reminder, preview or roll-up.
func (s *Show) nextMoment(stage *stage.Stage, now time.Time) time.Time {
	if at, ok := stage.Service.Desk.NextMoment(now); ok {
		return at
	}
	return now
}

// nextDeadline is just after the next deadline of any duty, when what falls
// due with it has happened.
func (s *Show) nextDeadline(stage *stage.Stage, now time.Time) time.Time {
	d := stage.Service.Desk
	for _, p := range schedules.Upcoming(d.Plan, d.Rules, d.Calendar, now, 1) {
		return p.Deadline.Add(time.Minute)
	}
	return now
}

// advanceTo lives through everything up to t, with whatever is broken. The
// baton is held.
func (s *Show) advanceTo(ctx context.Context, t time.Time) error {
	stage, svc := s.at()
	switch {
	case svc == nil: // nobody is there to live through anything
		stage.Clock.AdvanceTo(t)
		return nil
	case !s.impaired():
		return stage.AdvanceTo(ctx, t)
	}
	for now := stage.Clock.Now(); now.Before(t); now = stage.Clock.Now() {
		next := now.Add(time.Hour)
		if m, ok := stage.Service.Desk.NextMoment(now); ok && m.Before(next) && m.After(now) {
			next = m
		}
		if next.After(t) {
			next = t
		}
		stage.Clock.AdvanceTo(next)
		s.rest(ctx, stage, svc)
	}
	return ctx.Err()
}

// restTime bounds, in real time, how long a bot without Telegram is given at
// each step. It rests between two attempts, within milliseconds but where the
// machine is busy; without a bound one that does not would hold everybody up.
const restTime = time.Second

func (s *Show) rest(ctx context.Context, stage *stage.Stage, svc *service.Service) {
	limit := time.Now().Add(restTime)
	for time.Now().Before(limit) && ctx.Err() == nil {
		if svc.Idle() && (stage.Sandbox.Polling() || svc.Stats().PollFails > 0) {
			return
		}
		time.Sleep(200 * time.Microsecond)
	}
}

// settle waits for what people did to have its consequences. The baton is held.
func (s *Show) settle(ctx context.Context) error {
	stage, svc := s.at()
	if stage == nil || svc == nil {
		return nil
	}
	if s.impaired() {
		s.rest(ctx, stage, svc)
		return nil
	}
	return stage.Settle(ctx)
}

// Day is a day on the plan's calendar.
type Day struct {
	Date string `json:"date"`
	Work bool   `json:"work"`
	Name string `json:"name,omitempty"` // of a holiday, or of a working day that makes up for one
}

func dayOf(cal schedules.Calendar, d plan.Date) Day {
	return Day{Date: d.String(), Work: cal.Workday(d), Name: cal.Name(d)}
}
