package ops

import (
	"context"
	"sync"
	"time"

	"liubao/internal/app/alarm"
)

// alarmEvery is how often the program looks at itself.
const alarmEvery = 15 * time.Second

// alarms watches the program for as long as ctx lasts, and has the operator told
// what is wrong.
func (p *Program) alarms(ctx context.Context) {
	told := alarm.Told{File: p.Config.Data.File + ".alarm", Log: p.Log}
	w := &alarm.Watcher{State: told.Before(), Tell: func(ctx context.Context, a alarm.Alarm) error {
		if err := alarm.Send(ctx, p.Config.Alarm, a); err != nil {
			return err
		}
		told.Keep(a.State)
		return nil
	}}
	for {
		s := p.Status(ctx)
		begins := s.Now.Sub(s.Started) < p.scaled(silence)
		well := len(s.Problems)+len(s.Warnings)+len(s.Urgent) == 0 // or nobody has looked yet
		if tooSoon := begins && (well || !s.Running && s.Standby == ""); !tooSoon && ctx.Err() == nil {
			if err := w.Look(ctx, alarm.Alarm{Problems: s.Problems, Warnings: s.Warnings, Urgent: s.Urgent, Bot: s.Bot, At: s.Now}); err != nil {
				p.Log.Error("the operator could not be told what is wrong; tried again", "err", err)
			}
		}
		if !p.untilNext(ctx) {
			return
		}
	}
}

// untilNext waits for the next look, and reports whether ctx still lasts. The timer is
// there before [Program.Watched] says that a virtual clock may move on.
func (p *Program) untilNext(ctx context.Context) bool {
	every := p.scaled(alarmEvery)
	next := p.Clock.Now().Add(every)
	fired, stop := p.Clock.Timer(every)
	defer stop()
	p.looks.Store(next.UnixNano())
	select {
	case <-fired:
		return true
	case <-ctx.Done():
		return false
	}
}

// watch has the operator told of what is wrong until ctx ends or the returned
// function is called, also while Telegram has not been reached.
func (p *Program) watch(ctx context.Context) (end func()) {
	if !p.Config.Alarm.Enabled() {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() { p.alarms(ctx) })
	return func() { cancel(); wg.Wait() }
}

// Idle reports whether the service can do nothing at this moment. A virtual clock
// may then move on, once [Program.Watched] says so too.
func (p *Program) Idle() bool {
	s := p.service.Load()
	return s != nil && s.Idle()
}

// Watched reports whether the operator has been told what there is to tell at this
// moment.
func (p *Program) Watched() bool { return p.looks.Load() > p.Clock.Now().UnixNano() }
