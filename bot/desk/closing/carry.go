package closing

import (
	"context"
	"fmt"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/batch"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
	"liubao/reports"
	"liubao/storage"
)

// closes is the decision that a timer carries out, by the second of it: one that was
// taken back, or put in another's place, is carried out by nothing.
type closes struct {
	Decided int64 `json:"decided"`
}

// undone is the decision that was taken back.
type undone struct {
	On      string `json:"on"`
	Decided int64  `json:"decided"`
}

var (
	timerClose  = desk.NewTimer[closes]("close", nil)
	timerUndone = desk.NewTimer[undone]("reopen", nil)
)

// dutyClosing stands in the marks of who was told. No duty of a plan can have this
// name.
const dutyClosing = "~closing"

// carryOut closes the plan: the last papers, once, and a message to everybody.
func carryOut(d *desk.Desk, ctx context.Context, u batch.Updater, a closes, now time.Time) error {
	if c := d.Closing; !d.Closed(now) || c.At.Unix() != a.Decided {
		return nil
	}
	if err := u.Update(ctx, func(tx storage.Tx) error {
		d, err := d.With(tx)
		if err != nil || !d.Closing.Done.IsZero() {
			return err
		}
		c := d.Closing
		c.Done = now
		if err := rules.SaveClosing(tx, c); err != nil {
			return err
		}
		if err := storage.Log(tx, now, c.By, "", "", textLogClosed, "", c.On.String()); err != nil {
			return err
		}
		return d.RaiseClosed(tx, now)
	}); err != nil {
		return err
	}
	return tellAll(d, ctx, u, gate.Mark{Period: d.Closing.On.String(), Duty: dutyClosing, Stage: fmt.Sprintf("closed-%d", a.Decided)}, now,
		func(tx storage.Tx, p reports.Person) (bot.Message, error) { return toldText(d, tx, p, now) })
}

func toldText(d *desk.Desk, tx storage.Tx, p reports.Person, now time.Time) (bot.Message, error) {
	who := reports.Director.Label()
	directors, err := staff.Holders(tx, reports.Director)
	if len(directors) > 0 {
		who += reports.NamesOf(directors)
	}
	c := d.Closing
	m := bot.Message{Kind: bot.Send, Text: reports.T(fmt.Sprintf(textTold, d.Plan.Name, d.DayText(c.On, now), reports.DayTextFrom(c.UndoUntil(), c.On), who)),
		Purpose: "closing", Period: c.On.String()}
	if staff.Can(p, staff.ActClose) {
		m.Rows = [][]bot.Button{{{Label: buttonUndo, Data: tapUndo.Data(struct{}{})}}}
	}
	return m, err
}

// tellUndone tells everybody who was told of the end that there is none.
func tellUndone(d *desk.Desk, ctx context.Context, u batch.Updater, a undone, now time.Time) error {
	return tellAll(d, ctx, u, gate.Mark{Period: a.On, Duty: dutyClosing, Stage: fmt.Sprintf("reopened-%d", a.Decided)}, now,
		func(storage.Tx, reports.Person) (bot.Message, error) {
			return bot.Message{Kind: bot.Send, Text: reports.T(fmt.Sprintf(textToldUndone, d.Plan.Name)), Purpose: "closing", Period: a.On}, nil
		})
}

// tellAll tells everybody who works with the bot, each once.
func tellAll(d *desk.Desk, ctx context.Context, u batch.Updater, once gate.Mark, now time.Time, say func(storage.Tx, reports.Person) (bot.Message, error)) error {
	return batch.Everybody(ctx, u, func(tx storage.Tx, p reports.Person) error {
		if !p.Left.IsZero() || len(p.Roles) == 0 {
			return nil
		}
		m, err := say(tx, p)
		if err != nil {
			return err
		}
		_, err = d.Post(tx, gate.Post{To: p, Weight: gate.Counted, Once: []gate.Mark{once}, Message: m,
			Log: gate.LogRow{Unit: p.Unit, What: textLogClosed, After: p.Name}}, now)
		return err
	})
}

// Archived notes that everything was exported to a folder, whose list of checksums
// has the hash, and tells the directors. Only the first folder of a decision counts.
func Archived(d *desk.Desk, tx storage.Tx, decided time.Time, folder, list, hash string, files int, now time.Time) error {
	c, err := rules.ReadClosing(tx)
	if err != nil || !c.At.Equal(decided) || c.Folder != "" {
		return err
	}
	c.Folder, c.Exported = folder, now
	if err := rules.SaveClosing(tx, c); err != nil {
		return err
	}
	if err := storage.Log(tx, now, "", "", "", textLogExported, "", fmt.Sprintf("%s SHA-256 %s", folder, hash)); err != nil {
		return err
	}
	people, err := staff.Holders(tx, reports.Director)
	if err != nil {
		return err
	}
	for _, p := range people {
		if err := d.Notify(tx, p, bot.Message{Kind: bot.Send, Text: reports.T(fmt.Sprintf(textExported, files, folder, list)), Purpose: "closing"}, now); err != nil {
			return err
		}
	}
	return nil
}
