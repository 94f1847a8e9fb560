package etcd

import (
	"context"
	"fmt"
	"strings"

	clientv3 "go.etcd.io/etcd/client/v3"

	"liubao/storage/internal/txn"
)

// base reads the store at one revision, out of a cache where there is one. The
// values it returns are copies.
type base struct {
	e    *Engine
	ctx  context.Context // of what is asked of etcd
	rev  int64
	term *term  // whose cache is filled; nil where there is none
	mem  *cache // as it is at rev; nil where nothing is remembered
}

// snapshot returns a base at what is committed.
func (e *Engine) snapshot(ctx context.Context) (*base, error) {
	if t := e.leads(); t != nil {
		rev, mem := t.remembered()
		return &base{e: e, ctx: ctx, rev: rev, term: t, mem: mem}, nil
	}
	rev, err := e.revision(ctx)
	return &base{e: e, ctx: ctx, rev: rev}, err
}

// revision asks how far etcd is, and so whether it is there.
func (e *Engine) revision(ctx context.Context) (int64, error) {
	req, cancel := e.request(ctx)
	defer cancel()
	resp, err := e.client.Get(req, e.opt.Prefix+keyCommit, clientv3.WithCountOnly())
	if err != nil {
		return 0, plainly(ctx, err)
	}
	return resp.Header.Revision, nil
}

// Get implements [txn.Base].
func (b *base) Get(key string) ([]byte, bool, error) {
	full := b.e.data + key
	if b.mem != nil {
		if val, ok, known := b.mem.get(full); known {
			return txn.Copy(val), ok, nil
		}
	}
	page, _, err := b.fetch(full, full+"\x00", 1)
	if err != nil || len(page) == 0 {
		return nil, false, err
	}
	return txn.Copy(page[0].Val), true, nil
}

// Seek implements [txn.Base].
func (b *base) Seek(from, prefix string) txn.Cursor {
	return &cursor{base: b, next: b.e.data + from, end: clientv3.GetPrefixRangeEnd(b.e.data + prefix), most: firstPage}
}

// A scan asks for few keys first, as most want few, and then for more and more.
const (
	firstPage = 64
	lastPage  = 1024
)

// cursor walks over the keys of a base.
type cursor struct {
	base      *base
	next, end string // what is left
	page      []txn.Write
	most      int
}

// Next implements [txn.Cursor].
func (c *cursor) Next() (w txn.Write, ok bool, err error) {
	for len(c.page) == 0 {
		if c.next >= c.end {
			return txn.Write{}, false, nil
		}
		if c.page, c.next, err = c.base.read(c.next, c.end, c.most); err != nil {
			return txn.Write{}, false, err
		}
		c.most = min(4*c.most, lastPage)
	}
	w = c.page[0]
	c.page = c.page[1:]
	return txn.Write{Key: strings.TrimPrefix(w.Key, c.base.e.data), Val: txn.Copy(w.Val)}, true, nil
}

// read returns keys from from on, in order, and where to go on.
func (b *base) read(from, to string, most int) (page []txn.Write, next string, err error) {
	if b.mem != nil {
		if page, next, known := b.mem.page(from, to, most); known {
			return page, next, nil
		}
	}
	return b.fetch(from, to, most)
}

// fetch asks etcd for keys from from on, and remembers them.
func (b *base) fetch(from, to string, most int) (page []txn.Write, next string, err error) {
	b.e.reads()
	req, cancel := b.e.request(b.ctx)
	defer cancel()
	resp, err := b.e.client.Get(req, from, clientv3.WithRange(to), clientv3.WithLimit(int64(most)), clientv3.WithRev(b.rev))
	if err != nil {
		return nil, "", fmt.Errorf("read: %w", plainly(b.ctx, err))
	}
	page = make([]txn.Write, len(resp.Kvs))
	for i, kv := range resp.Kvs {
		page[i] = txn.Write{Key: string(kv.Key), Val: kv.Value}
	}
	next = to
	if resp.More && len(page) > 0 {
		next = page[len(page)-1].Key + "\x00"
	}
	if b.term != nil {
		b.mem = b.term.remember(b.rev, from, next, page, b.mem)
	}
	return page, next, nil
}
