package etcd

import (
	"context"
	"fmt"
	"strings"
	"time"

	"go.etcd.io/etcd/api/v3/mvccpb"
	clientv3 "go.etcd.io/etcd/client/v3"

	"liubao/storage"
	"liubao/storage/internal/txn"
)

// commits is the engine as what a queue commits to: one transaction of etcd for
// everybody who waits.
type commits struct {
	e      *Engine
	term   *term
	writes *txn.Writes
}

// Enter implements [txn.Store].
func (*commits) Enter() {}

// Begin implements [txn.Store].
func (c *commits) Begin() (txn.Base, error) {
	c.term = c.e.leads()
	if c.term == nil {
		return nil, storage.ErrNotLeading
	}
	c.writes = new(txn.Writes)
	rev, mem := c.term.remembered()
	return txn.Over(&base{e: c.e, ctx: c.term.ctx, rev: rev, term: c.term, mem: mem}, c.writes), nil
}

// Room implements [txn.Store]: the server bounds a transaction.
func (c *commits) Room(w *txn.Writes) (bool, error) {
	l := c.e.bounds()
	if err := l.refuse(w.Len(), c.size(w)); err != nil {
		return false, err
	}
	return c.writes.Len() == 0 || l.holds(w.Len()+c.writes.Len(), c.size(w)+c.size(c.writes)), nil
}

// size is how long a request is that makes the writes, about.
func (c *commits) size(w *txn.Writes) int { return w.Bytes() + w.Len()*(len(c.e.data)+24) }

// Write implements [txn.Store].
func (c *commits) Write(w *txn.Writes) error {
	c.writes.Add(w)
	return nil
}

// Drop implements [txn.Store].
func (c *commits) Drop() error { return nil }

// Commit implements [txn.Store].
//
// Where nothing was written, what was read counts only if the term still lasts.
func (c *commits) Commit(dirty bool) error {
	if !dirty {
		if !c.term.live() {
			return storage.ErrNotLeading
		}
		return nil
	}
	begun := time.Now()
	c.e.pending(begun)
	err := c.term.commit(c.ops(), c.writes)
	c.e.count(time.Since(begun), err)
	return err
}

// ops are the writes as operations of etcd.
func (c *commits) ops() []clientv3.Op {
	ops := make([]clientv3.Op, 0, c.writes.Len()+1)
	_ = c.writes.Each(func(w txn.Write) error { // never fails
		key := c.e.data + w.Key
		if w.Delete {
			ops = append(ops, clientv3.OpDelete(key))
		} else {
			ops = append(ops, clientv3.OpPut(key, string(w.Val)))
		}
		return nil
	})
	return ops
}

// commit makes the writes, and returns nil once they are durable. Where an answer
// is lost it asks the commit key until that tells, or the term is over: then the
// commit is in doubt, and whoever leads next knows.
func (t *term) commit(ops []clientv3.Op, writes *txn.Writes) error {
	t.working(true)
	defer t.working(false)
	for t.live() {
		t.number++
		mark := fmt.Sprintf("%d/%d", t.rev, t.number)
		there, err := t.try(ops, mark)
		if err != nil && !refused(err) {
			t.e.opt.Log.Warn("etcd did not answer to a commit; the commit key is asked", "err", err)
			there, err = t.resolve(mark)
		}
		switch {
		case err != nil:
			return notDurable(plainly(context.Background(), err))
		case there == mark:
			t.committed(writes)
			return nil
		case there != void(mark):
			t.lose("another process leads")
			return notDurable(storage.ErrNotLeading)
		}
	}
	return notDurable(storage.ErrNotLeading)
}

// working notes that a commit begins, or that it is known what became of it.
func (t *term) working(yes bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.busy = yes
	if yes {
		t.begun++
	}
}

// void is what the commit key holds where it was made sure that the commit with a
// mark was not made and never will be.
func void(mark string) string { return mark + " not made" }

// try makes one transaction of etcd of the operations and a mark for the commit
// key, where this is still the leader, and no commit was made since the last one it
// knows of. It returns what the commit key holds then.
func (t *term) try(ops []clientv3.Op, mark string) (there string, err error) {
	commit := t.e.opt.Prefix + keyCommit
	ctx, cancel := t.e.request(t.ctx)
	defer cancel()
	resp, err := t.e.client.Txn(ctx).
		If(clientv3.Compare(clientv3.CreateRevision(t.e.opt.Prefix+keyLeader), "=", t.rev),
			clientv3.Compare(clientv3.ModRevision(commit), "=", t.last)).
		Then(append(ops[:len(ops):len(ops)], clientv3.OpPut(commit, mark))...).
		Else(clientv3.OpGet(commit)).Commit()
	switch {
	case err != nil:
		return "", err
	case resp.Succeeded:
		t.last = resp.Header.Revision
		return mark, nil
	}
	return t.found(first(resp, 0)), nil
}

// found notes what the commit key holds.
func (t *term) found(kv *mvccpb.KeyValue) (there string) {
	if kv == nil {
		return ""
	}
	t.last = kv.ModRevision
	return string(kv.Value)
}

// resolve finds out whether the commit with a mark was made. Where it was not, it
// makes sure that it never will be, by a mark of its own: the lost request may
// still be on its way.
func (t *term) resolve(mark string) (there string, err error) {
	for t.live() {
		there, err := t.try(nil, void(mark))
		if err == nil {
			return there, nil
		}
		if refused(err) { // as without space: then the key can still be read
			if there := t.look(); there == mark {
				return mark, nil
			}
		}
		select {
		case <-time.After(resolvePause):
		case <-t.lost:
		}
	}
	return "", storage.ErrNotLeading
}

// resolvePause is the time between two questions for the commit key.
const resolvePause = 100 * time.Millisecond

// look returns what the commit key holds, "" where nobody tells.
func (t *term) look() string {
	ctx, cancel := t.e.request(t.ctx)
	defer cancel()
	resp, err := t.e.client.Get(ctx, t.e.opt.Prefix+keyCommit)
	if err != nil || len(resp.Kvs) == 0 {
		return ""
	}
	if there := string(resp.Kvs[0].Value); strings.HasPrefix(there, fmt.Sprintf("%d/", t.rev)) {
		return t.found(resp.Kvs[0])
	}
	return ""
}

// committed takes a commit into what is remembered.
func (t *term) committed(writes *txn.Writes) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.seen = t.last
	_ = writes.Each(func(w txn.Write) error { // never fails
		w.Key = t.e.data + w.Key
		t.mem.write(w)
		return nil
	})
}

// first returns the first key that an answer's nth operation got, nil for none.
func first(resp *clientv3.TxnResponse, n int) *mvccpb.KeyValue {
	if got := resp.Responses[n].GetResponseRange(); len(got.Kvs) > 0 {
		return got.Kvs[0]
	}
	return nil
}
