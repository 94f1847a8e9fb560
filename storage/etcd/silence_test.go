package etcd

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/storage"
	"liubao/storage/etcd/members"
)

// dies has an engine that leads fall silent, as a frozen process does: it asks for
// nothing more, and knows nothing of it.
func dies(e *Engine) *term {
	t := e.leads()
	t.stop()
	t.wg.Wait()
	return t
}

// Where etcd changes its own leader again and again, each time every lease begins
// anew: a dead leader's never ends. The others take over all the same, because its
// key is not written any more.
func TestDeadLeaderWhileEtcdElects(t *testing.T) {
	t.Parallel() // it waits most of the time
	c := members.ForTest(t, 3, members.Args...)
	o := optionsOn(c)
	o.Lease = 3 * time.Second
	one := opened(t, o)
	require.NoError(t, put(one, "a", "1"))
	two := stands(t, o)
	old := dies(one)

	elections, stop := context.WithCancel(t.Context())
	elected := make(chan int, 1)
	go func() {
		n := 0
		for elections.Err() == nil {
			if c.Elect(elections) == nil {
				n++
			}
			pause(elections, time.Second)
		}
		elected <- n
	}()
	began := time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	_, err := two.Campaign(ctx)
	took := time.Since(began)
	left, lerr := two.client.TimeToLive(t.Context(), old.lease)
	stop()
	assert.GreaterOrEqual(t, <-elected, 2)
	require.NoError(t, err)
	require.NoError(t, lerr)
	t.Logf("after %.1f s, when etcd gave the lease of the dead %d s more", took.Seconds(), left.TTL)
	assert.Positive(t, left.TTL, "else it was etcd that ended it, and this test shows nothing")
	require.NoError(t, put(two, "a", "2"))
	require.ErrorIs(t, put(one, "a", "3"), storage.ErrNotLeading)
	assert.Equal(t, "2", get(t, one, "a"))
}

// A leader that is deposed for its silence and wakes knows at its next sign of life,
// though etcd still renews its lease.
func TestDeposedByOthersHears(t *testing.T) {
	t.Parallel() // it waits most of the time
	c := members.ForTest(t, 1, members.Args...)
	one := opened(t, optionsOn(c))
	term := one.leads()
	kv, _, err := one.leaderKey(t.Context())
	require.NoError(t, err)
	two := stands(t, one.opt)
	for { // it writes its key meanwhile, and who lives is not deposed
		require.NoError(t, two.depose(t.Context(), kv))
		now, _, err := two.leaderKey(t.Context())
		require.NoError(t, err)
		if now == nil {
			break
		}
		require.NotEqual(t, kv.ModRevision, now.ModRevision)
		kv = now
	}
	select {
	case <-term.Lost():
	case <-time.After(10 * time.Second):
		t.Fatal("it believes that it leads")
	}
}

// Who writes its key is not silent, and neither is an older program, which never does.
func TestSilent(t *testing.T) {
	t.Parallel() // it waits most of the time
	c := members.ForTest(t, 1, members.Args...)
	one := opened(t, optionsOn(c))
	two := stands(t, one.opt)
	kv, _, err := two.leaderKey(t.Context())
	require.NoError(t, err)
	require.Equal(t, 2*time.Second, told(kv).Lease)
	var seen sight
	begun := time.Now()
	assert.False(t, seen.silent(kv, begun.Add(-time.Hour)))
	assert.False(t, seen.silent(kv, begun.Add(1900*time.Millisecond)))
	assert.True(t, seen.silent(kv, time.Now().Add(2*time.Second)))
	kv.ModRevision++
	assert.False(t, seen.silent(kv, time.Now()))
	kv.Value = []byte(`{"node":"old"}`)
	assert.False(t, seen.silent(kv, time.Now().Add(time.Hour)))
}
