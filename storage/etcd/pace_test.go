package etcd

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/storage/etcd/members"
)

// Where answers take long, a lease that is too short for them is said to be, and one
// of the length that is then asked for is kept.
func TestSlowAnswers(t *testing.T) {
	t.Parallel() // it waits most of the time
	c := members.ForTest(t, 1, members.Args...)
	o := optionsOn(c)
	line, err := members.NewLine(strings.TrimPrefix(o.Endpoints[0], "http://"))
	require.NoError(t, err)
	t.Cleanup(line.Close)
	line.Delay(time.Second)
	o.Endpoints = []string{"http://" + line.Addr()}
	short := stands(t, o)
	took, err := short.Pace(t.Context())
	require.NoError(t, err)
	assert.GreaterOrEqual(t, took, time.Second)
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Second)
	defer stop()
	_, err = short.Campaign(ctx)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Contains(t, short.Figures().Waiting, "a lease of 2s is too short for that: 4s or more is needed (data.lease)")

	o.Lease = LeaseFor(took)
	require.Equal(t, 4*time.Second, o.Lease)
	e := opened(t, o)
	term := e.leads()
	require.NotNil(t, term)
	commits, may := 0, 0
	for until := time.Now().Add(o.Lease); time.Now().Before(until); commits++ {
		require.NoError(t, put(e, "a", "1"))
		require.Same(t, term, e.leads())
		if time.Until(term.Until()) > o.Lease/5 {
			may++
		}
	}
	assert.Greater(t, 2*may, commits, "as a rule a message may be sent")
}

func TestLeaseFor(t *testing.T) {
	for answer, want := range map[time.Duration]time.Duration{
		time.Millisecond: 2 * time.Second, 600 * time.Millisecond: 2 * time.Second, time.Second: 3 * time.Second, 1100 * time.Millisecond: 4 * time.Second, 2 * time.Second: 6 * time.Second,
	} {
		assert.Equal(t, want, LeaseFor(answer), answer)
	}
}
