// Package moving takes all that one store holds to another one, of whatever engine.
//
// Promises: nothing serves the target before every row of it was read back and
// compared with the source; at no moment, however a move ends, may a bot serve both;
// what was cut short is done by the same call again. Neither store may have a bot at
// work: moving takes the right to work on both itself.
package moving

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"liubao/storage"
	"liubao/storage/migrate"
)

// wait is how long a store's leadership is waited for: longer than the lease of a bot
// that was killed.
const wait = 20 * time.Second

// Errors of a move, possibly wrapped.
var (
	// ErrBusy: a bot works on a store.
	ErrBusy = errors.New("a bot works on these data; stop it first")
	// ErrOccupied: the target holds data of its own.
	ErrOccupied = errors.New("there are data already")
	// ErrDiffers: what was read back is not what was written.
	ErrDiffers = errors.New("what was copied is not what was read")
	// ErrOlder: the source is of another schema than this program's.
	ErrOlder = errors.New("the data are of an older program; start this one on them once, stop it, and move then")
)

// Store is one side of a move.
type Store struct {
	Engine storage.Engine
	Name   string // as the operator calls it
	// Check reads what another client would, nil where Engine does: one that leads may
	// remember what it wrote.
	Check storage.Engine
}

func (s Store) reader() storage.Engine {
	if s.Check != nil {
		return s.Check
	}
	return s.Engine
}

// lead takes the right to work on a store.
func (s Store) lead(ctx context.Context, patience time.Duration) (storage.Leadership, error) {
	short, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	lead, err := s.Engine.Campaign(short)
	if err != nil && ctx.Err() == nil && short.Err() != nil {
		return nil, fmt.Errorf("%s: %w", s.Name, ErrBusy)
	}
	return lead, err
}

// Snapshot hands out one state of a source.
type Snapshot func(ctx context.Context, fn func(storage.Reader) error) error

// Move takes everything from one store to another, compares, marks the source as moved
// and only then lets the target be served. The target must be empty, or left
// unfinished by a move or restore before.
func Move(ctx context.Context, from, to Store, now time.Time) (Census, error) {
	return move(ctx, from, to, now, wait)
}

func move(ctx context.Context, from, to Store, now time.Time, patience time.Duration) (c Census, err error) {
	leadFrom, err := from.lead(ctx, patience)
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, resign(ctx, leadFrom)) }()
	leadTo, err := to.lead(ctx, patience)
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, resign(ctx, leadTo)) }()
	source, target := storage.Under(from.Engine, leadFrom), storage.Under(to.Engine, leadTo)

	mark, err := begin(ctx, from, to, now)
	if err != nil {
		return c, err
	}
	if c, err = fill(ctx, from.Engine.View, target, to.reader(), mark); err != nil {
		return c, err
	}
	moved := mark
	moved.Other = to.Name
	if err := put(ctx, source, storage.MetaMoved, moved); err != nil {
		return c, err
	}
	return c, done(ctx, target)
}

// begin looks whether both sides may be moved, and returns the mark of the target.
func begin(ctx context.Context, from, to Store, now time.Time) (mark storage.Mark, err error) {
	var was storage.Mark // of a move that was cut short
	resumed := false
	if err := to.Engine.View(ctx, func(r storage.Reader) (err error) {
		was, resumed, err = storage.Unfinished(r)
		return err
	}); err != nil {
		return mark, err
	}
	err = from.Engine.View(ctx, func(r storage.Reader) error {
		if err := leaves(r, was.ID); err != nil {
			return fmt.Errorf("%s: %w", from.Name, err)
		}
		return nil
	})
	if err != nil {
		return mark, err
	}
	mark = storage.Mark{V: 1, ID: newID(), Other: from.Name, At: now}
	if resumed && was.Other == from.Name {
		mark.ID = was.ID
	}
	if !resumed {
		err = to.Engine.View(ctx, func(r storage.Reader) error {
			return r.Scan("", "", 1, func(string, []byte) error {
				return fmt.Errorf("%s: %w; move them aside, or name another place", to.Name, ErrOccupied)
			})
		})
	}
	return mark, err
}

// leaves refuses a source that cannot be moved: one that is of another program, or was
// moved before, but for the move of that id.
func leaves(r storage.Reader, id string) error {
	if err := migrate.Readable(r); err != nil {
		return err
	}
	schema, _, err := storage.Get[int](r, storage.RowMeta.Key(storage.MetaSchema))
	if err != nil {
		return err
	}
	if schema != storage.Schema {
		return ErrOlder
	}
	moved, ok, err := storage.Moved(r)
	if err != nil || !ok || moved.ID == id {
		return err
	}
	return storage.Mine(r)
}

// Replace fills a store with a snapshot, whatever it holds: a restore. keep is called
// with what is there, before anything of it is touched; no bot may be at work on it.
func Replace(ctx context.Context, from Snapshot, name string, to Store, now time.Time, keep func(storage.Engine) error) (c Census, err error) {
	lead, err := to.lead(ctx, wait)
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, resign(ctx, lead)) }()
	unfinished := false
	if err := to.Engine.View(ctx, func(r storage.Reader) (err error) {
		_, unfinished, err = storage.Unfinished(r)
		return err
	}); err != nil {
		return c, err
	}
	if !unfinished { // what an earlier restore left is nothing to keep
		if err := keep(to.Engine); err != nil {
			return c, err
		}
	}
	target := storage.Under(to.Engine, lead)
	if c, err = fill(ctx, from, target, to.reader(), storage.Mark{V: 1, ID: newID(), Other: name, At: now}); err != nil {
		return c, err
	}
	return c, done(ctx, target)
}

// fill empties the target, copies, and compares what another reader finds there.
func fill(ctx context.Context, from Snapshot, to, check storage.Engine, mark storage.Mark) (c Census, err error) {
	if err := put(ctx, to, storage.MetaUnfinished, mark); err != nil {
		return c, err
	}
	if err := empty(ctx, to); err != nil {
		return c, err
	}
	err = from(ctx, func(r storage.Reader) error {
		r = unmarked{r}
		if err := storage.Copy(ctx, r, to); err != nil {
			return err
		}
		c, err = Count(r)
		return err
	})
	if err != nil {
		return c, err
	}
	return c, check.View(ctx, func(r storage.Reader) error {
		got, err := Count(unmarked{r})
		if err == nil && got != c {
			err = fmt.Errorf("%w: %d rows, %d chains, hash %.12s; and not %d, %d, %.12s", ErrDiffers, got.Rows, got.Chains, got.Sum, c.Rows, c.Chains, c.Sum)
		}
		return err
	})
}

// emptied is how many rows one transaction removes.
const emptied = storage.MaxWrites / 2

// empty removes everything but the mark.
func empty(ctx context.Context, e storage.Engine) error {
	for more := true; more; {
		if err := e.Update(ctx, func(tx storage.Tx) error {
			var keys []string
			if err := (unmarked{tx}).Scan("", "", emptied, func(key string, _ []byte) error { keys = append(keys, key); return nil }); err != nil {
				return err
			}
			for _, key := range keys {
				if err := tx.Delete(key); err != nil {
					return err
				}
			}
			more = len(keys) > 0
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

func put(ctx context.Context, e storage.Engine, name string, m storage.Mark) error {
	return e.Update(ctx, func(tx storage.Tx) error { return storage.Put(tx, storage.RowMeta.Key(name), m) })
}

// done lets a store be served.
func done(ctx context.Context, e storage.Engine) error {
	return e.Update(ctx, func(tx storage.Tx) error { return tx.Delete(storage.RowMeta.Key(storage.MetaUnfinished)) })
}

func resign(ctx context.Context, l storage.Leadership) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), wait)
	defer cancel()
	return l.Resign(ctx)
}

func newID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // it never fails
	return hex.EncodeToString(b[:])
}

// unmarked is a snapshot without the marks of a move.
type unmarked struct{ storage.Reader }

// Scan implements [storage.Reader].
func (u unmarked) Scan(prefix, after string, limit int, fn func(key string, val []byte) error) error {
	n := 0
	err := u.Reader.Scan(prefix, after, 0, func(key string, val []byte) error {
		if key == storage.RowMeta.Key(storage.MetaUnfinished) || key == storage.RowMeta.Key(storage.MetaMoved) {
			return nil
		}
		if n++; limit > 0 && n > limit {
			return errEnough
		}
		return fn(key, val)
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

var errEnough = errors.New("enough")

// Census is what a store holds, to be compared: two that are equal hold the same rows.
type Census struct {
	Rows    int    `json:"rows"`
	Bytes   int64  `json:"bytes"` // of keys and values
	Sum     string `json:"sum"`   // hash of all of them
	Chains  int    `json:"chains"`
	Heads   string `json:"heads"` // hash of where the audit log's chains end
	Files   int    `json:"files"` // whose bytes are in it
	Outside int    `json:"outside"`
}

// Count goes over a snapshot.
func Count(r storage.Reader) (c Census, err error) {
	rows, heads := sha256.New(), sha256.New()
	var n [8]byte
	length := func(b int) []byte { binary.BigEndian.PutUint64(n[:], uint64(b)); return n[:] }
	err = r.Scan("", "", 0, func(key string, val []byte) error {
		c.Rows++
		c.Bytes += int64(len(key) + len(val))
		for _, h := range [][]byte{length(len(key)), []byte(key), length(len(val)), val} {
			_, _ = rows.Write(h) // a hash's Write never fails
		}
		return nil
	})
	if err != nil {
		return c, err
	}
	if err := r.Scan(storage.RowAuditHead.Prefix(), "", 0, func(key string, val []byte) error {
		c.Chains++
		_, _ = heads.Write([]byte(key + "\n"))
		_, _ = heads.Write(val)
		return nil
	}); err != nil {
		return c, err
	}
	err = storage.EachFile(r, func(_ string, h storage.FileHead) error {
		if h.Outside == "" {
			c.Files++
		} else {
			c.Outside++
		}
		return nil
	})
	c.Sum, c.Heads = hex.EncodeToString(rows.Sum(nil)), hex.EncodeToString(heads.Sum(nil))
	return c, err
}
