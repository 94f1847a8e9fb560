package bolt

import (
	"runtime"
	"runtime/debug"

	"go.etcd.io/bbolt"

	"liubao/storage/internal/txn"
)

// maxBatch and maxBatchBytes bound one commit: how many transactions share it,
// and after how many bytes written no further one is taken in.
const (
	maxBatch      = 256
	maxBatchBytes = 8 << 20
)

// fairBatch is with how many transactions a batch is handed over as soon as the
// writer is free, though more wait: more together would save little, and keep
// those who are in it waiting and the writer idle.
const fairBatch = 48

// batch is the transactions that share a commit.
type batch struct {
	calls []*call
	layer *txn.Layer    // what they wrote
	done  chan struct{} // closed when the commit has ended
	err   error         // how, once done is closed
}

func newBatch() *batch { return &batch{layer: new(txn.Layer), done: make(chan struct{})} }

func (b *batch) full() bool { return len(b.calls) >= maxBatch || b.layer.Bytes() >= maxBatchBytes }

// answer tells everybody how the commit ended.
func (b *batch) answer(err error) {
	for _, c := range b.calls {
		c.done <- err
	}
	b.calls = nil
}

// runner runs the functions of transactions, one after the other, each on what
// those before it wrote, while the writer commits the batch before. A batch
// that fails takes the next with it, which has read what it wrote.
type runner struct {
	e       *Engine
	filling *batch    // being filled
	flying  *batch    // being committed; nil for none
	tx      *bbolt.Tx // what is read beneath both; nil where none is open
	file    *base     // of tx
	doubt   bool      // the last commit failed: what can be read need not be on disk

	scratch txn.Scratch
	spare   *txn.Layer // of the last batch; nil for none
}

// runs takes calls until the queue is closed. A function that exits its
// goroutine ends it early: the work is then taken up by another.
func (r *runner) runs() {
	debug.SetPanicOnFault(true) // see Engine.read
	for {
		c, ok := r.next()
		if !ok {
			r.rest()
			r.land()
			close(r.e.write)
			return
		}
		if c.state.CompareAndSwap(waiting, started) {
			r.run(c)
		}
	}
}

// next returns the next call, and hands the batch over when the writer is
// free and nobody else waits, or enough are in it. It is not ok when the queue is closed.
func (r *runner) next() (c *call, ok bool) {
	for yielded := false; ; {
		if r.settle(); r.flying == nil && len(r.filling.calls) >= fairBatch {
			r.handOver()
		}
		if !r.filling.full() {
			select {
			case c, ok = <-r.e.queue:
				if !ok {
					r.handOver()
				}
				return c, ok
			default:
			}
		}
		r.settle()
		switch {
		case r.filling.full() || len(r.filling.calls) > 0 && r.flying == nil && yielded:
			r.handOver()
		case len(r.filling.calls) > 0 && r.flying == nil:
			// Those answered by the last commit are just coming back: they are let
			// run once, and nobody is waited for.
			yielded = true
			runtime.Gosched()
		default:
			if c, ok := r.wait(); c != nil || !ok {
				return c, ok
			}
			yielded = true
		}
	}
}

// wait waits for a call or for the writer; c is nil where it was the writer.
func (r *runner) wait() (c *call, ok bool) {
	r.rest() // the writer may be waiting for readers to end
	var landed chan struct{}
	if r.flying != nil {
		landed = r.flying.done
	}
	select {
	case c, ok = <-r.e.queue:
		if !ok {
			r.handOver()
		}
		return c, ok
	case <-landed:
		return nil, true
	}
}

// run runs one call and takes what it wrote into the batch.
func (r *runner) run(c *call) {
	r.settle()
	base, err := r.base()
	if err != nil {
		c.done <- err
		return
	}
	r.filling.calls = append(r.filling.calls, c)
	r.filling.layer.Add(c.run(base, r))
}

// base returns what the next function reads: the file, what is being committed
// over it, and what the batch has written over that. It does not matter
// whether the file has the batch being committed already.
func (r *runner) base() (txn.Base, error) {
	if err := r.e.lost(); err != nil {
		return nil, err
	}
	if r.tx == nil {
		tx, err := r.e.beginRead()
		if err != nil {
			return nil, err
		}
		r.tx = tx
		if r.file, err = newBase(r.e.path, tx); err != nil {
			r.rest()
			return nil, err
		}
	}
	if r.flying == nil {
		return txn.Over(r.file, r.filling.layer), nil
	}
	return txn.Over(txn.Over(r.file, r.flying.layer), r.filling.layer), nil
}

// settle sees whether the writer is done.
func (r *runner) settle() {
	if r.flying == nil {
		return
	}
	select {
	case <-r.flying.done:
		r.landed()
	default:
	}
}

// land waits for the writer to be done.
func (r *runner) land() {
	if r.flying != nil {
		<-r.flying.done
		r.landed()
	}
}

// landed forgets the batch that was committed: from here on the file has it.
func (r *runner) landed() {
	err := r.flying.err
	if err == nil { // nobody has anything of it any more
		r.spare = r.flying.layer
		r.spare.Reset()
	}
	r.flying, r.doubt = nil, err != nil
	r.rest()
	if err != nil { // what was run since has read what is not there
		r.filling.answer(err)
		r.filling = newBatch()
	}
}

// rest ends the read transaction.
func (r *runner) rest() {
	if r.tx != nil {
		r.e.endRead(r.tx)
		r.tx, r.file = nil, nil
	}
}

// handOver gives the batch to the writer, when that is free, and begins another.
func (r *runner) handOver() {
	r.rest()
	r.land()
	if len(r.filling.calls) == 0 {
		return
	}
	if r.filling.layer.Empty() && !r.doubt { // all it read is on disk
		r.filling.answer(nil)
		return
	}
	r.flying, r.filling = r.filling, newBatch()
	if r.spare != nil {
		r.filling.layer, r.spare = r.spare, nil
	}
	r.e.write <- r.flying
}
