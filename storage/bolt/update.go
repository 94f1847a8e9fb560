package bolt

import (
	"cmp"
	"context"
	"runtime"
	"sync/atomic"

	"liubao/storage"
	"liubao/storage/internal/txn"
)

// call is one Update on its way. Its function runs in the runner's goroutine;
// what would have ended the caller's there, a panic or an exit, is carried
// over to the caller.
type call struct {
	ctx   context.Context
	fn    func(storage.Tx) error
	state atomic.Int32
	done  chan error // how the commit ended

	// How fn ended; the caller reads it after done.
	err      error
	panicked any
	exited   bool // by runtime.Goexit, as a failing test does
}

// The states of a call.
const (
	waiting int32 = iota
	started       // its turn has come: it will be answered on done
	gone          // the caller has given up
)

// Update implements [storage.Engine].
//
// A transaction that only read, or that ended in an error of its own, is
// answered after the commit as well: what it read may have been written by
// another in the same commit, and counts only once that is on disk.
func (e *Engine) Update(ctx context.Context, fn func(storage.Tx) error) error {
	if err := e.begin(ctx); err != nil {
		return err
	}
	defer e.running.Done()
	c := &call{ctx: ctx, fn: fn, done: make(chan error, 1)}
	select {
	case e.queue <- c:
	case <-ctx.Done():
		return ctx.Err()
	}
	var committed error
	select {
	case committed = <-c.done:
	case <-ctx.Done():
		if c.state.CompareAndSwap(waiting, gone) {
			return ctx.Err()
		}
		committed = <-c.done
	}
	switch {
	case c.panicked != nil:
		panic(c.panicked)
	case c.exited:
		runtime.Goexit()
	}
	return cmp.Or(committed, c.err)
}

// run runs fn on base and returns what it wants written, nothing after an
// error. Where fn exits the goroutine, again goes on in another.
func (c *call) run(base txn.Base, again func()) (w *txn.Writes) {
	over := false
	defer func() {
		if c.panicked = recover(); c.panicked == nil && !over {
			c.exited = true
			go again()
		}
	}()
	w, c.err = txn.Update(c.ctx, base, c.fn)
	over = true
	return w
}
