package storage

import (
	"crypto/sha256"
	"fmt"
	"sync"
	"sync/atomic"
)

// Shared is [Get] for what is read again and again: a value that was read or
// saved lately is not decoded anew where what is stored has the SHA-256 of what it
// was decoded from or encoded to. So the value belongs to everybody who reads it: its
// slices, maps and pointers must never be changed, nor appended to. What a value
// says depends on its bytes alone; nothing need ever be told that it changed.
func Shared[T any](r Reader, key string) (v T, ok bool, err error) {
	b, ok, err := r.Get(key)
	if err != nil || !ok {
		return v, false, err
	}
	v, err = decodeShared[T](key, b)
	return v, err == nil, err
}

// decodeShared is [Decode] for [Shared].
func decodeShared[T any](key string, val []byte) (T, error) {
	if p, ok := recall[T](&remembered, key, val); ok {
		return *p, nil
	}
	v, length, err := decodeAt[T](key, val)
	if err == nil {
		keep := v
		remembered.set(key, val, length, &keep)
	}
	return v, err
}

// putShared is [Put] for a value that is read by [Shared] next: it must not be
// changed any more by whoever saves it.
func putShared[T any](tx Tx, key string, v T, over int) error {
	return putWith(tx, key, &v, over, func(b []byte, length int) { remembered.set(key, b, length, &v) })
}

// keepShared bounds what is remembered, in bytes; see [memo.weigh].
const keepShared = 3 << 20

// remembered is what values were decoded from or encoded to lately.
var remembered = memory{limit: keepShared}

// memory is what was decoded, by key. A value is found only by the bytes it
// stands for, so that forgetting, or remembering what was never committed, costs
// time and nothing else. Of more than it holds it forgets what was not asked for
// the longest.
type memory struct {
	limit int

	mu     sync.Mutex
	weight int
	found  map[string]*memo
	last   memo // the end of the ring, of which next is what was asked for last
}

type memo struct {
	key        string
	sum        [sha256.Size]byte // of the bytes stored
	length     int               // of the JSON, in bytes
	val        any               // a pointer to the value
	prev, next *memo
}

// weigh is about how many bytes a memo holds on to: the value takes the room of
// its JSON and half as much.
func (x *memo) weigh() int { return x.length*3/2 + len(x.key) + 256 }

// unlink takes the memo out of the ring, and link puts it before all others.
func (x *memo) unlink() { x.prev.next, x.next.prev = x.next, x.prev }

func (m *memory) link(x *memo) {
	x.prev, x.next = &m.last, m.last.next
	x.prev.next, x.next.prev = x, x
}

// recall returns the value that stands for val.
func recall[T any](m *memory, key string, val []byte) (*T, bool) {
	sum := sha256.Sum256(val)
	m.mu.Lock()
	x, ok := m.found[key]
	if !ok || x.sum != sum {
		m.mu.Unlock()
		return nil, false
	}
	p, ok := x.val.(*T)
	x.unlink()
	m.link(x)
	m.mu.Unlock()
	if ok && checking.Load() {
		checkShared(key, val, p)
	}
	return p, ok
}

// set remembers that val, length bytes of JSON, stands for the value that p points to.
func (m *memory) set(key string, val []byte, length int, p any) {
	sum := sha256.Sum256(val)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.found == nil {
		m.found, m.last.prev, m.last.next = map[string]*memo{}, &m.last, &m.last
	}
	x := m.found[key]
	if x == nil {
		x = &memo{key: key}
		m.found[key] = x
	} else {
		m.weight -= x.weigh()
		x.unlink()
	}
	m.link(x)
	x.sum, x.length, x.val = sum, length, p
	m.weight += x.weigh()
	for m.weight > m.limit {
		old := m.last.prev
		m.weight -= old.weigh()
		old.unlink()
		delete(m.found, old.key)
	}
}

// checking is set by tests; see [CheckShared].
var checking atomic.Bool

// CheckShared is for tests: every value that [Shared] would hand out again is
// decoded anew besides, and it panics where the two differ because somebody has
// changed what belongs to all, or saved what does not read back as it was.
func CheckShared(on bool) { checking.Store(on) }

func checkShared[T any](key string, val []byte, p *T) {
	fresh, err := Decode[T](key, val)
	if err != nil {
		panic(err)
	}
	if where := differ(*p, fresh); where != "" {
		panic(fmt.Sprintf("%s: the shared value is not what is stored: %s", key, where))
	}
}
