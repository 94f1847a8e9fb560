package desk

import (
	"fmt"
	"strings"
	"time"

	"liubao/bot"
	"liubao/internal/numbers"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// slotPreview names the director's preview of a roll-up.
func previewSlot(period string) string { return "preview/" + period }

// slotRollup names the group's messages that carry a period's roll-up.
func rollupSlot(period string) string { return "rollup/" + period }

// rollupRow is what was decided about a period's roll-up, and what was posted.
type rollupRow struct {
	V            int         `json:"v"`
	Period       string      `json:"period"`
	Difficulties bool        `json:"difficulties"`       // shown in the group
	Names        bool        `json:"names"`              // of units that have not reported
	Hold         bool        `json:"hold"`               // not posted at the deadline on its own
	PostedAt     time.Time   `json:"postedAt,omitzero"`  // first
	PostedBy     string      `json:"postedBy,omitempty"` // "" for on its own
	Chat         bot.Address `json:"chat,omitempty"`     // where to
	Thread       int         `json:"thread,omitempty"`
	PreviewedAt  time.Time   `json:"previewedAt,omitzero"`
	AlarmedAt    time.Time   `json:"alarmedAt,omitzero"` // the office was told that it was not posted
	Missing      []string    `json:"missing,omitempty"`  // subjects that were missing when it was posted
}

func (r rollupRow) posted() bool { return !r.PostedAt.IsZero() }

func (d *Desk) rollupRow(r storage.Reader, period string) (rollupRow, error) {
	row, ok, err := storage.Get[rollupRow](r, storage.RollupKey(period))
	if !ok {
		row = rollupRow{V: 1, Period: period, Hold: !d.AutoPublish}
	}
	return row, err
}

// rollupText sets out the roll-up of a period. Posted unattended it carries
// counts, indicators and non-sensitive progress only, and never a list of shame.
func (d *Desk) rollupText(o overview, row rollupRow) reports.Text {
	x := reports.Text{}.Head(fmt.Sprintf(textRollupHead, d.Plan.Name, rollupWord(o.duty), reports.PeriodText(o.period)))
	x = x.Line(d.countsText(o, row.Difficulties))
	if row.Names {
		if names := missingNames(d, o); len(names) > 0 {
			x = x.Line(fmt.Sprintf(textRollupMissing, strings.Join(names, "、")))
		}
	}
	for _, s := range o.rows {
		x = x.Line("").Append(d.areaText(s, row.Difficulties))
	}
	return x.Trim()
}

func missingNames(d *Desk, o overview) []string {
	var out []string
	for _, s := range o.rows {
		if !s.settled() {
			out = append(out, d.subjectName(s.key()))
		}
	}
	return out
}

// countsText is the roll-up's first line: how many of how many, and what moved.
func (d *Desk) countsText(o overview, difficulties bool) string {
	count := map[reports.Progress]int{}
	late := 0
	for _, s := range o.rows {
		if !s.reported() {
			continue
		}
		if s.report.Late() > 0 {
			late++
		}
		for _, e := range s.report.Tasks {
			p := e.Progress
			if p == reports.Difficulty && !difficulties {
				p = reports.Moving // with one of each, a count would name it
			}
			count[p]++
		}
	}
	words := fmt.Sprintf(textCounts, len(o.rows), o.reported())
	if late > 0 {
		words += fmt.Sprintf(textCountsLate, late)
	}
	var tasks []string
	for _, p := range []reports.Progress{reports.Moving, reports.Done, reports.Difficulty, reports.Same} {
		if count[p] > 0 {
			tasks = append(tasks, fmt.Sprintf("%s%d", p.Label(), count[p]))
		}
	}
	if len(tasks) > 0 {
		words += fmt.Sprintf(textCountsTasks, strings.Join(tasks, "、"))
	}
	return words
}

// rollupWord names the roll-up by how often there is one.
func rollupWord(duty plan.Duty) string {
	switch len(duty.Days) {
	case 1:
		return textMonthly
	case 2:
		return textHalfMonthly
	}
	return textEachPeriod
}

func (d *Desk) areaText(s overviewRow, difficulties bool) reports.Text {
	a, _ := d.Plan.Area(s.Subject)
	x := reports.Text{}.Add(reports.Bold, fmt.Sprintf("%s、%s", numbers.Cardinal(a.Number), a.Name)).
		Line("（" + d.Plan.UnitName(s.Unit) + "）")
	if s.excused() {
		return x.Line(textExcusedInRollup)
	}
	if !s.reported() {
		return x.Line(textNotYetIn)
	}
	for _, e := range s.words.Entries {
		x = x.Append(d.entryText(e, difficulties))
	}
	var figures []string
	for _, v := range s.words.Readings {
		i, ok := d.Plan.Indicator(v.Indicator)
		if !ok || i.Private || v.Unknown {
			continue
		}
		figures = append(figures, fmt.Sprintf(textFigure, i.Name, i.Format(v.Value), i.TargetText()))
	}
	if len(figures) > 0 {
		x = x.Line(textFiguresInline + strings.Join(figures, "；"))
	}
	return x
}

// entryText is a task's line. With difficulties hidden, a task in difficulty
// is there by name only.
func (d *Desk) entryText(e reports.Entry, difficulties bool) reports.Text {
	task, _ := d.Plan.Task(e.Task)
	x := reports.Text{}.Add(reports.Plain, fmt.Sprintf("%d. %s：", e.Task, task.Title))
	switch {
	case e.Progress == reports.Same:
		return x.Line(e.Progress.Label())
	case e.Progress == reports.Difficulty && !difficulties:
		return x.Line(textInHand)
	case e.Progress == reports.Difficulty:
		x = x.Line(e.Progress.Label() + "，" + oneLine(e.Text()))
		if need := reports.Join(e.Need); need != "" {
			x = x.Line("   " + textNeed + oneLine(need))
		}
		if from := reports.Join(e.NeedFrom); from != "" {
			x = x.Line("   " + textNeedFrom + oneLine(from))
		}
		return x
	}
	return x.Line(oneLine(e.Text()))
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// publishDue posts the roll-up at the deadline where the director has not.
func (d *Desk) publishDue(tx storage.Tx, m schedules.Moment, now time.Time) error {
	row, err := d.rollupRow(tx, m.Period.ID)
	if err != nil || row.posted() || !row.AlarmedAt.IsZero() {
		return err
	}
	if row.Hold {
		return d.notPosted(tx, row, textHeldAlarm, m, now)
	}
	duty, _ := d.Plan.Duty(m.Duty)
	decided := row
	row.Difficulties, row.Names = false, false
	o, err := d.overviewAt(tx, duty, m.Period, now)
	if err != nil {
		return err
	}
	posted, err := d.post(tx, o, row, "")
	if err != nil {
		return err
	}
	if posted {
		return d.showPreviews(tx, o, "")
	}
	return d.notPosted(tx, decided, textNoGroup, m, now)
}

// notPosted tells the office, once, that a roll-up was not posted.
func (d *Desk) notPosted(tx storage.Tx, row rollupRow, words string, m schedules.Moment, now time.Time) error {
	row.AlarmedAt = now
	if err := storage.Put(tx, storage.RollupKey(row.Period), row); err != nil {
		return err
	}
	return d.alarm(tx, now, fmt.Sprintf(words, reports.PeriodText(m.Period)))
}

// post sends the roll-up to the group, or edits it where it is there already.
// It reports whether there is a group.
func (d *Desk) post(tx storage.Tx, o overview, row rollupRow, by string) (bool, error) {
	groups, err := storage.Groups(tx)
	if err != nil || len(groups) == 0 {
		return false, err
	}
	g := groups[0]
	again := row.posted() && row.Chat == g.Chat && row.Thread == g.Thread
	if !row.posted() {
		row.PostedAt, row.PostedBy = o.at, by
	}
	row.Chat, row.Thread, row.Missing = g.Chat, g.Thread, missingSubjects(o)
	if err := storage.Put(tx, storage.RollupKey(row.Period), row); err != nil {
		return false, err
	}
	m := bot.Message{Kind: bot.Send, Chat: g.Chat, Thread: g.Thread, Slot: rollupSlot(row.Period),
		Text: d.rollupText(o, row), Purpose: "rollup", At: o.at}
	if by == "" { // by itself, not because somebody pressed a button just now
		m.NotBefore = o.at
	} else { // whoever presses it at night does not wake the group
		m.Silent = !d.Awake(o.at).Equal(o.at)
	}
	what := textLogPosted
	if again {
		m.Kind, m.OrSend, what = bot.Edit, true, textLogReposted
	}
	if err := bot.Enqueue(tx, m); err != nil {
		return false, err
	}
	if err := d.rollupPapers(tx, row, o.at); err != nil {
		return false, err
	}
	return true, audit(tx, o.at, by, "", row.Period, what, "", fmt.Sprintf(textCounts, len(o.rows), o.reported()))
}

func missingSubjects(o overview) []string {
	var out []string
	for _, s := range o.rows {
		if !s.settled() {
			out = append(out, s.Subject)
		}
	}
	return out
}

// rollupChanged brings a roll-up that is already posted up to date with a
// report that came late or was corrected, and says in the group what was added.
func (t *turn) rollupChanged(r reports.Report, _ bool) error {
	duty, ok := t.progress()
	if !ok || r.Key.Duty != duty.ID {
		return nil
	}
	row, err := t.rollupRow(t.tx, r.Key.Period)
	if err != nil || !row.posted() {
		return err
	}
	p, ok := t.period(duty, r.Key.Period)
	if !ok {
		return nil
	}
	o, err := t.overviewAt(t.tx, duty, p, t.now)
	if err != nil {
		return err
	}
	words := textRollupCorrected
	for _, s := range row.Missing {
		if s == r.Key.Subject {
			words = textRollupIn
			if r.Late() > 0 {
				words = textRollupAdded
			}
		}
	}
	if ok, err := t.post(t.tx, o, row, t.me.ID); err != nil || !ok {
		return err
	}
	if row, err = t.rollupRow(t.tx, r.Key.Period); err != nil { // the group may be another by now
		return err
	}
	return bot.Enqueue(t.tx, bot.Message{Kind: bot.Send, Chat: row.Chat, Thread: row.Thread, ReplyTo: rollupSlot(row.Period),
		Text: reports.T(fmt.Sprintf(words, t.subjectName(r.Key))), Silent: true, Purpose: "rollup", At: t.now, NotBefore: t.Awake(t.now)})
}

// showPreviews brings the previews of everybody in the office up to date, so
// that nobody decides on what a colleague has decided. Whoever tapped gets
// one even if theirs is gone.
func (d *Desk) showPreviews(tx storage.Tx, o overview, tapped string) error {
	row, err := d.rollupRow(tx, o.period.ID)
	if err != nil {
		return err
	}
	people, err := holders(tx, reports.Director, reports.DeputyDir)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Reachable() {
			continue
		}
		m := d.previewMessage(o, row, p)
		m.Kind, m.OrSend = bot.Edit, p.ID == tapped
		if err := bot.Enqueue(tx, m); err != nil {
			return err
		}
	}
	return nil
}
