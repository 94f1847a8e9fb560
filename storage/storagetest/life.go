package storagetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/storage"
)

// durable: what Update answered nil for is there after opening again, and
// what it answered an error for is not.
func durable(t *testing.T, h Harness) {
	e := h.Open(t)
	for round := range 3 {
		errs := together(20, func(i int) error {
			err := e.Update(context.Background(), func(tx storage.Tx) error {
				if err := tx.Put(fmt.Sprintf("%d/%02d", round, i), nil); err != nil {
					return err
				}
				if i%2 == 1 {
					return errStop
				}
				return nil
			})
			if i%2 == 1 && errors.Is(err, errStop) {
				return nil
			}
			return err
		})
		require.Empty(t, errs)
		e = h.Reopen(t, e)
		require.Len(t, all(t, e), 10*(round+1))
	}
}

func backup(t *testing.T, h Harness) {
	e := h.Open(t)
	fill(t, e, "row/", 1000)
	want := all(t, e)
	var buf bytes.Buffer
	require.NoError(t, e.Backup(context.Background(), &buf))
	put(t, e, "later", "1")
	restored := h.Restore(t, &buf)
	require.Equal(t, want, all(t, restored))
	put(t, restored, "more", "1")
	require.Len(t, all(t, restored), 1001)
	require.Len(t, all(t, e), 1001)

	require.ErrorIs(t, e.Backup(context.Background(), failingWriter{}), errStop)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	require.ErrorIs(t, e.Backup(ctx, &buf), context.Canceled)
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errStop }

func cancel(t *testing.T, h Harness) {
	e := h.Open(t)
	put(t, e, "a", "1")
	ctx, stop := context.WithCancel(context.Background())
	err := e.Update(ctx, func(tx storage.Tx) error {
		if err := tx.Put("b", nil); err != nil {
			return err
		}
		stop()
		_, _, err := tx.Get("a")
		return err
	})
	require.ErrorIs(t, err, context.Canceled)
	ran := false
	require.ErrorIs(t, e.Update(ctx, func(storage.Tx) error { ran = true; return nil }), context.Canceled)
	require.ErrorIs(t, e.View(ctx, func(storage.Reader) error { ran = true; return nil }), context.Canceled)
	require.False(t, ran)
	require.Equal(t, []string{"a=1"}, all(t, e))
}

// cancelWhileWaiting: who gives up before its turn is answered at once and
// never runs.
func cancelWhileWaiting(t *testing.T, h Harness) {
	e := h.Open(t)
	inside, release, held := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		first := true
		held <- e.Update(context.Background(), func(storage.Tx) error {
			if first { // it may run several times
				first = false
				close(inside)
				<-release
			}
			return nil
		})
	}()
	<-inside
	ctx, stop := context.WithCancel(context.Background())
	var ran atomic.Bool
	waits := make(chan error)
	go func() {
		waits <- e.Update(ctx, func(tx storage.Tx) error { ran.Store(true); return tx.Put("late", nil) })
	}()
	stop()
	require.ErrorIs(t, <-waits, context.Canceled)
	close(release)
	require.NoError(t, <-held)
	put(t, e, "after", "1")
	require.False(t, ran.Load())
	require.Equal(t, []string{"after=1"}, all(t, e))
}

// campaign: the only process leads at once, and again after it resigned; nobody
// leads on a store that is closed, or once nobody waits.
func campaign(t *testing.T, h Harness) {
	e := h.Open(t)
	ctx, stop := context.WithCancel(context.Background())
	for range 2 {
		lead, err := e.Campaign(ctx)
		require.NoError(t, err)
		select {
		case <-lead.Lost():
			t.Fatal("lost at once")
		default:
		}
		put(t, e, "a", "1")
		require.NoError(t, lead.Resign(ctx))
	}
	stop()
	_, err := e.Campaign(ctx)
	require.ErrorIs(t, err, context.Canceled)
	require.NoError(t, e.Close())
	_, err = e.Campaign(context.Background())
	require.ErrorIs(t, err, storage.ErrClosed)
}

func closing(t *testing.T, h Harness) {
	e := h.Open(t)
	put(t, e, "a", "1")
	require.NoError(t, e.Close())
	require.NoError(t, e.Close())
	ctx := context.Background()
	require.ErrorIs(t, e.Update(ctx, func(storage.Tx) error { return nil }), storage.ErrClosed)
	require.ErrorIs(t, e.View(ctx, func(storage.Reader) error { return nil }), storage.ErrClosed)
	require.ErrorIs(t, e.Backup(ctx, &bytes.Buffer{}), storage.ErrClosed)
}

// closeDrains: what began before Close is answered, and truly.
func closeDrains(t *testing.T, h Harness) {
	e := h.Open(t)
	var acked atomic.Int64
	closer := make(chan error, 1)
	errs := together(16, func(i int) error {
		for n := range 20 {
			err := e.Update(context.Background(), func(tx storage.Tx) error { return tx.Put(fmt.Sprintf("%02d/%02d", i, n), nil) })
			if errors.Is(err, storage.ErrClosed) {
				return nil
			}
			if err != nil {
				return err
			}
			if acked.Add(1) == 50 {
				go func() { closer <- e.Close() }()
			}
		}
		return nil
	})
	require.Empty(t, errs)
	require.NoError(t, <-closer)
	require.Len(t, all(t, h.Reopen(t, e)), int(acked.Load()))
}
