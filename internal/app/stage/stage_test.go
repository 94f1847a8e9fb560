package stage

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/storage"
	"liubao/storage/mem"
)

// Two things of one moment that each make work for the reminders: the stage comes to rest.
func TestTwoTimersOfOneMoment(t *testing.T) {
	s, err := Open(t.Context(), Options{Engine: mem.New(), Start: time.Date(2026, 12, 10, 9, 30, 0, 0, time.UTC)})
	require.NoError(t, err)
	defer s.Close()
	require.NoError(t, s.Settle(t.Context()))
	set := func(arg string) {
		now := s.Clock.Now()
		require.NoError(t, s.Service.Update(t.Context(), func(tx storage.Tx) error {
			return storage.Put(tx, storage.TimerKey(now, "x", arg), map[string]any{"v": 1, "at": now, "what": "x", "arg": arg})
		}))
	}
	set("1")
	require.Eventually(t, s.Service.Expectant, 10*time.Second, time.Millisecond)
	set("2")
	require.NoError(t, s.Settle(t.Context()))
}
