// Package storage keeps everything the task force says: an ordered key map
// behind the [Engine] seam, and a typed store on top of it.
//
// Promises: a transaction that returned nil is on disk; transactions are
// strictly serializable; nothing above this package knows which engine it
// runs on. Every engine passes the suite in storage/storagetest.
package storage

import (
	"context"
	"errors"
	"io"
)

// Limits of one read-write transaction, the same on every engine so that a
// program written against one runs on all. A Scan counts as one read for each
// 100 keys it visits, and at least one.
const (
	MaxReads    = 100
	MaxWrites   = 100
	MaxTxBytes  = 1 << 20   // keys and values written, in bytes
	MaxValue    = 512 << 10 // one value, in bytes
	MaxKey      = 512       // one key, in bytes; keys are never empty
	ScanPerRead = 100
)

// Errors every engine returns.
var (
	ErrTooLarge = errors.New("transaction over its limits")
	ErrClosed   = errors.New("store closed")
)

// Reader reads one consistent snapshot. Byte slices are copies and may be kept.
// After a read has failed every later call on the same transaction returns
// the same error, so that a decision is never based on half of what it read.
type Reader interface {
	// Get returns a key's value; ok is false where there is none.
	Get(key string) (val []byte, ok bool, err error)
	// Scan calls fn for the keys that start with prefix and sort after the
	// key after ("" for all), in order, at most limit of them (0 for no limit).
	// An error from fn ends the scan and is returned, and is not sticky.
	Scan(prefix, after string, limit int, fn func(key string, val []byte) error) error
}

// Tx reads and writes; it sees its own writes.
type Tx interface {
	Reader
	Put(key string, val []byte) error
	Delete(key string) error
}

// Engine is an ordered key map with strictly serializable transactions.
type Engine interface {
	// View runs fn on a snapshot.
	View(ctx context.Context, fn func(Reader) error) error
	// Update runs fn and commits what it wrote, all or nothing. It returns nil
	// only when the commit is durable. fn may run several times and must have
	// no side effects but on variables it sets anew at each run. An error from
	// fn is returned as it is and nothing is written.
	Update(ctx context.Context, fn func(Tx) error) error
	// Backup writes a snapshot that the engine can be opened on.
	Backup(ctx context.Context, w io.Writer) error
	Close() error
}
