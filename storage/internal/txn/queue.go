package txn

import (
	"cmp"
	"context"
	"runtime"
	"sync/atomic"

	"liubao/storage"
)

// maxBatch and maxBatchBytes bound one commit: how many transactions share it,
// and after how many bytes written no further one is taken in.
const (
	maxBatch      = 256
	maxBatchBytes = 8 << 20
)

// Store is where a [Queue] commits. All calls come one after the other.
type Store interface {
	// Enter is called on each goroutine that is to work on the store, before
	// anything else.
	Enter()
	// Begin begins a commit and returns what is read beneath it. What Write adds
	// must be seen in it.
	Begin() (Base, error)
	// Room reports whether what one more transaction wrote fits into the commit.
	// An error says that it fits into none.
	Room(w *Writes) (bool, error)
	// Write adds to the commit. After an error the commit is lost.
	Write(w *Writes) error
	// Commit ends the commit: nil once it is durable. Nothing was written where
	// dirty is false.
	Commit(dirty bool) error
	// Drop ends the commit without it.
	Drop() error
}

// Queue is a group commit: one goroutine runs the functions of transactions one
// after the other, each on what those before it wrote, and whatever is queued
// when it looks shares one commit.
type Queue struct {
	store   Store
	calls   chan *call
	stopped chan struct{} // closed when the runner has ended
}

// NewQueue starts a queue before a store.
func NewQueue(s Store) *Queue {
	q := &Queue{store: s, calls: make(chan *call, maxBatch), stopped: make(chan struct{})}
	go (&runner{q: q}).runs()
	return q
}

// Close commits what was asked for and ends the queue. Nobody may call Update
// any more, nor Close twice.
func (q *Queue) Close() {
	close(q.calls)
	<-q.stopped
}

// Stopped is closed once Close is through.
func (q *Queue) Stopped() <-chan struct{} { return q.stopped }

// Waiting returns how many calls are queued and not yet looked at.
func (q *Queue) Waiting() int { return len(q.calls) }

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

// Update is [storage.Engine]'s.
//
// A transaction that only read, or that ended in an error of its own, is
// answered after the commit as well: what it read may have been written by
// another in the same commit, and counts only once that is durable.
func (q *Queue) Update(ctx context.Context, fn func(storage.Tx) error) error {
	c := &call{ctx: ctx, fn: fn, done: make(chan error, 1)}
	select {
	case q.calls <- c:
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
func (c *call) run(base Base, again func()) (w *Writes) {
	over := false
	defer func() {
		if c.panicked = recover(); c.panicked == nil && !over {
			c.exited = true
			go again()
		}
	}()
	w, c.err = Update(c.ctx, base, c.fn)
	over = true
	return w
}
