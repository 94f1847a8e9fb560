// Package storagetest holds the one conformance suite that every storage
// engine passes.
package storagetest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/storage"
)

// Harness is what the suite needs to know of an engine. Its functions fail the
// test themselves, and close what they open when the test ends.
type Harness struct {
	// Open returns an empty engine.
	Open func(t testing.TB) storage.Engine
	// Reopen closes the engine and opens what it kept anew.
	Reopen func(t testing.TB, e storage.Engine) storage.Engine
	// Restore returns an engine opened on what Backup wrote.
	Restore func(t testing.TB, backup io.Reader) storage.Engine
}

// Run runs the suite.
func Run(t *testing.T, h Harness) {
	for _, part := range []struct {
		name string
		run  func(*testing.T, Harness)
	}{
		{"Order", order},
		{"ScanRange", scanRange},
		{"EmptyValues", emptyValues},
		{"Copies", copies},
		{"Values", values},
		{"OwnWrites", ownWrites},
		{"WritesDuringScan", writesDuringScan},
		{"ScanError", scanError},
		{"Snapshot", snapshot},
		{"SnapshotUnderCommits", snapshotUnderCommits},
		{"LostUpdate", lostUpdate},
		{"WriteSkew", writeSkew},
		{"PhantomInsert", phantomInsert},
		{"PhantomDelete", phantomDelete},
		{"RealTimeOrder", realTimeOrder},
		{"Limits", limits},
		{"StickyErrors", stickyErrors},
		{"ErrorWritesNothing", errorWritesNothing},
		{"Panic", panics},
		{"Goexit", goexit},
		{"Finished", finished},
		{"Durable", durable},
		{"Backup", backup},
		{"Cancel", cancel},
		{"CancelWhileWaiting", cancelWhileWaiting},
		{"Campaign", campaign},
		{"Close", closing},
		{"CloseDrains", closeDrains},
		{"Model", model},
		{"Hammer", hammer},
	} {
		t.Run(part.name, func(t *testing.T) { part.run(t, h) })
	}
}

// errStop is an error of the test's own.
var errStop = errors.New("stop")

func update(t require.TestingT, e storage.Engine, fn func(storage.Tx) error) {
	require.NoError(t, e.Update(context.Background(), fn))
}

func put(t require.TestingT, e storage.Engine, pairs ...string) {
	update(t, e, func(tx storage.Tx) error {
		for i := 0; i < len(pairs); i += 2 {
			if err := tx.Put(pairs[i], []byte(pairs[i+1])); err != nil {
				return err
			}
		}
		return nil
	})
}

// list scans and returns "key=value".
func list(r storage.Reader, prefix, after string, limit int) ([]string, error) {
	out := []string{}
	err := r.Scan(prefix, after, limit, func(key string, val []byte) error {
		out = append(out, key+"="+string(val))
		return nil
	})
	return out, err
}

func all(t require.TestingT, e storage.Engine) (out []string) {
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) (err error) {
		out, err = list(r, "", "", 0)
		return err
	}))
	return out
}

// together runs fn n times at once and returns the errors.
func together(n int, fn func(i int) error) []error {
	begin, done := make(chan struct{}), make(chan error)
	for i := range n {
		go func() {
			<-begin
			done <- fn(i)
		}()
	}
	close(begin)
	var errs []error
	for range n {
		if err := <-done; err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

// fill writes n keys prefix00000 and on.
func fill(t require.TestingT, e storage.Engine, prefix string, n int) {
	for from := 0; from < n; from += storage.MaxWrites {
		update(t, e, func(tx storage.Tx) error {
			for i := from; i < min(n, from+storage.MaxWrites); i++ {
				if err := tx.Put(fmt.Sprintf("%s%05d", prefix, i), []byte{byte(i)}); err != nil {
					return err
				}
			}
			return nil
		})
	}
}
