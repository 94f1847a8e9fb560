package bot

import (
	"context"
	"errors"

	"liubao/storage"
)

// migrated moves what waits to where the chat is now.
func (d *delivery) migrated(ctx context.Context, o result) error {
	to := Address("")
	if e, ok := errors.AsType[*Error](o.err); ok {
		to = e.MigrateTo
	}
	if to == "" || to == o.row.Chat {
		return d.reject(ctx, o, "the group moved nowhere")
	}
	o.row.Sending = false
	if err := d.again(ctx, o, 0); err != nil {
		return err
	}
	hook := d.b.hookMigrated(o.row.Chat, to)
	for more := true; more; hook = nil {
		err := d.b.record(ctx, func(tx storage.Tx) error {
			var err error
			more, err = Migrate(tx, o.row.Chat, to)
			return err
		}, hook)
		if err != nil {
			return err
		}
	}
	d.b.stats.migrated.Add(1)
	return nil
}

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
	var rows []outRow
	err = storage.Each(tx, storage.ChatOutboxPrefix(from), "", batchRows, func(key string, row outRow) error {
		if !row.Sending {
			keys, rows = append(keys, key), append(rows, row)
		}
		return nil
	})
	if err != nil {
		return false, err
	}
	for i, row := range rows {
		row.Chat = to
		if err := errors.Join(dequeue(tx, from, keys[i]), q.append(tx, row)); err != nil {
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
