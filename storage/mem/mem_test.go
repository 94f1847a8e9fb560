package mem_test

import (
	"bytes"
	"context"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/storage"
	"liubao/storage/mem"
	"liubao/storage/storagetest"
)

func TestConformance(t *testing.T) { storagetest.Run(t, harness(mem.Options{})) }

// The suite's functions have no side effects, so it passes with every one run
// twice as well.
func TestConformanceTwice(t *testing.T) { storagetest.Run(t, harness(mem.Options{Twice: true})) }

func harness(opt mem.Options) storagetest.Harness {
	return storagetest.Harness{
		Open: func(testing.TB) storage.Engine { return mem.With(opt) },
		// Memory is all there is: opened again, the engine is the same one.
		Reopen: func(t testing.TB, e storage.Engine) storage.Engine {
			require.NoError(t, e.Close())
			return e.(*mem.Engine).Reopen()
		},
		Restore: func(t testing.TB, backup io.Reader) storage.Engine {
			e, err := mem.Restore(backup)
			require.NoError(t, err)
			return e
		},
	}
}

func TestRestoreRefusesDamage(t *testing.T) {
	e := mem.New()
	require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) error { return tx.Put("key", []byte("value")) }))
	var buf bytes.Buffer
	require.NoError(t, e.Backup(context.Background(), &buf))
	whole := buf.Bytes()
	for i := range whole {
		bad := bytes.Clone(whole)
		bad[i] ^= 0x10
		_, err := mem.Restore(bytes.NewReader(bad))
		require.ErrorIs(t, err, storage.ErrCorrupt, "byte %d changed", i)
		_, err = mem.Restore(bytes.NewReader(whole[:i]))
		require.ErrorIs(t, err, storage.ErrCorrupt, "cut to %d bytes", i)
	}
}

func TestTwiceShowsSideEffects(t *testing.T) {
	e := mem.With(mem.Options{Twice: true})
	runs := 0
	require.NoError(t, e.Update(context.Background(), func(storage.Tx) error { runs++; return nil }))
	require.Equal(t, 2, runs)
}
