package bolt

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/storage"
)

// However much of the file is read, little of it stays in the process's memory
// once something is committed.
func TestTrimmed(t *testing.T) {
	e := openAt(t, filepath.Join(t.TempDir(), "liubao.db"))
	for i := range 80 {
		require.NoError(t, put(e, fmt.Sprintf("k%02d", i), 500_000))
	}
	statm, err := os.Open("/proc/self/statm")
	require.NoError(t, err)
	defer func() { require.NoError(t, statm.Close()) }()
	before, ok := resident(statm)
	require.True(t, ok)
	for range 3 {
		require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
			return r.Scan("", "", 0, func(string, []byte) error { return nil })
		}))
		read, _ := resident(statm)
		require.Greater(t, read, before+20<<20, "it is read through the process's memory")
		require.NoError(t, put(e, "k00", 10))
		after, _ := resident(statm)
		require.Less(t, after, before+2*trimOver)
	}
}
