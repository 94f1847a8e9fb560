package spine

import (
	"context"
	"errors"

	"liubao/bot"
	"liubao/storage"
)

// migrated moves what waits to where the chat is now.
func (d *delivery) migrated(ctx context.Context, o result) error {
	to := bot.Address("")
	if e, ok := errors.AsType[*bot.Error](o.err); ok {
		to = e.MigrateTo
	}
	if to == "" || to == o.row.Chat {
		return d.reject(ctx, o, "the group moved nowhere", "")
	}
	o.row.Sending = false
	if err := d.again(ctx, o, 0); err != nil {
		return err
	}
	hook := d.b.hookMigrated(o.row.Chat, to)
	for more := true; more; hook = nil {
		err := d.b.record(ctx, func(tx storage.Tx) error {
			var err error
			more, err = bot.Migrate(tx, o.row.Chat, to)
			return err
		}, hook)
		if err != nil {
			return err
		}
	}
	return nil
}
