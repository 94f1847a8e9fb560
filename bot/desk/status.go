package desk

import (
	"fmt"
	"time"

	"liubao/bot"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// slotStatus names the message that the office's status edits.
const slotStatus = "status"

// overviewRow is where one report stands, its words included: what a roll-up
// is made of. The cockpit reads a [board] instead.
type overviewRow struct {
	debt
	words reports.Report // of [debt.report], where there is one
}

// overview is where every report of a duty and period stands.
type overview struct {
	duty   plan.Duty
	period plan.Period
	rows   []overviewRow
	at     time.Time
}

func (o overview) reported() int {
	n := 0
	for _, s := range o.rows {
		if s.reported() {
			n++
		}
	}
	return n
}

// overviewAt reads where the reports of a period stand, each with its words.
func (d *Desk) overviewAt(r storage.Reader, duty plan.Duty, p plan.Period, now time.Time) (overview, error) {
	o := overview{duty: duty, period: p, at: now}
	whole, err := storage.Reports(r, p.ID, duty.ID)
	if err != nil {
		return o, err
	}
	briefs, words := map[string]reports.Brief{}, map[string]reports.Report{}
	for _, x := range whole {
		briefs[x.Key.Subject], words[x.Key.Subject] = x.Brief(), x
	}
	all, err := d.debtsWith(r, duty, p, briefs)
	for _, x := range all {
		o.rows = append(o.rows, overviewRow{debt: x, words: words[x.Subject]})
	}
	return o, err
}

// status answers /status: the whole picture for the office and whoever may see
// it, their own unit's for everybody else.
func (t *turn) status() error {
	if !Can(t.me, ActStatus) {
		owed, err := t.debts(t.tx, t.me, t.now)
		if err != nil {
			return err
		}
		var rows [][]bot.Button
		if len(owed) > 0 && Can(t.me, ActReport) {
			rows = [][]bot.Button{{{Label: buttonReport, Data: keyData("o", choose(owed, reports.Key{}))}}}
		}
		x := t.owedText(owed)
		lines, err := t.unitLines(t.tx, t.me.Unit)
		if err != nil {
			return err
		}
		for _, l := range lines {
			x = x.Line(l)
		}
		return t.say(x, rows...)
	}
	m, err := t.statusMessage(page{What: "h"})
	if err != nil {
		return err
	}
	m.Kind, m.Replaces = bot.Send, true
	return bot.Enqueue(t.tx, m)
}

// tappedStatus takes st.r.PERIOD (refresh) and st.v.PERIOD.SUBJECT (read a report).
func (t *turn) tappedStatus(parts []string) error {
	if !Can(t.me, ActStatus) || len(parts) < 3 {
		return t.toast(textNotAllowed)
	}
	switch {
	case parts[1] == "v" && len(parts) == 4:
		return t.read(parts[2], parts[3])
	case parts[1] != "r":
		return t.toast(textOldButton)
	}
	return t.editCockpit(page{What: "h", Period: parts[2]})
}

// read sends a submitted report to whoever may see the status.
func (t *turn) read(period, subject string) error {
	duty, ok := t.progress()
	if !ok {
		return t.toast(textOldButton)
	}
	k := reports.Key{Period: period, Duty: duty.ID, Subject: subject}
	r, ok, err := storage.Report(t.tx, k)
	if err != nil {
		return err
	}
	if !ok {
		return t.toast(textNotReported)
	}
	who := t.Plan.UnitName(r.Unit)
	if p, ok, err := storage.Person(t.tx, r.SubmittedBy); err != nil {
		return err
	} else if ok {
		who += " " + p.Name
	}
	x := reports.Text{}.Head(fmt.Sprintf(textReadHead, t.subjectName(k), r.Version, r.State.Label())).
		Line(fmt.Sprintf(textReadBy, who, reports.TimeText(r.SubmittedAt, t.loc))).Line("")
	return t.say(x.Append(t.reportText(r)))
}

// groupStatus answers /status in the group: counts, no names of the late.
func (t *turn) groupStatus(g reports.Group) error {
	duty, ok := t.progress()
	if !ok {
		return nil
	}
	p, ok := t.periodAt(duty, t.now)
	if !ok {
		return nil
	}
	o, err := t.overviewAt(t.tx, duty, p, t.now)
	if err != nil {
		return err
	}
	x := reports.T(fmt.Sprintf(textGroupStatus, reports.PeriodText(p), o.reported(), len(o.rows), reports.TimeText(p.Deadline, t.loc)))
	return bot.Enqueue(t.tx, bot.Message{Kind: bot.Send, Chat: g.Chat, Thread: g.Thread, Text: x,
		ReplyToID: t.u.MessageID, Purpose: "status", At: t.now})
}
