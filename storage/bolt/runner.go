package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"runtime/debug"

	"go.etcd.io/bbolt"

	"liubao/storage"
)

// maxBatch and maxBatchBytes bound one commit: how many transactions share it,
// and after how many bytes written no further one is taken in.
const (
	maxBatch      = 256
	maxBatchBytes = 8 << 20
)

// runner alone writes to the file. It runs the functions of transactions one
// after the other, each on what those before it wrote, in one transaction of
// bbolt: whatever is queued when it looks shares one commit and one sync.
type runner struct {
	e     *Engine
	calls []*call   // that have run since the last commit, and wait for the next
	tx    *bbolt.Tx // they ran in; nil before the first
	base  base      // of tx
	bytes int       // written in tx
	dirty bool      // something was
	err   error     // why tx cannot be committed

	suspect bool // the last commit failed, see heal
}

// runs takes calls until the queue is closed. A function that exits its
// goroutine ends it early: the work is then taken up by another.
func (r *runner) runs() {
	debug.SetPanicOnFault(true) // see Engine.read
	for {
		c, ok := r.next()
		if !ok {
			close(r.e.stopped)
			return
		}
		if c.state.CompareAndSwap(waiting, started) {
			r.run(c)
		}
	}
}

// next returns the next call, and commits when nobody else waits, or enough are
// in the batch. It is not ok when the queue is closed.
func (r *runner) next() (c *call, ok bool) {
	for {
		if len(r.calls) == 0 {
			c, ok = <-r.e.queue
			return c, ok
		}
		if len(r.calls) < maxBatch && r.bytes < maxBatchBytes && r.err == nil {
			select {
			case c, ok = <-r.e.queue:
				if ok {
					return c, true
				}
			default:
			}
		}
		r.answer(r.commit())
	}
}

// answer tells everybody in the batch how the commit ended, and begins another.
func (r *runner) answer(err error) {
	calls := r.calls
	*r = runner{e: r.e, suspect: r.suspect}
	for _, c := range calls {
		c.done <- err
	}
}

// run runs one call and takes what it wrote into the batch.
func (r *runner) run(c *call) {
	if r.tx == nil {
		if err := r.begin(); err != nil {
			c.done <- err
			return
		}
	}
	r.calls = append(r.calls, c)
	w := c.run(r.base, r.runs)
	if w == nil || w.Len() == 0 {
		return
	}
	r.dirty, r.bytes = true, r.bytes+w.Bytes()
	if err := r.base.write(w); err != nil {
		r.err = fmt.Errorf("%w: %s: %w", storage.ErrNotDurable, r.e.path, err)
	}
}

// begin begins a transaction of bbolt, after what a failed commit left was set
// right: what can be read is on disk then.
func (r *runner) begin() (err error) {
	if err := r.e.lost(); err != nil {
		return err
	}
	if r.suspect {
		if err := r.e.heal(); err != nil {
			return fmt.Errorf("%w: %s: %w", storage.ErrNotDurable, r.e.path, err)
		}
		r.suspect = false
	}
	defer r.e.survive(&err)
	tx, err := r.e.db.Begin(true)
	if err != nil {
		return fmt.Errorf("%w: %s: %w", storage.ErrNotDurable, r.e.path, err)
	}
	if r.base, err = newBase(r.e.path, tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	r.tx = tx
	return nil
}

// commit ends the transaction. One in which nothing was written is good as it is.
func (r *runner) commit() (err error) {
	defer r.e.survive(&err)
	if r.err != nil || !r.dirty {
		if err := r.tx.Rollback(); err != nil {
			return errors.Join(r.err, fmt.Errorf("roll back %s: %w", r.e.path, err))
		}
		return r.err
	}
	if err := r.tx.Commit(); err != nil {
		r.suspect = true
		return fmt.Errorf("%w: %s: %w", storage.ErrNotDurable, r.e.path, err)
	}
	return nil
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
		if _, ok := metaAt(bytes.NewReader(page), 0); !ok { // never make it worse
			return errors.New("the head cannot be read back whole")
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
