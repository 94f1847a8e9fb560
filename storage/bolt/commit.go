package bolt

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync/atomic"

	"go.etcd.io/bbolt"

	"liubao/storage"
	"liubao/storage/internal/txn"
)

// maxBatch and maxBatchBytes bound one commit: how many transactions share it,
// and after how many bytes written no further one is taken in.
const (
	maxBatch      = 256
	maxBatchBytes = 8 << 20
)

// call is one Update on its way. Its function runs in the caller's goroutine,
// when the committer says that it is its turn: a panic there is the caller's
// own, and cannot take the committer along.
type call struct {
	state atomic.Int32
	turn  chan *base       // what to read; nil where there will be no turn
	ran   chan []txn.Write // what it wants written, nothing after an error
	done  chan error       // how the commit ended
}

// The states of a call.
const (
	waiting int32 = iota
	started       // its turn: it must answer on ran
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
	c := &call{turn: make(chan *base, 1), ran: make(chan []txn.Write, 1), done: make(chan error, 1)}
	select {
	case e.queue <- c:
	case <-ctx.Done():
		return ctx.Err()
	}
	var b *base
	select {
	case b = <-c.turn:
	case <-ctx.Done():
		if c.state.CompareAndSwap(waiting, gone) {
			return ctx.Err()
		}
		b = <-c.turn
	}
	if b == nil {
		return <-c.done
	}
	err := c.run(ctx, b, fn)
	if commit := <-c.done; commit != nil {
		return commit
	}
	return err
}

// run runs fn and tells the committer what it wrote, even where fn panics or
// ends its goroutine.
func (c *call) run(ctx context.Context, b *base, fn func(storage.Tx) error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	var writes []txn.Write
	defer func() { c.ran <- writes }()
	writes, err = txn.Update(ctx, b, fn)
	return err
}

// commits is the committer: it alone writes.
func (e *Engine) commits() {
	defer close(e.stopped)
	for first := range e.queue {
		e.batch(first)
	}
}

// batch runs first and everybody who has come meanwhile, one after the other,
// each on what those before it wrote, and commits once for all.
func (e *Engine) batch(first *call) {
	tx, b, err := e.start()
	if err != nil {
		if first.state.CompareAndSwap(waiting, started) {
			first.done <- err
			first.turn <- nil
		}
		return
	}
	var calls []*call
	var failed error
	bytes, dirty := 0, false
	for c := first; c != nil; c = e.more(len(calls), bytes, failed) {
		if !c.state.CompareAndSwap(waiting, started) {
			continue
		}
		calls = append(calls, c)
		c.turn <- b
		writes := <-c.ran
		if len(writes) == 0 {
			continue
		}
		dirty = true
		var n int
		n, failed = e.apply(b, writes)
		bytes += n
	}
	err = e.finish(tx, dirty, failed)
	for _, c := range calls {
		c.done <- err
	}
}

// more returns the next who waits, nil where the batch is to be committed.
// Those answered by the last commit are just coming back, so they are let run
// once before the batch is closed; nobody is waited for.
func (e *Engine) more(calls, bytes int, failed error) *call {
	if failed != nil || calls >= maxBatch || bytes >= maxBatchBytes {
		return nil
	}
	for yielded := false; ; yielded = true {
		select {
		case c := <-e.queue:
			return c // nil when closed
		default:
		}
		if yielded {
			return nil
		}
		runtime.Gosched()
	}
}

// start begins a transaction, setting right first what a failed commit left.
func (e *Engine) start() (tx *bbolt.Tx, b *base, err error) {
	if e.broken != nil {
		return nil, nil, e.broken
	}
	if e.suspect {
		if err := e.heal(); err != nil {
			return nil, nil, fmt.Errorf("%w: %s: %w", storage.ErrNotDurable, e.path, err)
		}
		e.suspect = false
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer e.survive(&err)
	if tx, err = e.db.Begin(true); err != nil {
		return nil, nil, fmt.Errorf("%w: %s: %w", storage.ErrNotDurable, e.path, err)
	}
	if b, err = newBase(e.path, tx); err != nil {
		return nil, nil, errors.Join(err, tx.Rollback())
	}
	return tx, b, nil
}

// apply puts what one transaction wrote into bbolt's.
func (e *Engine) apply(b *base, writes []txn.Write) (bytes int, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer b.guard(&err)
	for _, w := range writes {
		bytes += len(w.Key) + len(w.Val)
		if w.Delete {
			err = b.b.Delete([]byte(w.Key))
		} else {
			err = b.b.Put([]byte(w.Key), w.Val)
		}
		if err != nil {
			return bytes, fmt.Errorf("%w: %s: %w", storage.ErrNotDurable, e.path, err)
		}
	}
	return bytes, nil
}

// finish commits, or rolls back where there is nothing to commit.
func (e *Engine) finish(tx *bbolt.Tx, dirty bool, failed error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer e.survive(&err)
	if !dirty || failed != nil {
		if err := tx.Rollback(); err != nil {
			return errors.Join(failed, fmt.Errorf("roll back %s: %w", e.path, err))
		}
		return failed
	}
	if err := tx.Commit(); err != nil {
		e.suspect = true
		return fmt.Errorf("%w: %s: %w", storage.ErrNotDurable, e.path, err)
	}
	return nil
}

// survive turns a panic of bbolt into an error that stays: its locks are lost.
func (e *Engine) survive(err *error) {
	if p := recover(); p != nil {
		e.broken = damaged(e.path, fmt.Errorf("%v", p))
		*err = e.broken
	}
}

// heal makes sure that the file's two heads are on disk as they are in memory.
// Where the sync of a new head failed, the system may hold the page as clean
// and never write it, while bbolt goes on from it and uses pages again that
// the older head, the one on disk, still needs. So both are written once more.
func (e *Engine) heal() error {
	page := make([]byte, e.db.Info().PageSize)
	for i := range int64(2) {
		off := i * int64(len(page))
		if _, err := e.file.ReadAt(page, off); err != nil {
			return fmt.Errorf("read the head: %w", err)
		}
		if _, err := e.file.WriteAt(page, off); err != nil {
			return fmt.Errorf("write the head: %w", err)
		}
	}
	if err := e.file.Sync(); err != nil {
		return fmt.Errorf("sync: %w", err)
	}
	return nil
}
