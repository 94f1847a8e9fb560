package rules

import (
	"errors"
	"sync"
	"sync/atomic"

	"liubao/storage"
)

// What the director set concerns everybody, and every transaction reads it. A row of
// it that is damaged must not stop the bot: it goes on with what it read last, or,
// where it has been started since, with what the configuration says. The operator
// hears of the row, and whoever would change the setting is refused, so that nothing
// is written over.

// remembered holds settings as they were last read, by name, and what the last plan
// comes to.
type remembered struct {
	sync.Map
	plan atomic.Pointer[workedOut]
}

// lastGood returns a setting as it stands, or as it last stood where it cannot be
// read; the zero value where it was never set, or never read.
func lastGood[T any](b *Book, r storage.Reader, name string) (T, error) {
	v, ok, err := storage.Setting[T](r, name)
	switch {
	case errors.Is(err, storage.ErrCorrupt):
		if last, known := b.read.Load(name); known {
			v, _ = last.(T)
		}
		return v, nil
	case err != nil:
		return v, err
	case ok:
		b.read.Store(name, v)
	default:
		b.read.Delete(name)
	}
	return v, nil
}

// sound passes over a damaged row.
func sound(err error) error {
	if errors.Is(err, storage.ErrCorrupt) {
		return nil
	}
	return err
}
