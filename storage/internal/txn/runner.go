package txn

import "errors"

// runner alone writes to the store.
type runner struct {
	q     *Queue
	calls []*call // that have run since the last commit, and wait for the next
	base  Base    // they ran on; nil before the first
	bytes int     // written
	dirty bool    // something was
	err   error   // why it cannot be committed
}

// runs takes calls until the queue is closed. A function that exits its
// goroutine ends it early: the work is then taken up by another.
func (r *runner) runs() {
	r.q.store.Enter()
	for {
		c, ok := r.next()
		if !ok {
			close(r.q.stopped)
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
			c, ok = <-r.q.calls
			return c, ok
		}
		if len(r.calls) < maxBatch && r.bytes < maxBatchBytes && r.err == nil {
			select {
			case c, ok = <-r.q.calls:
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
	*r = runner{q: r.q}
	for _, c := range calls {
		c.done <- err
	}
}

// run runs one call and takes what it wrote into the batch.
func (r *runner) run(c *call) {
	if r.base == nil {
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
	if !r.room(c, w) {
		return
	}
	r.dirty, r.bytes = true, r.bytes+w.Bytes()
	r.err = r.q.store.Write(w)
}

// room makes room for what the last call wrote: where it does not fit into the
// commit any more, that is made, and the call begins another. It reports false
// where the call has its error.
func (r *runner) room(c *call, w *Writes) bool {
	fits, err := r.q.store.Room(w)
	if fits && err == nil {
		return true
	}
	if err != nil { // too large for any commit; what it read stands or falls with the batch
		c.err = err
		return false
	}
	r.calls = r.calls[:len(r.calls)-1]
	err = r.commit()
	r.answer(err)
	if err == nil {
		err = r.begin()
	}
	if err != nil {
		c.done <- err
		return false
	}
	r.calls = append(r.calls, c)
	return true
}

func (r *runner) begin() (err error) {
	r.base, err = r.q.store.Begin()
	if err != nil {
		r.base = nil
	}
	return err
}

// commit ends the batch.
func (r *runner) commit() error {
	if r.err != nil {
		return errors.Join(r.err, r.q.store.Drop())
	}
	return r.q.store.Commit(r.dirty)
}
