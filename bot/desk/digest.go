package desk

import (
	"fmt"
	"time"

	"liubao/bot"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// The morning digest: what changed since the last one, and what needs a
// decision. Where there is neither, nobody hears anything.

// settingDigest holds when the last digest was made, sent or not.
const settingDigest = "digest-at"

// digestDue makes the digest and sends it to the office.
func (d *Desk) digestDue(tx storage.Tx, m schedules.Moment, now time.Time) error {
	on, err := d.switched(tx, SwitchDigest)
	if err != nil || !on && d.Rules.DigestAt == nil {
		return err
	}
	since, ok, err := storage.Setting[time.Time](tx, settingDigest)
	if err != nil {
		return err
	}
	if !ok {
		since = now.AddDate(0, 0, -1)
	}
	if err := storage.SaveSetting(tx, settingDigest, now); err != nil {
		return err
	}
	var changed, decide []string
	for _, f := range d.features {
		if f.Shows.Digest == nil {
			continue
		}
		c, q, err := f.Shows.Digest(d, tx, since, now)
		if err != nil {
			return err
		}
		changed, decide = append(changed, c...), append(decide, q...)
	}
	if len(changed)+len(decide) == 0 {
		return nil
	}
	return d.sendDigest(tx, m, digestText(plan.DateOf(now.In(d.loc)), changed, decide), now)
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

func (d *Desk) sendDigest(tx storage.Tx, m schedules.Moment, x reports.Text, now time.Time) error {
	people, err := holders(tx, reports.Director, reports.DeputyDir)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Reachable() {
			continue
		}
		first, err := storage.MarkSent(tx, m.Period.ID, "-", m.Stage, p.ID, now)
		if err != nil {
			return err
		}
		if !first {
			continue
		}
		if err := bot.Enqueue(tx, bot.Message{
			Kind: bot.Send, Replaces: true, Chat: p.Chat, Slot: "digest", Text: x, Bulk: true, Purpose: "digest", Person: p.ID,
			Rows: [][]bot.Button{{{Label: buttonOpenCockpit, Data: "ck.h"}}},
			At:   now, NotBefore: d.Awake(now), Expires: d.Awake(now).Add(d.Rules.MaxAge),
		}); err != nil {
			return err
		}
	}
	return nil
}

// digestReports: what came in, what fell overdue, what is overdue still.
func (d *Desk) digestReports(r storage.Reader, since, now time.Time) (changed, decide []string, err error) {
	duty, ok := d.progress()
	if !ok {
		return nil, nil, nil
	}
	for _, p := range d.periodsAt(duty, now) {
		b, err := d.board(r, duty, p, now)
		if err != nil {
			return nil, nil, err
		}
		for _, l := range b.lines {
			what := fmt.Sprintf("%s（%s）", d.subjectName(l.key()), d.Plan.UnitName(l.Unit))
			if l.report != nil && l.report.SubmittedAt.After(since) {
				changed = append(changed, digestReport(what, *l.report))
			}
			if l.overdue(now) && d.boardMatters(b) {
				decide = append(decide, fmt.Sprintf(textDigestOverdue, what, reports.SpanText(now.Sub(p.Deadline)), l.reminded.N))
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
		s += fmt.Sprintf(textDifficulties, n)
	}
	return s
}

// digestPeople: who joined, who cannot be reached any more, and which lead
// units nobody can be reached at.
func (d *Desk) digestPeople(r storage.Reader, since, now time.Time) (changed, decide []string, err error) {
	all, err := storage.AllPeople(r)
	if err != nil {
		return nil, nil, err
	}
	reach := map[string]bool{}
	for _, p := range all {
		name := d.unitOrOffice(p.Unit) + " " + p.Name
		switch {
		case !p.Left.IsZero():
			continue
		case p.Since.After(since):
			changed = append(changed, fmt.Sprintf(textDigestJoined, name))
		case p.Unreachable.After(since):
			changed = append(changed, fmt.Sprintf(textDigestLost, name))
		}
		if p.Reachable() && Can(p, ActReport) {
			reach[p.Unit] = true
		}
	}
	told := map[string]bool{}
	for _, a := range d.Plan.Areas {
		if !reach[a.Lead] && !told[a.Lead] {
			told[a.Lead] = true
			decide = append(decide, fmt.Sprintf(textDigestNobody, d.Plan.UnitName(a.Lead)))
		}
	}
	return changed, decide, nil
}
