package bolt

import (
	"io"
	"os"
	"path/filepath"
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
