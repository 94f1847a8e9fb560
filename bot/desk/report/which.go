package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/reporttext"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// Which report words belong to is never guessed. Whoever is in the middle of a report
// writes for that one. Whoever has handed theirs in, or has several open, is asked
// once: what is settled is no default while something is open, or the words of the
// second half of December would correct the report of the first. The answer holds until
// that report is handed in or another is opened.

// slotWhich names the message that asks.
const slotWhich = "which"

// longestBack is how many periods back a report that is missing is still offered.
const longestBack = 24

// heldRow is what somebody sent while it is asked which report it belongs to.
type heldRow struct {
	V    int        `json:"v"`
	Said []heldSaid `json:"said"`
}

// heldSaid is one message.
type heldSaid struct {
	Message bot.Ref       `json:"message"`
	At      time.Time     `json:"at"`
	Text    string        `json:"text,omitempty"`
	File    *reports.File `json:"file,omitempty"`
	Group   string        `json:"group,omitempty"`
}

// choice is a report that words may belong to.
type choice struct {
	key  reports.Key
	late bool // its own deadline has passed
}

// openReports returns what the person still owes of periods that have begun, missed
// ones included, the newest first.
func openReports(t *desk.Turn) ([]standing.Standing, error) {
	owed, err := t.OwedBy(t.Tx, t.Me, t.Now)
	if err != nil {
		return nil, err
	}
	var out []standing.Standing
	seen := map[reports.Key]bool{}
	add := func(x standing.Standing) {
		begun := !x.Period.From.At(plan.Clock{}, t.Loc).After(t.Now)
		if !x.Settled() && begun && !seen[x.Key()] {
			out = append(out, x)
		}
		seen[x.Key()] = true
	}
	for _, x := range owed {
		add(x)
	}
	for _, x := range owed {
		p, ok := x.Period, x.TheDuty.Timing == plan.Recurring
		for range longestBack {
			if !ok {
				break
			}
			if p, ok = schedules.Previous(*x.TheDuty, t.Plan, t.Rules, t.Calendar, p); !ok || seen[reports.Key{Period: p.ID, Duty: x.TheDuty.ID, Subject: x.Subject}] {
				continue
			}
			missed, err := standing.One(t.Tx, x.TheDuty, p, x.Obligation)
			if err != nil {
				return nil, err
			}
			add(missed)
		}
	}
	slices.SortStableFunc(out, func(a, b standing.Standing) int { return b.Period.Deadline.Compare(a.Period.Deadline) })
	return out, nil
}

// belongs says which report what somebody sent now belongs to, or which it could; the
// last of those may be one that is in already, to be corrected. A summary is filed and
// not written: no words belong to it.
func belongs(t *desk.Turn, open []standing.Standing) (k reports.Key, could []choice, err error) {
	c, err := readCursor(t)
	if err != nil {
		return k, nil, err
	}
	for _, x := range open {
		if x.TheDuty.Summarises() {
			continue
		}
		if x.Key() == c.Key {
			return c.Key, nil, nil
		}
		could = append(could, choice{x.Key(), x.Overdue(t.Now)})
	}
	if duty, _, _, known := t.Obligation(c.Key); known && mine(t, c.Key) && !duty.Summarises() {
		w, _, err := storage.DraftBrief(t.Tx, c.Key)
		if err != nil || w.Open || len(could) == 0 || awaitsScan(t, c.Key) {
			return c.Key, nil, err
		}
		could = append(could, choice{key: c.Key})
	}
	switch len(could) {
	case 0:
		return k, nil, nil
	case 1:
		return could[0].key, nil, nil
	}
	return k, could, nil
}

// awaitsScan reports whether a photo that comes now is the signed page.
func awaitsScan(t *desk.Turn, k reports.Key) bool {
	r, ok, err := storage.Brief(t.Tx, k)
	duty, _, _, _ := t.Obligation(k)
	return err == nil && ok && t.Update.File != nil && r.State == reports.AwaitsSign && t.SignOffOf(duty) == plan.SignScan
}

// hold keeps what somebody sent and asks which report it belongs to.
func hold(t *desk.Turn, said heldSaid, could []choice) error {
	key := storage.RowWhich.InChat(t.Update.Chat.ID, t.Update.From.ID)
	row, _, err := storage.Get[heldRow](t.Tx, key)
	if err != nil {
		return err
	}
	row.V, row.Said = 1, append(row.Said, said)
	if err := storage.Put(t.Tx, key, row); err != nil {
		return err
	}
	if err := storage.Put(t.Tx, storage.PieceKey(t.Update.Chat.ID, string(t.Update.MessageID)), desk.PieceRow{V: 1, Held: true, At: t.Now}); err != nil {
		return err
	}
	return ask(t, row, could)
}

// ask asks which report the words belong to, the newest open one first.
func ask(t *desk.Turn, row heldRow, could []choice) error {
	x := reports.Text{}.Add(reports.Bold, textWhich).Line("")
	for _, s := range row.Said {
		words := s.Text
		if s.File != nil {
			words = strings.TrimSpace(s.File.Label() + " " + s.File.Note)
		}
		x = x.Add(reports.Quote, conversations.Clip(words, 200)).Line("")
	}
	var rows [][]bot.Button
	for _, c := range could {
		label, err := whichLabel(t, c)
		if err != nil {
			return err
		}
		rows = append(rows, []bot.Button{{Label: label, Data: tapWhich.Data(keyTap{c.key})}})
	}
	rows = append(rows, []bot.Button{{Label: buttonWhichNone, Data: tapWhich.Data(keyTap{})}})
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Send, Replaces: true, Chat: t.Update.Chat.ID, Slot: slotWhich, Text: x.Trim(), Rows: rows,
		Purpose: "which", Person: t.Me.ID, At: t.Now})
}

// whichLabel names a report with its period, and says of one that is in that it would
// be corrected.
func whichLabel(t *desk.Turn, c choice) (string, error) {
	label := t.ReportName(c.key)
	r, in, err := storage.Brief(t.Tx, c.key)
	switch {
	case err != nil:
		return "", err
	case in && r.State != reports.Returned:
		label = fmt.Sprintf(buttonWhichCorrect, label)
	case c.late:
		label += textWhichLate
	}
	return label, nil
}

// tappedWhich takes the report that what was held belongs to, or none.
func tappedWhich(t *desk.Turn, a keyTap) error {
	key := storage.RowWhich.InChat(t.Update.Chat.ID, t.Update.From.ID)
	row, ok, err := storage.Get[heldRow](t.Tx, key)
	if err != nil {
		return err
	}
	if !ok || !staff.Can(t.Me, staff.ActReport) {
		return t.Toast(desk.TextOldButton)
	}
	k, named := a.Key, a.Key != (reports.Key{})
	if named && !mine(t, k) {
		return t.Toast(desk.TextOldButton)
	}
	if err := t.Tx.Delete(key); err != nil {
		return err
	}
	if err := bot.Enqueue(t.Tx, bot.Message{Kind: bot.Edit, Chat: t.Update.Chat.ID, Slot: slotWhich, Text: reports.T(whichDone(t, k, named)),
		Purpose: "which", Person: t.Me.ID, At: t.Now}); err != nil {
		return err
	}
	for _, s := range row.Said {
		if !named {
			if err := t.Log(t.Me.Unit, "", textLogWhichNone, s.Text, ""); err != nil {
				return err
			}
			continue
		}
		if err := take(t, k, s); err != nil {
			return err
		}
	}
	return nil
}

func whichDone(t *desk.Turn, k reports.Key, named bool) string {
	if !named {
		return textWhichNone
	}
	return fmt.Sprintf(textWhichTaken, t.ReportName(k))
}

// take gives one message to a report's dialog.
func take(t *desk.Turn, k reports.Key, s heldSaid) error {
	piece := desk.PieceID(t.Update.Chat.ID, s.Message)
	by := conversations.By{At: s.At, Actor: t.Me.ID}
	var e conversations.Event
	offered := false
	if s.File != nil {
		e = conversations.Sent{By: by, Piece: piece, File: *s.File, Group: s.Group}
	} else {
		e = conversations.Wrote{By: by, Piece: piece, Text: s.Text}
		o, ok, err := pasted(t, k, s.Text, piece, by)
		if err != nil {
			return err
		}
		if ok {
			e, offered = o, true
		}
	}
	if err := storage.Put(t.Tx, storage.PieceKey(t.Update.Chat.ID, string(s.Message)), desk.PieceRow{V: 1, Key: k, At: t.Now, Offered: offered}); err != nil {
		return err
	}
	if err := logSaid(t, k, s); err != nil {
		return err
	}
	return step(t, k, e)
}

// editedHeld takes an edit of what is held.
func editedHeld(t *desk.Turn) error {
	key := storage.RowWhich.InChat(t.Update.Chat.ID, t.Update.From.ID)
	row, ok, err := storage.Get[heldRow](t.Tx, key)
	if err != nil || !ok {
		return err
	}
	for i, s := range row.Said {
		if s.Message != t.Update.MessageID {
			continue
		}
		if err := t.Log(t.Me.Unit, "", textLogHeldEdited, s.Text, t.Update.Text); err != nil { // what stood there before is in no draft yet
			return err
		}
		row.Said[i].Text = t.Update.Text
		if t.Update.File != nil {
			f := t.File()
			row.Said[i].File = &f
		}
	}
	return storage.Put(t.Tx, key, row)
}

// list answers /report where reports of several periods are open: one button each.
func list(t *desk.Turn, open []standing.Standing) error {
	x := reports.Text{}.Add(reports.Bold, textWhichOpen).Line("")
	var rows [][]bot.Button
	for _, o := range open {
		x = x.Line(fmt.Sprintf("· %s：%s", t.ReportName(o.Key()), reporttext.State(o, t.Now)))
		label, err := whichLabel(t, choice{o.Key(), o.Overdue(t.Now)})
		if err != nil {
			return err
		}
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(desk.ButtonFill, label), Data: desk.KeyData("o", o.Key())}})
	}
	return t.Say(x.Trim(), rows...)
}

// periods counts the periods that reports are about.
func periods(open []standing.Standing) int {
	type hat struct {
		period string
		office bool // what the office itself owes is no report of a unit's
	}
	seen := map[hat]bool{}
	for _, x := range open {
		seen[hat{x.Period.ID, x.TheDuty.OfOffice}] = true
	}
	return len(seen)
}
