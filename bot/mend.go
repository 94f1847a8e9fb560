package bot

import "liubao/storage"

// Mend puts a damaged row right that says nothing of its own: how much waits for a chat
// is counted anew, and a slot is forgotten, so that its next message is sent below what
// stands there. It reports whether that was done; any other row stays as it is.
func Mend(tx storage.Tx, key string) (bool, error) {
	c := storage.Components(key)
	chat := Address(c[min(1, len(c)-1)])
	switch {
	case key == storage.QueueKey(chat):
		q := queued{chat: chat}
		if err := q.count(tx); err != nil {
			return false, err
		}
		return true, q.save(tx)
	case len(c) == 3 && key == storage.SlotKey(chat, c[2]):
		return true, tx.Delete(key)
	}
	return false, nil
}
