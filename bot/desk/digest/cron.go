package digest

import (
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// extraDue sends the office what a cron line of the operator's says, once.
func extraDue(d *desk.Desk, tx storage.Tx, m schedules.Moment, now time.Time) error {
	if d.Extra == nil {
		return nil
	}
	words := d.Extra(m.Stage)
	if words == "" {
		return nil
	}
	people, err := desk.Holders(tx, reports.Director, reports.DeputyDir)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Reachable() {
			continue
		}
		first, err := storage.MarkSent(tx, m.Period.ID, "-", m.Stage, p.ID, now)
		if err != nil {
			return err
		}
		if !first {
			continue
		}
		if err := bot.Enqueue(tx, bot.Message{Kind: bot.Send, Chat: p.Chat, Text: reports.T(words), Bulk: true, Purpose: "extra",
			Person: p.ID, At: now, NotBefore: d.Awake(now), Expires: d.Awake(now).Add(d.Rules.MaxAge)}); err != nil {
			return err
		}
	}
	return nil
}
