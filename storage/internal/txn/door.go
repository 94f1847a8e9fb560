package txn

import (
	"context"
	"sync"

	"liubao/storage"
)

// Door counts who is in a store, so that closing it waits for them. The zero Door is
// open.
type Door struct {
	mu     sync.Mutex // guards closed; and inside against Close
	closed bool
	inside sync.WaitGroup
}

// Enter counts somebody in, unless ctx is over or the door closed: then the error is
// ctx's or [storage.ErrClosed].
func (d *Door) Enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return storage.ErrClosed
	}
	d.inside.Add(1)
	return nil
}

// Leave undoes one Enter that returned nil.
func (d *Door) Leave() { d.inside.Done() }

// Close lets nobody in any more and waits for those inside. It reports whether it was
// the first call.
func (d *Door) Close() (first bool) {
	d.mu.Lock()
	first = !d.closed
	d.closed = true
	d.mu.Unlock()
	d.inside.Wait()
	return first
}
