package desk

import (
	"fmt"
	"strings"
	"time"

	"liubao/bot"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// slotStatus names the message that the office's status edits.
const slotStatus = "status"

// standing is where one report stands in the office's eyes.
type standing struct {
	debt
	reminded  int       // messages sent to the unit about it
	lastAt    time.Time // the newest of them
	reachable int       // of the unit's contacts
	people    int
}

// overview is where every report of a duty and period stands.
type overview struct {
	duty   plan.Duty
	period plan.Period
	rows   []standing
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

// overviewAt reads where the reports of a period stand.
func (d *Desk) overviewAt(r storage.Reader, duty plan.Duty, p plan.Period, now time.Time) (overview, error) {
	o := overview{duty: duty, period: p, at: now}
	for _, ob := range d.Plan.Obligations(duty) {
		x, err := d.debt(r, duty, p, ob)
		if err != nil {
			return o, err
		}
		o.rows = append(o.rows, standing{debt: x})
	}
	if err := d.countReminders(r, &o); err != nil {
		return o, err
	}
	return o, d.countPeople(r, &o)
}

// countReminders adds how often each unit was reminded, and when last: a
// message to two contacts at one time counts once, and so do stages merged into one.
func (d *Desk) countReminders(r storage.Reader, o *overview) error {
	people, err := storage.AllPeople(r)
	if err != nil {
		return err
	}
	unit := map[string]string{}
	for _, p := range people {
		unit[p.ID] = p.Unit
	}
	type seen struct {
		unit string
		at   int64
	}
	stages := map[seen]time.Time{}
	err = storage.Each(r, storage.SentPrefix(o.period.ID, o.duty.ID), "", 0, func(key string, at time.Time) error {
		c := storage.Components(key)
		stages[seen{unit[c[4]], at.Unix()}] = at
		return nil
	})
	if err != nil {
		return err
	}
	for i := range o.rows {
		for k, at := range stages {
			if k.unit != o.rows[i].Unit {
				continue
			}
			o.rows[i].reminded++
			if o.rows[i].lastAt.Before(at) {
				o.rows[i].lastAt = at
			}
		}
	}
	return nil
}

func (d *Desk) countPeople(r storage.Reader, o *overview) error {
	people, err := storage.AllPeople(r)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Left.IsZero() || !p.Has(reports.Contact, reports.Deputy) {
			continue
		}
		for i := range o.rows {
			if o.rows[i].Unit != p.Unit {
				continue
			}
			o.rows[i].people++
			if p.Reachable() {
				o.rows[i].reachable++
			}
		}
	}
	return nil
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
		return t.say(t.owedText(owed), rows...)
	}
	m, err := t.statusMessage("")
	if err != nil {
		return err
	}
	m.Kind, m.Replaces = bot.Send, true
	return bot.Enqueue(t.tx, m)
}

// statusMessage renders the status of a period, "" for the one that matters
// now: while reports of the last one are missing in the first days after its
// deadline, that one.
func (t *turn) statusMessage(period string) (bot.Message, error) {
	m := bot.Message{Chat: t.u.Chat.ID, Slot: slotStatus, Purpose: "status", Person: t.me.ID, At: t.now}
	duty, ok := t.progress()
	if !ok {
		m.Text = reports.T(textNothingOwed)
		return m, nil
	}
	periods := t.periodsAt(duty, t.now)
	if len(periods) == 0 {
		m.Text = reports.T(fmt.Sprintf(textNotStarted, reports.DayText(t.Plan.Starts)))
		return m, nil
	}
	var o overview
	var err error
	for i, p := range periods {
		if period != "" && p.ID != period && i < len(periods)-1 {
			continue
		}
		if o, err = t.overviewAt(t.tx, duty, p, t.now); err != nil {
			return m, err
		}
		if period == p.ID || i == len(periods)-1 || t.stillMatters(o) {
			break
		}
	}
	m.Text = t.overviewText(o)
	m.Rows = t.statusRows(o, periods)
	return m, nil
}

// stillMatters reports whether a period whose deadline has passed is still the
// one to look at: reports are missing, and the last nag is not long ago.
func (d *Desk) stillMatters(o overview) bool {
	return o.reported() < len(o.rows) && o.at.Sub(o.period.Deadline) < 5*24*time.Hour
}

func (d *Desk) overviewText(o overview) reports.Text {
	x := reports.Text{}.Head(fmt.Sprintf(textStatusHead, reports.PeriodText(o.period), o.reported(), len(o.rows)))
	left := o.period.Deadline.Sub(o.at)
	if left >= 0 {
		x = x.Line(fmt.Sprintf(textStatusLeft, reports.TimeText(o.period.Deadline, d.loc), reports.SpanText(left)))
	} else {
		x = x.Line(fmt.Sprintf(textStatusOver, reports.TimeText(o.period.Deadline, d.loc), reports.SpanText(-left)))
	}
	x = x.Line("")
	for _, s := range o.rows {
		x = x.Append(d.standingText(s, o.at))
	}
	return x.Line("").Add(reports.Italic, fmt.Sprintf(textStatusAt, reports.TimeText(o.at, d.loc)))
}

// standingText is one line of the status: a light with a word, the area and
// its unit, and what the director asks next.
func (d *Desk) standingText(s standing, now time.Time) reports.Text {
	head := d.subjectName(s.key()) + "（" + d.Plan.UnitName(s.Unit) + "）"
	light, words := d.standingWords(s, now)
	x := reports.Text{}.Add(reports.Plain, light+" ").Add(reports.Bold, head).Line("：" + words)
	var more []string
	if s.reminded > 0 && !s.reported() {
		more = append(more, fmt.Sprintf(textReminded, s.reminded, reports.TimeText(s.lastAt, d.loc)))
	}
	switch {
	case s.people == 0:
		more = append(more, textNobody)
	case s.reachable == 0:
		more = append(more, textNobodyReachable)
	}
	if len(more) > 0 {
		x = x.Line("   " + strings.Join(more, "；"))
	}
	return x
}

func (d *Desk) standingWords(s standing, now time.Time) (light, words string) {
	switch {
	case s.reported():
		on := textOnTime
		if late := s.report.Late(); late > 0 {
			on = fmt.Sprintf(textLate, reports.SpanText(late))
		}
		words = fmt.Sprintf(textReportedAt, s.report.State.Label(), reports.TimeText(s.report.FirstAt, d.loc), on)
		if n := difficulties(*s.report); n > 0 {
			words += fmt.Sprintf(textDifficulties, n)
		}
		if s.report.Version > 1 {
			words += fmt.Sprintf(textCorrected, s.report.Version-1)
		}
		return "✅", words
	case s.draft != nil && s.draft.Filled > 0:
		words = fmt.Sprintf(textDraftingOf, s.draft.Filled, s.draft.Of, reports.TimeText(s.draft.Updated, d.loc))
		light = "✏️"
	default:
		words, light = textSilent, "⬜"
	}
	if s.overdue(now) {
		return "🔴", fmt.Sprintf(textOverdueFor, reports.SpanText(now.Sub(s.period.Deadline))) + "，" + words
	}
	return light, words
}

func difficulties(r reports.Report) int {
	n := 0
	for _, e := range r.Entries {
		if e.Progress == reports.Difficulty {
			n++
		}
	}
	return n
}

func (t *turn) statusRows(o overview, periods []plan.Period) [][]bot.Button {
	rows := [][]bot.Button{{{Label: buttonRefresh, Data: "st.r." + o.period.ID}}}
	if Can(t.me, ActNag) && o.reported() < len(o.rows) {
		rows[0] = append(rows[0], bot.Button{Label: buttonNagAll, Data: "st.n." + o.period.ID})
		var row []bot.Button
		asked := map[string]bool{}
		for _, s := range o.rows {
			if s.reported() || asked[s.Unit] {
				continue
			}
			asked[s.Unit] = true
			row = append(row, bot.Button{Label: fmt.Sprintf(buttonNag, t.Plan.UnitName(s.Unit)), Data: "st.n." + o.period.ID + "." + s.Unit})
			if len(row) == 2 {
				rows, row = append(rows, row), nil
			}
		}
		if len(row) > 0 {
			rows = append(rows, row)
		}
	}
	row := []bot.Button{}
	for _, s := range o.rows {
		if s.report != nil {
			row = append(row, bot.Button{Label: fmt.Sprintf(buttonRead, t.subjectName(s.key())), Data: "st.v." + o.period.ID + "." + s.Subject})
		}
		if len(row) == 2 {
			rows, row = append(rows, row), nil
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	for _, p := range periods {
		if p.ID != o.period.ID {
			rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonOtherPeriod, reports.DayText(p.Nominal)), Data: "st.r." + p.ID}})
		}
	}
	return rows
}

// tappedStatus takes st.r.PERIOD (refresh), st.n.PERIOD[.UNIT] (nag) and
// st.v.PERIOD.SUBJECT (read a report).
func (t *turn) tappedStatus(parts []string) error {
	if !Can(t.me, ActStatus) || len(parts) < 3 {
		return t.toast(textNotAllowed)
	}
	switch parts[1] {
	case "n":
		if !Can(t.me, ActNag) {
			return t.toast(textNotAllowed)
		}
		unit := ""
		if len(parts) > 3 {
			unit = parts[3]
		}
		if err := t.nag(parts[2], unit); err != nil {
			return err
		}
	case "v":
		if len(parts) < 4 {
			return t.toast(textOldButton)
		}
		return t.read(parts[2], parts[3])
	}
	m, err := t.statusMessage(parts[2])
	if err != nil {
		return err
	}
	m.Kind, m.OrSend = bot.Edit, true
	return bot.Enqueue(t.tx, m)
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
