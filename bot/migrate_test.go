package bot

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/reports"
	"liubao/storage"
	"liubao/storage/mem"
)

// Neither a damaged row nor the one that is being sent keeps what waits behind them
// from moving with its chat, however much that is.
func TestMigratePassesOver(t *testing.T) {
	e, from, to := mem.New(), Address("tg:-1"), Address("tg:-2")
	const n = 3 * batchRows
	for i := range n {
		require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error {
			q, err := loadQueue(tx, from, "", "")
			if err != nil {
				return err
			}
			return q.append(tx, OutRow{Message: Message{Kind: Send, Chat: from, Text: reports.T(fmt.Sprint(i))}, Sending: i == 1})
		}))
	}
	for more, first := true, true; more; first = false {
		require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) (err error) {
			if first {
				if err := tx.Put(storage.OutboxKey(from, 1), []byte("damaged")); err != nil {
					return err
				}
			}
			more, err = Migrate(tx, from, to)
			return err
		}))
	}
	require.NoError(t, e.View(t.Context(), func(r storage.Reader) error {
		for chat, want := range map[Address]int{from: 2, to: n - 2} {
			have := 0
			require.NoError(t, r.Scan(storage.ChatOutboxPrefix(chat), "", 0, func(string, []byte) error { have++; return nil }))
			require.Equal(t, want, have, chat)
		}
		return nil
	}))
}
