package service

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/storage"
)

// right is a leadership with an end.
type right struct {
	until time.Time
	lost  chan struct{}
}

func (r *right) Lost() <-chan struct{}        { return r.lost }
func (r *right) Until() time.Time             { return r.until }
func (r *right) Resign(context.Context) error { return nil }

// line is a channel that notes under what context it was asked.
type line struct {
	bot.Channel
	asked []context.Context
	polls chan struct{}
}

func (l *line) Deliver(ctx context.Context, _ bot.Delivery) (bot.Ref, error) {
	l.asked = append(l.asked, ctx)
	if err := ctx.Err(); err != nil {
		return "", err
	}
	return "1", nil
}

func (l *line) Answer(ctx context.Context, _ string, _ bot.Answer) error {
	l.asked = append(l.asked, ctx)
	return nil
}

func (l *line) Receive(ctx context.Context, _ string, _ int, _ time.Duration) ([]bot.Inbound, string, error) {
	close(l.polls)
	<-ctx.Done()
	return nil, "", ctx.Err()
}

// A request begins only while enough of the lease is left, and carries its end as
// deadline; what is not begun is certainly not done.
func TestGate(t *testing.T) {
	r, l := &right{until: time.Now().Add(10 * time.Second), lost: make(chan struct{})}, &line{}
	g := gated(l, r, time.Second)
	ref, err := g.Deliver(t.Context(), bot.Delivery{})
	require.NoError(t, err)
	assert.Equal(t, bot.Ref("1"), ref)
	end, ok := l.asked[0].Deadline()
	assert.True(t, ok)
	assert.True(t, end.Equal(r.until))

	r.until = time.Now().Add(900 * time.Millisecond)
	_, err = g.Deliver(t.Context(), bot.Delivery{})
	assert.Equal(t, bot.Temporary, bot.ClassOf(err))
	assert.Equal(t, bot.Temporary, bot.ClassOf(g.Answer(t.Context(), "1", bot.Answer{})))
	assert.Len(t, l.asked, 1, "nothing was begun")

	r.until = time.Now().Add(time.Hour)
	close(r.lost)
	_, err = g.Deliver(t.Context(), bot.Delivery{})
	assert.Equal(t, bot.Temporary, bot.ClassOf(err))
	assert.Len(t, l.asked, 1)
}

// What may take longer than a lease goes on while that is renewed, and ends with it.
func TestGateOfWhatIsLong(t *testing.T) {
	r, l := &right{until: time.Now().Add(10 * time.Second), lost: make(chan struct{})}, &line{polls: make(chan struct{})}
	g := gated(l, r, time.Second)
	_, err := g.Deliver(t.Context(), bot.Delivery{Data: io.Reader(strings.NewReader("x"))})
	require.NoError(t, err)
	_, ok := l.asked[0].Deadline()
	assert.False(t, ok)
	polled := make(chan error)
	go func() {
		_, _, err := g.Receive(context.Background(), "", 1, time.Hour)
		polled <- err
	}()
	<-l.polls
	close(r.lost)
	require.ErrorIs(t, <-polled, context.Canceled)
}

// Where nobody else could lead there is no gate.
func TestNoGate(t *testing.T) {
	l := &line{}
	assert.Same(t, l, gated(l, storage.Alone{}, 0))
	assert.Same(t, l, gated(l, nil, 0))
}
