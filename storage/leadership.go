package storage

import (
	"context"
	"time"
)

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
