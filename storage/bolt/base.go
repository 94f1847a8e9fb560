package bolt

import (
	"fmt"

	"go.etcd.io/bbolt"

	"liubao/storage/internal/txn"
)

// base reads one transaction of bbolt, copying what it returns: a page that
// cannot be read in shows while it is copied, not in whoever uses the value. A
// damaged page is an error, whatever bbolt makes of it.
type base struct {
	path string
	b    *bbolt.Bucket
	c    *bbolt.Cursor // of Get, which would make one each time
	key  []byte        // that Get looks for
	idle []*cursor     // not in use
}

func newBase(path string, tx *bbolt.Tx) (b *base, err error) {
	b = &base{path: path}
	defer b.guard(&err)
	b.b = tx.Bucket(bucket)
	b.c = b.b.Cursor()
	return b, nil
}

func (b *base) guard(err *error) {
	if p := recover(); p != nil {
		*err = damaged(b.path, fmt.Errorf("%v", p))
	}
}

// Get implements [txn.Base].
func (b *base) Get(key string, into *txn.Arena) (val []byte, ok bool, err error) {
	defer b.guard(&err)
	b.key = append(b.key[:0], key...)
	k, v := b.c.Seek(b.key)
	if string(k) != key {
		return nil, false, nil
	}
	return into.Copy(v), true, nil
}

// Seek implements [txn.Base].
func (b *base) Seek(from, prefix string) txn.Cursor {
	var c *cursor
	if n := len(b.idle); n > 0 {
		c, b.idle = b.idle[n-1], b.idle[:n-1]
	} else {
		c = &cursor{b: b, c: b.b.Cursor()}
	}
	c.begun, c.prefix = false, len(prefix)
	c.key = append(append(c.key[:0], prefix...), from...)
	return c
}

// cursor walks over the keys of a base under a prefix.
type cursor struct {
	b      *base
	c      *bbolt.Cursor
	key    []byte // the prefix, then where to begin
	prefix int    // its length
	begun  bool
}

// Next implements [txn.Cursor].
func (c *cursor) Next(into *txn.Arena) (w txn.Write, ok bool, err error) {
	defer c.b.guard(&err)
	var k, v []byte
	if c.begun {
		k, v = c.c.Next()
	} else {
		c.begun = true
		k, v = c.c.Seek(c.key[c.prefix:])
	}
	if k == nil || len(k) < c.prefix || string(k[:c.prefix]) != string(c.key[:c.prefix]) {
		return txn.Write{}, false, nil
	}
	return txn.Write{Key: string(k), Val: into.Copy(v)}, true, nil
}

// Close implements [txn.Cursor].
func (c *cursor) Close() { c.b.idle = append(c.b.idle, c) }
