// Package txn is the part of a transaction that every engine shares: writes
// held back over a base until commit, reads merged from both, the portable
// limits, sticky errors. An engine adds the base and a way to commit.
package txn

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"liubao/storage"
)

// Base is what a transaction reads beneath its own writes: one snapshot. The
// values it returns are copies in the arena it is given.
type Base interface {
	// Get returns a key's value.
	Get(key string, into *Arena) (val []byte, ok bool, err error)
	// Seek returns a cursor over the keys from the first >= from on, up to the
	// first that does not start with prefix.
	Seek(from, prefix string) Cursor
}

// Cursor walks over keys.
type Cursor interface {
	// Next returns the next key with its value; ok is false at the end.
	Next(into *Arena) (w Write, ok bool, err error)
	// Close says that nothing will be asked of it any more.
	Close()
}

// Write is one key to set or, with Delete, to remove.
type Write struct {
	Key    string
	Val    []byte
	Delete bool
}

// Scratch is memory that one transaction after the other uses. It belongs to
// one goroutine; its zero value is ready.
type Scratch struct {
	read   Arena // what it was handed
	writes []Write
}

// scratches are for transactions of no goroutine in particular.
var scratches = sync.Pool{New: func() any { return new(Scratch) }}

// TakeScratch returns memory to be given back with [Scratch.Give].
func TakeScratch() *Scratch { return scratches.Get().(*Scratch) } //nolint:forcetypeassert // nothing else is put there

// Give gives it back.
func (s *Scratch) Give() { scratches.Put(s) }

// View runs fn as a read transaction over base: no limits, no writes.
func View(ctx context.Context, base Base, fn func(storage.Reader) error) error {
	s := TakeScratch()
	r := &reader{ctx: ctx, base: base, read: &s.read}
	defer func() {
		r.end()
		s.Give()
	}()
	if err := fn(r); err != nil {
		return err
	}
	return r.err
}

// Update runs fn over base and returns what is to be committed, in key order:
// values are in vals, the list is the scratch's and holds until that is used
// again. It neither commits nor recovers from panics.
func Update(ctx context.Context, base Base, s *Scratch, vals *Arena, fn func(storage.Tx) error) ([]Write, error) {
	clear(s.writes) // keys and values that nobody needs any more
	t := &tx{reader: reader{ctx: ctx, base: base, read: &s.read, limited: true, writes: s.writes[:0]}, vals: vals}
	defer t.end()
	err := fn(t)
	s.writes = t.writes
	if err != nil {
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
	read    *Arena // for what is handed out
	limited bool   // counts reads against storage.MaxReads
	reads   int
	bytes   int     // of writes
	writes  []Write // sorted by key
	err     error   // sticky
	over    bool    // fn has returned
}

// end takes back what was handed out.
func (r *reader) end() {
	r.over = true
	r.read.Reset()
}

type tx struct {
	reader
	vals *Arena // for what is written
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
		if w := &r.writes[i]; !w.Delete {
			return r.read.Copy(w.Val), true, nil
		}
		return nil, false, nil
	}
	val, ok, err := r.base.Get(key, r.read)
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
	below := r.base.Seek(from, prefix)
	defer below.Close()
	next := below
	if own := r.ownUnder(from, prefix); len(own) > 0 {
		next = &merged{below: below, own: own}
	}
	return r.walk(next, after, limit, fn)
}

func (r *reader) walk(next Cursor, after string, limit int, fn func(key string, val []byte) error) error {
	given := 0
	for visited := 0; limit <= 0 || given < limit; visited++ {
		w, ok, err := next.Next(r.read)
		if err != nil {
			return r.fail(err)
		}
		if !ok {
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
		r.read.Drop(w.Val)
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

// ownUnder returns the transaction's own writes at and after from that start
// with prefix, as they are now: what fn writes during a scan does not move it.
func (r *reader) ownUnder(from, prefix string) (own []*Write) {
	at, _ := r.find(from)
	n := 0
	for at+n < len(r.writes) && strings.HasPrefix(r.writes[at+n].Key, prefix) {
		n++
	}
	if n == 0 {
		return nil
	}
	kept := slices.Clone(r.writes[at : at+n])
	own = make([]*Write, n)
	for i := range kept {
		own[i] = &kept[i]
	}
	return own
}

func (r *reader) find(key string) (int, bool) {
	low, high := 0, len(r.writes)
	for low < high {
		if mid := int(uint(low+high) >> 1); r.writes[mid].Key < key {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low, low < len(r.writes) && r.writes[low].Key == key
}

func (t *tx) Put(key string, val []byte) error {
	if err := t.ready(); err != nil { // before anything is copied: the memory may be another's by now
		return err
	}
	if len(val) > storage.MaxValue && t.err == nil {
		return t.fail(fmt.Errorf("%w: value of %d bytes under %.80q, at most %d", storage.ErrTooLarge, len(val), key, storage.MaxValue))
	}
	return t.set(Write{Key: key, Val: t.vals.Copy(val)})
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
