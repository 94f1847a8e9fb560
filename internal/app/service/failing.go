package service

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"sync"
	"time"
)

// What the jobs may be unable to do, since when: sentences for the operator. The first
// is what the bot is there for.
const (
	CarryingOut = "what is due cannot be carried out since %s; the log says why"
	fetching    = "files that people sent cannot be fetched since %s; the log says why"
	storing     = "photos and documents cannot be stored since %s; the log says why"
	printing    = "papers cannot be made since %s; the log says why"
	menus       = "command menus cannot be set since %s; the log says why"
	keeping     = "the daily upkeep fails since %s; the log says why"
	looking     = "the rows cannot be looked at since %s; the log says why"
)

// Failing is what a job cannot do, since when, and how it failed last.
type Failing struct {
	What  string // see [CarryingOut]
	Since time.Time
	Err   error
}

// failures are what fails, by what it is.
type failures struct {
	mu sync.Mutex
	at map[string]Failing
}

// note takes the outcome of an attempt.
func (f *failures) note(what string, err error, now time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	before, fails := f.at[what]
	switch {
	case err == nil:
		delete(f.at, what)
	case fails:
		f.at[what] = Failing{what, before.Since, err}
	default:
		f.at[what] = Failing{what, now, err}
	}
}

// Failing returns what the jobs cannot do.
func (s *Service) Failing() []Failing {
	s.failing.mu.Lock()
	defer s.failing.mu.Unlock()
	return slices.SortedFunc(maps.Values(s.failing.at), func(a, b Failing) int { return cmp.Compare(a.What, b.What) })
}

// errBroke is what a file or paper brought about that no other is to suffer from.
var errBroke = errors.New("panic, or no end")

// ended is guarded for what may have no end: it is left to itself after a time on the
// machine's clock, and costs a processor until the next start.
func ended[T any](after time.Duration, do func() (T, error)) (out T, err error) {
	type result struct {
		out T
		err error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		r.err = guarded(func() (err error) { r.out, err = do(); return err })
		done <- r
	}()
	late := time.NewTimer(after)
	defer late.Stop()
	select {
	case r := <-done:
		return r.out, r.err
	case <-late.C:
		return out, fmt.Errorf("%w: nothing within %s", errBroke, after)
	}
}

// guarded turns a panic into an error: what one file or paper brings about stops no other.
func guarded(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v\n%s", errBroke, p, debug.Stack())
		}
	}()
	return do()
}
