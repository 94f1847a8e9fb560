// Package clock provides the two clocks the program runs on: [Real], and
// [Virtual] for tests, the demo and rehearsals.
//
// Whoever needs a clock declares the few methods it uses as an interface of
// its own (Now and After, say) and takes either. All method signatures use
// types of the standard library only, so that such interfaces fit both.
package clock

import (
	"context"
	"time"
)

// Real is the machine's clock. Its zero value is ready.
type Real struct{}

// Now returns the current time.
func (Real) Now() time.Time { return time.Now() }

// After returns a channel that receives the time once d has passed.
func (Real) After(d time.Duration) <-chan time.Time { return time.After(d) }

// Timer is After with a way to give up: stop releases the timer and reports
// whether it had not fired yet.
func (Real) Timer(d time.Duration) (fired <-chan time.Time, stop func() bool) {
	t := time.NewTimer(d)
	return t.C, t.Stop
}

// Sleep returns nil once d has passed, or the context's error if that ends first.
func (c Real) Sleep(ctx context.Context, d time.Duration) error {
	return sleep(ctx, d, c.Timer)
}

func sleep(ctx context.Context, d time.Duration, timer func(time.Duration) (<-chan time.Time, func() bool)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	fired, stop := timer(d)
	defer stop()
	select {
	case <-fired:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
