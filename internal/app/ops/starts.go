package ops

import (
	"context"
	"fmt"
	"time"

	"liubao/plan"
	"liubao/storage"
)

// settingStarts is where the day of the very first start stands.
const settingStarts = "starts"

// startDay lets duties begin with the day of the bot's very first start where
// the configuration names none: nobody is late with what was due before there
// was a bot. With first it notes the day, on a file that nothing has run on.
func (p *Program) startDay(ctx context.Context, first bool) error {
	if !p.Config.Plan.Starts.IsZero() || p.configured != nil { // the first version holds the day
		return nil
	}
	var day plan.Date
	var ran bool
	read := func(r storage.Reader) (err error) {
		if day, _, err = storage.Setting[plan.Date](r, settingStarts); err != nil {
			return err
		}
		_, ran, err = storage.Get[time.Time](r, storage.MetaKey(storage.MetaReconciled))
		return err
	}
	if err := p.engine.View(ctx, read); err != nil {
		return fmt.Errorf("first day: %w", err)
	}
	if day.IsZero() && first && !ran {
		if err := storage.Migrate(ctx, p.engine, nil); err != nil {
			return err
		}
		day = plan.DateOf(p.Clock.Now().In(p.Plan.Location()))
		if err := p.engine.Update(ctx, func(tx storage.Tx) error { return storage.SaveSetting(tx, settingStarts, day) }); err != nil {
			return fmt.Errorf("first day: %w", err)
		}
	}
	if day.After(p.Plan.Starts) {
		changed := *p.Plan
		changed.Starts = day
		p.Plan = &changed
	}
	return nil
}
