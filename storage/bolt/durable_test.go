package bolt

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/storage"
)

// Every commit is synced: none of bbolt's switches that skip it is on, neither
// after opening nor after a commit.
func TestNothingSkipsTheSync(t *testing.T) {
	e := openAt(t, filepath.Join(t.TempDir(), "liubao.db"))
	for range 2 {
		assert.False(t, e.db.NoSync, "NoSync")
		assert.False(t, e.db.NoGrowSync, "NoGrowSync")
		require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) error { return tx.Put("a", nil) }))
	}
}
