// Package storage keeps everything the task force says: an ordered key map
// behind the [Engine] seam, and a typed store on top of it.
//
// Promises: a transaction that returned nil is on disk; transactions are
// strictly serializable; nothing above this package knows which engine it
// runs on. Every engine passes the suite in storage/storagetest.
//
// [Engine] is all that an engine must be, and is kept this small: five methods,
// with functions of transactions that may run several times. storage/internal/txn
// holds what all engines need of a transaction (writes held back, limits, errors
// that stick), so that a new one adds a snapshot to read and a way to commit.
package storage

import (
	"context"
	"errors"
	"io"
)

// Limits of one read-write transaction, the same on every engine so that a
// program written against one runs on all. They look at what is left to commit: a
// key put twice counts once, with its last value. Reads are not counted; a View
// has no limit but MaxKey.
const (
	MaxWrites  = 1000
	MaxTxBytes = 1 << 20   // keys and values written, in bytes
	MaxValue   = 512 << 10 // one value, in bytes
	MaxKey     = 512       // one key, in bytes; keys are never empty
)

// Errors every engine returns, possibly wrapped.
var (
	// ErrTooLarge: the transaction, a key or a value is over the limits above.
	ErrTooLarge = errors.New("transaction over its limits")
	// ErrClosed: the engine was closed before the transaction started.
	ErrClosed = errors.New("store closed")
	// ErrEmptyKey: keys have at least one byte.
	ErrEmptyKey = errors.New("empty key")
	// ErrFinished: a Reader or Tx was used after its function had returned.
	ErrFinished = errors.New("transaction finished")
	// ErrNotDurable: the disk took the commit badly (full, read-only, failing).
	// Nothing may be acknowledged on the strength of it. The transaction is as
	// a rule not there afterwards; only when the very last write of a commit
	// fails is it in doubt, so a caller that tries again does so by a key that
	// tells. The engine goes on, and works again once the disk does.
	ErrNotDurable = errors.New("commit did not reach the disk")
	// ErrCorrupt: what is stored cannot be read back.
	ErrCorrupt = errors.New("store is damaged")
)

// Reader reads one consistent snapshot. Values are copies: they belong to whoever
// asked for them.
//
// After a read has failed every later call on the same transaction returns
// the same error, and so does View or Update itself even where the function
// went on to return nil, so that a decision is never based on half of what it
// read. A Reader belongs to one goroutine.
type Reader interface {
	// Get returns a key's value; ok is false where there is none.
	Get(key string) (val []byte, ok bool, err error)
	// Scan calls fn for the keys that start with prefix and sort after the
	// key after ("" for all), in byte order, at most limit of them (0 or less
	// for no limit). fn may read and write on the same transaction; the scan
	// goes over what was there when it began. An error from fn ends the scan
	// and is returned, and is not sticky.
	Scan(prefix, after string, limit int, fn func(key string, val []byte) error) error
}

// Tx reads and writes; it sees its own writes. A write over the limits is
// sticky like a failed read: nothing of the transaction is committed.
type Tx interface {
	Reader
	// Put sets a key's value; val is copied and may be empty.
	Put(key string, val []byte) error
	// Delete removes a key; removing one that is not there is no error.
	Delete(key string) error
}

// Engine is an ordered key map with strictly serializable transactions. All
// methods may be called from any goroutine, but not from inside an Update of
// the same engine, nor Update from inside a View: either may wait for ever.
type Engine interface {
	// View runs fn on a snapshot: what was committed before the call, and
	// nothing that is committed while it runs. Keep it short: space freed
	// meanwhile cannot be used again. Once ctx is done reads fail with its error.
	View(ctx context.Context, fn func(Reader) error) error
	// Update runs fn and commits what it wrote, all or nothing. It returns nil
	// only when the commit is durable. fn may run several times and must have
	// no side effects but on variables it sets anew at each run. An error from
	// fn is returned as it is and nothing is written; a panic in fn reaches the
	// caller and nothing is written. ctx counts until fn has returned: from
	// then on the commit is waited for.
	Update(ctx context.Context, fn func(Tx) error) error
	// Backup writes a snapshot that the engine can be opened on.
	Backup(ctx context.Context, w io.Writer) error
	// Campaign waits until this process may poll, handle, send and schedule: at
	// once where no other can have the store open.
	Campaign(ctx context.Context) (Leadership, error)
	// Close waits for what is running and makes every later call ErrClosed.
	// Closing twice is no error.
	Close() error
}
