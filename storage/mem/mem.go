// Package mem is the storage engine that keeps everything in memory: for
// tests, and for looking at a backup without touching it. It keeps the
// promises of package storage but the one that a process's death breaks.
package mem

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"sync"

	"github.com/tidwall/btree"

	"liubao/storage"
	"liubao/storage/internal/txn"
)

// Options change how an engine behaves.
type Options struct {
	// Twice runs the function of every Update two times, each on the same
	// snapshot, and commits what the second wrote. The contract allows any
	// engine to do so; a side effect in such a function shows as a fault.
	Twice bool
}

// Engine is an ordered map in memory. Writers take turns on a copy of the
// tree that shares all it does not change; readers hold the tree they began on.
type Engine struct {
	opt  Options
	turn chan struct{} // holds one token: whoever has it may write
	door txn.Door

	mu   sync.Mutex // guards root
	root *tree      // never changed once published
}

type tree = btree.Map[string, []byte]

var _ storage.Engine = (*Engine)(nil)

// New returns an empty engine.
func New() *Engine { return With(Options{}) }

// With returns an empty engine with options.
func With(opt Options) *Engine {
	e := &Engine{opt: opt, turn: make(chan struct{}, 1), root: new(tree)}
	e.turn <- struct{}{}
	return e
}

// snapshot returns the published tree.
func (e *Engine) snapshot() *tree {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.root
}

// View implements [storage.Engine].
func (e *Engine) View(ctx context.Context, fn func(storage.Reader) error) error {
	if err := e.door.Enter(ctx); err != nil {
		return err
	}
	defer e.door.Leave()
	return txn.View(ctx, base{e.snapshot()}, fn)
}

// Update implements [storage.Engine].
func (e *Engine) Update(ctx context.Context, fn func(storage.Tx) error) error {
	if err := e.door.Enter(ctx); err != nil {
		return err
	}
	defer e.door.Leave()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-e.turn:
	}
	defer func() { e.turn <- struct{}{} }()
	root := e.snapshot()
	if e.opt.Twice {
		if _, err := txn.Update(ctx, base{root}, fn); err != nil {
			return err
		}
	}
	writes, err := txn.Update(ctx, base{root}, fn)
	if err != nil || writes.Len() == 0 {
		return err
	}
	return e.publish(writes)
}

// publish makes a tree with the writes applied what later snapshots see.
func (e *Engine) publish(writes *txn.Writes) error {
	e.mu.Lock()
	next := e.root.Copy() // marks the old tree too: under the lock
	e.mu.Unlock()
	err := writes.Each(func(w txn.Write) error {
		if w.Delete {
			next.Delete(w.Key)
		} else {
			next.Set(w.Key, w.Val)
		}
		return nil
	})
	e.mu.Lock()
	e.root = next
	e.mu.Unlock()
	return err
}

// Campaign implements [storage.Engine]: nobody else can have the store open.
func (e *Engine) Campaign(ctx context.Context) (storage.Leadership, error) {
	if err := e.door.Enter(ctx); err != nil {
		return nil, err
	}
	e.door.Leave()
	return storage.Alone{}, nil
}

// Close implements [storage.Engine].
func (e *Engine) Close() error {
	e.door.Close()
	return nil
}

// Reopen returns an engine that holds what this one, closed, held: what
// opening its file again would be, for tests of restarts.
func (e *Engine) Reopen() *Engine {
	next := With(e.opt)
	next.root = e.snapshot()
	return next
}

// base reads one published tree.
type base struct{ t *tree }

func (b base) Get(key string) ([]byte, bool, error) {
	val, ok := b.t.Get(key)
	if !ok {
		return nil, false, nil
	}
	return txn.Copy(val), true, nil
}

func (b base) Seek(from, prefix string) txn.Cursor {
	return &cursor{it: b.t.Iter(), from: from, prefix: prefix}
}

// cursor walks over the keys of a tree under a prefix.
type cursor struct {
	it           btree.MapIter[string, []byte]
	from, prefix string
	begun        bool
}

func (c *cursor) Next() (txn.Write, bool, error) {
	var ok bool
	if c.begun {
		ok = c.it.Next()
	} else {
		c.begun = true
		ok = c.it.Seek(c.from)
	}
	if !ok || !strings.HasPrefix(c.it.Key(), c.prefix) {
		return txn.Write{}, false, nil
	}
	return txn.Write{Key: c.it.Key(), Val: txn.Copy(c.it.Value())}, true, nil
}

// magic opens a backup; pairs follow, each a length and bytes for key and
// value, then a length of zero and the CRC-32C of all before it.
const magic = "liubao mem backup 1\n"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Backup implements [storage.Engine]; [Restore] reads what it writes.
func (e *Engine) Backup(ctx context.Context, w io.Writer) error {
	buf := bufio.NewWriter(w)
	sum := crc32.New(castagnoli)
	out := io.MultiWriter(buf, sum)
	err := e.View(ctx, func(r storage.Reader) error {
		if _, err := io.WriteString(out, magic); err != nil {
			return err
		}
		return r.Scan("", "", 0, func(key string, val []byte) error {
			b := binary.AppendUvarint(nil, uint64(len(key)))
			b = append(b, key...)
			b = binary.AppendUvarint(b, uint64(len(val)))
			_, err := out.Write(append(b, val...))
			return err
		})
	})
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	if _, err := out.Write([]byte{0}); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	if err := binary.Write(buf, binary.BigEndian, sum.Sum32()); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	if err := buf.Flush(); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	return nil
}
