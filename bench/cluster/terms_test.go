//go:build unix

package main

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/storage/etcd"
)

// Whoever leads may speak from when it leads, however late the news of that are; who led
// before may not.
func TestLateNewsOfALeader(t *testing.T) {
	ten := time.Date(2026, 12, 10, 10, 0, 0, 0, time.UTC)
	var x terms
	news := func(node string, since, heard time.Duration) {
		val, err := json.Marshal(etcd.Leader{Node: node, Since: ten.Add(since)})
		require.NoError(t, err)
		x.learn(ten.Add(heard), val)
	}
	news("one", 0, 0)
	x.learn(ten.Add(9*time.Second), nil)
	news("two", 10*time.Second, 13*time.Second)
	said := []time.Time{ten.Add(5 * time.Second), ten.Add(11 * time.Second), ten.Add(14 * time.Second)}
	assert.Len(t, x.deposed("one", said), 2)
	assert.Equal(t, said[:1], x.deposed("two", said))
	assert.Equal(t, []time.Time{ten, ten.Add(10 * time.Second)}, x.starts())
}
