package rollup

import (
	"fmt"
	"slices"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
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
	Waiting      bool        `json:"waiting,omitempty"`  // it is on its way, and not in the group yet
	PostedBy     string      `json:"postedBy,omitempty"` // "" for on its own
	Chat         bot.Address `json:"chat,omitempty"`     // where to
	Thread       int         `json:"thread,omitempty"`
	PreviewedAt  time.Time   `json:"previewedAt,omitzero"`
	AlarmedAt    time.Time   `json:"alarmedAt,omitzero"` // the office was told that it was not posted
	Missing      []string    `json:"missing,omitempty"`  // subjects that were missing when it was posted
}

func (r rollupRow) posted() bool { return !r.PostedAt.IsZero() }

func readRollup(d *desk.Desk, r storage.Reader, period string) (rollupRow, error) {
	row, ok, err := storage.Get[rollupRow](r, storage.RowRollup.Key(period))
	if !ok {
		row = rollupRow{V: 1, Period: period, Hold: !d.AutoPublish}
	}
	return row, err
}

// view is where the reports of a period stand, with their words.
type view struct {
	standing.Board
	words []reports.Report
	asked []reports.Request // the open ones
	done  []reports.Request // closed in the period
}

func read(d *desk.Desk, r storage.Reader, duty plan.Duty, p plan.Period, now time.Time) (view, error) {
	b, err := standing.Read(r, d.Plan, duty, p, now)
	if err != nil {
		return view{Board: b}, err
	}
	words, err := storage.Reports(r, p.ID, duty.ID)
	if err != nil {
		return view{Board: b}, err
	}
	asked, err := storage.OpenRequests(r, reports.Trouble, mostAsked)
	if err != nil {
		return view{Board: b}, err
	}
	done, err := storage.ClosedRequestsBefore(r, p.From.At(plan.Clock{}, d.Loc), p.Over(d.Loc))
	return view{b, words, asked, done}, err
}

// mostAsked is how many open requests are read for a roll-up; it lists a few.
const mostAsked = 50

// rollupText is the roll-up of a period as the group reads it. Posted unattended
// it carries counts and indicators only, and never a list of shame.
func rollupText(d *desk.Desk, o view, row rollupRow) reports.Text {
	return reports.Rollup(reports.RollupInput{Plan: d.Plan.On(o.Period.Nominal), Period: o.Period, Word: rollupWord(o.Duty), Owed: o.Owed(),
		Reports: o.words, Difficulties: row.Difficulties, Names: row.Names, Requests: o.asked, Solved: o.done, Ask: textOffice}).Trim()
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

// publishDue posts the roll-up at the deadline where the director has not.
func publishDue(d *desk.Desk, tx storage.Tx, m schedules.Moment, now time.Time) error {
	row, err := readRollup(d, tx, m.Period.ID)
	if err != nil || row.posted() || !row.AlarmedAt.IsZero() {
		return err
	}
	if row.Hold {
		return notPosted(d, tx, row, textHeldAlarm, m, now)
	}
	duty, _ := d.Duty(m.Duty)
	decided := row
	row.Difficulties, row.Names = false, false
	o, err := read(d, tx, duty, m.Period, now)
	if err != nil {
		return err
	}
	posted, err := post(d, tx, o, row, "")
	if err != nil {
		return err
	}
	if posted { // the previews say so once it is there
		return nil
	}
	return notPosted(d, tx, decided, textNoGroup, m, now)
}

// notPosted tells the office, once, that a roll-up was not posted.
func notPosted(d *desk.Desk, tx storage.Tx, row rollupRow, words string, m schedules.Moment, now time.Time) error {
	row.AlarmedAt = now
	if err := storage.Put(tx, storage.RowRollup.Key(row.Period), row); err != nil {
		return err
	}
	return d.Alarm(tx, now, fmt.Sprintf(words, d.PeriodText(m.Period, now)))
}

// post sends the roll-up to the group, or edits it where it is there already.
// It reports whether there is a group.
func post(d *desk.Desk, tx storage.Tx, o view, row rollupRow, by string) (bool, error) {
	groups, err := storage.Groups(tx)
	if err != nil || len(groups) == 0 {
		return false, err
	}
	g := groups[0]
	again := row.posted() && row.Chat == g.Chat && row.Thread == g.Thread
	if !row.posted() {
		row.PostedAt, row.PostedBy, row.Waiting = o.At, by, true
	}
	row.Chat, row.Thread, row.Missing = g.Chat, g.Thread, missingSubjects(o)
	if err := storage.Put(tx, storage.RowRollup.Key(row.Period), row); err != nil {
		return false, err
	}
	m := bot.Message{Kind: bot.Send, Chat: g.Chat, Thread: g.Thread, Slot: rollupSlot(row.Period),
		Text: rollupText(d, o, row), Insist: true, Purpose: "rollup", At: o.At}
	if by == "" { // by itself, not because somebody pressed a button just now
		m.NotBefore = o.At
	} else { // whoever presses it at night does not wake the group
		m.Silent = !d.Awake(o.At).Equal(o.At)
	}
	what := textLogPosted
	if again {
		m.Kind, m.OrSend, what = bot.Edit, true, textLogReposted
	}
	if err := bot.Enqueue(tx, m); err != nil {
		return false, err
	}
	if !again { // at the head of the group until the next one; a group that does not let the bot is none the worse
		pin := bot.Message{Kind: bot.Pin, Chat: g.Chat, Thread: g.Thread, Slot: m.Slot, Purpose: m.Purpose, At: o.At, NotBefore: m.NotBefore}
		if err := bot.Enqueue(tx, pin); err != nil {
			return false, err
		}
	}
	if err := rollupPapers(tx, row, o.At); err != nil {
		return false, err
	}
	return true, storage.Log(tx, o.At, by, "", row.Period, what, "", reports.RollupCounts(o.Count(), false))
}

func missingSubjects(o view) []string {
	var out []string
	for _, s := range o.Rows {
		if !s.Settled() {
			out = append(out, s.Subject)
		}
	}
	return out
}

// rollupChanged brings a roll-up that is already posted up to date with a
// report that came late or was corrected, and says in the group what was added.
func rollupChanged(t *desk.Turn, r reports.Report, _ bool) error {
	duty, ok := t.Progress()
	if !ok || r.Key.Duty != duty.ID {
		return nil
	}
	row, err := readRollup(t.Desk, t.Tx, r.Key.Period)
	if err != nil || !row.posted() {
		return err
	}
	p, ok := t.Period(duty, r.Key.Period)
	if !ok {
		return nil
	}
	o, err := read(t.Desk, t.Tx, duty, p, t.Now)
	if err != nil {
		return err
	}
	words := fmt.Sprintf(textRollupCorrected, t.ReportTitle(r.Key))
	switch {
	case !slices.Contains(row.Missing, r.Key.Subject):
	case !row.Names: // nobody is told by it who had been silent
		words = textRollupNews
	case r.Late() > 0:
		words = fmt.Sprintf(textRollupAdded, t.ReportTitle(r.Key))
	default:
		words = fmt.Sprintf(textRollupIn, t.ReportTitle(r.Key))
	}
	if ok, err := post(t.Desk, t.Tx, o, row, t.Me.ID); err != nil || !ok {
		return err
	}
	if row, err = readRollup(t.Desk, t.Tx, r.Key.Period); err != nil { // the group may be another by now
		return err
	}
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Send, Chat: row.Chat, Thread: row.Thread, ReplyTo: rollupSlot(row.Period),
		Text: reports.T(words), Silent: true, Insist: true, Purpose: "rollup", At: t.Now, NotBefore: t.Awake(t.Now)})
}

// rollupReturned counts a report that was sent back as missing in the group as well.
func rollupReturned(t *desk.Turn, r reports.Report, _ []int) error {
	duty, ok := t.Progress()
	if !ok || r.Key.Duty != duty.ID {
		return nil
	}
	return recount(t.Desk, t.Tx, r.Key.Period, t.Me.ID, t.Now)
}

// rollupDecided does the same with what is excused, or owed after all.
func rollupDecided(d *desk.Desk, tx storage.Tx, period string, now time.Time) error {
	return recount(d, tx, period, "", now)
}

// recount brings a roll-up that is posted up to date where other reports are missing
// than it says: the group reads what /status shows. What the office decides about a
// unit is no news to the group, which hears nothing of it.
func recount(d *desk.Desk, tx storage.Tx, period, by string, now time.Time) error {
	row, err := readRollup(d, tx, period)
	if err != nil || !row.posted() {
		return err
	}
	duty, ok := d.Progress()
	if !ok {
		return nil
	}
	p, ok := d.Period(duty, period)
	if !ok {
		return nil
	}
	o, err := read(d, tx, duty, p, now)
	if err != nil || slices.Equal(missingSubjects(o), row.Missing) {
		return err
	}
	_, err = post(d, tx, o, row, by)
	return err
}

// showPreviews brings the previews of everybody in the office up to date, so
// that nobody decides on what a colleague has decided. Whoever tapped gets
// one even if theirs is gone.
func showPreviews(d *desk.Desk, tx storage.Tx, o view, tapped string) error {
	row, err := readRollup(d, tx, o.Period.ID)
	if err != nil {
		return err
	}
	people, err := staff.Holders(tx, reports.Director, reports.DeputyDir)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Reachable() {
			continue
		}
		m := previewMessage(d, o, row, p)
		m.Kind, m.OrSend = bot.Edit, p.ID == tapped
		if err := bot.Enqueue(tx, m); err != nil {
			return err
		}
	}
	return nil
}
