package txn

import (
	"strings"

	"github.com/tidwall/btree"
)

// Writes is what one transaction wrote, by key, the last write of each.
type Writes struct {
	tree  btree.Map[string, Write]
	bytes int
}

// Len returns how many keys were written.
func (w *Writes) Len() int { return w.tree.Len() }

// Bytes returns how long these keys and their values are together.
func (w *Writes) Bytes() int { return w.bytes }

// Each calls fn for every write, in key order, until it returns an error.
func (w *Writes) Each(fn func(Write) error) (err error) {
	w.tree.Scan(func(_ string, x Write) bool {
		err = fn(x)
		return err == nil
	})
	return err
}

// Add takes in what a later transaction wrote.
func (w *Writes) Add(later *Writes) {
	later.tree.Scan(func(_ string, x Write) bool {
		w.set(x)
		return true
	})
}

// Over returns a base that reads as if the writes had been made.
func Over(below Base, w *Writes) Base { return over{below, w} }

// set notes a write, over an earlier one of its key.
func (w *Writes) set(x Write) {
	w.bytes += len(x.Key) + len(x.Val)
	if old, ok := w.tree.Set(x.Key, x); ok {
		w.bytes -= len(old.Key) + len(old.Val)
	}
}

// over is a base with writes over it.
type over struct {
	base   Base
	writes *Writes
}

func (o over) Get(key string) ([]byte, bool, error) {
	w, found := o.writes.tree.Get(key)
	switch {
	case !found:
		return o.base.Get(key)
	case w.Delete:
		return nil, false, nil
	}
	return Copy(w.Val), true, nil
}

// Seek goes over the writes as they are now: what is written while the cursor is
// in use does not move it.
func (o over) Seek(from, prefix string) Cursor {
	below := o.base.Seek(from, prefix)
	if o.writes.Len() == 0 {
		return below
	}
	own := &ownCursor{it: o.writes.tree.Copy().Iter(), prefix: prefix}
	own.found = own.it.Seek(from)
	return &merged{below: below, own: own}
}

// ownCursor walks over writes.
type ownCursor struct {
	it     btree.MapIter[string, Write]
	prefix string
	found  bool // it stands on a key
}

func (c *ownCursor) head() (Write, bool) {
	if !c.found || !strings.HasPrefix(c.it.Key(), c.prefix) {
		return Write{}, false
	}
	return c.it.Value(), true
}

func (c *ownCursor) next() { c.found = c.it.Next() }

// merged walks over a base and writes together; a write hides the base's key.
// The base moves on only when asked for the next key.
type merged struct {
	below Cursor
	own   *ownCursor
	head  Write // the base's next key, where have
	have  bool
	ended bool
}

func (m *merged) Next() (w Write, ok bool, err error) {
	for {
		if !m.ended && !m.have {
			if m.head, m.have, err = m.below.Next(); err != nil {
				return Write{}, false, err
			}
			m.ended = !m.have
		}
		own, left := m.own.head()
		if !left || m.have && m.head.Key < own.Key {
			ok, m.have = m.have, false
			return m.head, ok, nil
		}
		m.own.next()
		if m.have && m.head.Key == own.Key {
			m.have = false
		}
		if own.Delete {
			continue
		}
		own.Val = Copy(own.Val)
		return own, true, nil
	}
}
