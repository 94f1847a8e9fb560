package etcd

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	clientv3 "go.etcd.io/etcd/client/v3"

	"liubao/storage"
	"liubao/storage/etcd/members"
)

func put(e storage.Engine, key, val string) error {
	return e.Update(context.Background(), func(tx storage.Tx) error { return tx.Put(key, []byte(val)) })
}

func get(t testing.TB, e storage.Engine, key string) (out string) {
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
		val, _, err := r.Get(key)
		out = string(val)
		return err
	}))
	return out
}

// One leads and writes; the others read what it wrote, cannot write, and take over
// when it resigns or falls silent.
func TestOneWriter(t *testing.T) {
	c := members.ForTest(t, 1, members.Args...)
	o := optionsOn(c)
	o.Node = "one"
	one := opened(t, o)
	o.Node = "two"
	two := stands(t, o)
	require.NoError(t, put(one, "a", "1"))
	assert.Equal(t, "1", get(t, two, "a"))
	require.ErrorIs(t, put(two, "a", "2"), storage.ErrNotLeading)
	l, ok, err := two.Leader(t.Context())
	require.NoError(t, err)
	assert.True(t, ok)
	assert.Equal(t, "one", l.Node)

	won := make(chan storage.Leadership, 1)
	go func() {
		lead, err := two.Campaign(context.Background())
		assert.NoError(t, err)
		won <- lead
	}()
	lead, err := one.Campaign(t.Context())
	require.NoError(t, err)
	require.NoError(t, lead.Resign(t.Context()))
	<-won
	require.ErrorIs(t, put(one, "a", "3"), storage.ErrNotLeading)
	require.NoError(t, put(two, "a", "2"))
	assert.Equal(t, "2", get(t, one, "a"))
}

// Whoever sleeps through its lease cannot write when it wakes, though it believes for
// a moment that it leads: the commit itself is refused.
func TestDeposedCannotWrite(t *testing.T) {
	c := members.ForTest(t, 1, members.Args...)
	o := optionsOn(c)
	one := opened(t, o)
	require.NoError(t, put(one, "a", "1"))
	term := one.leads()
	two := stands(t, o)

	// The lease ends at etcd while this process knows nothing of it.
	_, err := one.client.Revoke(t.Context(), term.lease)
	require.NoError(t, err)
	lead, err := two.Campaign(t.Context())
	require.NoError(t, err)
	err = put(one, "a", "3") // nobody has written since it did
	require.ErrorIs(t, err, storage.ErrNotLeading)
	<-term.Lost()
	assert.Equal(t, "1", get(t, two, "a"))
	require.NoError(t, put(two, "a", "2"))
	assert.Equal(t, "2", get(t, two, "a"))
	assert.Equal(t, "2", get(t, one, "a"), "what it remembered does not count any more")
	require.NoError(t, lead.Resign(t.Context()))
}

// What outlives a leadership cannot write in the next one of the same process.
func TestUnder(t *testing.T) {
	c := members.ForTest(t, 1, members.Args...)
	e := opened(t, optionsOn(c))
	first, err := e.Campaign(t.Context())
	require.NoError(t, err)
	old := storage.Under(e, first)
	require.NoError(t, put(old, "a", "1"))
	require.NoError(t, first.Resign(t.Context()))
	second, err := e.Campaign(t.Context())
	require.NoError(t, err)
	require.ErrorIs(t, put(old, "a", "2"), storage.ErrNotLeading)
	require.NoError(t, put(storage.Under(e, second), "a", "3"))
	assert.Equal(t, "3", get(t, e, "a"))
}

// The lease is over before etcd thinks so, by the margin.
func TestLeaseEnds(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	now := time.Now()
	x := &term{ttl: 10 * time.Second, renewed: now, signed: now.Add(time.Second), ctx: ctx}
	assert.Equal(t, now.Add(8*time.Second), x.Until())
	assert.Positive(t, x.left(now.Add(7900*time.Millisecond)))
	assert.LessOrEqual(t, x.left(now.Add(8*time.Second)), time.Duration(0))
	x.renewed, x.signed = x.signed, x.renewed
	assert.Equal(t, now.Add(8*time.Second), x.Until(), "whatever is older counts")
}

// A campaign ends with its context, and with the engine.
func TestCampaignEnds(t *testing.T) {
	c := members.ForTest(t, 1, members.Args...)
	o := optionsOn(c)
	opened(t, o)
	two := stands(t, o)
	ctx, stop := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer stop()
	_, err := two.Campaign(ctx)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	ended := make(chan error, 1)
	go func() {
		_, err := two.Campaign(context.Background())
		ended <- err
	}()
	require.NoError(t, two.Close())
	require.ErrorIs(t, <-ended, storage.ErrClosed)
}

// One's own key of a term that is over does not keep a process waiting.
func TestOwnOldKey(t *testing.T) {
	c := members.ForTest(t, 1, members.Args...)
	o := optionsOn(c)
	o.Lease = time.Minute
	e := opened(t, o)
	e.leads().lose("for the test")
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
	defer stop()
	_, err := e.Campaign(ctx)
	require.NoError(t, err)
	require.NoError(t, put(e, "a", "1"))
}

// Without a server nothing waits for ever, and what is said is plain.
func TestAway(t *testing.T) {
	t.Parallel() // it waits most of the time
	c := members.ForTest(t, 1, members.Args...)
	o := optionsOn(c)
	o.Timeout = time.Second
	e := opened(t, o)
	require.NoError(t, put(e, "a", "1"))
	c.Members[0].Kill()
	err := put(e, "a", "2")
	require.ErrorIs(t, err, storage.ErrNotDurable)
	require.ErrorIs(t, err, storage.ErrNotLeading, "the lease has ended meanwhile")
	err = e.View(t.Context(), func(r storage.Reader) error { return nil })
	require.ErrorIs(t, err, ErrAway)
	require.NoError(t, c.Members[0].Start())
	require.NoError(t, c.Await(t.Context()))
	_, err = e.Campaign(t.Context())
	require.NoError(t, err)
	require.NoError(t, put(e, "a", "3"))
	assert.Equal(t, "3", get(t, e, "a"))
}

// The server's limits are found out and told; a transaction over them is refused as
// a whole, with what to do.
func TestLimitsOfTheServer(t *testing.T) {
	t.Parallel() // it waits most of the time
	c := members.ForTest(t, 1, "--max-txn-ops=128", "--max-request-bytes=600000")
	e := opened(t, optionsOn(c))
	require.Eventually(t, func() bool { return e.bounds().known }, 30*time.Second, 10*time.Millisecond)
	l := e.bounds()
	assert.InDelta(t, 128, l.ops, 8)
	assert.InDelta(t, 600000, l.bytes, 20000)
	assert.Contains(t, l.said(), "--max-txn-ops=1001")
	assert.Contains(t, l.said(), "--max-request-bytes=")

	many := func(n, size int) error {
		return e.Update(t.Context(), func(tx storage.Tx) error {
			for i := range n {
				if err := tx.Put(string(rune('a'+i%26))+time.Duration(i).String(), make([]byte, size)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	require.NoError(t, many(100, 1))
	err := many(500, 1)
	require.ErrorIs(t, err, storage.ErrTooLarge)
	require.ErrorContains(t, err, "--max-txn-ops=1001")
	err = many(2, 400_000)
	require.ErrorIs(t, err, storage.ErrTooLarge)
	require.ErrorContains(t, err, "--max-request-bytes=")
	require.NoError(t, put(e, "b", "after"))

	// Many small ones that come together are made in several commits.
	errs := make(chan error)
	for i := range 100 {
		go func() {
			errs <- e.Update(context.Background(), func(tx storage.Tx) error {
				return errors.Join(tx.Put(time.Duration(i).String(), nil), tx.Put("x"+time.Duration(i).String(), nil))
			})
		}()
	}
	for range 100 {
		require.NoError(t, <-errs)
	}
}

// Many transactions that come together are more than one commit may have.
func TestMoreThanOneCommitHolds(t *testing.T) {
	c := members.ForTest(t, 1, members.Args...)
	e := opened(t, optionsOn(c))
	errs := make(chan error)
	const callers, each = 60, 100
	for i := range callers {
		go func() {
			errs <- e.Update(context.Background(), func(tx storage.Tx) error {
				for n := range each {
					if err := tx.Put(fmt.Sprintf("%03d/%03d", i, n), []byte("x")); err != nil {
						return err
					}
				}
				return nil
			})
		}()
	}
	for range callers {
		require.NoError(t, <-errs)
	}
	n := 0
	require.NoError(t, stands(t, e.opt).View(t.Context(), func(r storage.Reader) error {
		n = 0
		return r.Scan("", "", 0, func(string, []byte) error { n++; return nil })
	}))
	assert.Equal(t, callers*each, n)
}

// A leader remembers, and forgets what is over the bound.
func TestBound(t *testing.T) {
	c := members.ForTest(t, 1, members.Args...)
	o := optionsOn(c)
	o.Cache = 64 << 10
	e := opened(t, o)
	for i := range 200 {
		require.NoError(t, put(e, time.Duration(i).String(), string(make([]byte, 2000))))
	}
	assert.Less(t, e.Figures().Cached, 64<<10+4000)
	for i := range 200 {
		assert.Len(t, get(t, e, time.Duration(i).String()), 2000)
	}
	assert.Less(t, e.Figures().Cached, 64<<10+4000)
	n := 0
	require.NoError(t, e.View(t.Context(), func(r storage.Reader) error {
		n = 0
		return r.Scan("", "", 0, func(string, []byte) error { n++; return nil })
	}))
	assert.Equal(t, 200, n)
}

// A question is answered once, by whoever leads, and without a leader it says so.
func TestAsk(t *testing.T) {
	c := members.ForTest(t, 1, members.Args...)
	o := optionsOn(c)
	two := stands(t, o)
	_, err := two.Ask(t.Context(), "claim", nil)
	require.ErrorIs(t, err, ErrNobodyLeads)
	one := opened(t, o)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		one.Serve(ctx, func(_ context.Context, name string, body []byte) ([]byte, error) {
			if name == "bad" {
				return nil, errors.New("no such thing")
			}
			return append([]byte(name+":"), body...), nil
		})
	}()
	got, err := two.Ask(t.Context(), "claim", []byte("x"))
	require.NoError(t, err)
	assert.Equal(t, "claim:x", string(got))
	_, err = two.Ask(t.Context(), "bad", nil)
	require.EqualError(t, err, "no such thing")
	stop()
	<-done
	left, err := one.client.Get(t.Context(), one.opt.Prefix+dirAsk, clientv3.WithPrefix())
	require.NoError(t, err)
	assert.Empty(t, left.Kvs)
}

// What is compacted away while nothing is committed is not needed any more.
func TestQuietNight(t *testing.T) {
	c := members.ForTest(t, 1, members.Args...)
	o := optionsOn(c)
	e := opened(t, o)
	require.NoError(t, put(e, "a", "1"))
	require.NoError(t, put(e, "b", "2"))
	next := stands(t, o) // whoever leads next remembers nothing
	lead, err := e.Campaign(t.Context())
	require.NoError(t, err)
	require.NoError(t, lead.Resign(t.Context()))
	_, err = next.Campaign(t.Context())
	require.NoError(t, err)
	_, began, err := next.leaderKey(t.Context())
	require.NoError(t, err)
	require.Eventually(t, func() bool { rev, _ := next.leads().remembered(); return rev > began }, 10*time.Second, 10*time.Millisecond)
	_, err = next.client.Compact(t.Context(), began+1)
	require.NoError(t, err)
	assert.Equal(t, "1", get(t, next, "a"))
	require.NoError(t, put(next, "a", "3"))
	assert.Equal(t, "2", get(t, next, "b"))
	assert.Equal(t, "3", get(t, stands(t, o), "a"))
}
