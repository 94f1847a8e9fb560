package digest

import (
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/staff"
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
	people, err := staff.Holders(tx, reports.Director, reports.DeputyDir)
	if err != nil {
		return err
	}
	for _, p := range people {
		if _, err := d.Post(tx, gate.Post{To: p, Weight: gate.Free, Once: []gate.Mark{{Period: m.Period.ID, Duty: "-", Stage: m.Stage}},
			Message: bot.Message{Kind: bot.Send, Text: reports.T(words), Bulk: true, Purpose: "extra", Expires: d.Awake(now).Add(d.Rules.MaxAge)}}, now); err != nil {
			return err
		}
	}
	return nil
}
