package storage

import (
	"context"
	"errors"
	"time"
)

// ErrNotLeading: another process writes to the store, or none does, and this one may
// not. Nothing of the transaction was written, unless it comes with [ErrNotDurable].
var ErrNotLeading = errors.New("this process does not lead, and only the one that does may write")

// Leadership is the right to poll, handle, send and schedule, which of all
// processes on one store one has at a time.
type Leadership interface {
	// Lost is closed once the right is lost; it never is on an engine that serves
	// one process.
	Lost() <-chan struct{}
	// Until is when it would be lost at the earliest, were nothing heard of the
	// others from now on; the zero time means never. What is begun must be over by
	// then.
	Until() time.Time
	// Resign gives the right up, so that another may have it at once.
	Resign(ctx context.Context) error
}

// Alone is the leadership on an engine that serves one process.
type Alone struct{}

// Lost implements [Leadership].
func (Alone) Lost() <-chan struct{} { return nil }

// Until implements [Leadership].
func (Alone) Until() time.Time { return time.Time{} }

// Resign implements [Leadership].
func (Alone) Resign(context.Context) error { return nil }

// Under returns an engine that writes under one leadership and never under a later
// one: what outlives a leadership cannot write in the next.
func Under(e Engine, lead Leadership) Engine {
	if lead.Lost() == nil {
		return e // it is never lost
	}
	return fenced{e, lead}
}

type fenced struct {
	Engine
	lead Leadership
}

// Update asks in the transaction itself, which a later leadership may run.
func (u fenced) Update(ctx context.Context, fn func(Tx) error) error {
	return u.Engine.Update(ctx, func(tx Tx) error {
		select {
		case <-u.lead.Lost():
			return ErrNotLeading
		default:
			return fn(tx)
		}
	})
}
