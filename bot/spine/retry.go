package spine

import (
	"context"

	"liubao/bot"
	"liubao/storage"
)

// Retry puts a dead letter back, see [bot.Retry], and has it taken up.
func (b *Bot) Retry(ctx context.Context, number uint64) error {
	if err := b.intake.lock(ctx); err != nil {
		return err
	}
	defer b.intake.unlock()
	if err := b.intake.clear(ctx); err != nil {
		return err
	}
	if err := b.Update(ctx, func(tx storage.Tx) error { return bot.Retry(tx, number, b.cfg.Clock.Now()) }); err != nil {
		return err
	}
	b.lanes.load(ctx)
	return nil
}
