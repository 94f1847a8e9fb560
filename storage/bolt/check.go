package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
)

// What bbolt's file looks like, as far as check needs it: pages, each with a
// head of 16 bytes (id, flags, count, overflow), a page of flags branch or
// leaf then with count elements of 16 bytes, whose keys (and a leaf's values)
// follow. Numbers are in the machine's own byte order.
const (
	metaMagic   = 0xED0CDAED
	metaVersion = 2
	flagBranch  = 0x01
	flagLeaf    = 0x02
	leafBucket  = 0x01
	headLen     = 16
	elemLen     = 16
	maxRun      = 16 << 20 // bytes of a page with its overflow; values are at most 512 KiB
	maxDepth    = 64
)

var order = binary.NativeEndian

// checker walks every page that can be reached. bbolt has a check of its own,
// which panics in a goroutine nobody can recover when it meets a bad page of a
// file without a free list.
type checker struct {
	file     io.ReaderAt
	pageSize int64
	pages    uint64   // one past the last page in use
	seen     []bool   // by page
	buf      [][]byte // by depth: one page each, used again
}

// check says what is wrong with the structure of the file of the size, nil for
// nothing. It reads all pages in use, which also brings them into the system's
// cache. It cannot know the values' meaning.
func check(f io.ReaderAt, size int64) error {
	m, err := readMeta(f, size)
	if err != nil {
		return err
	}
	if int64(m.pages) > size/m.pageSize {
		return fmt.Errorf("the file is cut short: %d bytes, %d pages of %d in use", size, m.pages, m.pageSize)
	}
	c := &checker{file: f, pageSize: m.pageSize, pages: m.pages, seen: make([]bool, m.pages)}
	return c.walk(m.root, nil, nil, 0)
}

type meta struct {
	pageSize    int64
	root, pages uint64
	txid        uint64
}

// readMeta returns the newer of the two heads that are whole.
func readMeta(f io.ReaderAt, size int64) (meta, error) {
	first, ok := metaAt(f, 0)
	if !ok {
		// The second head stands one page in, whose size the first would tell.
		for ps := int64(1 << 10); ps < size && ps <= 16<<20; ps *= 2 {
			if m, ok := metaAt(f, ps); ok && m.pageSize == ps {
				return m, nil
			}
		}
		return meta{}, errors.New("neither of its two heads is whole")
	}
	if second, ok := metaAt(f, first.pageSize); ok && second.pageSize == first.pageSize && second.txid > first.txid {
		return second, nil
	}
	return first, nil
}

func metaAt(f io.ReaderAt, off int64) (meta, bool) {
	var b [headLen + 64]byte
	if _, err := f.ReadAt(b[:], off); err != nil {
		return meta{}, false
	}
	m := b[headLen:]
	sum := fnv.New64a()
	_, _ = sum.Write(m[:56]) // a hash's Write never fails
	if order.Uint32(m) != metaMagic || order.Uint32(m[4:]) != metaVersion || order.Uint64(m[56:]) != sum.Sum64() {
		return meta{}, false
	}
	out := meta{
		pageSize: int64(order.Uint32(m[8:])), root: order.Uint64(m[16:]),
		pages: order.Uint64(m[40:]), txid: order.Uint64(m[48:]),
	}
	return out, out.pageSize >= 1<<10 && out.pageSize <= 16<<20
}

// walk checks the page and all below it. Its keys are at least low and below
// high, where these are not nil.
func (c *checker) walk(id uint64, low, high []byte, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("page %d: the tree is too deep", id)
	}
	b, err := c.read(id, depth)
	if err != nil {
		return err
	}
	flags, count := order.Uint16(b[8:]), int(order.Uint16(b[10:]))
	if headLen+count*elemLen > len(b) || flags != flagBranch && flags != flagLeaf || flags == flagBranch && count == 0 {
		return fmt.Errorf("page %d: head does not make sense (kind %#x, %d elements)", id, flags, count)
	}
	last := low
	for i := range count {
		e, err := element(b, i, flags)
		if err != nil {
			return fmt.Errorf("page %d: %w", id, err)
		}
		if cmp := bytes.Compare(last, e.key); last != nil && (cmp > 0 || cmp == 0 && i > 0) || high != nil && bytes.Compare(e.key, high) >= 0 {
			return fmt.Errorf("page %d: keys out of order at element %d", id, i)
		}
		last = e.key
		if !e.page {
			continue
		}
		below := high
		if i+1 < count {
			next, err := element(b, i+1, flags)
			if err != nil {
				return fmt.Errorf("page %d: %w", id, err)
			}
			below = next.key
		}
		if err := c.down(e, flags, below, depth); err != nil {
			return err
		}
	}
	return nil
}

// down goes on below an element: a branch's child, or a bucket's own tree.
func (c *checker) down(e elem, flags uint16, below []byte, depth int) error {
	if flags == flagBranch {
		return c.walk(e.child, e.key, below, depth+1)
	}
	if e.child == 0 {
		return nil // a bucket so small that it stands in its parent's page
	}
	return c.walk(e.child, nil, nil, depth+1)
}

// read returns the page with its overflow.
func (c *checker) read(id uint64, depth int) ([]byte, error) {
	if id < 2 || id >= c.pages {
		return nil, fmt.Errorf("page %d of %d is asked for", id, c.pages)
	}
	if depth == len(c.buf) {
		c.buf = append(c.buf, make([]byte, c.pageSize))
	}
	b := c.buf[depth]
	off := int64(id) * c.pageSize
	if _, err := c.file.ReadAt(b, off); err != nil {
		return nil, fmt.Errorf("page %d: %w", id, err)
	}
	if got := order.Uint64(b); got != id {
		return nil, fmt.Errorf("page %d: says that it is page %d", id, got)
	}
	run := uint64(order.Uint32(b[12:])) + 1
	if run > c.pages-id || int64(run)*c.pageSize > maxRun {
		return nil, fmt.Errorf("page %d: %d pages long", id, run)
	}
	for i := id; i < id+run; i++ {
		if c.seen[i] {
			return nil, fmt.Errorf("page %d is used twice", i)
		}
		c.seen[i] = true
	}
	if run > 1 {
		b = make([]byte, int64(run)*c.pageSize)
		if _, err := c.file.ReadAt(b, off); err != nil {
			return nil, fmt.Errorf("page %d: %w", id, err)
		}
	}
	return b, nil
}

// elem is one element of a page: a key, and a page below where it has one.
type elem struct {
	key   []byte
	child uint64
	page  bool
}

func element(b []byte, i int, flags uint16) (elem, error) {
	at := headLen + i*elemLen
	d := b[at:]
	if flags == flagBranch {
		key, err := piece(b, at, order.Uint32(d), order.Uint32(d[4:]))
		return elem{key: key, child: order.Uint64(d[8:]), page: true}, err
	}
	pos, klen, vlen := order.Uint32(d[4:]), order.Uint32(d[8:]), order.Uint32(d[12:])
	kv, err := piece(b, at, pos, klen+vlen)
	if err != nil || uint64(klen)+uint64(vlen) != uint64(klen+vlen) {
		return elem{}, errors.Join(err, errors.New("an element reaches out of its page"))
	}
	e := elem{key: kv[:klen]}
	if order.Uint32(d)&leafBucket != 0 {
		if vlen < 16 {
			return elem{}, errors.New("a bucket's head is cut short")
		}
		e.page, e.child = true, order.Uint64(kv[klen:])
	}
	return e, nil
}

// piece returns n bytes at pos behind the element at.
func piece(b []byte, at int, pos, n uint32) ([]byte, error) {
	from, to := uint64(at)+uint64(pos), uint64(at)+uint64(pos)+uint64(n)
	if to > uint64(len(b)) {
		return nil, errors.New("an element reaches out of its page")
	}
	return b[from:to], nil
}
