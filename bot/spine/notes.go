package spine

import (
	"slices"
	"strings"

	"liubao/bot"
	"liubao/storage"
)

// noting is a transaction that notes for which chats it wrote into the outbox,
// and whether storage failed it. Each run of a transaction's function gets its own.
type noting struct {
	storage.Tx
	channel bot.Channel
	chats   []bot.Address
	err     error
}

func (b *Bot) noting(tx storage.Tx) *noting { return &noting{Tx: tx, channel: b.cfg.Channel} }

// Capabilities says what can be sent to a chat, to [bot.Enqueue].
func (n *noting) Capabilities(chat bot.Address) bot.Capabilities { return n.channel.Capabilities(chat) }

func (n *noting) note(err error) error {
	if err != nil && n.err == nil {
		n.err = err
	}
	return err
}

// Put notes the chat of what is enqueued.
func (n *noting) Put(key string, val []byte) error {
	if chat, ok := chatOf(key); ok && !slices.Contains(n.chats, chat) {
		n.chats = append(n.chats, chat)
	}
	return n.note(n.Tx.Put(key, val))
}

func (n *noting) Delete(key string) error { return n.note(n.Tx.Delete(key)) }

func (n *noting) Get(key string) ([]byte, bool, error) {
	v, ok, err := n.Tx.Get(key)
	return v, ok, n.note(err)
}

func (n *noting) Scan(prefix, after string, limit int, fn func(string, []byte) error) error {
	var own error
	err := n.Tx.Scan(prefix, after, limit, func(k string, v []byte) error {
		own = fn(k, v)
		return own
	})
	if own != nil {
		return err
	}
	return n.note(err)
}

// chatOf returns the chat of an outbox key.
func chatOf(key string) (bot.Address, bool) {
	if !strings.HasPrefix(key, storage.RowOutbox.Prefix()) {
		return "", false
	}
	c := storage.Components(key)
	if len(c) != 3 {
		return "", false
	}
	return bot.Address(c[1]), true
}
