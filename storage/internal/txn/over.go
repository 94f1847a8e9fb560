package txn

import (
	"strings"

	"github.com/tidwall/btree"
)

// Layer is what transactions wrote that is not in the base yet, by key.
type Layer struct {
	tree btree.Map[string, Write]
}

// Add puts what one more transaction wrote over what is there.
func (l *Layer) Add(writes []Write) {
	for _, w := range writes {
		l.tree.Set(w.Key, w)
	}
}

// Empty reports whether nothing was written.
func (l *Layer) Empty() bool { return l.tree.Len() == 0 }

// Each calls fn for every write, in key order, until it returns an error.
func (l *Layer) Each(fn func(Write) error) (err error) {
	l.tree.Scan(func(_ string, w Write) bool {
		err = fn(w)
		return err == nil
	})
	return err
}

// Over returns base with the layer's writes over it. A layer that is nil or
// empty changes nothing. The layer must not change while a cursor is in use.
func Over(base Base, l *Layer) Base {
	if l == nil || l.Empty() {
		return base
	}
	return over{base, l}
}

type over struct {
	base  Base
	layer *Layer
}

func (o over) Get(key string) ([]byte, bool, error) {
	if w, ok := o.layer.tree.Get(key); ok {
		return clone(w.Val), !w.Delete, nil
	}
	return o.base.Get(key)
}

func (o over) Seek(from, prefix string) Cursor {
	var own []Write
	o.layer.tree.Ascend(from, func(key string, w Write) bool {
		if !strings.HasPrefix(key, prefix) {
			return false
		}
		own = append(own, w)
		return true
	})
	below := o.base.Seek(from, prefix)
	if len(own) == 0 {
		return below
	}
	next := merge(below, own)
	return func() (string, []byte, bool, error) {
		for {
			w, ok, err := next()
			if err != nil || !ok {
				return "", nil, false, err
			}
			if !w.Delete {
				return w.Key, w.Val, true, nil
			}
		}
	}
}
