package rollup

import (
	"fmt"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/codec"
	"liubao/bot/desk/staff"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// previewDue shows the directors the roll-up before its deadline.
func previewDue(d *desk.Desk, tx storage.Tx, m schedules.Moment, now time.Time) error {
	duty, _ := d.Duty(m.Duty)
	row, err := readRollup(d, tx, m.Period.ID)
	if err != nil || row.posted() || !row.PreviewedAt.IsZero() {
		return err
	}
	if !row.Hold && now.After(m.Period.Deadline) {
		return nil // it posts itself at this moment
	}
	row.PreviewedAt = now
	if err := storage.Put(tx, storage.RowRollup.Key(row.Period), row); err != nil {
		return err
	}
	people, err := staff.Holders(tx, reports.Director, reports.DeputyDir)
	if err != nil {
		return err
	}
	o, err := read(d, tx, duty, m.Period, now)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Reachable() {
			continue
		}
		msg := previewMessage(d, o, row, p)
		msg.Kind, msg.Replaces = bot.Send, true
		if err := bot.Enqueue(tx, msg); err != nil {
			return err
		}
	}
	return nil
}

func previewMessage(d *desk.Desk, o view, row rollupRow, p reports.Person) bot.Message {
	x := reports.Text{}.Add(reports.Bold, textPreviewHead).Line("").Append(rollupText(d, o, row)).Line("").Line("")
	data := func(what string) string { return tapRollup.Data(rollupTap{what, codec.Period(o.Period.ID)}) }
	x = x.Add(reports.Italic, previewFoot(d, o, row, o.At))
	rows := [][]bot.Button{
		{{Label: desk.OnOff(row.Difficulties, buttonHideDifficulties, buttonShowDifficulties), Data: data("d")},
			{Label: desk.OnOff(row.Names, buttonHideNames, buttonShowNames), Data: data("n")}},
		{{Label: desk.ButtonRefresh, Data: data("r")}},
	}
	if row.posted() {
		rows[1] = append(rows[1], bot.Button{Label: buttonRepost, Data: data("p")})
		if b, ok := onward(d, o.Duty.ID, o.Period.ID); ok {
			rows = append(rows, []bot.Button{b})
		}
	} else {
		rows[1] = append(rows[1], bot.Button{Label: desk.OnOff(row.Hold, buttonAuto, buttonHold), Data: data("h")})
		rows = append(rows, []bot.Button{{Label: buttonPost, Data: data("p")}})
	}
	return bot.Message{Chat: p.Chat, Slot: previewSlot(o.Period.ID), Text: x, Rows: rows,
		Purpose: "preview", Person: p.ID, At: o.At}
}

// onward leads to what the office owes its superiors once the roll-up is there.
func onward(d *desk.Desk, duty, period string) (bot.Button, bool) {
	then := d.PlanOf(period)
	for _, x := range then.Duties {
		if x.OfOffice && x.After == duty {
			for _, o := range then.Obligations(x) {
				return bot.Button{Label: buttonOnward, Data: desk.KeyData("o", reports.Key{Period: period, Duty: x.ID, Subject: o.Subject})}, true
			}
		}
	}
	return bot.Button{}, false
}

func previewFoot(d *desk.Desk, o view, row rollupRow, now time.Time) string {
	switch {
	case row.Waiting:
		return textPreviewWaiting
	case row.posted():
		return fmt.Sprintf(textPreviewPosted, d.TimeText(row.PostedAt, now))
	case row.Hold:
		return textPreviewHeld
	}
	return fmt.Sprintf(textPreviewAuto, d.TimeText(o.Period.Deadline, now))
}

func preview(t *desk.Turn, duty plan.Duty, p plan.Period) (bot.Message, error) {
	row, err := readRollup(t.Desk, t.Tx, p.ID)
	if err != nil {
		return bot.Message{}, err
	}
	o, err := read(t.Desk, t.Tx, duty, p, t.Now)
	return previewMessage(t.Desk, o, row, t.Me), err
}

// rollupTap is: d difficulties, n names, h held back, r refresh, p publish.
type rollupTap struct {
	What   string
	Period codec.Period
}

var tapRollup = desk.NewTap[rollupTap]("ru")

func tappedRollup(t *desk.Turn, a rollupTap) error {
	if !staff.Can(t.Me, staff.ActPublish) {
		return t.Toast(desk.TextNotAllowed)
	}
	duty, ok := t.Progress()
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	p, ok := t.Period(duty, string(a.Period))
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	row, err := readRollup(t.Desk, t.Tx, p.ID)
	if err != nil {
		return err
	}
	switch a.What {
	case "d":
		row.Difficulties = !row.Difficulties
	case "n":
		row.Names = !row.Names
	case "h":
		row.Hold = !row.Hold
	case "p":
		if err := postNow(t, duty, p, row); err != nil {
			return err
		}
		if row, err = readRollup(t.Desk, t.Tx, p.ID); err != nil || row.Waiting { // the previews say so once it is there
			return err
		}
	}
	if err := storage.Put(t.Tx, storage.RowRollup.Key(p.ID), row); err != nil {
		return err
	}
	o, err := read(t.Desk, t.Tx, duty, p, t.Now)
	if err != nil {
		return err
	}
	return showPreviews(t.Desk, t.Tx, o, t.Me.ID)
}

func postNow(t *desk.Turn, duty plan.Duty, p plan.Period, row rollupRow) error {
	o, err := read(t.Desk, t.Tx, duty, p, t.Now)
	if err != nil {
		return err
	}
	posted, err := post(t.Desk, t.Tx, o, row, t.Me.ID)
	if err != nil {
		return err
	}
	if !posted {
		t.Answer = bot.Answer{Text: textNoGroupToast, Alert: true}
		return nil
	}
	return t.Toast(textPostingToast)
}

// rollup answers /rollup: the preview of the period that matters now.
func rollup(t *desk.Turn) error {
	duty, ok := t.Progress()
	if !ok {
		return t.Sayf(desk.TextNothingOwed)
	}
	periods := t.PeriodsAt(duty, t.Now)
	if len(periods) == 0 {
		return t.Sayf(desk.TextNotStarted, t.DayText(t.Plan.Starts))
	}
	p := periods[len(periods)-1]
	if len(periods) == 2 && t.Now.Sub(periods[0].Deadline) < 5*24*time.Hour {
		p = periods[0]
	}
	return t.Open(preview(t, duty, p))
}
