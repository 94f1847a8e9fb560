// Package batch does what concerns many, each in a transaction of its own, so that any
// number fits a transaction's limits and what fails for one stops nothing for the others.
package batch

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"liubao/reports"
	"liubao/storage"
)

// Updater runs a transaction and sees to delivery, as the service does.
type Updater interface {
	Update(ctx context.Context, fn func(storage.Tx) error) error
}

// Everybody does something for each person, those who left included,
// each in a transaction of their own so that any number fits its limits. What
// fails for one is told with their id and stops nothing for the others.
func Everybody(ctx context.Context, u Updater, do func(tx storage.Tx, p reports.Person) error) error {
	var people []reports.Person
	if err := u.Update(ctx, func(tx storage.Tx) (err error) {
		people, err = storage.AllPeople(tx)
		return err
	}); err != nil {
		return err
	}
	var failed Failures
	for _, p := range people {
		if err := u.Update(ctx, func(tx storage.Tx) error { return do(tx, p) }); err != nil {
			failed.Add(fmt.Errorf("person %s: %w", p.ID, err))
		}
		if ctx.Err() != nil {
			break
		}
	}
	return failed.Err()
}

// Failures are what failed for some of many while the others went on.
type Failures []error

// Add adds an error, nil for none.
func (f *Failures) Add(err error) {
	if more, ok := err.(Failures); ok { //nolint:errorlint // itself, not what it wraps
		*f = append(*f, more...)
	} else if err != nil {
		*f = append(*f, err)
	}
}

// Err returns them as one error, nil where nothing failed.
func (f Failures) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

func (f Failures) Error() string   { return errors.Join(f...).Error() }
func (f Failures) Unwrap() []error { return f }

// MayPass reports whether one of them is not about a damaged row: a damaged row
// fails every time, and to try again for its sake would hold back what is due later.
func (f Failures) MayPass() bool {
	return slices.ContainsFunc(f, func(err error) bool { return !errors.Is(err, storage.ErrCorrupt) })
}

// Prune deletes the rows that are old, a bounded number in each transaction. One that
// cannot be read stays, and keeps no other.
func Prune[T any](ctx context.Context, e storage.Engine, prefix string, old func(T) bool) error {
	after := ""
	for {
		var keys []string
		last, n := "", 0
		if err := e.View(ctx, func(r storage.Reader) error {
			keys, last, n = nil, "", 0
			return r.Scan(prefix, after, 90, func(key string, val []byte) error {
				last, n = key, n+1
				if v, err := storage.Decode[T](key, val); err == nil && old(v) {
					keys = append(keys, key)
				}
				return nil
			})
		}); err != nil || n == 0 {
			return err
		}
		if len(keys) > 0 {
			if err := e.Update(ctx, func(tx storage.Tx) error {
				for _, k := range keys {
					if err := tx.Delete(k); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				return err
			}
		}
		after = last
	}
}
