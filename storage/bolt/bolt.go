// Package bolt is the storage engine for one machine: a single file, kept by
// bbolt. It keeps the promises of package storage; what it adds is a commit
// shared by everybody who waits (one goroutine takes up to 256 transactions that
// are queued into one fsync), and plain words when the file is in use, damaged,
// or its disk is full.
//
// The free list is not written with each commit but worked out when the file
// is opened: a long read transaction would otherwise make every commit write a
// longer list and the file grow without bound.
package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"liubao/storage"
	"liubao/storage/internal/txn"
)

// ErrLocked: another process has the file open.
var ErrLocked = errors.New("another liubao is using the file")

// Options change how a file is opened.
type Options struct {
	// LockTimeout is how long to wait for another process to let go of the
	// file; 0 means 2 s.
	LockTimeout time.Duration
}

// Engine is an open file.
type Engine struct {
	path string
	db   *bbolt.DB
	file *os.File // bbolt's own, for what it cannot do itself after a failure

	queue *txn.Queue // who wants to update, in order
	door  txn.Door

	// broken is set once bbolt has panicked: its locks are lost, and whoever asked
	// for one would wait for ever.
	broken atomic.Pointer[error]
}

var _ storage.Engine = (*Engine)(nil)

// bucket holds every key.
var bucket = []byte("kv")

// Open opens the file, making it with mode 0600 where there is none, and
// checks all of its structure. An existing file that others may read is
// restricted to its owner. Errors: [ErrLocked] while another process has it
// open, [storage.ErrCorrupt] naming the file when it is damaged.
func Open(path string, opt Options) (*Engine, error) {
	if opt.LockTimeout == 0 {
		opt.LockTimeout = 2 * time.Second
	}
	db, file, err := open(path, opt.LockTimeout)
	if err != nil {
		return nil, err
	}
	e := &Engine{path: path, db: db, file: file}
	err = db.Update(func(tx *bbolt.Tx) error {
		if tx.Bucket(bucket) != nil {
			return nil
		}
		_, err := tx.CreateBucket(bucket)
		return err
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w: %w", path, storage.ErrNotDurable, err), db.Close())
	}
	if err := syncDir(filepath.Dir(path)); err != nil { // the file may be new
		return nil, errors.Join(err, db.Close())
	}
	e.queue = txn.NewQueue(&commits{e: e})
	return e, nil
}

// open opens the file with bbolt. What bbolt does with a damaged file is to
// panic, in part in goroutines of its own, so the file is checked first.
func open(path string, wait time.Duration) (db *bbolt.DB, file *os.File, err error) {
	opt := *bbolt.DefaultOptions
	opt.Timeout = wait
	opt.NoFreelistSync = true
	opt.FreelistType = bbolt.FreelistMapType // the other kind takes a commit longer the larger the file
	opt.InitialMmapSize = initialMmapSize
	opt.OpenFile = func(name string, flag int, mode os.FileMode) (*os.File, error) {
		if flag&os.O_RDWR == 0 {
			return os.OpenFile(name, flag, mode) // a backup reads the file anew
		}
		var err error
		file, err = openChecked(name, flag, mode, wait)
		return file, err
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			db, err = nil, damaged(path, fmt.Errorf("%v", p))
		}
		if err != nil && file != nil {
			_ = file.Close() // bbolt has as a rule closed it; after a panic it has not
		}
	}()
	db, err = bbolt.Open(path, 0o600, &opt)
	return db, file, opened(path, err)
}

// opened puts what bbolt says of opening a file into plain words.
func opened(path string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, berrors.ErrTimeout), errors.Is(err, ErrLocked):
		return fmt.Errorf("%w %s: stop it first, or use the commands that work beside it", ErrLocked, path)
	case errors.Is(err, storage.ErrCorrupt):
		return err
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum), errors.Is(err, berrors.ErrVersionMismatch),
		strings.Contains(err.Error(), "file size too small"):
		return damaged(path, err)
	}
	return fmt.Errorf("open %s: %w", path, err)
}

// damaged says that the file cannot be used, and what to do.
func damaged(path string, err error) error {
	return fmt.Errorf("%w: %s cannot be read; keep it aside and restore the latest backup in its place: %w", storage.ErrCorrupt, path, err)
}

// View implements [storage.Engine].
func (e *Engine) View(ctx context.Context, fn func(storage.Reader) error) error {
	return e.read(ctx, func(tx *bbolt.Tx) error {
		b, err := newBase(e.path, tx)
		if err != nil {
			return err
		}
		return txn.View(ctx, b, fn)
	})
}

// read runs fn in a read transaction of bbolt.
func (e *Engine) read(ctx context.Context, fn func(*bbolt.Tx) error) error {
	if err := e.door.Enter(ctx); err != nil {
		return err
	}
	defer e.door.Leave()
	// A page that cannot be read in (a failing disk, a file cut short) is a
	// fault in the mapped memory: make it a panic that base turns into an error.
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	tx, err := e.beginRead()
	if err != nil {
		return err
	}
	defer e.endRead(tx)
	return fn(tx)
}

// beginRead begins a read transaction of bbolt.
func (e *Engine) beginRead() (tx *bbolt.Tx, err error) {
	if err := e.lost(); err != nil {
		return nil, err
	}
	defer e.survive(&err)
	if tx, err = e.db.Begin(false); err != nil {
		return nil, fmt.Errorf("read %s: %w", e.path, err)
	}
	return tx, nil
}

// endRead ends a read transaction, unless that would wait for a lost lock.
func (e *Engine) endRead(tx *bbolt.Tx) {
	if e.lost() == nil {
		_ = tx.Rollback() // fails only where it is over already
	}
}

// survive turns a panic of bbolt into an error that stays.
func (e *Engine) survive(err *error) {
	if p := recover(); p != nil {
		lost := damaged(e.path, fmt.Errorf("%v", p))
		e.broken.CompareAndSwap(nil, &lost)
		*err = e.lost()
	}
}

// lost returns why nothing can be done any more, nil where all is well.
func (e *Engine) lost() error {
	if p := e.broken.Load(); p != nil {
		return *p
	}
	return nil
}

// Campaign implements [storage.Engine]: nobody else can have the store open.
func (e *Engine) Campaign(ctx context.Context) (storage.Leadership, error) {
	if err := e.door.Enter(ctx); err != nil {
		return nil, err
	}
	e.door.Leave()
	return storage.Alone{}, nil
}

// Close implements [storage.Engine]. What was asked for before is committed.
func (e *Engine) Close() error {
	if !e.door.Close() {
		<-e.queue.Stopped()
		return nil
	}
	e.queue.Close()
	if err := e.lost(); err != nil {
		return errors.Join(err, e.file.Close()) // bbolt would wait for its lost lock
	}
	if err := e.db.Close(); err != nil {
		return fmt.Errorf("close %s: %w", e.path, err)
	}
	return nil
}
