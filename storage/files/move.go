package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"liubao/storage"
	"liubao/storage/audit"
)

// Count is how many files there are, and where.
type Count struct {
	Inside       int   `json:"inside"`
	InsideBytes  int64 `json:"inside_bytes"`
	Outside      int   `json:"outside"`
	OutsideBytes int64 `json:"outside_bytes"`
	// Places are where those outside lie, each once.
	Places []string `json:"places,omitempty"`
}

func (c *Count) add(h storage.FileHead) {
	if h.Outside == "" {
		c.Inside, c.InsideBytes = c.Inside+1, c.InsideBytes+h.Size
		return
	}
	c.Outside, c.OutsideBytes = c.Outside+1, c.OutsideBytes+h.Size
	if !slices.Contains(c.Places, h.Outside) {
		c.Places = append(c.Places, h.Outside)
	}
}

// CountOn counts a snapshot's files without reading them.
func CountOn(r storage.Reader) (c Count, err error) {
	err = storage.EachFile(r, func(_ string, h storage.FileHead) error { c.add(h); return nil })
	return c, err
}

// Moved is what moving files did.
type Moved struct {
	Files int   `json:"files"` // moved now
	Bytes int64 `json:"bytes"`
	Count Count `json:"count"` // where all are afterwards
	// Failed are files that stay where they were, and why.
	Failed []audit.Damage `json:"failed,omitempty"`
}

// MoveOut moves every file of the store to the place outside, one after another, and
// MoveIn brings every file of that place back. Each is read back whole before its head
// says where it is now; one that cannot be moved stays, is named, and holds up no
// other. Cut short, the same call goes on. Either may run beside a bot.
func (s Store) MoveOut(ctx context.Context) (Moved, error) { return s.move(ctx, s.moveOut, false) }

// MoveIn is described at [Store.MoveOut].
func (s Store) MoveIn(ctx context.Context) (Moved, error) { return s.move(ctx, s.moveIn, true) }

func (s Store) move(ctx context.Context, one func(context.Context, string) error, outside bool) (m Moved, err error) {
	if s.Outside == nil {
		return m, ErrNoPlace
	}
	type named struct {
		sum  string
		size int64
	}
	var all []named
	if err := s.Engine.View(ctx, func(r storage.Reader) error {
		all = nil
		return storage.EachFile(r, func(sum string, h storage.FileHead) error {
			if (h.Outside != "") == outside && h.Size > 0 {
				all = append(all, named{sum, h.Size})
			}
			return nil
		})
	}); err != nil {
		return m, err
	}
	for _, f := range all {
		switch err := one(ctx, f.sum); {
		case ctx.Err() != nil:
			return m, ctx.Err()
		case errors.Is(err, storage.ErrCorrupt), errors.Is(err, ErrNoPlace):
			m.Failed = append(m.Failed, audit.Damage{Key: storage.RowFile.Key(f.sum), Detail: err.Error()})
		case err != nil:
			return m, fmt.Errorf("after %d files: %w", m.Files, err)
		default:
			m.Files, m.Bytes = m.Files+1, m.Bytes+f.size
		}
	}
	return m, s.Engine.View(ctx, func(r storage.Reader) error {
		m.Count, err = CountOn(r)
		return err
	})
}

// moveOut moves one file out of the store.
func (s Store) moveOut(ctx context.Context, sum string) error {
	data, err := s.Get(ctx, sum)
	if err != nil {
		return err
	}
	head, err := s.place(ctx, sum, data)
	if err != nil {
		return err
	}
	if _, err := s.fetch(ctx, sum, head); err != nil {
		return fmt.Errorf("read back what was stored: %w", err)
	}
	return s.Engine.Update(ctx, func(tx storage.Tx) error {
		was, err := storage.HeadOfFile(tx, sum)
		if err != nil || was.Outside != "" {
			return err
		}
		for i := range was.Parts {
			if err := tx.Delete(storage.FilePartKey(sum, i)); err != nil {
				return err
			}
		}
		return storage.SaveFileHead(tx, sum, head)
	})
}

// moveIn brings one file back into the store. It stays outside, too.
func (s Store) moveIn(ctx context.Context, sum string) error {
	data, err := s.Get(ctx, sum)
	if err != nil {
		return err
	}
	head, err := s.parts(ctx, sum, data)
	if err != nil {
		return err
	}
	return s.Engine.Update(ctx, func(tx storage.Tx) error {
		if err := storage.SaveFileHead(tx, sum, head); err != nil {
			return err
		}
		return storage.GetFile(tx, sum, io.Discard) // what was written, or nothing
	})
}

// Verify reads every file, wherever it is, and returns those that cannot be trusted
// or had. The error is about the store.
func (s Store) Verify(ctx context.Context) (Count, []audit.Damage, error) {
	var c Count
	var sums []string
	if err := s.Engine.View(ctx, func(r storage.Reader) error {
		c, sums = Count{}, nil
		return storage.EachFile(r, func(sum string, h storage.FileHead) error {
			c.add(h)
			sums = append(sums, sum)
			return nil
		})
	}); err != nil {
		return c, nil, err
	}
	var bad []audit.Damage
	for _, sum := range sums {
		if _, err := s.Get(ctx, sum); ctx.Err() != nil {
			return c, bad, ctx.Err()
		} else if err != nil {
			bad = append(bad, audit.Damage{Key: storage.RowFile.Key(sum), Detail: err.Error()})
		}
	}
	return c, bad, nil
}
