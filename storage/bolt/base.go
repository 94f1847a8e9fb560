package bolt

import (
	"fmt"
	"strings"

	"go.etcd.io/bbolt"

	"liubao/storage/internal/txn"
)

// base reads one transaction of bbolt, copying what it returns: a page that
// cannot be read in shows while it is copied, not in whoever uses the value. A
// damaged page is an error, whatever bbolt makes of it.
type base struct {
	path string
	b    *bbolt.Bucket
}

func newBase(path string, tx *bbolt.Tx) (b base, err error) {
	b.path = path
	defer b.guard(&err)
	b.b = tx.Bucket(bucket)
	return b, nil
}

func (b base) guard(err *error) {
	if p := recover(); p != nil {
		*err = damaged(b.path, fmt.Errorf("%v", p))
	}
}

// Get implements [txn.Base].
func (b base) Get(key string) (val []byte, ok bool, err error) {
	defer b.guard(&err)
	v := b.b.Get([]byte(key))
	if v == nil {
		return nil, false, nil
	}
	return txn.Copy(v), true, nil
}

// Seek implements [txn.Base].
func (b base) Seek(from, prefix string) txn.Cursor {
	return &cursor{base: b, from: from, prefix: prefix}
}

// cursor walks over the keys of a base under a prefix.
type cursor struct {
	base         base
	from, prefix string
	c            *bbolt.Cursor // nil before the first key
}

// Next implements [txn.Cursor].
func (c *cursor) Next() (w txn.Write, ok bool, err error) {
	defer c.base.guard(&err)
	var k, v []byte
	if c.c == nil {
		c.c = c.base.b.Cursor()
		k, v = c.c.Seek([]byte(c.from))
	} else {
		k, v = c.c.Next()
	}
	key := string(k)
	if k == nil || !strings.HasPrefix(key, c.prefix) {
		return txn.Write{}, false, nil
	}
	return txn.Write{Key: key, Val: txn.Copy(v)}, true, nil
}

// write puts what one transaction wrote into bbolt's.
func (b base) write(w *txn.Writes) (err error) {
	defer b.guard(&err)
	return w.Each(func(x txn.Write) error {
		if x.Delete {
			return b.b.Delete([]byte(x.Key))
		}
		return b.b.Put([]byte(x.Key), x.Val)
	})
}
