package etcd

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/storage"
	"liubao/storage/bolt"
	"liubao/storage/etcd/members"
	"liubao/storage/storagetest"
)

// prefixes are handed out one by one, so that tests share a cluster.
var prefixes atomic.Int64

func optionsOn(c *members.Cluster) Options {
	return Options{Endpoints: c.Endpoints(), Prefix: fmt.Sprintf("test/%d", prefixes.Add(1)), Lease: 2 * time.Second}
}

// opened is an engine that leads.
func opened(t testing.TB, o Options) *Engine {
	e := stands(t, o)
	_, err := e.Campaign(context.Background())
	require.NoError(t, err)
	return e
}

// stands is an engine that does not lead.
func stands(t testing.TB, o Options) *Engine {
	e, err := Open(o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	return e
}

func TestConformance(t *testing.T) {
	c := members.ForTest(t, 3, members.Args...)
	onThem := func() Options {
		o := optionsOn(c)
		o.Lease = 30 * time.Second // what is tested is the store, however busy the machine
		return o
	}
	storagetest.Run(t, storagetest.Harness{
		Open: func(t testing.TB) storage.Engine { return opened(t, onThem()) },
		Reopen: func(t testing.TB, e storage.Engine) storage.Engine {
			require.NoError(t, e.Close())
			return opened(t, e.(*Engine).opt)
		},
		Restore: func(t testing.TB, backup io.Reader) storage.Engine {
			path := filepath.Join(t.TempDir(), "backup.db")
			b, err := io.ReadAll(backup)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(path, b, 0o600))
			e := opened(t, onThem())
			require.NoError(t, bolt.Read(context.Background(), path, func(r storage.Reader) error {
				return storage.Copy(context.Background(), r, e)
			}))
			return e
		},
	})
}
