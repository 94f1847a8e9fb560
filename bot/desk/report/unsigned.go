package report

import (
	"fmt"
	"slices"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
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

// unsigned chases what waits for its signature, on behalf of one report that does: one
// message a day to each person, of all that has waited long enough to concern them. It
// is no reminder of something owed, and counts as none.
func unsigned(d *desk.Desk, tx storage.Tx, c chased, now time.Time) error {
	r, ok, err := storage.SoundReport(tx, c.Key)
	if err != nil || !ok || r.Version != c.Version || r.State != reports.AwaitsSign {
		return err
	}
	today := plan.DateOf(now.In(d.Loc))
	if !d.Calendar.Workday(today) { // it has become a day off since
		return timerUnsigned.Set(tx, schedules.AddWorkdays(d.Calendar, today, 1).At(chaseAt, d.Loc), c)
	}
	waits, err := unsignedNow(d, tx, now)
	if err != nil {
		return err
	}
	all, err := storage.AllPeople(tx)
	if err != nil {
		return err
	}
	for _, p := range all {
		post := gate.Post{To: p, Weight: gate.Free, Once: []gate.Mark{{Period: today.String(), Duty: "-", Stage: "unsigned"}},
			Log: gate.LogRow{Unit: r.Unit, Period: c.Key.Period, What: textLogUnsigned, After: p.Name}}
		var list signList
		switch {
		case p.Unit == d.Heir(r.Unit) && staff.Can(p, staff.ActSign):
			mine := slices.DeleteFunc(since(d, waits, 0, now), func(x standing.Standing) bool { return d.Heir(x.Unit) != p.Unit })
			if len(mine) == 1 {
				post.Message = headText(d, mine[0], now)
			}
			post.Acting, list = c.Key.Period, listOf(mine, true)
		case c.Step >= 1 && staff.Office(p):
			list = listOf(since(d, waits, 1, now), false)
		case c.Step >= 2 && p.Has(reports.Leader):
			list = listOf(since(d, waits, 2, now), false)
		}
		if len(list.Items) == 0 {
			continue
		}
		alone := len(post.Message.Text) > 0
		if !alone {
			post.Message = list.message(d, now)
		}
		posted, err := d.Post(tx, post, now)
		if err != nil {
			return err
		}
		if list.Person = p.ID; posted == gate.Sent && !alone {
			if err := storage.Put(tx, storage.RowSignList.Key(p.ID), list); err != nil {
				return err
			}
		}
	}
	c.Step++
	return chase(d, tx, c, now)
}

// unsignedNow returns all that waits for its head, of all periods that can be written.
func unsignedNow(d *desk.Desk, r storage.Reader, now time.Time) (out []standing.Standing, err error) {
	for _, duty := range d.Plan.EverDuties() {
		for _, p := range d.PeriodsOpen(duty, now) {
			all, err := d.Standings(r, duty, p)
			if err != nil {
				return nil, err
			}
			out = append(out, slices.DeleteFunc(all, func(x standing.Standing) bool { return !x.Unsigned() })...)
		}
	}
	return out, nil
}

// since returns what has waited as many working days as a step of the chase says.
func since(d *desk.Desk, waits []standing.Standing, step int, now time.Time) []standing.Standing {
	return slices.DeleteFunc(slices.Clone(waits), func(x standing.Standing) bool {
		from := schedules.AddWorkdays(d.Calendar, plan.DateOf(x.Report.SubmittedAt.In(d.Loc)), chases[step])
		return plan.DateOf(now.In(d.Loc)).Before(from)
	})
}

// headText is what a head reads of one report, with the buttons to sign it. Of several
// there is a list with a button each to read it, below which they stand.
func headText(d *desk.Desk, x standing.Standing, now time.Time) bot.Message {
	return bot.Message{Kind: bot.Send, Replaces: true, Slot: signSlot(x.Key()), Rows: signRows(signTap{x.Key(), x.Report.Version}), Purpose: "sign-off",
		Text: reports.T(fmt.Sprintf(textUnsignedHead, d.ReportTitle(x.Key(), now), d.TimeText(x.Report.SubmittedAt, now)))}
}

// signRows are a head's buttons below a report that waits.
func signRows(a signTap) [][]bot.Button {
	return [][]bot.Button{{{Label: buttonSign, Data: tapSign.Data(a), Style: bot.GoodButton}, {Label: buttonSignReturn, Data: tapSignReturn.Data(a), Style: bot.BadButton}},
		{{Label: buttonSignRead, Data: tapSignRead.Data(a)}}}
}
