package desk

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// tierSelf stands for whoever broke a promise of their own: no tier of the chain.
const tierSelf schedules.Tier = ""

// timerTold brings one message up to date.
const timerTold = "told"

func init() { timerFuncs[timerTold] = (*Desk).toldLater }

// toldRow is a message that told one person of reports that have not come in.
// It is kept while any of them is missing, so that the message can be brought
// up to date.
type toldRow struct {
	V      int            `json:"v"`
	Person string         `json:"person"`
	Slot   string         `json:"slot"`
	To     schedules.Tier `json:"to,omitempty"`
	Keys   []reports.Key  `json:"keys"` // what is missing, all of one period
	From   time.Time      `json:"from"` // it is not delivered before
}

// toldSlot names the message: no two about the same report go to one person of
// a tier in the same second.
func toldSlot(to schedules.Tier, k reports.Key, now time.Time) string {
	return fmt.Sprintf("up-%s/%s/%d", to, k, now.Unix())
}

// tellTier tells one person of what is overdue.
func (d *Desk) tellTier(tx storage.Tx, p reports.Person, to schedules.Tier, mine []debt, now time.Time) error {
	x, rows := d.tierText(p, to, mine, now)
	return d.unsolicited(tx, p, to, mine, x, rows, now)
}

// tierText is what a tier reads of what is overdue, and its buttons.
func (d *Desk) tierText(p reports.Person, to schedules.Tier, mine []debt, now time.Time) (reports.Text, [][]bot.Button) {
	head, foot := textUpHead, textUpFoot
	switch to {
	case tierSelf, schedules.ToDeputy: // it is theirs to report
		return d.reminderText(p, mine, now)
	case schedules.ToHead:
		head, foot = fmt.Sprintf(textUpToHead, p.Name), textUpFootHead
	}
	x := reports.Text{}.Head(head)
	var rows [][]bot.Button
	for _, o := range mine {
		x = x.Line(d.upLine(o, to, now))
		switch {
		case to == schedules.ToHead:
			rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonOpen, d.subjectName(o.key())), Data: keyData("o", o.key())}})
		case Can(p, ActHandle) && len(rows) < 20:
			rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonCase, d.subjectName(o.key())), Data: keyData("cs", o.key())}})
		}
	}
	return x.Line(foot), rows
}

// upLine is a line of such a message.
func (d *Desk) upLine(x debt, to schedules.Tier, now time.Time) string {
	name := d.upName(x.key(), x.Unit, to)
	up, ok := x.h.rung()
	switch {
	case ok && up.Why == "promise" && x.h.Promise != nil && !x.h.Promise.Broken.IsZero():
		return fmt.Sprintf(textUpBroken, name, reports.TimeText(x.h.Promise.Until, d.loc))
	case x.returned():
		return fmt.Sprintf(textUpBack, name, reports.TimeText(x.due(), d.loc))
	case !x.overdue(now): // extended, or promised anew, since they were told
		return fmt.Sprintf(textUpNotYet, name, reports.TimeText(x.due(), d.loc))
	}
	return fmt.Sprintf(textUpLine, name, reports.TimeText(x.due(), d.loc), reports.SpanText(now.Sub(x.due())))
}

// upName names a report to a tier: whoever is not of the unit reads which it is.
func (d *Desk) upName(k reports.Key, unit string, to schedules.Tier) string {
	name := d.subjectName(k)
	if to == schedules.ToOffice || to == schedules.ToLeader {
		name += "（" + d.Plan.UnitName(unit) + "）"
	}
	return name
}

// unsolicited sends somebody what they did not ask for about reports that are
// missing: counted against their cap, never in quiet hours, and remembered
// until the reports have come in.
func (d *Desk) unsolicited(tx storage.Tx, p reports.Person, to schedules.Tier, owed []debt, x reports.Text, rows [][]bot.Button, now time.Time) error {
	if !p.Reachable() {
		return nil
	}
	period := owed[0].period.ID
	n, err := storage.SentCount(tx, period, p.ID)
	if err != nil || d.Rules.Cap > 0 && n >= d.Rules.Cap {
		return err
	}
	if _, err := storage.CountSent(tx, period, p.ID); err != nil {
		return err
	}
	row := toldRow{V: 1, Person: p.ID, Slot: toldSlot(to, owed[0].key(), now), To: to, From: d.Awake(now)}
	for _, o := range owed {
		row.Keys = append(row.Keys, o.key())
	}
	if err := storage.Put(tx, storage.ToldKey(period, p.ID, row.Slot), row); err != nil {
		return err
	}
	return bot.Enqueue(tx, bot.Message{Kind: bot.Send, Chat: p.Chat, Slot: row.Slot, Text: x, Rows: rows, Bulk: true,
		Purpose: "reminder", Person: p.ID, At: now, NotBefore: row.From})
}

// cameIn sees to it that the messages that told people of the report as missing
// are brought up to date: in place, so that nobody's phone sounds, and each in a
// transaction of its own, since that of the submission reads much already.
func (t *turn) cameIn(r reports.Report) error {
	told, err := storage.All[toldRow](t.tx, storage.ToldPrefix(r.Key.Period))
	if err != nil {
		return err
	}
	for _, row := range told {
		if !slices.Contains(row.Keys, r.Key) {
			continue
		}
		if err := setTimer(t.tx, t.now, timerTold, strings.Join([]string{r.Key.Period, row.Person, row.Slot}, "|")); err != nil {
			return err
		}
	}
	return nil
}

// toldLater is the timer of one such message; its argument is the period, the
// person and the slot.
func (d *Desk) toldLater(tx storage.Tx, arg string, now time.Time) error {
	p := strings.Split(arg, "|")
	if len(p) != 3 {
		return nil
	}
	row, ok, err := storage.Get[toldRow](tx, storage.ToldKey(p[0], p[1], p[2]))
	if err != nil || !ok {
		return err
	}
	return d.toldAnew(tx, row, now)
}

// toldAnew rewrites one message where reports of it have come in: the newest is
// named, and only what is still missing stays listed. A message that waits for
// the morning and has nothing left to say is not sent at all.
func (d *Desk) toldAnew(tx storage.Tx, row toldRow, now time.Time) error {
	last, missing, err := d.toldStands(tx, row)
	if err != nil || last.report == nil {
		return err
	}
	key := storage.ToldKey(last.period.ID, row.Person, row.Slot)
	row.Keys = nil
	for _, x := range missing {
		row.Keys = append(row.Keys, x.key())
	}
	if len(missing) > 0 {
		err = storage.Put(tx, key, row)
	} else {
		err = tx.Delete(key)
	}
	if err != nil {
		return err
	}
	p, ok, err := storage.Person(tx, row.Person)
	if err != nil || !ok || !p.Reachable() {
		return err
	}
	m := bot.Message{Kind: bot.Edit, Chat: p.Chat, Slot: row.Slot, Purpose: "reminder", Person: p.ID, At: now}
	switch waits := now.Before(row.From); {
	case waits && len(missing) == 0:
		m.Kind = bot.Delete
	case waits:
		m.Text, m.Rows = d.tierText(p, row.To, missing, now)
	default:
		m.Text, m.Rows = d.inText(p, row, last, missing, now)
	}
	return bot.Enqueue(tx, m)
}

// toldStands returns which report of a message came in last, and what of it is
// still missing.
func (d *Desk) toldStands(r storage.Reader, row toldRow) (last debt, missing []debt, err error) {
	read := map[string][]debt{} // by duty
	for _, k := range row.Keys {
		duty, ok := d.Plan.Duty(k.Duty)
		p, is := d.period(duty, k.Period)
		if !ok || !is {
			continue
		}
		if _, ok := read[k.Duty]; !ok {
			if read[k.Duty], err = d.debtsOf(r, duty, p); err != nil {
				return last, nil, err
			}
		}
		i := slices.IndexFunc(read[k.Duty], func(x debt) bool { return x.key() == k })
		switch {
		case i < 0:
		case read[k.Duty][i].reported():
			if x := read[k.Duty][i]; last.report == nil || x.report.SubmittedAt.After(last.report.SubmittedAt) {
				last = x
			}
		case !read[k.Duty][i].settled():
			missing = append(missing, read[k.Duty][i])
		}
	}
	return last, missing, nil
}

// inText says that a report has come in, and what of the message is missing yet.
func (d *Desk) inText(p reports.Person, row toldRow, last debt, missing []debt, now time.Time) (reports.Text, [][]bot.Button) {
	words := fmt.Sprintf(textUpIn, d.upName(last.key(), last.Unit, row.To), reports.TimeText(last.report.SubmittedAt, d.loc))
	if len(missing) > 0 {
		rest, rows := d.tierText(p, row.To, missing, now)
		return reports.T(words).Line("").Line("").Append(rest), rows
	}
	return reports.T(words), nil
}
