package etcd

import (
	"cmp"
	"slices"
	"sync/atomic"

	"github.com/tidwall/btree"

	"liubao/storage/internal/txn"
)

// cache remembers ranges of keys as they are at one revision: within a range
// every key that is there is remembered, so that it also knows what is not. What
// was not used for the longest time is forgotten first.
type cache struct {
	keys   btree.Map[string, []byte]
	ranges btree.Map[string, *span] // by where they begin; they never overlap
	bytes  int
	bound  int
	clock  *atomic.Int64
}

// span is a range that is remembered.
type span struct {
	from, to string // to is not in it
	bytes    int
	used     atomic.Int64
}

// What remembering a key and a range takes beside their bytes, about.
const (
	perKey  = 64
	perSpan = 160
)

func newCache(bound int) *cache { return &cache{bound: bound, clock: new(atomic.Int64)} }

// copy returns one that later changes leave alone. It only reads.
func (c *cache) copy() *cache {
	out := &cache{bound: c.bound, clock: c.clock}
	out.keys, out.ranges = *c.keys.Copy(), *c.ranges.Copy()
	return out
}

// around returns the range that a key lies in, nil where it is not remembered.
func (c *cache) around(key string) (found *span) {
	c.ranges.Descend(key, func(_ string, s *span) bool {
		if key < s.to {
			found = s
			s.used.Store(c.clock.Add(1))
		}
		return false
	})
	return found
}

// get returns a key's value; known is false where the key is not remembered.
func (c *cache) get(key string) (val []byte, ok, known bool) {
	if c.around(key) == nil {
		return nil, false, false
	}
	val, ok = c.keys.Get(key)
	return val, ok, true
}

// page returns up to most keys of those from from to before to, and where to go
// on; known is false where from is not remembered. The values are the cache's.
func (c *cache) page(from, to string, most int) (page []txn.Write, next string, known bool) {
	s := c.around(from)
	if s == nil {
		return nil, "", false
	}
	next = min(to, s.to)
	c.keys.Ascend(from, func(key string, val []byte) bool {
		switch {
		case key >= next:
			return false
		case len(page) == most:
			next = key
			return false
		}
		page = append(page, txn.Write{Key: key, Val: val})
		return true
	})
	return page, next, true
}

// fill remembers that these keys, in order, are all there are from from to before
// to.
func (c *cache) fill(from, to string, page []txn.Write) {
	for _, s := range c.between(from, to) {
		from, to = min(from, s.from), max(to, s.to)
		c.ranges.Delete(s.from)
		c.bytes -= s.bytes
	}
	for _, w := range page {
		c.keys.Set(w.Key, w.Val)
	}
	s := &span{from: from, to: to, bytes: perSpan + len(from) + len(to)}
	c.keys.Ascend(from, func(key string, val []byte) bool {
		if key >= to {
			return false
		}
		s.bytes += perKey + len(key) + len(val)
		return true
	})
	s.used.Store(c.clock.Add(1))
	c.ranges.Set(from, s)
	c.bytes += s.bytes
	c.shrink()
}

// between returns the ranges that have keys in common with from to before to.
func (c *cache) between(from, to string) (out []*span) {
	if s := c.around(from); s != nil {
		out = append(out, s)
	}
	c.ranges.Ascend(from, func(_ string, s *span) bool {
		if s.from >= to {
			return false
		}
		if s.from > from || len(out) == 0 {
			out = append(out, s)
		}
		return true
	})
	return out
}

// write takes in what was committed.
func (c *cache) write(w txn.Write) {
	s := c.around(w.Key)
	if s == nil {
		var page []txn.Write
		if !w.Delete {
			page = []txn.Write{w}
		}
		c.fill(w.Key, w.Key+"\x00", page)
		return
	}
	var old []byte
	var had bool
	more := 0
	if w.Delete {
		old, had = c.keys.Delete(w.Key)
	} else {
		old, had = c.keys.Set(w.Key, w.Val)
		more = perKey + len(w.Key) + len(w.Val)
	}
	if had {
		more -= perKey + len(w.Key) + len(old)
	}
	s.bytes += more
	c.bytes += more
	c.shrink()
}

// shrink forgets, once the bound is passed, a quarter.
func (c *cache) shrink() {
	if c.bytes <= c.bound {
		return
	}
	all := c.ranges.Values()
	slices.SortFunc(all, func(a, b *span) int { return cmp.Compare(a.used.Load(), b.used.Load()) })
	for _, s := range all {
		if c.bytes <= c.bound/4*3 {
			return
		}
		c.forget(s)
	}
}

func (c *cache) forget(s *span) {
	var gone []string
	c.keys.Ascend(s.from, func(key string, _ []byte) bool {
		if key >= s.to {
			return false
		}
		gone = append(gone, key)
		return true
	})
	for _, key := range gone {
		c.keys.Delete(key)
	}
	c.ranges.Delete(s.from)
	c.bytes -= s.bytes
}
