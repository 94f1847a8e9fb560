package rollup

import (
	"fmt"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// arrived notes that a roll-up is in the group: only now the previews say so.
func arrived(d *desk.Desk, tx storage.Tx, m bot.Message, at time.Time) error {
	row, ok, err := onItsWay(d, tx, m)
	if err != nil || !ok {
		return err
	}
	row.Waiting = false
	return settle(d, tx, row, at)
}

// died takes a roll-up that did not get there for one that was never posted: the
// office may post it again. Where a right is missing, it is told which.
func died(d *desk.Desk, tx storage.Tx, x bot.Dead) error {
	row, ok, err := onItsWay(d, tx, x.Message)
	if err != nil || !ok {
		return err
	}
	return unposted(d, tx, row, x.At, x.Right == "")
}

// groupLost is the same for what was on its way to a group that is no more.
func groupLost(d *desk.Desk, tx storage.Tx, g reports.Group, at time.Time) error {
	var rows []rollupRow
	if err := storage.EachSound(tx, storage.RowRollup.Prefix(), "", 0, func(_ string, r rollupRow) error {
		if r.Waiting && r.Chat == g.Chat {
			rows = append(rows, r)
		}
		return nil
	}); err != nil {
		return err
	}
	for _, r := range rows {
		if err := unposted(d, tx, r, at, false); err != nil {
			return err
		}
	}
	return nil
}

// onItsWay finds the roll-up that a message carries and that was not there before.
func onItsWay(d *desk.Desk, r storage.Reader, m bot.Message) (rollupRow, bool, error) {
	period, ok := strings.CutPrefix(m.Slot, rollupSlot(""))
	if !ok || m.Purpose != "rollup" || m.Kind != bot.Send {
		return rollupRow{}, false, nil
	}
	row, err := readRollup(d, r, period)
	return row, err == nil && row.Waiting && row.Chat == m.Chat, err
}

// unposted makes a roll-up one that was never posted. Once the deadline is over it does
// not post itself again; before, it does as was decided.
func unposted(d *desk.Desk, tx storage.Tx, row rollupRow, at time.Time, tell bool) error {
	row.Waiting, row.PostedAt, row.PostedBy, row.Missing = false, time.Time{}, "", nil
	if p, ok := period(d, row); !ok || !at.Before(p.Deadline) {
		row.Hold, row.AlarmedAt = true, at
	}
	if err := storage.Log(tx, at, "", "", row.Period, textLogNotArrived, "", ""); err != nil {
		return err
	}
	if err := settle(d, tx, row, at); err != nil || !tell {
		return err
	}
	day, err := plan.ParseDate(row.Period)
	if err != nil {
		return err
	}
	return d.Alarm(tx, at, fmt.Sprintf(textNotArrived, d.DayText(day, at)))
}

// settle writes the row down and brings the previews up to date.
func settle(d *desk.Desk, tx storage.Tx, row rollupRow, at time.Time) error {
	if err := storage.Put(tx, storage.RowRollup.Key(row.Period), row); err != nil {
		return err
	}
	d, err := d.With(tx)
	if err != nil {
		return err
	}
	duty, _ := d.Progress()
	p, ok := period(d, row)
	if !ok {
		return nil
	}
	o, err := read(d, tx, duty, p, at)
	if err != nil {
		return err
	}
	return showPreviews(d, tx, o, "")
}

// period returns the period that a roll-up is of.
func period(d *desk.Desk, row rollupRow) (plan.Period, bool) {
	duty, ok := d.Progress()
	if !ok {
		return plan.Period{}, false
	}
	return d.Period(duty, row.Period)
}
