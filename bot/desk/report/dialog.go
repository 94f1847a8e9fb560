package report

import (
	"cmp"
	"errors"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/conversations/report"
	"liubao/conversations/report/form"
	"liubao/reports"
	"liubao/reports/intake"
	"liubao/storage"
)

// dialogReport is the dialog of a report.
const dialogReport = "report"

// slotCard names the message that carries the person's card.
const slotCard = "card"

// open opens a report: the one asked for, or else the one the person was at,
// or else the first not yet reported.
func open(t *desk.Turn, k reports.Key) error {
	owed, err := t.OwedBy(t.Tx, t.Me, t.Now)
	if err != nil {
		return err
	}
	if k == (reports.Key{}) {
		open, err := openReports(t)
		if err != nil {
			return err
		}
		if periods(open) > 1 {
			return list(t, open)
		}
		c, err := readCursor(t)
		if err != nil {
			return err
		}
		k = desk.Choose(owed, c.Key)
	}
	if k == (reports.Key{}) {
		return t.Sayf(desk.TextNothingOwed)
	}
	for _, f := range t.Installed {
		if f.Opens == nil {
			continue
		}
		if done, err := f.Opens(t, k); done || err != nil {
			return err
		}
	}
	return step(t, k, conversations.Opened{By: t.By()})
}

// tappedOpen opens the report a reminder is about.
func tappedOpen(t *desk.Turn, a keyTap) error {
	if a.Key == (reports.Key{}) || !staff.Can(t.Me, staff.ActReport) {
		return t.Toast(desk.TextOldButton)
	}
	return open(t, a.Key)
}

// answeredReport takes words for the report that the person is at, where its card
// asks for something. What it shows besides asks nobody.
func answeredReport(t *desk.Turn) (bool, error) {
	c, err := readCursor(t)
	if err != nil || c.Screen == "" || c.Screen == form.ScreenHome || c.Screen == form.ScreenSent {
		return false, err
	}
	return saidForReport(t)
}

// saidForReport takes words or a file for a report.
func saidForReport(t *desk.Turn) (bool, error) {
	if !staff.Can(t.Me, staff.ActReport) {
		return false, nil
	}
	return true, writeReport(t)
}

// writeReport takes words or a file for the report that they belong to, or asks.
func writeReport(t *desk.Turn) error {
	if t.Update.File == nil && t.Update.Text == "" {
		return t.Sayf(desk.TextCannotTake)
	}
	open, err := openReports(t)
	if err != nil {
		return err
	}
	k, could, err := belongs(t, open)
	if err != nil {
		return err
	}
	said := heldSaid{Message: t.Update.MessageID, At: t.By().At, Text: t.Update.Text, Group: t.Update.MediaGroup}
	if t.Update.File != nil {
		f := t.File()
		said.File = &f
	}
	switch {
	case len(could) > 0 && said.File == nil && !content(t, said.Text):
		k = could[len(could)-1].key // it goes nowhere: whichever report answers
	case len(could) > 0:
		return hold(t, said, could)
	case k == (reports.Key{}) && len(open) > 0 && said.File == nil && !content(t, said.Text):
		k = open[len(open)-1].Key()
	case k == (reports.Key{}) && len(open) > 0:
		return notWritten(t, said)
	case k == (reports.Key{}):
		return t.Sayf("%s", cmp.Or(conversations.Reply(conversations.Remarked(t.Update.Text)), desk.TextNothingOwed))
	}
	return take(t, k, said)
}

// notWritten answers words or a file of somebody who owes nothing but a summary, which
// is filed and not written.
func notWritten(t *desk.Turn, said heldSaid) error {
	words := said.Text
	if said.File != nil {
		words = said.File.Label()
	}
	if err := t.Log(t.Me.Unit, "", textLogWhichNone, words, ""); err != nil {
		return err
	}
	return t.Sayf(textNotWritten)
}

// content reports whether words belong into a report, and are no courtesy or promise.
func content(t *desk.Turn, words string) bool {
	_, promise := conversations.ReadPromise(words, t.By().At, t.Plan.Deadline)
	return !promise && conversations.Remarked(words) == conversations.Content
}

// editedForReport takes an edit of words sent earlier for a report.
func editedForReport(t *desk.Turn, row desk.PieceRow) (bool, error) {
	words := cmp.Or(t.Update.Text, t.Update.Caption) // a photo's caption counts as words sent
	if row.Form || row.Key.Duty == desk.DutyGiving {
		return false, nil
	}
	if words == "" && t.Update.File == nil || !staff.Can(t.Me, staff.ActReport) {
		return true, nil
	}
	if row.Held {
		return true, editedHeld(t)
	}
	piece := desk.PieceID(t.Update.Chat.ID, t.Update.MessageID)
	if row.Offered {
		o := apart(t.Desk, row.Key, intake.Paste(words, intakeLimits))
		o.By, o.Piece, o.Text = t.By(), piece, words
		return true, offer(t, row.Key, o)
	}
	return true, step(t, row.Key, t.Edit(piece))
}

// cardTap is an action on a version of a report's card: 20261215.progress.a1.17.t3:same.
type cardTap struct {
	Key     reports.Key
	Version int
	Action  string
}

var tapCard = desk.NewTap[cardTap](desk.CardTap)

// tappedCard takes a tap on a report's card.
func tappedCard(t *desk.Turn, a cardTap) error {
	if a.Action == "" || !staff.Can(t.Me, staff.ActReport) {
		return t.Toast(desk.TextOldButton)
	}
	k, version := a.Key, a.Version
	c, err := readCursor(t)
	if err != nil {
		return err
	}
	if c.Key != k { // a card of another report: its buttons are old
		version = -1
		if c.Key != (reports.Key{}) {
			k = c.Key
		}
	}
	by := t.By()
	by.At = t.Now.In(t.Loc)
	return step(t, k, conversations.Tapped{By: by, Version: version, Action: a.Action})
}

// step runs one event through the dialog of a report. What a card of another report
// held back goes into that one's draft first.
func step(t *desk.Turn, k reports.Key, e conversations.Event) error {
	if lost, err := unreadable(t, k); err != nil || lost {
		if w, ok := e.(conversations.Wrote); err == nil && ok { // it has no place in a draft, and is not lost
			err = t.Log(t.Me.Unit, k.Period, t.SubjectName(k)+" "+textLogUnreadable, "", w.Text)
		}
		return err
	}
	d, ok, err := dialog(t, k)
	if err != nil {
		return err
	}
	if !ok || !mine(t, k) {
		return t.Sayf(desk.TextNothingOwed)
	}
	if err := leave(t, k); err != nil {
		return err
	}
	return t.Step(talk(t, d), e)
}

// unreadable reports whether the report came and its row cannot be read, and says whom
// to ask: until it is mended nothing can be added to it. What was typed stands in the log.
func unreadable(t *desk.Turn, k reports.Key) (bool, error) {
	b, ok, err := storage.Brief(t.Tx, k)
	if err != nil || !ok || b.State != reports.Unreadable || !mine(t, k) {
		return false, err
	}
	return true, t.Sayf(textUnreadable, t.SubjectName(k))
}

// talk is the person's conversation about a report.
func talk(t *desk.Turn, d report.Dialog) desk.Talk {
	return desk.Talk{
		Dialog: d, Name: dialogReport, Cursor: storage.RowCursor.InChat(t.Update.Chat.ID, t.Update.From.ID), Draft: d.Key,
		Slot: slotCard, Purpose: "card", Period: d.Key.Period, Unit: d.Unit, About: t.SubjectName(d.Key),
		Data:   func(version int, action string) string { return tapCard.Data(cardTap{d.Key, version, action}) },
		Effect: func(t *desk.Turn, x conversations.Effect) error { return carryOut(t, d, x) },
	}
}

// reportPrivately answers /report in the group: everybody writes in a chat of their own.
func reportPrivately(t *desk.Turn, g reports.Group) error {
	if !staff.Can(t.Me, staff.ActReport) {
		return nil
	}
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Send, Chat: g.Chat, Thread: g.Thread, Text: reports.T(textReportPrivately),
		ReplyToID: t.Update.MessageID, Purpose: "answer", At: t.Now,
		Rows: [][]bot.Button{{{Label: buttonPrivately, URL: t.Link(desk.LinkReport)}}}})
}

// mine reports whether the person may write the report with the key.
func mine(t *desk.Turn, k reports.Key) bool {
	duty, o, _, ok := t.Obligation(k)
	return ok && staff.Writes(t.Me, duty, t.Acting(o))
}

// leave takes what the person's cursor holds back in another dialog into that
// dialog's draft.
func leave(t *desk.Turn, to reports.Key) error {
	c, err := readCursor(t)
	if err != nil || c.Key == to || c.Pending == nil {
		return err
	}
	w, err := readDraft(t, c.Key)
	if err != nil {
		return err
	}
	c, w = report.Leave(c, w, t.By())
	return errors.Join(storage.SaveCursor(t.Tx, t.Update.Chat.ID, t.Update.From.ID, c), saveDraft(t, c.Key, w))
}

// carryOut carries out what a report's dialog alone can want.
func carryOut(t *desk.Turn, d report.Dialog, x conversations.Effect) error {
	switch x := x.(type) {
	case conversations.Submit:
		return errors.Join(submitted(t, d, x.Report), t.TurnFrom(dialogReport))
	case conversations.Read:
		return toRead(t, d.Key, x)
	case conversations.Switch:
		return switchTo(t, x.Key)
	}
	return t.OtherEffect(d.Key, x)
}

// switchTo shows another report in the same card.
func switchTo(t *desk.Turn, k reports.Key) error {
	if lost, err := unreadable(t, k); err != nil || lost {
		return err
	}
	d, ok, err := dialog(t, k)
	if err != nil || !ok || !mine(t, k) {
		return err
	}
	if err := leave(t, k); err != nil {
		return err
	}
	x := talk(t, d)
	x.InPlace = true
	return t.Step(x, conversations.Opened{By: t.By()})
}

// knownReading is an indicator's newest value and the period it was told in.
type knownReading struct {
	V       int             `json:"v"`
	Period  string          `json:"period"`
	Reading reports.Reading `json:"reading"`
	Before  *knownReading   `json:"before,omitempty"` // the value of the period before, while Period can still be corrected
}
