// Package txn is the part of a transaction that every engine shares: writes
// held back over a base until commit, reads merged from both, the portable
// limits, sticky errors. An engine adds the base and a way to commit.
package txn

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"liubao/storage"
)

// Base is what a transaction reads beneath its own writes: one snapshot.
// Slices it returns are copies.
type Base interface {
	// Get returns a key's value.
	Get(key string) (val []byte, ok bool, err error)
	// Seek returns a cursor over the keys from the first >= from on, up to the
	// first that does not start with prefix.
	Seek(from, prefix string) Cursor
}

// Cursor returns the next key with its value; ok is false at the end.
type Cursor func() (key string, val []byte, ok bool, err error)

// Write is one key to set or, with Delete, to remove.
type Write struct {
	Key    string
	Val    []byte
	Delete bool
}

// View runs fn as a read transaction over base: no limits, no writes.
func View(ctx context.Context, base Base, fn func(storage.Reader) error) error {
	r := &reader{ctx: ctx, base: base}
	defer func() { r.over = true }()
	if err := fn(r); err != nil {
		return err
	}
	return r.err
}

// Update runs fn over base and returns what is to be committed, in key order.
// It neither commits nor recovers from panics.
func Update(ctx context.Context, base Base, fn func(storage.Tx) error) ([]Write, error) {
	t := &tx{reader{ctx: ctx, base: base, limited: true}}
	defer func() { t.over = true }()
	if err := fn(t); err != nil {
		return nil, err
	}
	if t.err != nil {
		return nil, t.err
	}
	return t.writes, nil
}

type reader struct {
	ctx     context.Context
	base    Base
	limited bool // counts reads against storage.MaxReads
	reads   int
	bytes   int     // of writes
	writes  []Write // sorted by key
	err     error   // sticky
	over    bool    // fn has returned
}

type tx struct{ reader }

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

// count charges one read.
func (r *reader) count() error {
	r.reads++
	if r.limited && r.reads > storage.MaxReads {
		return r.fail(fmt.Errorf("%w: more than %d reads", storage.ErrTooLarge, storage.MaxReads))
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
	if err := r.count(); err != nil {
		return nil, false, err
	}
	if i, found := r.find(key); found {
		w := r.writes[i]
		return clone(w.Val), !w.Delete, nil
	}
	val, ok, err := r.base.Get(key)
	if err != nil {
		return nil, false, r.fail(err)
	}
	if !ok {
		return nil, false, nil
	}
	return val, true, nil
}

func (r *reader) Scan(prefix, after string, limit int, fn func(key string, val []byte) error) error {
	if err := r.ready(); err != nil {
		return err
	}
	if err := r.count(); err != nil {
		return err
	}
	from := max(prefix, after)
	next := merge(r.base.Seek(from, prefix), r.ownFrom(from))
	given := 0
	for visited := 0; limit <= 0 || given < limit; visited++ {
		w, ok, err := next()
		if err != nil {
			return r.fail(err)
		}
		if !ok || !strings.HasPrefix(w.Key, prefix) {
			break
		}
		if visited > 0 && visited%storage.ScanPerRead == 0 {
			if err := r.goOn(); err != nil {
				return err
			}
		}
		if w.Key == after || w.Delete {
			continue
		}
		given++
		if err := fn(w.Key, w.Val); err != nil {
			return err
		}
		if r.err != nil {
			return r.err // fn swallowed it
		}
	}
	return nil
}

// goOn charges the next read of a scan and asks whether it may go on.
func (r *reader) goOn() error {
	if err := r.ready(); err != nil {
		return err
	}
	return r.count()
}

// ownFrom returns the transaction's own writes at and after from, as they are
// now: what fn writes during a scan does not move the scan.
func (r *reader) ownFrom(from string) []Write {
	i, _ := r.find(from)
	return slices.Clone(r.writes[i:])
}

func (r *reader) find(key string) (int, bool) {
	return slices.BinarySearchFunc(r.writes, key, func(w Write, k string) int { return strings.Compare(w.Key, k) })
}

// merge walks base and own writes together; an own write hides the base's key.
// The base moves on only when asked for the next key.
func merge(base Cursor, own []Write) func() (w Write, ok bool, err error) {
	var (
		head Write // the base's next key, where have
		have bool
		more = true
	)
	return func() (Write, bool, error) {
		if more && !have {
			var err error
			head.Key, head.Val, have, err = base()
			if err != nil {
				return Write{}, false, err
			}
			more = have
		}
		if len(own) > 0 && (!have || own[0].Key <= head.Key) {
			w := own[0]
			w.Val = clone(w.Val)
			own = own[1:]
			have = have && w.Key != head.Key
			return w, true, nil
		}
		w, ok := head, have
		have = false
		return w, ok, nil
	}
}

func (t *tx) Put(key string, val []byte) error {
	if len(val) > storage.MaxValue && t.err == nil {
		return t.fail(fmt.Errorf("%w: value of %d bytes under %.80q, at most %d", storage.ErrTooLarge, len(val), key, storage.MaxValue))
	}
	return t.set(Write{Key: key, Val: clone(val)})
}

func (t *tx) Delete(key string) error { return t.set(Write{Key: key, Delete: true}) }

func (t *tx) set(w Write) error {
	if err := t.ready(); err != nil {
		return err
	}
	if err := t.checkKey(w.Key); err != nil {
		return err
	}
	i, found := t.find(w.Key)
	if found {
		t.bytes += len(w.Val) - len(t.writes[i].Val)
		t.writes[i] = w
	} else {
		t.bytes += len(w.Key) + len(w.Val)
		t.writes = slices.Insert(t.writes, i, w)
	}
	if len(t.writes) > storage.MaxWrites {
		return t.fail(fmt.Errorf("%w: more than %d keys written", storage.ErrTooLarge, storage.MaxWrites))
	}
	if t.bytes > storage.MaxTxBytes {
		return t.fail(fmt.Errorf("%w: more than %d bytes written", storage.ErrTooLarge, storage.MaxTxBytes))
	}
	return nil
}

// clone copies b; an empty value stays distinguishable from none.
func clone(b []byte) []byte { return append(make([]byte, 0, len(b)), b...) }
