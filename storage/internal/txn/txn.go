// Package txn is the part of a transaction that every engine shares: writes
// held back over a base until commit, reads merged from both, the portable
// limits, sticky errors. An engine adds the base and a way to commit.
package txn

import (
	"context"
	"fmt"

	"liubao/storage"
)

// Base is what a transaction reads beneath its own writes: one snapshot. The
// values it returns are copies.
type Base interface {
	// Get returns a key's value.
	Get(key string) (val []byte, ok bool, err error)
	// Seek returns a cursor over the keys from the first >= from on, up to the
	// first that does not start with prefix.
	Seek(from, prefix string) Cursor
}

// Cursor walks over keys.
type Cursor interface {
	// Next returns the next key with its value; ok is false at the end.
	Next() (w Write, ok bool, err error)
}

// Write is one key to set or, with Delete, to remove.
type Write struct {
	Key    string
	Val    []byte
	Delete bool
}

// Copy returns a copy of b, never nil: for bases.
func Copy(b []byte) []byte { return append(make([]byte, 0, len(b)), b...) }

// View runs fn as a read transaction over base: no limits, no writes.
func View(ctx context.Context, base Base, fn func(storage.Reader) error) error {
	r := &reader{ctx: ctx, base: base}
	defer func() { r.over = true }()
	if err := fn(r); err != nil {
		return err
	}
	return r.err
}

// Update runs fn over base and returns what is to be committed. It neither
// commits nor recovers from panics.
func Update(ctx context.Context, base Base, fn func(storage.Tx) error) (*Writes, error) {
	w := new(Writes)
	t := &tx{reader{ctx: ctx, base: Over(base, w)}, w}
	defer func() { t.over = true }()
	if err := fn(t); err != nil {
		return nil, err
	}
	if t.err != nil {
		return nil, t.err
	}
	return w, nil
}

type reader struct {
	ctx  context.Context
	base Base
	err  error // sticky
	over bool  // fn has returned
}

type tx struct {
	reader
	writes *Writes
}

// fail makes err the answer to every later call.
func (r *reader) fail(err error) error {
	if r.err == nil {
		r.err = err
	}
	return r.err
}

// ready says why nothing can be asked of the transaction any more.
func (r *reader) ready() error {
	if r.over {
		return storage.ErrFinished
	}
	if r.err != nil {
		return r.err
	}
	if err := r.ctx.Err(); err != nil {
		return r.fail(err)
	}
	return nil
}

func (r *reader) checkKey(key string) error {
	if key == "" {
		return r.fail(storage.ErrEmptyKey)
	}
	if len(key) > storage.MaxKey {
		return r.fail(fmt.Errorf("%w: key of %d bytes, at most %d: %.40q…", storage.ErrTooLarge, len(key), storage.MaxKey, key))
	}
	return nil
}

func (r *reader) Get(key string) ([]byte, bool, error) {
	if err := r.ready(); err != nil {
		return nil, false, err
	}
	if err := r.checkKey(key); err != nil {
		return nil, false, err
	}
	val, ok, err := r.base.Get(key)
	if err != nil {
		return nil, false, r.fail(err)
	}
	return val, ok, nil
}

// checkEvery is how many keys a scan visits until it asks again whether anybody
// still waits for it.
const checkEvery = 100

func (r *reader) Scan(prefix, after string, limit int, fn func(key string, val []byte) error) error {
	if err := r.ready(); err != nil {
		return err
	}
	next := r.base.Seek(max(prefix, after), prefix)
	given := 0
	for visited := 1; limit <= 0 || given < limit; visited++ {
		w, ok, err := next.Next()
		if err != nil {
			return r.fail(err)
		}
		if !ok {
			break
		}
		if w.Key == after {
			continue
		}
		given++
		if err := fn(w.Key, w.Val); err != nil {
			return err
		}
		if r.err != nil {
			return r.err // fn swallowed it
		}
		if visited%checkEvery == 0 {
			if err := r.ready(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *tx) Put(key string, val []byte) error {
	if err := t.ready(); err != nil { // before anything is copied
		return err
	}
	if len(val) > storage.MaxValue {
		return t.fail(fmt.Errorf("%w: value of %d bytes under %.80q, at most %d", storage.ErrTooLarge, len(val), key, storage.MaxValue))
	}
	return t.set(Write{Key: key, Val: Copy(val)})
}

func (t *tx) Delete(key string) error { return t.set(Write{Key: key, Delete: true}) }

func (t *tx) set(w Write) error {
	if err := t.ready(); err != nil {
		return err
	}
	if err := t.checkKey(w.Key); err != nil {
		return err
	}
	t.writes.set(w)
	if t.writes.Len() > storage.MaxWrites {
		return t.fail(fmt.Errorf("%w: more than %d keys written", storage.ErrTooLarge, storage.MaxWrites))
	}
	if t.writes.Bytes() > storage.MaxTxBytes {
		return t.fail(fmt.Errorf("%w: more than %d bytes written", storage.ErrTooLarge, storage.MaxTxBytes))
	}
	return nil
}
