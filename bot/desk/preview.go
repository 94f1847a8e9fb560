package desk

import (
	"fmt"
	"time"

	"liubao/bot"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// previewDue shows the directors the roll-up before its deadline.
func (d *Desk) previewDue(tx storage.Tx, m schedules.Moment, now time.Time) error {
	duty, _ := d.Plan.Duty(m.Duty)
	row, err := d.rollupRow(tx, m.Period.ID)
	if err != nil || row.posted() || !row.PreviewedAt.IsZero() {
		return err
	}
	if !row.Hold && now.After(m.Period.Deadline) {
		return nil // it posts itself at this moment
	}
	row.PreviewedAt = now
	if err := storage.Put(tx, storage.RollupKey(row.Period), row); err != nil {
		return err
	}
	people, err := holders(tx, reports.Director, reports.DeputyDir)
	if err != nil {
		return err
	}
	o, err := d.overviewAt(tx, duty, m.Period, now)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Reachable() {
			continue
		}
		msg := d.previewMessage(o, row, p)
		msg.Kind, msg.Replaces = bot.Send, true
		if err := bot.Enqueue(tx, msg); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) previewMessage(o overview, row rollupRow, p reports.Person) bot.Message {
	x := reports.Text{}.Add(reports.Bold, textPreviewHead).Line("").Append(d.rollupText(o, row)).Line("").Line("")
	data := func(what string) string { return "ru." + what + "." + o.period.ID }
	x = x.Add(reports.Italic, d.previewFoot(o, row))
	rows := [][]bot.Button{
		{{Label: onOff(row.Difficulties, buttonHideDifficulties, buttonShowDifficulties), Data: data("d")},
			{Label: onOff(row.Names, buttonHideNames, buttonShowNames), Data: data("n")}},
		{{Label: buttonRefresh, Data: data("r")}},
	}
	if row.posted() {
		rows[1] = append(rows[1], bot.Button{Label: buttonRepost, Data: data("p")})
	} else {
		rows[1] = append(rows[1], bot.Button{Label: onOff(row.Hold, buttonAuto, buttonHold), Data: data("h")})
		rows = append(rows, []bot.Button{{Label: buttonPost, Data: data("p")}})
	}
	return bot.Message{Chat: p.Chat, Slot: previewSlot(o.period.ID), Text: x, Rows: rows,
		Purpose: "preview", Person: p.ID, At: o.at}
}

func (d *Desk) previewFoot(o overview, row rollupRow) string {
	switch {
	case row.posted():
		return fmt.Sprintf(textPreviewPosted, reports.TimeText(row.PostedAt, d.loc))
	case row.Hold:
		return textPreviewHeld
	}
	return fmt.Sprintf(textPreviewAuto, reports.TimeText(o.period.Deadline, d.loc))
}

func onOff(on bool, off, turnOn string) string {
	if on {
		return off
	}
	return turnOn
}

func (t *turn) preview(duty plan.Duty, p plan.Period) (bot.Message, error) {
	row, err := t.rollupRow(t.tx, p.ID)
	if err != nil {
		return bot.Message{}, err
	}
	o, err := t.overviewAt(t.tx, duty, p, t.now)
	return t.previewMessage(o, row, t.me), err
}

// tappedRollup takes ru.WHAT.PERIOD.
func (t *turn) tappedRollup(parts []string) error {
	if !Can(t.me, ActPublish) || len(parts) < 3 {
		return t.toast(textNotAllowed)
	}
	duty, ok := t.progress()
	if !ok {
		return t.toast(textOldButton)
	}
	p, ok := t.period(duty, parts[2])
	if !ok {
		return t.toast(textOldButton)
	}
	row, err := t.rollupRow(t.tx, p.ID)
	if err != nil {
		return err
	}
	switch parts[1] {
	case "d":
		row.Difficulties = !row.Difficulties
	case "n":
		row.Names = !row.Names
	case "h":
		row.Hold = !row.Hold
	case "p":
		if err := t.postNow(duty, p, row); err != nil {
			return err
		}
		if row, err = t.rollupRow(t.tx, p.ID); err != nil {
			return err
		}
	}
	if err := storage.Put(t.tx, storage.RollupKey(p.ID), row); err != nil {
		return err
	}
	o, err := t.overviewAt(t.tx, duty, p, t.now)
	if err != nil {
		return err
	}
	return t.showPreviews(t.tx, o, t.me.ID)
}

func (t *turn) postNow(duty plan.Duty, p plan.Period, row rollupRow) error {
	o, err := t.overviewAt(t.tx, duty, p, t.now)
	if err != nil {
		return err
	}
	posted, err := t.post(t.tx, o, row, t.me.ID)
	if err != nil {
		return err
	}
	if !posted {
		t.answer = bot.Answer{Text: textNoGroupToast, Alert: true}
		return nil
	}
	return t.toast(textPostedToast)
}

// rollup answers /rollup: the preview of the period that matters now.
func (t *turn) rollup() error {
	duty, ok := t.progress()
	if !ok {
		return t.sayf(textNothingOwed)
	}
	periods := t.periodsAt(duty, t.now)
	if len(periods) == 0 {
		return t.sayf(textNotStarted, reports.DayText(t.Plan.Starts))
	}
	p := periods[len(periods)-1]
	if len(periods) == 2 && t.now.Sub(periods[0].Deadline) < 5*24*time.Hour {
		p = periods[0]
	}
	m, err := t.preview(duty, p)
	if err != nil {
		return err
	}
	m.Kind, m.Replaces = bot.Send, true
	return bot.Enqueue(t.tx, m)
}
