package report

import (
	"fmt"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/staff"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// A report that waits for the head's signature is chased like one that is
// missing: the heads are reminded, then the office hears of it, then the leaders.

// chased is a version that waited for a signature when the timer was set.
type chased struct {
	Key     reports.Key
	Version int
	Step    int // 0 for the first
}

var timerUnsigned = desk.NewTimer[chased]("unsigned", nil)

// chaseAt is the hour of a working day at which it is chased.
var chaseAt = plan.Clock{Hour: 10}

// chases are the working days after the submission, one step each: the heads at
// every step, from the second the office, from the third the leaders as well.
var chases = []int{1, 2, 4, 7}

// chase sets the timer of a step, counted from a day; after the last nothing is
// set, and what is unsigned stays in the status.
func chase(d *desk.Desk, tx storage.Tx, c chased, from time.Time) error {
	if c.Step >= len(chases) {
		return nil
	}
	days := chases[c.Step]
	if c.Step > 0 {
		days -= chases[c.Step-1]
	}
	day := schedules.AddWorkdays(d.Calendar, plan.DateOf(from.In(d.Loc)), days)
	return timerUnsigned.Set(tx, day.At(chaseAt, d.Loc), c)
}

// unsigned chases a report that waits for its signature still.
func unsigned(d *desk.Desk, tx storage.Tx, c chased, now time.Time) error {
	r, ok, err := storage.SoundReport(tx, c.Key)
	if err != nil || !ok || r.Version != c.Version || r.State != reports.AwaitsSign {
		return err
	}
	all, err := storage.AllPeople(tx)
	if err != nil {
		return err
	}
	up, err := upText(d, tx, c.Key, now)
	if err != nil {
		return err
	}
	day := plan.DateOf(now.In(d.Loc))
	since := d.TimeText(r.SubmittedAt, now)
	for _, p := range all {
		var post gate.Post
		switch {
		case p.Unit == r.Unit && staff.Can(p, staff.ActSign):
			post = gate.Post{To: p, Acting: c.Key.Period, Message: bot.Message{Kind: bot.Send, Replaces: true, Slot: signSlot(c.Key), Purpose: "sign-off",
				Text: reports.T(fmt.Sprintf(textUnsignedHead, d.ReportTitle(c.Key, now), since)), Rows: signRows(r)}}
		case c.Step >= 1 && staff.Office(p), c.Step >= 2 && p.Has(reports.Leader):
			post = gate.Post{To: p, Message: bot.Message{Kind: bot.Send, Purpose: "sign-off",
				Text: up}}
			post.Once = []gate.Mark{{Period: c.Key.Period, Duty: c.Key.Duty, Stage: "unsigned-" + day.String()}} // all of a day in one message
		default:
			continue
		}
		if post.Once == nil {
			post.Once = []gate.Mark{{Period: c.Key.Period, Duty: c.Key.Duty, Stage: fmt.Sprintf("unsigned-%s-%d-%d", c.Key.Subject, c.Version, c.Step)}}
		}
		post.Log = gate.LogRow{Unit: r.Unit, Period: c.Key.Period, What: textLogUnsigned, After: p.Name}
		if _, err := d.Post(tx, post, now); err != nil {
			return err
		}
	}
	c.Step++
	return chase(d, tx, c, now)
}

// upText names everything of the period that has waited for its head since the day
// before, for the office and the leaders.
func upText(d *desk.Desk, r storage.Reader, k reports.Key, now time.Time) (reports.Text, error) {
	duty, _, p, ok := d.Obligation(k)
	if !ok {
		return nil, nil
	}
	all, err := d.Standings(r, duty, p)
	x := reports.T(fmt.Sprintf(textUnsignedUp, d.PeriodText(p, now)))
	for _, s := range all {
		if s.Unsigned() && plan.DateOf(s.Report.SubmittedAt.In(d.Loc)).Before(plan.DateOf(now.In(d.Loc))) {
			x = x.Line("").Add(reports.Plain, fmt.Sprintf(textUnsignedUpLine, reports.Titled(d.SubjectName(s.Key())), d.UnitIn(s.Unit, p.ID),
				d.TimeText(s.Report.SubmittedAt, now)))
		}
	}
	return x, err
}

// signRows are a head's buttons below a report that waits.
func signRows(r reports.Report) [][]bot.Button {
	a := signTap{r.Key, r.Version}
	return [][]bot.Button{{{Label: buttonSign, Data: tapSign.Data(a), Style: bot.GoodButton}, {Label: buttonSignReturn, Data: tapSignReturn.Data(a), Style: bot.BadButton}},
		{{Label: buttonSignRead, Data: tapSignRead.Data(a)}}}
}
