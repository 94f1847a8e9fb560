package closing

import (
	"cmp"
	"fmt"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// confirmed decides it. Pressed twice, or by two, it is decided once.
func confirmed(t *desk.Turn, a dayTap) error {
	if !staff.Can(t.Me, staff.ActClose) {
		return t.Toast(desk.TextNotAllowed)
	}
	if c := t.Closing; c.Set() {
		t.Answer = bot.Answer{Text: fmt.Sprintf(textAlready, cmp.Or(c.Name, textOperator), reports.DayTextFrom(c.On, t.Today(t))), Alert: true}
		return nil
	}
	if why := refusal(t, a.Day); why != "" { // the day went by while it was shown
		return askDay.Put(t, struct{}{}, "%s", why)
	}
	if err := Decide(t.Desk, t.Tx, a.Day, t.Me, t.Now); err != nil {
		return err
	}
	if err := t.BoardChanged(t.Tx, t.Me.ID, t.Now); err != nil {
		return err
	}
	return show(t, fmt.Sprintf(textSaved, reports.DayTextFrom(a.Day, t.Today(t))), []bot.Button{{Label: buttonCancel, Data: tapUndo.Data(struct{}{})}})
}

// Decide writes down that the plan ends on a day; by is the zero person for the
// operator.
func Decide(d *desk.Desk, tx storage.Tx, day plan.Date, by reports.Person, now time.Time) error {
	c := rules.Closing{On: day, By: by.ID, Name: by.Name, At: now}
	if err := rules.SaveClosing(tx, c); err != nil {
		return err
	}
	if err := timerClose.Set(tx, c.From(d.Loc), closes{c.At.Unix()}); err != nil {
		return err
	}
	return storage.Log(tx, now, by.ID, "", "", textLogSet, "", day.String())
}

// show puts words in the place of the message in which it is decided.
func show(t *desk.Turn, words string, rows ...[]bot.Button) error {
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Edit, OrSend: true, Chat: t.Update.Chat.ID, Slot: slotClosing, Text: reports.T(words), Rows: rows,
		Purpose: "closing", Person: t.Me.ID, At: t.Now})
}

// standing says where a decision stands, with the button that takes it back.
func standing(t *desk.Turn) error {
	c, today := t.Closing, t.Today(t)
	on, who, when := reports.DayTextFrom(c.On, today), cmp.Or(c.Name, textOperator), reports.DayTextFrom(plan.DateOf(c.At.In(t.Loc)), today)
	x := reports.Text{}.Head(textHead)
	back := buttonCancel
	if t.Closed(t.Now) {
		x = x.Line(fmt.Sprintf(textStandsNow, on, who, when))
		if c.Folder != "" {
			x = x.Line(fmt.Sprintf(textFolder, t.TimeText(c.Exported), c.Folder))
		} else {
			x = x.Line(textToCome)
		}
		until := reports.DayTextFrom(c.UndoUntil(), today)
		if today.After(c.UndoUntil()) {
			return t.Say(x.Line(fmt.Sprintf(textUndoOver, until)).Trim())
		}
		x, back = x.Line(fmt.Sprintf(textUndoUntil, until)), buttonUndo
	} else {
		x = x.Line(fmt.Sprintf(textStands, on, who, when))
	}
	return t.Say(x.Trim(), []bot.Button{{Label: back, Data: tapUndo.Data(struct{}{})}})
}

// undo takes the decision back, before its day or up to 30 days after it.
func undo(t *desk.Turn) error {
	c := t.Closing
	answer := func(format string, args ...any) error {
		if t.Update.Kind != bot.KindCallback {
			return t.Sayf(format, args...)
		}
		t.Answer = bot.Answer{Text: fmt.Sprintf(format, args...), Alert: true}
		return nil
	}
	switch {
	case !t.Known():
		return t.Stranger()
	case !staff.Can(t.Me, staff.ActClose):
		return answer(desk.TextNotAllowed)
	case !c.Set():
		return answer(textNotClosed)
	case t.Today(t).After(c.UndoUntil()):
		return answer(textUndoOver, reports.DayTextFrom(c.UndoUntil(), t.Today(t)))
	}
	told := t.Closed(t.Now)
	if err := Undo(t.Desk, t.Tx, t.Me, t.Now); err != nil {
		return err
	}
	if err := t.BoardChanged(t.Tx, t.Me.ID, t.Now); err != nil {
		return err
	}
	if told {
		return t.Sayf(textUndone)
	}
	return show(t, textCancelled)
}

// Undo lets the plan go on; by is the zero person for the operator. Whoever was
// told of the end is told.
func Undo(d *desk.Desk, tx storage.Tx, by reports.Person, now time.Time) error {
	c, err := rules.ReadClosing(tx)
	if err != nil || !c.Set() {
		return err
	}
	if err := rules.SaveClosing(tx, rules.Closing{}); err != nil {
		return err
	}
	if now.Before(c.From(d.Loc)) {
		return storage.Log(tx, now, by.ID, "", "", textLogCancel, c.On.String(), "")
	}
	if err := timerUndone.Set(tx, now, undone{On: c.On.String(), Decided: c.At.Unix()}); err != nil {
		return err
	}
	return storage.Log(tx, now, by.ID, "", "", textLogUndo, c.On.String(), "")
}
