package demo

import (
	"context"

	"liubao/internal/app/rehearsal"
	"liubao/internal/app/scenes"
)

// Rehearse lives through the coming two periods as if the unit stayed silent
// and all others reported in time. Nothing is sent to anybody.
func (s *Show) Rehearse(ctx context.Context, unit string) (rehearsal.Rehearsal, error) {
	if err := s.take(ctx); err != nil {
		return rehearsal.Rehearsal{}, err
	}
	defer s.give()
	stage, svc := s.at()
	if svc == nil {
		return rehearsal.Rehearsal{}, ErrBusy
	}
	s.mu.Lock()
	engine, id := s.engine, s.set.Scene
	s.mu.Unlock()
	sc, _ := scenes.ByID(id)
	o, err := s.options(sc)
	if err != nil {
		return rehearsal.Rehearsal{}, err
	}
	if _, ok := o.Plan.Unit(unit); !ok {
		return rehearsal.Rehearsal{}, ErrUnknown
	}
	return rehearsal.Run(ctx, rehearsal.Options{Desk: o.DeskConfig(), Store: engine, Now: stage.Clock.Now()}, unit)
}
