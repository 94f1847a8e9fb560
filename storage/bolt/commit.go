package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"runtime/debug"

	"go.etcd.io/bbolt"

	"liubao/storage"
	"liubao/storage/internal/txn"
)

// writes is the writer: it alone writes to the file.
func (e *Engine) writes() {
	defer close(e.stopped)
	debug.SetPanicOnFault(true) // see Engine.read
	t := newTrimmer(e.db)
	defer t.close()
	for b := range e.write {
		b.err = e.commit(b)
		t.committed()
		calls := b.calls
		close(b.done)
		for _, c := range calls {
			c.done <- b.err
		}
	}
}

// commit writes a batch to the file. One that wrote nothing is good once all
// that it read is on disk.
func (e *Engine) commit(b *batch) error {
	if b.layer.Empty() {
		return e.repair()
	}
	tx, base, err := e.start()
	if err != nil {
		return err
	}
	if err := e.apply(base, b.layer); err != nil {
		return errors.Join(err, e.abandon(tx))
	}
	return e.finish(tx)
}

// repair sets right what a failed commit left.
func (e *Engine) repair() error {
	if err := e.lost(); err != nil || !e.suspect {
		return err
	}
	if err := e.heal(); err != nil {
		return fmt.Errorf("%w: %s: %w", storage.ErrNotDurable, e.path, err)
	}
	e.suspect = false
	return nil
}

// start begins a transaction, after what a failed commit left was set right.
func (e *Engine) start() (tx *bbolt.Tx, b *base, err error) {
	if err := e.repair(); err != nil {
		return nil, nil, err
	}
	defer e.survive(&err)
	if tx, err = e.db.Begin(true); err != nil {
		return nil, nil, fmt.Errorf("%w: %s: %w", storage.ErrNotDurable, e.path, err)
	}
	if b, err = newBase(e.path, tx); err != nil {
		return nil, nil, errors.Join(err, tx.Rollback())
	}
	return tx, b, nil
}

// apply puts what a batch wrote into bbolt's transaction, in key order.
func (e *Engine) apply(b *base, l *txn.Layer) (err error) {
	defer b.guard(&err)
	return l.Each(func(w *txn.Write) error {
		if err := b.set(w); err != nil {
			return fmt.Errorf("%w: %s: %w", storage.ErrNotDurable, e.path, err)
		}
		return nil
	})
}

// set does one write. bbolt keeps the value until it has committed, and the key
// not at all.
func (b *base) set(w *txn.Write) error {
	b.key = append(b.key[:0], w.Key...)
	if !w.Delete {
		return b.b.Put(b.key, w.Val)
	}
	if k, _ := b.c.Seek(b.key); string(k) != w.Key {
		return nil
	}
	return b.c.Delete()
}

// abandon rolls a transaction back that could not be written.
func (e *Engine) abandon(tx *bbolt.Tx) (err error) {
	defer e.survive(&err)
	if err := tx.Rollback(); err != nil {
		return fmt.Errorf("roll back %s: %w", e.path, err)
	}
	return nil
}

// finish commits.
func (e *Engine) finish(tx *bbolt.Tx) (err error) {
	defer e.survive(&err)
	if err := tx.Commit(); err != nil {
		e.suspect = true
		return fmt.Errorf("%w: %s: %w", storage.ErrNotDurable, e.path, err)
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
