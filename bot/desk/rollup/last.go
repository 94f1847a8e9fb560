package rollup

import (
	"fmt"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/orders"
	"liubao/bot/desk/staff"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// lastSlot names the message with a closed plan's last roll-up.
const lastSlot = "rollup/last"

// last sends the last roll-up of a plan that is closed, as it stands now: to the
// group with what was decided about it, and to the directors.
func last(d *desk.Desk, tx storage.Tx, now time.Time) error {
	duty, ok := d.Progress()
	if !ok {
		return nil
	}
	p, ok := schedules.Current(duty, d.Plan, d.Rules, d.Calendar, d.Closing.On)
	if !ok || p.Nominal.After(d.Closing.On) { // closed before the first was due
		return nil
	}
	o, err := read(d, tx, duty, p, d.AsOf(now))
	if err != nil {
		return err
	}
	row, err := readRollup(d, tx, p.ID)
	if err != nil {
		return err
	}
	groups, err := storage.Groups(tx)
	if err != nil {
		return err
	}
	if len(groups) > 0 {
		if err := sendLast(d, tx, o, row, groups[0].Chat, groups[0].Thread, now); err != nil {
			return err
		}
	}
	people, err := staff.Holders(tx, reports.Director)
	if err != nil {
		return err
	}
	row.Difficulties, row.Names = true, true
	for _, x := range people {
		if !x.Reachable() {
			continue
		}
		if err := sendLast(d, tx, o, row, x.Chat, 0, now); err != nil {
			return err
		}
	}
	return storage.Log(tx, now, "", "", p.ID, textLogLast, "", reports.RollupCounts(o.Count(), false))
}

// sendLast sends text, picture and Word to a chat, in the morning where it is night.
func sendLast(d *desk.Desk, tx storage.Tx, o view, row rollupRow, chat bot.Address, thread int, now time.Time) error {
	x := reports.Text{}.Head(fmt.Sprintf(textLast, d.Plan.Name, lastDay(d.Closing.On))).Append(rollupText(d, o, row))
	if err := bot.Enqueue(tx, bot.Message{Kind: bot.Send, Chat: chat, Thread: thread, Slot: lastSlot, Text: x.Trim(), Purpose: "rollup",
		Insist: true, At: now, NotBefore: d.Awake(now)}); err != nil {
		return err
	}
	paper := reports.Paper{Period: row.Period, Public: !row.Names, Difficulties: row.Difficulties, Names: row.Names}
	for _, k := range []reports.PaperKind{reports.PaperCard, reports.PaperSummary} {
		paper.Kind = k
		if err := orders.Place(tx, orders.Row{Chat: chat, Thread: thread, Name: lastSlot + "/" + string(k), Purpose: "rollup", ReplyTo: lastSlot,
			At: now, Paper: paper}); err != nil {
			return err
		}
	}
	return nil
}

func lastDay(d plan.Date) string { return fmt.Sprintf("%d年%s", d.Year, reports.DayText(d)) }
