package desk

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"time"

	"liubao/bot"
	"liubao/conversations"
	"liubao/conversations/report"
	"liubao/plan"
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

// keyData packs a button about a report that never goes stale: o.20261215.progress.a1.
func keyData(what string, k reports.Key) string {
	return fmt.Sprintf("%s.%s.%s.%s", what, strings.ReplaceAll(k.Period, "-", ""), k.Duty, k.Subject)
}

// parseKey reads period, duty and subject of a button.
func parseKey(parts []string) (reports.Key, bool) {
	if len(parts) < 3 || len(parts[0]) != 8 {
		return reports.Key{}, false
	}
	p := parts[0]
	return reports.Key{Period: p[:4] + "-" + p[4:6] + "-" + p[6:], Duty: parts[1], Subject: parts[2]}, true
}

// pieceID is an opaque name of a chat's message.
func pieceID(chat bot.Address, message bot.Ref) string {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s/%s", chat.ID(), message)
	return strconv.FormatUint(h.Sum64(), 36)
}

// pieceRow remembers which report a message became part of, so that an edit of
// it is known for what it is.
type pieceRow struct {
	V   int         `json:"v"`
	Key reports.Key `json:"key"`
	At  time.Time   `json:"at"`
	// Form says that it became part of a problem's form instead.
	Form bool `json:"form,omitempty"`
	// Offered: its words were taken apart, and are again when they change.
	Offered bool `json:"offered,omitempty"`
}

func (t *turn) by() conversations.By {
	at := t.now
	if !t.u.Date.IsZero() {
		at = t.u.Date
	}
	return conversations.By{At: at.In(t.loc), Actor: t.me.ID}
}

// open opens a report: the one asked for, or else the one the person was at,
// or else the first not yet reported.
func (t *turn) open(k reports.Key) error {
	owed, err := t.debts(t.tx, t.me, t.now)
	if err != nil {
		return err
	}
	if k == (reports.Key{}) {
		c, err := t.cursor()
		if err != nil {
			return err
		}
		k = choose(owed, c.Key)
	}
	if k == (reports.Key{}) {
		return t.sayf(textNothingOwed)
	}
	return t.step(k, conversations.Opened{By: t.by()})
}

// tappedOpen opens the report a reminder is about.
func (t *turn) tappedOpen(parts []string) error {
	k, ok := parseKey(parts[1:])
	if !ok || !Can(t.me, ActReport) {
		return t.toast(textOldButton)
	}
	return t.open(k)
}

func choose(owed []debt, at reports.Key) reports.Key {
	var first reports.Key
	for _, x := range owed {
		if x.key() == at && !x.settled() {
			return at
		}
		if first == (reports.Key{}) && !x.settled() {
			first = x.key()
		}
	}
	if first == (reports.Key{}) && len(owed) > 0 {
		return owed[len(owed)-1].key()
	}
	return first
}

// saidForReport takes words or a file for a report.
func (t *turn) saidForReport() (bool, error) {
	if !Can(t.me, ActReport) {
		return false, nil
	}
	return true, t.writeReport()
}

func (t *turn) writeReport() error {
	c, err := t.cursor()
	if err != nil {
		return err
	}
	k := c.Key
	if _, _, _, ok := t.obligation(k); !ok {
		owed, err := t.debts(t.tx, t.me, t.now)
		if err != nil {
			return err
		}
		if k = choose(owed, reports.Key{}); k == (reports.Key{}) {
			return t.sayf(textNothingOwed)
		}
	}
	var e conversations.Event
	offered := false
	piece := pieceID(t.u.Chat.ID, t.u.MessageID)
	switch {
	case t.u.File != nil:
		e = conversations.Sent{By: t.by(), Piece: piece, File: t.file()}
	case t.u.Text != "":
		e = conversations.Wrote{By: t.by(), Piece: piece, Text: t.u.Text}
		o, ok, err := t.pasted(k, t.u.Text)
		if err != nil {
			return err
		}
		if ok {
			e, offered = o, true
		}
	default:
		return t.sayf(textCannotTake)
	}
	if err := storage.Put(t.tx, storage.PieceKey(t.u.Chat.ID, string(t.u.MessageID)), pieceRow{V: 1, Key: k, At: t.now, Offered: offered}); err != nil {
		return err
	}
	if err := t.logSaid(k); err != nil {
		return err
	}
	return t.step(k, e)
}

func (t *turn) file() reports.File {
	f := t.u.File
	return reports.File{ID: f.ID, UID: f.UID, Kind: f.Kind, Name: f.Name, MIME: f.MIME, Size: f.Size,
		By: t.me.ID, At: t.by().At, Note: t.u.Caption}
}

// editedForReport takes an edit of words sent earlier for a report.
func (t *turn) editedForReport(row pieceRow) (bool, error) {
	words := cmp.Or(t.u.Text, t.u.Caption) // a photo's caption counts as words sent
	if row.Form || row.Key.Duty == dutyGiving {
		return false, nil
	}
	if words == "" || !Can(t.me, ActReport) {
		return true, nil
	}
	piece := pieceID(t.u.Chat.ID, t.u.MessageID)
	if row.Offered {
		o := t.apart(row.Key, intake.Paste(words, intakeLimits))
		o.By, o.Piece, o.Text = t.by(), piece, words
		return true, t.offer(row.Key, o)
	}
	return true, t.step(row.Key, conversations.Edited{By: t.by(), Piece: piece, Text: words})
}

// tappedCard takes a tap on a report's card.
func (t *turn) tappedCard(parts []string) error {
	k, ok := parseKey(parts)
	if !ok || len(parts) < 5 || !Can(t.me, ActReport) {
		return t.toast(textOldButton)
	}
	version, err := strconv.Atoi(parts[3])
	if err != nil {
		return t.toast(textOldButton)
	}
	c, err := t.cursor()
	if err != nil {
		return err
	}
	if c.Key != k { // a card of another report: its buttons are old
		version = -1
		if c.Key != (reports.Key{}) {
			k = c.Key
		}
	}
	by := t.by()
	by.At = t.now.In(t.loc)
	return t.step(k, conversations.Tapped{By: by, Version: version, Action: strings.Join(parts[4:], ".")})
}

// step runs one event through the dialog of a report and writes down all that
// follows from it.
func (t *turn) step(k reports.Key, e conversations.Event) error {
	d, ok, err := t.dialog(k)
	if err != nil {
		return err
	}
	if !ok || !t.mine(k) {
		return t.sayf(textNothingOwed)
	}
	switch e.(type) {
	case conversations.Opened, conversations.Tapped:
		if err := t.turnTo("report"); err != nil {
			return err
		}
	}
	c, err := t.leave(k)
	if err != nil {
		return err
	}
	w, err := t.draft(k)
	if err != nil {
		return err
	}
	c2, w2, effects, err := report.Step(d, c, w, e)
	if err != nil {
		return err
	}
	if err := t.saveCursor(c2); err != nil {
		return err
	}
	if w2.Rev != w.Rev || w2.V != w.V {
		if err := t.saveDraft(k, w2); err != nil {
			return err
		}
	}
	_, tap := e.(conversations.Tapped)
	_, edit := e.(conversations.Edited)
	return t.effects(d, effects, tap || edit)
}

// reportPrivately answers /report in the group: everybody writes in a chat of their own.
func (t *turn) reportPrivately(g reports.Group) error {
	if !Can(t.me, ActReport) {
		return nil
	}
	return bot.Enqueue(t.tx, bot.Message{Kind: bot.Send, Chat: g.Chat, Thread: g.Thread, Text: reports.T(textReportPrivately),
		ReplyToID: t.u.MessageID, Purpose: "answer", At: t.now,
		Rows: [][]bot.Button{{{Label: buttonPrivately, URL: t.Link(linkReport)}}}})
}

// mine reports whether the person may write the report with the key.
func (t *turn) mine(k reports.Key) bool {
	duty, o, _, ok := t.obligation(k)
	return ok && writes(t.me, duty, o)
}

// leave takes what the person's cursor holds back in another dialog into that
// dialog's draft, and returns the cursor.
func (t *turn) leave(to reports.Key) (report.Cursor, error) {
	c, err := t.cursor()
	if err != nil || c.Key == to || c.Pending == nil {
		return c, err
	}
	w, err := t.draft(c.Key)
	if err != nil {
		return c, err
	}
	c, w = report.Leave(c, w, t.by())
	return c, t.saveDraft(c.Key, w)
}

func (t *turn) effects(d report.Dialog, effects []conversations.Effect, inPlace bool) error {
	for _, x := range effects {
		var err error
		switch x := x.(type) {
		case conversations.Say:
			inPlace = false // the card belongs below what was just said
			err = t.say(x.Text)
		case conversations.Toast:
			t.answer = bot.Answer{Text: x.Text, Alert: x.Alert}
		case conversations.Show:
			err = t.show(d.Key, x.Card, inPlace)
		case conversations.Submit:
			err = t.submitted(d, x.Report)
		case conversations.Fetch:
			err = storage.SaveFetch(t.tx, x.File)
		case conversations.Read:
			err = t.toRead(d.Key, x.File)
		case conversations.Switch:
			err = t.switchTo(x.Key)
		case conversations.Logged:
			err = t.log(d.Unit, d.Key.Period, t.subjectName(d.Key)+" "+x.What, x.Before, x.After)
		default:
			err = t.otherEffect(d.Key, x)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) show(k reports.Key, c conversations.Card, inPlace bool) error {
	m := bot.Message{Kind: bot.Send, Replaces: true, Chat: t.u.Chat.ID, Slot: slotCard, Text: c.Text,
		Purpose: "card", Person: t.me.ID, Period: k.Period, At: t.now}
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
	return bot.Enqueue(t.tx, m)
}

// switchTo shows another report in the same card.
func (t *turn) switchTo(k reports.Key) error {
	d, ok, err := t.dialog(k)
	if err != nil || !ok || !t.mine(k) {
		return err
	}
	c, err := t.leave(k)
	if err != nil {
		return err
	}
	w, err := t.draft(k)
	if err != nil {
		return err
	}
	by := t.by()
	c2, _, effects, err := report.Step(d, c, w, conversations.Opened{By: by})
	if err != nil {
		return err
	}
	if err := t.saveCursor(c2); err != nil {
		return err
	}
	return t.effects(d, effects, true)
}

// reportBefore returns the newest report on the subject before the period.
func (t *turn) reportBefore(k reports.Key, duty plan.Duty, p plan.Period) (reports.Report, bool, error) {
	if prev, ok := t.previousPeriod(duty, p); ok {
		r, ok, err := storage.Report(t.tx, reports.Key{Period: prev.ID, Duty: k.Duty, Subject: k.Subject})
		if err != nil || ok {
			return r, ok, err
		}
	}
	latest, ok, err := storage.Get[string](t.tx, storage.LatestKey(k.Duty, k.Subject))
	if err != nil || !ok || latest >= k.Period {
		return reports.Report{}, false, err
	}
	return storage.Report(t.tx, reports.Key{Period: latest, Duty: k.Duty, Subject: k.Subject})
}

// knownReading is an indicator's newest value and the period it was told in.
type knownReading struct {
	V       int             `json:"v"`
	Period  string          `json:"period"`
	Reading reports.Reading `json:"reading"`
	Before  *knownReading   `json:"before,omitempty"` // the value of the period before, while Period can still be corrected
}
