package digest

import (
	"errors"
	"fmt"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/reporttext"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// settingDigest holds when the last digest was made, sent or not.
const settingDigest = "digest-at"

// digestDue makes the digest and sends it to the office.
func digestDue(d *desk.Desk, tx storage.Tx, m schedules.Moment, now time.Time) error {
	on, err := d.Switched(tx, rules.SwitchDigest)
	if err != nil || !on && d.Rules.DigestAt == nil {
		return err
	}
	since, ok, err := storage.SettingSound[time.Time](tx, settingDigest)
	if err != nil {
		return err
	}
	if !ok {
		since = schedules.AddWorkdays(d.Calendar, plan.DateOf(now.In(d.Loc)), -1).At(plan.Clock{}, d.Loc)
	}
	if err := storage.SaveSetting(tx, settingDigest, now); err != nil {
		return err
	}
	var changed, decide []string
	for _, f := range d.Installed {
		if f.Shows.Digest == nil {
			continue
		}
		c, q, err := f.Shows.Digest(d, tx, since, now)
		if errors.Is(err, storage.ErrCorrupt) { // the rest is told all the same
			q, err = append(q, textDigestDamaged), nil
		}
		if err != nil {
			return err
		}
		changed, decide = append(changed, c...), append(decide, q...)
	}
	if len(changed)+len(decide) == 0 {
		return nil
	}
	return sendDigest(d, tx, m, digestText(plan.DateOf(now.In(d.Loc)), changed, decide), now)
}

// digestText sets the digest out: what needs a decision first.
func digestText(day plan.Date, changed, decide []string) reports.Text {
	x := reports.Text{}.Head(fmt.Sprintf(textDigestHead, reports.DayText(day)))
	for _, part := range []struct {
		head  string
		lines []string
	}{{textDigestDecide, decide}, {textDigestChanged, changed}} {
		if len(part.lines) == 0 {
			continue
		}
		x = x.Line("").Add(reports.Bold, part.head).Line("")
		for i, s := range part.lines {
			if i == digestLines {
				x = x.Line(fmt.Sprintf(textDigestMore, len(part.lines)-i))
				break
			}
			x = x.Line("· " + s)
		}
	}
	return x
}

// digestLines is how many lines each half of a digest has at most.
const digestLines = 15

func sendDigest(d *desk.Desk, tx storage.Tx, m schedules.Moment, x reports.Text, now time.Time) error {
	people, err := staff.Holders(tx, reports.Director, reports.DeputyDir)
	if err != nil {
		return err
	}
	for _, p := range people {
		if _, err := d.Post(tx, gate.Post{To: p, Weight: gate.Free, Once: []gate.Mark{{Period: m.Period.ID, Duty: "-", Stage: m.Stage}}, Message: bot.Message{
			Kind: bot.Send, Replaces: true, Slot: "digest", Text: x, Bulk: true, Purpose: "digest",
			Rows: [][]bot.Button{{{Label: buttonOpenCockpit, Data: "ck.h"}}}, Expires: d.Awake(now).Add(d.Rules.MaxAge),
		}}, now); err != nil {
			return err
		}
	}
	return nil
}

// digestReports: what came in, what fell overdue, what is overdue still.
func digestReports(d *desk.Desk, r storage.Reader, since, now time.Time) (changed, decide []string, err error) {
	duty, ok := d.Progress()
	if !ok {
		return nil, nil, nil
	}
	for _, p := range d.PeriodsAt(duty, now) {
		b, err := d.Board(r, duty, p, now)
		if err != nil {
			return nil, nil, err
		}
		for _, l := range b.Rows {
			what := fmt.Sprintf("%s（%s）", d.ReportName(l.Key(), now), d.UnitIn(l.Unit, l.Period.ID))
			if l.Report != nil && l.Report.SubmittedAt.After(since) {
				changed = append(changed, digestReport(what, *l.Report))
			}
			if l.Overdue(now) && b.Matters() {
				decide = append(decide, fmt.Sprintf(textDigestOverdue, what, reports.SpanText(now.Sub(p.Deadline)), l.Reminded.N))
			}
		}
	}
	return changed, decide, nil
}

func digestReport(what string, b reports.Brief) string {
	s := fmt.Sprintf(textDigestCame, what)
	if b.Version > 1 {
		s = fmt.Sprintf(textDigestAgain, what, b.Version)
	}
	if n := b.Count(reports.Difficulty); n > 0 {
		s += fmt.Sprintf(reporttext.Difficulties, n)
	}
	return s
}
