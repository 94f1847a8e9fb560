package ops

import (
	"encoding/json"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/internal/app/moved"
)

// A clock that runs cannot be moved by anybody.
func TestClockThatRunsIsNotMoved(t *testing.T) {
	s := newSite(t, "")
	s.start()
	s.running()
	_, err := post( //nolint:bodyclose // there is none beside an error
		t.Context(), s.o.Config, "clock", url.Values{"to": {morning.Add(time.Hour).Format(time.RFC3339)}})
	require.ErrorContains(t, err, "404")
	assert.Equal(t, morning, s.clock.Now())
}

func TestClockThatStandsIsMoved(t *testing.T) {
	s := newSite(t, "")
	s.o.Moved = s.clock
	s.start()
	s.running()
	resp, err := post(t.Context(), s.o.Config, "clock", url.Values{"to": {morning.Add(time.Hour).Format(time.RFC3339)}, "rest": {"1"}, "due": {"1"}})
	require.NoError(t, err)
	defer resp.Body.Close()
	var state moved.State
	require.NoError(t, json.NewDecoder(resp.Body).Decode(&state))
	assert.True(t, state.Now.Equal(morning.Add(time.Hour)))
	assert.Equal(t, s.clock.Now(), s.p.Clock.Now())
	assert.True(t, state.Timer.After(state.Now), "the jobs look again")
	assert.True(t, state.Due.After(state.Now), "the plan goes on")
	assert.False(t, state.Soon)

	_, err = post( //nolint:bodyclose // there is none beside an error
		t.Context(), s.o.Config, "clock", url.Values{"to": {"tomorrow"}})
	require.Error(t, err)
}
