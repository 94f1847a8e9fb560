package bot

import (
	"errors"

	"liubao/storage"
)

// Migrate moves what waits for the chat at from to the one at to, in order, and
// forgets its slots: its messages cannot be changed there, where the same refs may
// belong to other messages. It moves a limited
// number of rows; more is true where some are left for another transaction.
// What is being sent at this moment is left to delivery.
func Migrate(tx storage.Tx, from, to Address) (more bool, err error) {
	q, err := loadQueue(tx, to, "", "")
	if err != nil {
		return false, err
	}
	var keys []string
	var rows []OutRow
	err = storage.EachSound(tx, storage.ChatOutboxPrefix(from), "", 0, func(key string, row OutRow) error {
		if !row.Sending {
			keys, rows = append(keys, key), append(rows, row)
		}
		if len(rows) == batchRows {
			return errEnough
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return false, err
	}
	for i, row := range rows {
		row.Chat = to
		if err := errors.Join(Dequeue(tx, from, keys[i]), q.append(tx, row)); err != nil {
			return false, err
		}
	}
	n := 0
	err = tx.Scan(storage.SlotsPrefix(from), "", 15, func(key string, _ []byte) error {
		n++
		keys = append(keys, key)
		return nil
	})
	for _, key := range keys[len(rows):] {
		err = errors.Join(err, tx.Delete(key))
	}
	return len(rows) == batchRows || n == 15, err
}

var errEnough = errors.New("enough")

// batchRows is how many rows one transaction drops or moves: what a hook writes
// must fit beside them.
const batchRows = 30

// DropQueue forgets what waits for a chat, a limited number of messages at a time.
func DropQueue(tx storage.Tx, chat Address) (more bool, err error) {
	var keys []string
	err = tx.Scan(storage.ChatOutboxPrefix(chat), "", batchRows, func(key string, _ []byte) error {
		keys = append(keys, key)
		return nil
	})
	for _, k := range keys {
		err = errors.Join(err, Dequeue(tx, chat, k))
	}
	return len(keys) == batchRows, err
}
