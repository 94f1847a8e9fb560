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

// commits is the engine as what a queue commits to: one transaction of bbolt, with
// one sync, for everybody who waits.
type commits struct {
	e    *Engine
	tx   *bbolt.Tx // under way
	base base      // of tx

	suspect bool // the last commit failed, see heal
}

// Enter implements [txn.Store].
func (*commits) Enter() { debug.SetPanicOnFault(true) } // see Engine.read

// Begin implements [txn.Store]: after what a failed commit left was set right,
// what can be read is on disk.
func (c *commits) Begin() (_ txn.Base, err error) {
	if err := c.e.lost(); err != nil {
		return nil, err
	}
	if c.suspect {
		if err := c.e.heal(); err != nil {
			return nil, c.failed(err)
		}
		c.suspect = false
	}
	defer c.e.survive(&err)
	tx, err := c.e.db.Begin(true)
	if err != nil {
		return nil, c.failed(err)
	}
	if c.base, err = newBase(c.e.path, tx); err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	c.tx = tx
	return c.base, nil
}

// Room implements [txn.Store]: a file takes whatever the limits let through.
func (*commits) Room(*txn.Writes) (bool, error) { return true, nil }

// Write implements [txn.Store].
func (c *commits) Write(w *txn.Writes) error {
	if err := c.base.write(w); err != nil {
		return c.failed(err)
	}
	return nil
}

// Commit implements [txn.Store]. A transaction in which nothing was written is
// good as it is.
func (c *commits) Commit(dirty bool) (err error) {
	if !dirty {
		return c.Drop()
	}
	defer c.e.survive(&err)
	if err := c.tx.Commit(); err != nil {
		c.suspect = true
		return c.failed(err)
	}
	return nil
}

// Drop implements [txn.Store].
func (c *commits) Drop() (err error) {
	defer c.e.survive(&err)
	if err := c.tx.Rollback(); err != nil {
		return fmt.Errorf("roll back %s: %w", c.e.path, err)
	}
	return nil
}

func (c *commits) failed(err error) error {
	return fmt.Errorf("%w: %s: %w", storage.ErrNotDurable, c.e.path, err)
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
