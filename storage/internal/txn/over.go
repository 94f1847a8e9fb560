package txn

import "strings"

// Layer is what transactions wrote that is not in the base yet, by key.
type Layer struct {
	list  []*Write // sorted by key
	slab  []Write  // where they are, as far as it is used
	vals  Arena    // their values
	bytes int
}

// slabSize is how many writes a layer makes room for at a time.
const slabSize = 256

// keepPieces is how many pieces of memory it keeps for values, behind the first.
const keepPieces = 3

// Values is where the values are kept that will be added.
func (l *Layer) Values() *Arena {
	l.vals.keep = keepPieces
	return &l.vals
}

// Add puts what one more transaction wrote, in key order, over what is there.
func (l *Layer) Add(writes []Write) {
	if len(writes) == 0 {
		return
	}
	if cap(l.slab)-len(l.slab) < len(writes) { // the old one stays with its writes
		l.slab = make([]Write, 0, max(slabSize, len(writes)))
	}
	at := len(l.slab)
	l.slab = append(l.slab, writes...)
	fresh := 0
	for i := range writes {
		l.bytes += len(writes[i].Key) + len(writes[i].Val)
		if _, found := search(l.list, writes[i].Key); !found {
			fresh++
		}
	}
	l.merge(l.slab[at:], fresh)
}

// merge puts the writes, of which so many have new keys, in their places, from
// the last one on.
func (l *Layer) merge(writes []Write, fresh int) {
	rest := l.list // what is still to be moved
	l.list = append(l.list, make([]*Write, fresh)...)
	to := len(l.list)
	for i := len(writes) - 1; i >= 0; i-- {
		at, found := search(rest, writes[i].Key)
		behind := rest[at:]
		if found {
			behind = behind[1:]
		}
		to -= len(behind)
		copy(l.list[to:], behind)
		to--
		l.list[to] = &writes[i]
		rest = rest[:at]
	}
}

// Empty reports whether nothing was written.
func (l *Layer) Empty() bool { return len(l.list) == 0 }

// Bytes returns how much was written in all, keys and values.
func (l *Layer) Bytes() int { return l.bytes }

// Each calls fn for every write, in key order, until it returns an error.
func (l *Layer) Each(fn func(*Write) error) error {
	for _, w := range l.list {
		if err := fn(w); err != nil {
			return err
		}
	}
	return nil
}

// Reset empties the layer, so that its memory can be used again; much of it is
// given back. Nothing that came from it may be in use any more.
func (l *Layer) Reset() {
	const keep = 4 * slabSize
	if cap(l.list) > keep || cap(l.slab) > keep {
		*l = Layer{vals: l.vals}
	}
	clear(l.list)
	clear(l.slab)
	l.list, l.slab, l.bytes = l.list[:0], l.slab[:0], 0
	l.vals.Reset()
}

// under returns the writes at and after from that start with prefix.
func under(list []*Write, from, prefix string) []*Write {
	at, _ := search(list, from)
	list = list[at:]
	n := 0
	for n < len(list) && strings.HasPrefix(list[n].Key, prefix) {
		n++
	}
	return list[:n]
}

// search finds a key, or where it would be.
func search(list []*Write, key string) (at int, found bool) {
	low, high := 0, len(list)
	for low < high {
		if mid := int(uint(low+high) >> 1); list[mid].Key < key {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low, low < len(list) && list[low].Key == key
}

// Over returns base with the layer's writes over it. A layer that is nil or
// empty changes nothing. The layer must not change while a cursor is in use.
func Over(base Base, l *Layer) Base {
	if l == nil || l.Empty() {
		return base
	}
	return &over{base, l}
}

type over struct {
	base  Base
	layer *Layer
}

func (o *over) Get(key string, into *Arena) ([]byte, bool, error) {
	at, found := search(o.layer.list, key)
	if !found {
		return o.base.Get(key, into)
	}
	if w := o.layer.list[at]; !w.Delete {
		return into.Copy(w.Val), true, nil
	}
	return nil, false, nil
}

func (o *over) Seek(from, prefix string) Cursor {
	below := o.base.Seek(from, prefix)
	own := under(o.layer.list, from, prefix)
	if len(own) == 0 {
		return below
	}
	return &merged{below: below, own: own, hide: true}
}

// merged walks a base and writes over it together; a write hides the base's
// key. The base moves on only when asked for the next key.
type merged struct {
	below Cursor
	own   []*Write
	hide  bool  // pass over keys that are removed
	head  Write // the base's next key, where have
	have  bool
	ended bool
}

func (m *merged) Next(into *Arena) (w Write, ok bool, err error) {
	for {
		if !m.ended && !m.have {
			if m.head, m.have, err = m.below.Next(into); err != nil {
				return Write{}, false, err
			}
			m.ended = !m.have
		}
		if len(m.own) == 0 || m.have && m.head.Key < m.own[0].Key {
			ok, m.have = m.have, false
			return m.head, ok, nil
		}
		w := *m.own[0]
		m.own = m.own[1:]
		if m.have && m.head.Key == w.Key {
			into.Drop(m.head.Val)
			m.have = false
		}
		if w.Delete && m.hide {
			continue
		}
		w.Val = into.Copy(w.Val)
		return w, true, nil
	}
}

func (m *merged) Close() { m.below.Close() }
