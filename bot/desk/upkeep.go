package desk

import (
	"context"
	"errors"
	"time"

	"liubao/bot"
	"liubao/bot/desk/batch"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
	"liubao/storage/audit"
)

// editableFor is how long Telegram lets people edit what they sent, and some more.
const editableFor = 4 * 24 * time.Hour

// Dead tells whoever sent something that it could not be handled, and the office, once
// a day. What it was stays among the dead letters for the operator.
func (d *Desk) Dead(tx storage.Tx, x bot.Dead) error {
	if err := answerDead(tx, x); err != nil {
		return err
	}
	if x.Source == "out" {
		if err := d.raiseDied(tx, x); err != nil || x.Right != "" { // which right is missing is told already
			return err
		}
	}
	day := plan.DateOf(x.At.In(d.Loc)).String()
	last, _, err := storage.SettingSound[string](tx, "dead-told")
	if err != nil || last == day { // one message a day is enough: the operator sees each in the log
		return err
	}
	if err := storage.SaveSetting(tx, "dead-told", day); err != nil {
		return err
	}
	return d.Alarm(tx, x.At, textDead)
}

// answerDead answers somebody known whose message could not be handled, in the chat
// that is theirs alone. Strangers and groups hear nothing.
func answerDead(tx storage.Tx, x bot.Dead) error {
	if x.Source != "in" || x.Chat == "" {
		return nil
	}
	_, known, err := storage.PersonByUser(tx, x.Chat)
	switch {
	case errors.Is(err, storage.ErrCorrupt): // somebody known all the same: it may be why
	case err != nil || !known:
		return err
	}
	words := textDeadUnhandled
	if x.Lost {
		words = textDeadLost
	}
	return bot.Enqueue(tx, bot.Message{Kind: bot.Send, Chat: x.Chat, Instead: insteadDead, Text: reports.T(words), Purpose: "dead"})
}

// insteadDead makes answers to several such things one where they have not gone out yet.
const insteadDead = "dead"

// Upkeep joins the heads of the audit log for the day, and forgets answered
// strangers, messages that can no longer be edited, and those about reports
// that never came.
func (d *Desk) Upkeep(ctx context.Context, e storage.Engine, now time.Time) error {
	_, err := audit.MakeAnchor(ctx, e, plan.DateOf(now.In(d.Loc)).String(), now)
	errs := []error{err}
	errs = append(errs, batch.Prune(ctx, e, storage.RowStranger.Prefix(), func(at time.Time) bool { return now.Sub(at) > 2*strangerEvery }))
	errs = append(errs, batch.Prune(ctx, e, storage.RowPiece.Prefix(), func(r PieceRow) bool { return now.Sub(r.At) > editableFor }), pruneOwn(ctx, e, now))
	for _, f := range d.Installed {
		for _, n := range f.Rows {
			errs = append(errs, n.Prune(ctx, e, n.Prefix, now))
		}
	}
	return errors.Join(errs...)
}

// ownFor is how long after it a report's own deadline is of use: every rung of
// the longest chain lies before, and so does a long downtime.
const ownFor = 400 * 24 * time.Hour

// pruneOwn forgets what nobody is reminded of any more.
func pruneOwn(ctx context.Context, e storage.Engine, now time.Time) error {
	return batch.Prune(ctx, e, storage.RowOwnDeadline.Prefix(), func(x plan.OwnDeadline) bool { return now.Sub(x.Deadline) > ownFor })
}
