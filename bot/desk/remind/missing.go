package remind

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/batch"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// tierSelf stands for whoever broke a promise of their own: no tier of the chain.
const tierSelf schedules.Tier = ""

// timerTold brings the messages about a period up to date, which is its argument.
const timerTold = "told"

// toldRow is a message that told one person of reports that have not come in.
// It is kept while any of them is missing, so that the message can be brought
// up to date.
type toldRow struct {
	V      int            `json:"v"`
	Person string         `json:"person"`
	Slot   string         `json:"slot"`
	To     schedules.Tier `json:"to,omitempty"`
	Keys   []reports.Key  `json:"keys"` // what is missing; the row stands under each of its periods
	From   time.Time      `json:"from"` // it is not delivered before
}

// toldFor is how long messages about missing reports are brought up to date.
const toldFor = 60 * 24 * time.Hour

func pruneTold(ctx context.Context, e storage.Engine, prefix string, now time.Time) error {
	return batch.Prune(ctx, e, prefix, func(r toldRow) bool { return now.Sub(r.From) > toldFor })
}

// toldSlot names the message: no two about the same report go to one person of
// a tier in the same second.
func toldSlot(to schedules.Tier, k reports.Key, now time.Time) string {
	return fmt.Sprintf("up-%s/%s/%d", to, k, now.Unix())
}

// tellTier tells one person of what is overdue.
func tellTier(d *desk.Desk, tx storage.Tx, p reports.Person, to schedules.Tier, mine []standing.Standing, once []gate.Mark, now time.Time) error {
	x, rows := tierText(d, p, to, mine, now)
	return unsolicited(d, tx, p, to, mine, once, x, rows, now)
}

// tellPeople tells the people of a tier of one unit's reports that have just
// reached it.
func tellPeople(d *desk.Desk, tx storage.Tx, people []reports.Person, to schedules.Tier, up []standing.Standing, now time.Time) error {
	for _, p := range people {
		if err := tellTier(d, tx, p, to, up, nil, now); err != nil {
			return err
		}
	}
	return nil
}

// tierText is what a tier reads of what is overdue, and its buttons.
func tierText(d *desk.Desk, p reports.Person, to schedules.Tier, mine []standing.Standing, now time.Time) (reports.Text, [][]bot.Button) {
	head, foot := textUpHead, textUpFoot
	switch to {
	case tierSelf, schedules.ToDeputy: // it is theirs to report
		return reminderText(d, p, mine, nil, now)
	case schedules.ToHead:
		head, foot = fmt.Sprintf(textUpToHead, p.Name), textUpFootHead
	}
	x := reports.Text{}.Head(head)
	var rows [][]bot.Button
	for _, o := range mine {
		x = x.Line(upLine(d, o, to, now))
		switch {
		case to == schedules.ToHead:
			rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonOpen, d.ReportName(o.Key(), now)), Data: desk.KeyData("o", o.Key())}})
		case staff.Can(p, staff.ActHandle) && len(rows) < 20:
			rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonCase, d.ReportName(o.Key(), now)), Data: desk.KeyData("cs", o.Key())}})
		}
	}
	return x.Line(foot), rows
}

// upLine is a line of such a message.
func upLine(d *desk.Desk, x standing.Standing, to schedules.Tier, now time.Time) string {
	name := upName(d, x.Key(), x.Unit, to, now)
	up, ok := x.Handling.Rung()
	switch {
	case ok && up.Why == "promise" && x.Handling.Promise != nil && !x.Handling.Promise.Broken.IsZero():
		return fmt.Sprintf(textUpBroken, name, d.TimeText(x.Handling.Promise.Until, now))
	case x.Returned():
		return fmt.Sprintf(textUpBack, name, d.TimeText(x.Due(), now))
	case !x.Overdue(now): // extended, or promised anew, since they were told
		return fmt.Sprintf(textUpNotYet, name, d.TimeText(x.Due(), now))
	}
	return fmt.Sprintf(textUpLine, name, d.TimeText(x.Due(), now), reports.SpanText(now.Sub(x.Due())))
}

// upName names a report to a tier: whoever is not of the unit reads which it is.
func upName(d *desk.Desk, k reports.Key, unit string, to schedules.Tier, now time.Time) string {
	name := d.ReportName(k, now)
	if to == schedules.ToOffice || to == schedules.ToLeader {
		name += "（" + d.UnitIn(unit, k.Period) + "）"
	}
	return name
}

// unsolicited sends somebody what they did not ask for about reports that are
// missing: counted against their cap, never in quiet hours, and remembered
// until the reports have come in.
func unsolicited(d *desk.Desk, tx storage.Tx, p reports.Person, to schedules.Tier, owed []standing.Standing, once []gate.Mark, x reports.Text, rows [][]bot.Button, now time.Time) error {
	row := toldRow{V: 1, Person: p.ID, Slot: toldSlot(to, owed[0].Key(), now), To: to, From: d.Awake(now)}
	for _, o := range owed {
		row.Keys = append(row.Keys, o.Key())
	}
	weight := gate.HeldBack
	if to != tierSelf && to != schedules.ToDeputy { // theirs to look after, not to report
		weight = gate.Counted
	}
	posted, err := d.Post(tx, gate.Post{To: p, Weight: weight, Once: once,
		Message: bot.Message{Kind: bot.Send, Slot: row.Slot, Text: x, Rows: rows, Bulk: true, Purpose: "reminder"}}, now)
	if err != nil || posted != gate.Sent {
		return err
	}
	return keepTold(tx, row.Keys, row)
}

// keepTold keeps a row under each period that it still names something of, and takes it
// away from under the others that it named.
func keepTold(tx storage.Tx, named []reports.Key, row toldRow) error {
	for _, k := range named {
		key := storage.RowTold.Key(k.Period, row.Person, row.Slot)
		var err error
		if slices.ContainsFunc(row.Keys, func(x reports.Key) bool { return x.Period == k.Period }) {
			err = storage.Put(tx, key, row)
		} else {
			err = tx.Delete(key)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// cameInFor tells the unit's colleagues, and whoever was told that the report is missing.
func cameInFor(t *desk.Turn, r reports.Report, _ bool) error {
	if err := tellColleagues(t, r); err != nil {
		return err
	}
	return cameIn(t, r)
}

// cameIn sees to it that the messages that told people of the report as missing
// are brought up to date: in place, so that nobody's phone sounds.
func cameIn(t *desk.Turn, r reports.Report) error {
	return storage.EachSound(t.Tx, storage.RowTold.Prefix(r.Key.Period), "", 0, func(_ string, row toldRow) error {
		if !slices.Contains(row.Keys, r.Key) {
			return nil
		}
		return toldAnew(t.Desk, t.Tx, r.Key.Period, row, t.Now)
	})
}

// retell does so with all of a period, after a decision about reports of it: a later
// day, or that they need not be made.
func retell(d *desk.Desk, tx storage.Tx, period string, now time.Time) error {
	return desk.SetTimer(tx, now, timerTold, period)
}

// retellAll is its timer. An earlier program named one message behind the period.
func retellAll(d *desk.Desk, ctx context.Context, u batch.Updater, arg string, now time.Time) error {
	period, _, _ := strings.Cut(arg, "|")
	var keys []string
	if err := u.Update(ctx, func(tx storage.Tx) error {
		keys = nil
		return storage.EachSound(tx, storage.RowTold.Prefix(period), "", 0, func(key string, _ toldRow) error {
			keys = append(keys, key)
			return nil
		})
	}); err != nil {
		return err
	}
	var failed batch.Failures
	for _, key := range keys {
		failed.Add(u.Update(ctx, func(tx storage.Tx) error {
			row, ok, err := storage.Get[toldRow](tx, key)
			if err != nil || !ok {
				return err
			}
			return toldAnew(d, tx, period, row, now)
		}))
	}
	return failed.Err()
}

// fates is what has become of the reports that a message listed as missing.
type fates struct {
	in      standing.Standing   // the one that came in last; its report is nil where none has
	spared  []standing.Standing // need not be made any more
	missing []standing.Standing // still owed
}

// toldAnew rewrites one message: the report that came in last is named, what
// need not be made any more, and what is still missing. A message that waits
// for the morning and has nothing left to ask for is not sent at all.
func toldAnew(d *desk.Desk, tx storage.Tx, period string, row toldRow, now time.Time) error {
	s, err := toldStands(d, tx, row)
	if err != nil {
		return err
	}
	waits, named := now.Before(row.From), append(slices.Clone(row.Keys), reports.Key{Period: period})
	rest := append(slices.Clone(s.missing), s.spared...) // an excuse can be taken back
	row.Keys = slices.DeleteFunc(row.Keys, func(k reports.Key) bool {
		return !slices.ContainsFunc(rest, func(x standing.Standing) bool { return x.Key() == k })
	})
	if len(s.missing) == 0 && (len(s.spared) == 0 || waits) {
		row.Keys = nil
	}
	if err := keepTold(tx, named, row); err != nil {
		return err
	}
	if s.in.Report == nil && len(s.missing)+len(s.spared) == 0 {
		return nil // what it listed exists no more: there is nothing to say
	}
	p, ok, err := storage.Person(tx, row.Person)
	if err != nil || !ok || !p.Reachable() {
		return err
	}
	m := bot.Message{Kind: bot.Edit, Chat: p.Chat, Slot: row.Slot, Purpose: "reminder", Person: p.ID, At: now}
	switch {
	case waits && len(s.missing) == 0:
		m.Kind = bot.Delete
	case waits:
		m.Text, m.Rows = tierText(d, p, row.To, s.missing, now)
	default:
		m.Text, m.Rows = fatesText(d, p, row, s, now)
	}
	return bot.Enqueue(tx, m)
}

// toldStands returns what has become of what a message listed.
func toldStands(d *desk.Desk, r storage.Reader, row toldRow) (s fates, err error) {
	read := map[string][]standing.Standing{} // by period and duty
	for _, k := range row.Keys {
		duty, ok := d.Duty(k.Duty)
		p, is := d.Period(duty, k.Period)
		if !ok || !is {
			continue
		}
		of := k.Period + "/" + k.Duty
		if _, ok := read[of]; !ok {
			if read[of], err = d.Standings(r, duty, p); err != nil {
				return s, err
			}
		}
		i := slices.IndexFunc(read[of], func(x standing.Standing) bool { return x.Key() == k })
		switch {
		case i < 0:
		case read[of][i].Reported():
			if x := read[of][i]; s.in.Report == nil || x.Report.SubmittedAt.After(s.in.Report.SubmittedAt) {
				s.in = x
			}
		case read[of][i].Settled():
			s.spared = append(s.spared, read[of][i])
		default:
			s.missing = append(s.missing, read[of][i])
		}
	}
	return s, nil
}

// fatesText says what has become of what a message listed.
func fatesText(d *desk.Desk, p reports.Person, row toldRow, s fates, now time.Time) (x reports.Text, rows [][]bot.Button) {
	var done []string
	if s.in.Report != nil {
		done = append(done, fmt.Sprintf(textUpIn, upName(d, s.in.Key(), s.in.Unit, row.To, now), d.TimeText(s.in.Report.SubmittedAt, now)))
	}
	for _, spared := range s.spared {
		words := textUpSpared
		if spared.Unreadable() {
			words = textUpUnread
		}
		done = append(done, fmt.Sprintf(words, upName(d, spared.Key(), spared.Unit, row.To, now)))
	}
	if len(s.missing) == 0 {
		return reports.T(strings.Join(done, "\n")), nil
	}
	x, rows = tierText(d, p, row.To, s.missing, now)
	if len(done) == 0 {
		return x, rows
	}
	return reports.T(strings.Join(done, "\n")).Line("").Line("").Append(x), rows
}
