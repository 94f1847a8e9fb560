package sandbox

import "time"

// Clock tells the sandbox the time. Rates, expiries, long polls and stale
// callbacks follow it, so that a virtual clock moves all of them together.
type Clock interface {
	// Now is the current time.
	Now() time.Time
	// After sends once the clock has advanced by d; d of zero or less sends
	// at once.
	After(d time.Duration) <-chan time.Time
}

type realClock struct{}

func (realClock) Now() time.Time                         { return time.Now() }
func (realClock) After(d time.Duration) <-chan time.Time { return time.After(d) }
