package bolt

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"liubao/storage"
	"liubao/storage/storagetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestConformance(t *testing.T) {
	storagetest.Run(t, storagetest.Harness{
		Open: func(t testing.TB) storage.Engine { return openAt(t, filepath.Join(t.TempDir(), "liubao.db")) },
		Reopen: func(t testing.TB, e storage.Engine) storage.Engine {
			require.NoError(t, e.Close())
			return openAt(t, e.(*Engine).path)
		},
		Restore: func(t testing.TB, backup io.Reader) storage.Engine {
			path := filepath.Join(t.TempDir(), "restored.db")
			f, err := os.Create(path)
			require.NoError(t, err)
			_, err = io.Copy(f, backup)
			require.NoError(t, err)
			require.NoError(t, f.Close())
			require.NoError(t, Verify(path))
			return openAt(t, path)
		},
	})
}

func openAt(t testing.TB, path string) *Engine {
	e, err := Open(path, Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	return e
}

// Who gives up while queued is passed over by the runner.
func TestGiveUpWhileQueued(t *testing.T) {
	e := openAt(t, filepath.Join(t.TempDir(), "liubao.db"))
	inside, release, held, late := make(chan struct{}), make(chan struct{}), make(chan error), make(chan error)
	go func() {
		held <- e.Update(context.Background(), func(storage.Tx) error {
			close(inside)
			<-release
			return nil
		})
	}()
	<-inside
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		late <- e.Update(ctx, func(tx storage.Tx) error { return tx.Put("late", nil) })
	}()
	for e.queue.Waiting() == 0 {
		runtime.Gosched()
	}
	stop()
	require.ErrorIs(t, <-late, context.Canceled)
	close(release)
	require.NoError(t, <-held)
	require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) error { return tx.Put("after", nil) }))
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
		_, ok, err := r.Get("late")
		require.False(t, ok)
		return err
	}))
}

// A function that exits its goroutine, as a failing test's does, takes its
// caller along and nobody else; what it wrote is not committed.
func TestExitInside(t *testing.T) {
	e := openAt(t, filepath.Join(t.TempDir(), "liubao.db"))
	for range 3 {
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_ = e.Update(context.Background(), func(tx storage.Tx) error {
				_ = tx.Put("gone", nil)
				runtime.Goexit()
				return nil
			})
			t.Error("the caller goes on")
		}()
		<-ended
		require.NoError(t, put2(e, "kept"))
	}
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
		_, ok, err := r.Get("gone")
		require.False(t, ok)
		return err
	}))
}
