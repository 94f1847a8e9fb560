package trial_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/storage"
	"liubao/storage/mem"
	"liubao/storage/trial"
)

// knowing is a transaction that knows what a channel can do.
type knowing struct{ storage.Tx }

func (knowing) Capabilities(bot.Address) bot.Capabilities { return bot.Capabilities{React: true} }

// What is tried on a transaction is sent as on that one: a text is cut where the
// channel wants it cut, and not where one would that can do nothing.
func TestATrialKnowsTheChannel(t *testing.T) {
	require.NoError(t, mem.New().Update(t.Context(), func(tx storage.Tx) error {
		require.False(t, bot.Reacts(trial.On(tx), "tg:1"))
		require.True(t, bot.Reacts(trial.On(knowing{tx}), "tg:1"))
		return nil
	}))
}
