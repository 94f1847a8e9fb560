package bot

import (
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/storage"
	"liubao/storage/mem"
)

// unscanned is a transaction in which nothing is listed.
type unscanned struct {
	storage.Tx
	t *testing.T
}

func (u unscanned) Scan(prefix, _ string, _ int, _ func(string, []byte) error) error {
	u.t.Errorf("all of %s is read", prefix)
	return nil
}

// How much waits for a chat is known without reading it, however much that is.
func TestQueueIsNotRead(t *testing.T) {
	e, chat := mem.New(), Address("tg:1")
	add := func(tx storage.Tx) error {
		q, err := loadQueue(tx, chat, "", "")
		if err != nil {
			return err
		}
		return q.append(tx, OutRow{Message: Message{Kind: Strip, Chat: chat, Slot: "x"}})
	}
	require.NoError(t, e.Update(t.Context(), add))
	require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error {
		if err := add(unscanned{tx, t}); err != nil {
			return err
		}
		return Dequeue(unscanned{tx, t}, chat, storage.OutboxKey(chat, 1))
	}))
}
