package spine

import (
	"context"
	"errors"
	"time"

	"liubao/bot"
	"liubao/storage"
)

// update is one transaction of the spine's own, counted and timed.
func (b *Bot) update(ctx context.Context, fn func(storage.Tx) error) error {
	began := time.Now() //nolint:forbidigo // a duration for the figures, not a time
	err := b.cfg.Engine.Update(ctx, fn)
	b.stats.commits.Add(1)
	b.stats.commitNanos.Add(int64(time.Since(began))) //nolint:forbidigo // the same
	if b.committed(err); err != nil {
		b.stats.commitFails.Add(1)
	}
	return err
}

// committed notes since when the disk takes nothing, by the outcome of a
// transaction: the spine's own, or a job's, which may be the only one for long.
func (b *Bot) committed(err error) {
	switch {
	case err == nil:
		b.stats.failingSince.Store(0)
	case errors.Is(err, storage.ErrNotDurable):
		b.stats.failingSince.CompareAndSwap(0, b.cfg.Clock.Now().UnixNano())
	}
}

// record commits fn together with what the hook adds. A hook that fails is
// left out: what fn records must not be lost to it.
func (b *Bot) record(ctx context.Context, fn, hook func(storage.Tx) error) error {
	var hookErr error
	var n *noting
	run := func(tx storage.Tx) error {
		n, hookErr = b.noting(tx), nil
		if err := fn(n); err != nil {
			return err
		}
		if hook == nil {
			return nil
		}
		hookErr = guarded(hook, n)
		return hookErr
	}
	err := b.update(ctx, run)
	if err != nil && hook != nil && hookErr != nil && ctx.Err() == nil {
		b.cfg.Log.Error("a hook failed and is skipped", "err", hookErr)
		hook = nil
		err = b.update(ctx, run)
	}
	if n != nil {
		b.delivery.wake(n.chats...)
	}
	return err
}

func guarded(hook func(storage.Tx) error, tx storage.Tx) (err error) {
	defer recovered(&err)
	return hook(tx)
}

// hookDelivered tells of a message whose last part is there. What only takes
// something away is no message.
func (b *Bot) hookDelivered(o result) func(storage.Tx) error {
	if b.cfg.Hooks.Delivered == nil || !o.row.Last || !o.row.Makes() && o.row.Kind != bot.Edit {
		return nil
	}
	return func(tx storage.Tx) error { return b.cfg.Hooks.Delivered(tx, o.row.Message, o.at) }
}

func (b *Bot) hookDead(d bot.Dead) func(storage.Tx) error {
	if b.cfg.Hooks.Dead == nil {
		return nil
	}
	return func(tx storage.Tx) error {
		return b.cfg.Hooks.Dead(tx, d)
	}
}

func (b *Bot) hookUnreachable(chat bot.Address, at time.Time) func(storage.Tx) error {
	if b.cfg.Hooks.Unreachable == nil {
		return nil
	}
	return func(tx storage.Tx) error { return b.cfg.Hooks.Unreachable(tx, chat, at) }
}

func (b *Bot) hookMigrated(from, to bot.Address) func(storage.Tx) error {
	if b.cfg.Hooks.Migrated == nil {
		return nil
	}
	return func(tx storage.Tx) error { return b.cfg.Hooks.Migrated(tx, from, to) }
}
