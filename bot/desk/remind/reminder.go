package remind

import (
	"context"
	"fmt"
	"slices"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/batch"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// remindAll reminds everybody who owes something at these moments, each person
// in a transaction of their own so that any number of them fits its limits.
func remindAll(d *desk.Desk, ctx context.Context, u batch.Updater, ms []schedules.Moment, now time.Time) error {
	return batch.Everybody(ctx, u, func(tx storage.Tx, p reports.Person) error { return remind(d, tx, p, ms, now) })
}

// remind sends one message for all the person owes at these moments, unless
// they have had their cap of messages.
func remind(d *desk.Desk, tx storage.Tx, p reports.Person, ms []schedules.Moment, now time.Time) error {
	if !p.Reachable() {
		return nil
	}
	var owed []standing.Standing
	var fresh []schedules.Moment
	for _, m := range ms {
		mine, err := owedAt(d, tx, p, m, now)
		if err != nil {
			return err
		}
		_, sent, err := storage.SentAt(tx, m.Period.ID, m.Duty, m.Mark(), p.ID)
		if err != nil {
			return err
		}
		if len(mine) == 0 || sent {
			continue
		}
		fresh = append(fresh, m)
		for _, x := range mine { // its own deadline may be everybody's
			if !slices.ContainsFunc(owed, func(y standing.Standing) bool { return y.Key() == x.Key() }) {
				owed = append(owed, x)
			}
		}
	}
	if len(owed) == 0 {
		return nil
	}
	post := gate.Post{To: p}
	for _, m := range fresh {
		if m.LastDay() { // the reminder on the day of the deadline always comes
			post.Weight = gate.Counted
		}
		for _, stage := range m.Marks() {
			post.Once = append(post.Once, gate.Mark{Period: m.Period.ID, Duty: m.Duty, Stage: stage})
		}
	}
	_, err := sendReminder(d, tx, post, owed, fresh[0].Stage, now)
	return err
}

// owedAt returns what of a moment's reports the person is to be reminded of. What
// is not due with it has moments of its own, and of a period in which a colleague
// stands in it is the colleague who is.
func owedAt(d *desk.Desk, tx storage.Tx, p reports.Person, m schedules.Moment, now time.Time) ([]standing.Standing, error) {
	duty, ok := d.Duty(m.Duty)
	common, is := d.Period(duty, m.Period.ID)
	if !ok || !is {
		return nil, nil
	}
	var out []standing.Standing
	for _, o := range d.ObligationsIn(duty, common) {
		if !staff.Owes(p, duty, d.Acting(o)) || m.Subject != "" && o.Subject != m.Subject {
			continue
		}
		x, err := standing.One(tx, &duty, common, o)
		if err != nil {
			return nil, err
		}
		if !x.Due().Equal(m.Period.Deadline) || x.Peace(now) || m.Kind == schedules.Nag && !x.Overdue(now) {
			continue
		}
		spared, err := spared(d, tx, p, x, now)
		if err != nil {
			return nil, err
		}
		if !spared {
			out = append(out, x)
		}
	}
	if len(out) > 0 {
		acting, err := staff.StandIn(tx, p, common.ID, plan.DateOf(now.In(d.Loc)))
		if err != nil || len(acting) > 0 {
			return nil, err
		}
	}
	return out, nil
}

// sendReminder posts a reminder of what is owed, and counts it for each report
// where it goes out.
func sendReminder(d *desk.Desk, tx storage.Tx, post gate.Post, owed []standing.Standing, stage string, now time.Time) (gate.Posted, error) {
	period := owed[0].Period.ID
	before, err := missingBefore(d, tx, post.To, owed, now)
	if err != nil {
		return gate.CapFull, err
	}
	x, rows := reminderText(d, post.To, owed, before, now)
	post.Message = bot.Message{Kind: bot.Send, Replaces: true, Slot: remindSlot(period), Text: x, Rows: rows, Bulk: true,
		Purpose: "reminder", NotBefore: now, Expires: now.Add(d.Rules.MaxAge)}
	post.Log = gate.LogRow{Unit: post.To.Unit, Period: period, What: textLogReminded, After: post.To.Name + "，" + stageText(stage)}
	posted, err := d.Post(tx, post, now)
	if err != nil || posted != gate.Sent {
		return posted, err
	}
	for _, o := range owed {
		if err := standing.CountReminded(tx, o.Key(), o.Unit, now); err != nil {
			return posted, err
		}
	}
	return posted, nil
}

// reminderText is what a reminder says: what, when, how long, one button each, and
// what is missing from before.
// It shows on a locked phone, so it holds nothing that anybody reported.
func reminderText(d *desk.Desk, p reports.Person, owed, before []standing.Standing, now time.Time) (reports.Text, [][]bot.Button) {
	late := owed[0].Overdue(now)
	head := textRemindHead
	if late {
		head = textNagHead
	}
	x := reports.Text{}.Head(fmt.Sprintf(head, p.Name))
	var rows [][]bot.Button
	for _, o := range owed {
		due := d.TimeText(o.Due(), now)
		switch {
		case o.Returned():
			x = x.LineAt(fmt.Sprintf(textRemindBack, d.ReportName(o.Key(), now), due), due, o.Due())
		case o.Overdue(now):
			x = x.Line(fmt.Sprintf(textNagLine, d.ReportName(o.Key(), now), due, reports.SpanText(now.Sub(o.Due()))))
		default:
			x = x.LineAt(fmt.Sprintf(textRemindLine, d.ReportName(o.Key(), now), due, leftText(d, o.Due(), now)), due, o.Due())
		}
		if o.Draft != nil && o.Draft.Filled > 0 && !o.Returned() {
			x = x.Line(fmt.Sprintf(textRemindDraft, o.Draft.Filled, o.Draft.Of))
		}
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(desk.ButtonFill, d.ReportName(o.Key(), now)), Data: desk.KeyData("o", o.Key())}})
	}
	last := textRemindFoot
	if late {
		last = textNagFoot
	}
	x, rows = mention(d, x.Line(last), rows, before, now)
	return x, append(rows, promiseRows(d, p, owed)...)
}

// leftText says how long there is: today, or so many working days.
func leftText(d *desk.Desk, deadline, now time.Time) string {
	today, last := plan.DateOf(now.In(d.Loc)), plan.DateOf(deadline.In(d.Loc))
	if today == last {
		return textToday
	}
	n := 0
	for day := today.AddDays(1); !day.After(last); day = day.AddDays(1) {
		if d.Calendar.Workday(day) {
			n++
		}
	}
	if n == 0 {
		return textHolidayLeft
	}
	return fmt.Sprintf(textWorkdaysLeft, n)
}

// nagPeople reminds those of a unit's contacts who can be reached and have not
// had their cap.
func nagPeople(d *desk.Desk, tx storage.Tx, duty plan.Duty, p plan.Period, owed []standing.Standing, now time.Time) (sent bool, why string, err error) {
	all, err := storage.PeopleOfUnit(tx, d.Heir(owed[0].Unit))
	if err != nil {
		return false, "", err
	}
	why = textNagLost
	stage := fmt.Sprintf("%s-%d", stageHand, now.Unix())
	for _, x := range all {
		if !staff.Owes(x, duty, d.Acting(owed[0].Obligation)) {
			continue
		}
		post := gate.Post{To: x, Acting: p.ID, Once: []gate.Mark{{Period: p.ID, Duty: duty.ID, Stage: stage}}}
		switch posted, err := sendReminder(d, tx, post, owed, stage, now); {
		case err != nil:
			return false, "", err
		case posted == gate.Sent:
			sent = true
		case posted == gate.CapFull:
			why = textNagFull
		}
	}
	return sent, why, nil
}

// naggable returns whom among people a nag by hand can go to, or why to nobody.
func naggable(d *desk.Desk, r storage.Reader, duty plan.Duty, p plan.Period, o plan.Obligation, people []reports.Person, now time.Time) (out []reports.Person, why string, err error) {
	why = textNagLost
	for _, x := range people {
		if !x.Reachable() || !staff.Owes(x, duty, d.Acting(o)) {
			continue
		}
		acting, err := staff.StandIn(r, x, p.ID, plan.DateOf(now.In(d.Loc)))
		if err != nil {
			return nil, "", err
		}
		if len(acting) > 0 {
			continue
		}
		full, err := gate.Full(d.Book, r, x, now)
		if err != nil {
			return nil, "", err
		}
		if full {
			why = textNagFull
			continue
		}
		out = append(out, x)
	}
	return out, why, nil
}

// remindSlot names the message that reminds of a period.
func remindSlot(period string) string { return "remind/" + period }
