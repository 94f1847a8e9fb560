package ops

import (
	"context"
	"errors"
	"fmt"
	"time"

	"liubao/plan"
	"liubao/storage"
	"liubao/storage/migrate"
)

// settingStarts is where the day of the very first start stands.
const settingStarts = "starts"

// startDay lets duties begin with the day of the bot's very first start where
// the configuration names none: nobody is late with what was due before there
// was a bot. With first it notes the day, on a file that nothing has run on.
func (p *Program) startDay(ctx context.Context, first bool) error {
	if !p.Config.Plan.Starts.IsZero() || p.configured() != nil { // the first version holds the day
		return nil
	}
	var day plan.Date
	var ran bool
	read := func(r storage.Reader) (err error) {
		day, _, err = storage.Setting[plan.Date](r, settingStarts)
		if errors.Is(err, storage.ErrCorrupt) {
			ran = true // there was a first start; its day is not known any more
			return nil
		} else if err != nil {
			return err
		}
		_, ran, err = storage.Get[time.Time](r, storage.RowMeta.Key(storage.MetaReconciled))
		return err
	}
	if err := p.engine.View(ctx, read); err != nil {
		return fmt.Errorf("first day: %w", err)
	}
	if day.IsZero() && first && !ran {
		if err := migrate.Run(ctx, p.engine, nil); err != nil {
			return err
		}
		day = plan.DateOf(p.Clock.Now().In(p.plan().Location()))
		if err := p.engine.Update(ctx, func(tx storage.Tx) error { return storage.SaveSetting(tx, settingStarts, day) }); err != nil {
			return fmt.Errorf("first day: %w", err)
		}
	}
	if day.After(p.plan().Starts) {
		changed := *p.plan()
		changed.Starts = day
		p.follow(&changed, p.configured())
	}
	return nil
}
