package desk

import (
	"context"
	"fmt"
	"slices"
	"strconv"
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

// toldFor is how long messages about missing reports are brought up to date.
const toldFor = 60 * 24 * time.Hour

func pruneTold(ctx context.Context, e storage.Engine, prefix string, now time.Time) error {
	return prune(ctx, e, prefix, func(r toldRow) bool { return now.Sub(r.From) > toldFor })
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

// timerUp tells more people of a tier what reached it.
const timerUp = "up"

// toldTogether is how many people one transaction tells: each costs it half a
// dozen reads. The others are told by timers.
const toldTogether = 8

// tellPeople tells the people of a tier, in the order of their ids, of one unit's
// reports that have just reached it.
func (d *Desk) tellPeople(tx storage.Tx, people []reports.Person, to schedules.Tier, up []debt, now time.Time) error {
	rung, _ := up[0].h.Rung()
	for i, p := range people {
		if i == toldTogether {
			return setTimer(tx, now, timerUp, strings.Join([]string{people[i-1].ID, string(to), up[0].duty.ID, up[0].period.ID, up[0].Unit,
				strconv.FormatInt(rung.At.Unix(), 10)}, "|"))
		}
		if err := d.tellTier(tx, p, to, up, now); err != nil {
			return err
		}
	}
	return nil
}

// tellLater is its timer, whose argument is the person told last, the tier, the
// duty, the period, the unit and when its reports reached the tier.
func (d *Desk) tellLater(tx storage.Tx, arg string, now time.Time) error {
	a := strings.Split(arg, "|")
	if len(a) != 6 {
		return nil
	}
	to, unit := schedules.Tier(a[1]), a[4]
	duty, known := d.Plan.Duty(a[2])
	period, is := d.period(duty, a[3])
	if !known || !is {
		return nil
	}
	people, err := d.tierPeople(tx, to, unit)
	if err != nil {
		return err
	}
	people = slices.DeleteFunc(slices.Clone(people), func(p reports.Person) bool { return p.ID <= a[0] })
	all, err := d.debtsOf(tx, duty, period)
	if err != nil {
		return err
	}
	up := slices.DeleteFunc(all, func(x debt) bool {
		rung, there := x.h.Rung()
		return x.Unit != unit || !there || rung.To != to || strconv.FormatInt(rung.At.Unix(), 10) != a[5] || x.settled() || x.h.Muted != nil
	})
	if len(up) == 0 {
		return nil
	}
	return d.tellPeople(tx, people, to, up, now)
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
	up, ok := x.h.Rung()
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

// cameInFor tells the unit's colleagues, and whoever was told that the report is missing.
func (t *turn) cameInFor(r reports.Report, _ bool) error {
	if err := t.tellColleagues(r); err != nil {
		return err
	}
	return t.cameIn(r)
}

// cameIn sees to it that the messages that told people of the report as missing
// are brought up to date: in place, so that nobody's phone sounds, and each in a
// transaction of its own, since that of the submission reads much already.
func (t *turn) cameIn(r reports.Report) error {
	told, err := storage.All[toldRow](t.tx, storage.ToldPrefix(r.Key.Period))
	if err != nil {
		return err
	}
	told = slices.DeleteFunc(told, func(row toldRow) bool { return !slices.Contains(row.Keys, r.Key) })
	if len(told) > toldTogether { // page by page
		return t.retell(t.tx, r.Key.Period, t.now)
	}
	for _, row := range told {
		if err := setTimer(t.tx, t.now, timerTold, toldArg(r.Key.Period, row)); err != nil {
			return err
		}
	}
	return nil
}

func toldArg(period string, row toldRow) string {
	return strings.Join([]string{period, row.Person, row.Slot}, "|")
}

// retell does so with all of a period, after a decision about reports of it: a later
// day, or that they need not be made.
func (d *Desk) retell(tx storage.Tx, period string, now time.Time) error {
	return setTimer(tx, now, timerTold, period)
}

// toldAtOnce is how many messages one transaction sees to.
const toldAtOnce = 60

// toldPage sets the timers of a period's messages behind the key after, and one
// for those that are too many for a transaction.
func toldPage(tx storage.Tx, period, after string, now time.Time) error {
	last, n := "", 0
	err := storage.Each(tx, storage.ToldPrefix(period), after, toldAtOnce, func(key string, row toldRow) error {
		last, n = key, n+1
		return setTimer(tx, now, timerTold, toldArg(period, row))
	})
	if err == nil && n == toldAtOnce {
		err = setTimer(tx, now, timerTold, period+"|"+last)
	}
	return err
}

// toldLater is the timer of one such message, whose argument is the period, the
// person and the slot, or of all those of a period, or of the rest of them
// behind a key.
func (d *Desk) toldLater(tx storage.Tx, arg string, now time.Time) error {
	p := strings.Split(arg, "|")
	if len(p) < 3 {
		return toldPage(tx, p[0], strings.Join(p[1:], ""), now)
	}
	row, ok, err := storage.Get[toldRow](tx, storage.ToldKey(p[0], p[1], p[2]))
	if err != nil || !ok {
		return err
	}
	return d.toldAnew(tx, p[0], row, now)
}

// fates is what has become of the reports that a message listed as missing.
type fates struct {
	in      debt   // the one that came in last; its report is nil where none has
	spared  []debt // need not be made any more
	missing []debt // still owed
}

// toldAnew rewrites one message: the report that came in last is named, what
// need not be made any more, and what is still missing. A message that waits
// for the morning and has nothing left to ask for is not sent at all.
func (d *Desk) toldAnew(tx storage.Tx, period string, row toldRow, now time.Time) error {
	s, err := d.toldStands(tx, row)
	if err != nil {
		return err
	}
	waits := now.Before(row.From)
	key := storage.ToldKey(period, row.Person, row.Slot)
	rest := append(slices.Clone(s.missing), s.spared...) // an excuse can be taken back
	row.Keys = slices.DeleteFunc(row.Keys, func(k reports.Key) bool {
		return !slices.ContainsFunc(rest, func(x debt) bool { return x.key() == k })
	})
	if len(s.missing) > 0 || len(s.spared) > 0 && !waits {
		err = storage.Put(tx, key, row)
	} else {
		err = tx.Delete(key)
	}
	if err != nil {
		return err
	}
	if s.in.report == nil && len(s.missing)+len(s.spared) == 0 {
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
		m.Text, m.Rows = d.tierText(p, row.To, s.missing, now)
	default:
		m.Text, m.Rows = d.fatesText(p, row, s, now)
	}
	return bot.Enqueue(tx, m)
}

// toldStands returns what has become of what a message listed.
func (d *Desk) toldStands(r storage.Reader, row toldRow) (s fates, err error) {
	read := map[string][]debt{} // by duty
	for _, k := range row.Keys {
		duty, ok := d.Plan.Duty(k.Duty)
		p, is := d.period(duty, k.Period)
		if !ok || !is {
			continue
		}
		if _, ok := read[k.Duty]; !ok {
			if read[k.Duty], err = d.debtsOf(r, duty, p); err != nil {
				return s, err
			}
		}
		i := slices.IndexFunc(read[k.Duty], func(x debt) bool { return x.key() == k })
		switch {
		case i < 0:
		case read[k.Duty][i].reported():
			if x := read[k.Duty][i]; s.in.report == nil || x.report.SubmittedAt.After(s.in.report.SubmittedAt) {
				s.in = x
			}
		case read[k.Duty][i].settled():
			s.spared = append(s.spared, read[k.Duty][i])
		default:
			s.missing = append(s.missing, read[k.Duty][i])
		}
	}
	return s, nil
}

// fatesText says what has become of what a message listed.
func (d *Desk) fatesText(p reports.Person, row toldRow, s fates, now time.Time) (x reports.Text, rows [][]bot.Button) {
	var done []string
	if s.in.report != nil {
		done = append(done, fmt.Sprintf(textUpIn, d.upName(s.in.key(), s.in.Unit, row.To), reports.TimeText(s.in.report.SubmittedAt, d.loc)))
	}
	for _, spared := range s.spared {
		done = append(done, fmt.Sprintf(textUpSpared, d.upName(spared.key(), spared.Unit, row.To)))
	}
	if len(s.missing) == 0 {
		return reports.T(strings.Join(done, "\n")), nil
	}
	x, rows = d.tierText(p, row.To, s.missing, now)
	if len(done) == 0 {
		return x, rows
	}
	return reports.T(strings.Join(done, "\n")).Line("").Line("").Append(x), rows
}
