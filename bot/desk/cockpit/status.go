package cockpit

import (
	"errors"
	"fmt"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/reporttext"
	"liubao/bot/desk/staff"
	"liubao/reports"
	"liubao/storage"
)

// slotStatus names the message that the office's status edits.
const slotStatus = "status"

// status answers /status: the whole picture for the office and whoever may see
// it, their own unit's for everybody else.
func status(t *desk.Turn) error {
	if !staff.Can(t.Me, staff.ActStatus) {
		owed, err := t.OwedBy(t.Tx, t.Me, t.Now)
		if err != nil {
			return err
		}
		var rows [][]bot.Button
		if len(owed) > 0 && staff.Can(t.Me, staff.ActReport) {
			rows = [][]bot.Button{{{Label: desk.ButtonReport, Data: desk.KeyData("o", desk.Choose(owed, reports.Key{}))}}}
		}
		x := t.OwedText(owed)
		lines, err := t.UnitLines(t.Tx, t.Me.Unit, t.Now)
		if err != nil {
			return err
		}
		for _, l := range lines {
			x = x.Line(l)
		}
		open, err := openCounts(t)
		if err != nil {
			return err
		}
		return t.Say(x, desk.InRows(rows, openButtons(open), 3)...)
	}
	return t.Open(statusMessage(t, page{What: "h"}))
}

// read sends a submitted report to whoever may see the status.
func read(t *desk.Turn, period, subject string) error {
	duty, ok := t.Progress()
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	k := reports.Key{Period: period, Duty: duty.ID, Subject: subject}
	r, ok, err := storage.Report(t.Tx, k)
	switch {
	case errors.Is(err, storage.ErrCorrupt):
		return t.Toast(reporttext.AskOperator)
	case err != nil:
		return err
	case !ok:
		return t.Toast(reporttext.NotReported)
	}
	who := t.UnitIn(r.Unit, k.Period)
	if p, ok, err := storage.Person(t.Tx, r.SubmittedBy); err != nil {
		return err
	} else if ok {
		who += " " + p.Name
	}
	x := reports.Text{}.Head(fmt.Sprintf(textReadHead, t.ReportName(k), r.Version, r.State.Label())).
		Line(fmt.Sprintf(textReadBy, who, t.TimeText(r.SubmittedAt))).Line("")
	return t.Say(x.Append(reporttext.Whole(t.Book, r)))
}

// groupStatus answers /status in the group: counts of the period that the office is
// shown, no names of the late.
func groupStatus(t *desk.Turn, g reports.Group) error {
	duty, ok := t.Progress()
	if !ok {
		return nil
	}
	periods := t.PeriodsAt(duty, t.Now)
	if len(periods) == 0 {
		return nil
	}
	b, err := boardFor(t, duty, periods, "")
	if err != nil {
		return err
	}
	c, unread := b.Count(), ""
	if c.Damaged > 0 {
		unread = fmt.Sprintf(textGroupUnread, c.Damaged)
	}
	x := reports.T(fmt.Sprintf(textGroupStatus, t.PeriodText(b.Period), c.Owed, c.Reported(), unread, t.TimeText(b.Period.Deadline)))
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Send, Chat: g.Chat, Thread: g.Thread, Text: x,
		ReplyToID: t.Update.MessageID, Purpose: "status", At: t.Now})
}
