package report

import (
	"cmp"
	"strconv"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/conversations"
	"liubao/conversations/report"
	"liubao/reports"
	"liubao/reports/intake"
	"liubao/storage"
)

// slotCard names the message that carries the person's card.
const slotCard = "card"

// cardData packs a button of a card: the report, the card's version, the
// action, in at most 64 bytes: 20261215.progress.a1.17.t3:same.
func cardData(k reports.Key, version int, action string) string {
	return strings.ReplaceAll(k.Period, "-", "") + "." + k.Duty + "." + k.Subject + "." + strconv.Itoa(version) + "." + action
}

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
		c, err := t.Cursor()
		if err != nil {
			return err
		}
		k = desk.Choose(owed, c.Key)
	}
	if k == (reports.Key{}) {
		return t.Sayf(desk.TextNothingOwed)
	}
	return step(t, k, conversations.Opened{By: t.By()})
}

// tappedOpen opens the report a reminder is about.
func tappedOpen(t *desk.Turn, parts []string) error {
	k, ok := desk.ParseKey(parts[1:])
	if !ok || !desk.Can(t.Me, desk.ActReport) {
		return t.Toast(desk.TextOldButton)
	}
	return open(t, k)
}

// saidForReport takes words or a file for a report.
func saidForReport(t *desk.Turn) (bool, error) {
	if !desk.Can(t.Me, desk.ActReport) {
		return false, nil
	}
	return true, writeReport(t)
}

// writeReport takes words or a file for the report that they belong to, or asks.
func writeReport(t *desk.Turn) error {
	if t.Update.File == nil && t.Update.Text == "" {
		return t.Sayf(desk.TextCannotTake)
	}
	k, could, err := belongs(t)
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
	case k == (reports.Key{}):
		return t.Sayf("%s", cmp.Or(conversations.Reply(conversations.Remarked(t.Update.Text)), desk.TextNothingOwed))
	}
	return take(t, k, said)
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
	if words == "" && t.Update.File == nil || !desk.Can(t.Me, desk.ActReport) {
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

// tappedCard takes a tap on a report's card.
func tappedCard(t *desk.Turn, parts []string) error {
	k, ok := desk.ParseKey(parts)
	if !ok || len(parts) < 5 || !desk.Can(t.Me, desk.ActReport) {
		return t.Toast(desk.TextOldButton)
	}
	version, err := strconv.Atoi(parts[3])
	if err != nil {
		return t.Toast(desk.TextOldButton)
	}
	c, err := t.Cursor()
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
	return step(t, k, conversations.Tapped{By: by, Version: version, Action: strings.Join(parts[4:], ".")})
}

// step runs one event through the dialog of a report and writes down all that
// follows from it.
func step(t *desk.Turn, k reports.Key, e conversations.Event) error {
	d, ok, err := dialog(t, k)
	if err != nil {
		return err
	}
	if !ok || !mine(t, k) {
		return t.Sayf(desk.TextNothingOwed)
	}
	switch e.(type) {
	case conversations.Opened, conversations.Tapped:
		if err := t.TurnTo("report"); err != nil {
			return err
		}
	}
	c, err := leave(t, k)
	if err != nil {
		return err
	}
	w, err := t.Draft(k)
	if err != nil {
		return err
	}
	c2, w2, effects, err := report.Step(d, c, w, conversations.Clean(e))
	if err != nil {
		return err
	}
	if err := t.SaveCursor(c2); err != nil {
		return err
	}
	if w2.Rev != w.Rev || w2.V != w.V {
		if err := t.SaveDraft(k, w2); err != nil {
			return err
		}
	}
	_, tap := e.(conversations.Tapped)
	_, edit := e.(conversations.Edited)
	return carryOut(t, d, effects, tap || edit)
}

// reportPrivately answers /report in the group: everybody writes in a chat of their own.
func reportPrivately(t *desk.Turn, g reports.Group) error {
	if !desk.Can(t.Me, desk.ActReport) {
		return nil
	}
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Send, Chat: g.Chat, Thread: g.Thread, Text: reports.T(textReportPrivately),
		ReplyToID: t.Update.MessageID, Purpose: "answer", At: t.Now,
		Rows: [][]bot.Button{{{Label: buttonPrivately, URL: t.Link(desk.LinkReport)}}}})
}

// mine reports whether the person may write the report with the key.
func mine(t *desk.Turn, k reports.Key) bool {
	duty, o, _, ok := t.Obligation(k)
	return ok && desk.Writes(t.Me, duty, o)
}

// leave takes what the person's cursor holds back in another dialog into that
// dialog's draft, and returns the cursor.
func leave(t *desk.Turn, to reports.Key) (report.Cursor, error) {
	c, err := t.Cursor()
	if err != nil || c.Key == to || c.Pending == nil {
		return c, err
	}
	w, err := t.Draft(c.Key)
	if err != nil {
		return c, err
	}
	c, w = report.Leave(c, w, t.By())
	return c, t.SaveDraft(c.Key, w)
}

func carryOut(t *desk.Turn, d report.Dialog, effects []conversations.Effect, inPlace bool) error {
	for _, x := range effects {
		var err error
		switch x := x.(type) {
		case conversations.Say:
			inPlace = false // the card belongs below what was just said
			err = t.Say(x.Text)
		case conversations.Toast:
			t.Answer = bot.Answer{Text: x.Text, Alert: x.Alert}
		case conversations.Show:
			err = show(t, d.Key, x.Card, inPlace)
		case conversations.Submit:
			err = submitted(t, d, x.Report)
		case conversations.Fetch:
			err = storage.SaveFetch(t.Tx, x.File)
		case conversations.Read:
			err = toRead(t, d.Key, x.File)
		case conversations.Switch:
			err = switchTo(t, x.Key)
		case conversations.Logged:
			err = t.Log(d.Unit, d.Key.Period, t.SubjectName(d.Key)+" "+x.What, x.Before, x.After)
		default:
			err = t.OtherEffect(d.Key, x)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func show(t *desk.Turn, k reports.Key, c conversations.Card, inPlace bool) error {
	m := bot.Message{Kind: bot.Send, Replaces: true, Chat: t.Update.Chat.ID, Slot: slotCard, Text: c.Text,
		Purpose: "card", Person: t.Me.ID, Period: k.Period, At: t.Now}
	if inPlace {
		m.Kind, m.Replaces, m.OrSend = bot.Edit, false, true
	}
	for _, row := range c.Rows {
		var out []bot.Button
		for _, b := range row {
			out = append(out, bot.Button{Label: b.Label, Data: cardData(k, c.Version, b.Action)})
		}
		m.Rows = append(m.Rows, out)
	}
	return bot.Enqueue(t.Tx, m)
}

// switchTo shows another report in the same card.
func switchTo(t *desk.Turn, k reports.Key) error {
	d, ok, err := dialog(t, k)
	if err != nil || !ok || !mine(t, k) {
		return err
	}
	c, err := leave(t, k)
	if err != nil {
		return err
	}
	w, err := t.Draft(k)
	if err != nil {
		return err
	}
	by := t.By()
	c2, _, effects, err := report.Step(d, c, w, conversations.Opened{By: by})
	if err != nil {
		return err
	}
	if err := t.SaveCursor(c2); err != nil {
		return err
	}
	return carryOut(t, d, effects, true)
}

// knownReading is an indicator's newest value and the period it was told in.
type knownReading struct {
	V       int             `json:"v"`
	Period  string          `json:"period"`
	Reading reports.Reading `json:"reading"`
	Before  *knownReading   `json:"before,omitempty"` // the value of the period before, while Period can still be corrected
}
