package archive

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWorkshops: what nobody works in any more is cleared away, what somebody works in
// is not, nor what has just been made and is not locked yet.
func TestWorkshops(t *testing.T) {
	in := t.TempDir()
	mine, leave, err := Workshop(in, time.Now())
	require.NoError(t, err)
	left, fresh := filepath.Join(in, workshops+"1"), filepath.Join(in, workshops+"2")
	for _, dir := range []string{left, fresh} {
		require.NoError(t, os.MkdirAll(filepath.Join(dir, "all", "papers"), 0o700))
	}
	long := time.Now().Add(-time.Hour)
	for _, dir := range []string{left, mine} {
		require.NoError(t, os.Chtimes(dir, long, long))
	}
	other, leaveOther, err := Workshop(in, time.Now())
	require.NoError(t, err)
	assert.NoDirExists(t, left)
	assert.DirExists(t, fresh)
	assert.DirExists(t, mine)
	require.NoError(t, leave())
	require.NoError(t, leaveOther())
	assert.NoDirExists(t, mine)
	assert.NoDirExists(t, other)
}
