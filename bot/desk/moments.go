package desk

import (
	"context"
	"fmt"
	"time"

	"liubao/bot"
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// nagEvery is how long a unit is left in peace after a nag by hand.
const nagEvery = 2 * time.Hour

func remindSlot(period string) string { return "remind/" + period }

// Updater runs a transaction and sees to delivery, as [bot.Bot.Update] does.
type Updater interface {
	Update(ctx context.Context, fn func(storage.Tx) error) error
}

// Reconcile carries out everything that has fallen due since it last ran, up
// to now: reminders, previews, roll-ups, timers. It is
// safe to call at any time and from any state: what was sent is remembered
// under a key without a time, so nothing goes out twice. It returns how many
// moments were due.
func (d *Desk) Reconcile(ctx context.Context, u Updater, now time.Time) (int, error) {
	after := now // on the very first start, nothing lies behind
	plain := d
	if err := u.Update(ctx, func(tx storage.Tx) error {
		at, ok, err := storage.Get[time.Time](tx, storage.MetaKey(storage.MetaReconciled))
		if ok {
			after = at
		}
		if err != nil {
			return err
		}
		d, err = plain.With(tx)
		return err
	}); err != nil {
		return 0, err
	}
	if now.Before(after) { // the clock was set back; what was sent before is remembered
		after = now
	}
	due := schedules.Due(d.Plan, d.Rules, d.Calendar, after, now)
	if len(due) > 0 && d.quiet(now) {
		return d.tonight(ctx, u, now)
	}
	for _, group := range schedules.Together(d.current(due, now)) {
		if err := d.carryOut(ctx, u, group, now); err != nil {
			return 0, err
		}
	}
	fired, err := d.fireTimers(ctx, u, now)
	if err != nil {
		return 0, err
	}
	return len(due) + fired, u.Update(ctx, func(tx storage.Tx) error {
		return storage.Put(tx, storage.MetaKey(storage.MetaReconciled), now)
	})
}

func (d *Desk) carryOut(ctx context.Context, u Updater, ms []schedules.Moment, now time.Time) error {
	if m, ok := d.moments[ms[0].Kind]; ok {
		return m.Do(d, ctx, u, ms, now)
	}
	return nil
}

// once carries a moment out in one transaction.
func once(do func(d *Desk, tx storage.Tx, m schedules.Moment, now time.Time) error) func(*Desk, context.Context, Updater, []schedules.Moment, time.Time) error {
	return func(d *Desk, ctx context.Context, u Updater, ms []schedules.Moment, now time.Time) error {
		return u.Update(ctx, func(tx storage.Tx) error { return do(d, tx, ms[0], now) })
	}
}

// remindAll reminds everybody who owes something at these moments, each person
// in a transaction of their own so that any number of them fits its limits.
func (d *Desk) remindAll(ctx context.Context, u Updater, ms []schedules.Moment, now time.Time) error {
	var people []reports.Person
	if err := u.Update(ctx, func(tx storage.Tx) error {
		var err error
		people, err = storage.AllPeople(tx)
		return err
	}); err != nil {
		return err
	}
	for _, p := range people {
		if err := u.Update(ctx, func(tx storage.Tx) error { return d.remind(tx, p, ms, now) }); err != nil {
			return err
		}
	}
	return nil
}

// owes reports whether the person is the one to remind of an obligation: its
// unit's contacts, or the office for what the office itself owes.
func owes(p reports.Person, duty plan.Duty, o plan.Obligation) bool {
	return writes(p, duty, o) && (duty.OfOffice || p.Has(reports.Contact, reports.Deputy))
}

// remind sends one message for all the person owes at these moments, unless
// they have had their cap of messages.
func (d *Desk) remind(tx storage.Tx, p reports.Person, ms []schedules.Moment, now time.Time) error {
	if !p.Reachable() {
		return nil
	}
	var owed []debt
	var fresh []schedules.Moment
	for _, m := range ms {
		duty, ok := d.Plan.Duty(m.Duty)
		if !ok {
			continue
		}
		mine, err := d.owedAt(tx, p, duty, m, now)
		if err != nil {
			return err
		}
		_, sent, err := storage.SentAt(tx, m.Period.ID, m.Duty, m.Stage, p.ID)
		if err != nil {
			return err
		}
		if len(mine) > 0 && !sent {
			owed, fresh = append(owed, mine...), append(fresh, m)
		}
	}
	if len(owed) == 0 {
		return nil
	}
	if acting, err := d.standIn(tx, p, owed[0].period.ID, now); err != nil || len(acting) > 0 {
		return err // a colleague acts, and is reminded
	}
	if full, err := d.full(tx, owed[0].period.ID, p); err != nil || full {
		return err
	}
	for _, m := range fresh {
		for _, stage := range append([]string{m.Stage}, m.Merged...) {
			if _, err := storage.MarkSent(tx, m.Period.ID, m.Duty, stage, p.ID, now); err != nil {
				return err
			}
		}
	}
	return d.sendReminder(tx, p, owed, fresh[0], now)
}

// full reports whether the person has had their cap of unsolicited messages.
func (d *Desk) full(r storage.Reader, period string, p reports.Person) (bool, error) {
	n, err := storage.SentCount(r, period, p.ID)
	return d.Rules.Cap > 0 && n >= d.Rules.Cap, err
}

func (d *Desk) owedAt(tx storage.Tx, p reports.Person, duty plan.Duty, m schedules.Moment, now time.Time) ([]debt, error) {
	var out []debt
	for _, o := range d.owed.of(duty) {
		if !owes(p, duty, o) {
			continue
		}
		x, err := d.debt(tx, &duty, m.Period, o)
		if err != nil {
			return nil, err
		}
		own := x.returned() || x.held() && m.Kind == schedules.Remind // reminded at its own times
		if own || x.peace(now) || m.Kind == schedules.Nag && !x.overdue(now) {
			continue
		}
		spared, err := d.spared(tx, p, x, now)
		if err != nil {
			return nil, err
		}
		if !spared {
			out = append(out, x)
		}
	}
	return out, nil
}

func (d *Desk) sendReminder(tx storage.Tx, p reports.Person, owed []debt, m schedules.Moment, now time.Time) error {
	period := owed[0].period.ID
	if _, err := storage.CountSent(tx, period, p.ID); err != nil {
		return err
	}
	for _, o := range owed {
		if err := standing.CountReminded(tx, o.key(), o.Unit, now); err != nil {
			return err
		}
	}
	x, rows := d.reminderText(p, owed, now)
	if err := bot.Enqueue(tx, bot.Message{
		Kind: bot.Send, Replaces: true, Chat: p.Chat, Slot: remindSlot(period), Text: x, Rows: rows, Bulk: true,
		Purpose: "reminder", Person: p.ID, At: now, NotBefore: now, Expires: now.Add(d.Rules.MaxAge),
	}); err != nil {
		return err
	}
	return audit(tx, now, "", p.Unit, period, textLogReminded, "", p.Name+"，"+stageText(m.Stage))
}

// reminderText is what a reminder says: what, when, how long, one button each.
// It shows on a locked phone, so it holds nothing that anybody reported.
func (d *Desk) reminderText(p reports.Person, owed []debt, now time.Time) (reports.Text, [][]bot.Button) {
	late := owed[0].overdue(now)
	head := textRemindHead
	if late {
		head = textNagHead
	}
	x := reports.Text{}.Head(fmt.Sprintf(head, p.Name))
	var rows [][]bot.Button
	for _, o := range owed {
		due := reports.TimeText(o.due(), d.loc)
		switch {
		case o.returned():
			x = x.Line(fmt.Sprintf(textRemindBack, d.subjectName(o.key()), due))
		case o.overdue(now):
			x = x.Line(fmt.Sprintf(textNagLine, d.subjectName(o.key()), due, reports.SpanText(now.Sub(o.due()))))
		default:
			x = x.Line(fmt.Sprintf(textRemindLine, d.subjectName(o.key()), due, d.leftText(o.due(), now)))
		}
		if o.draft != nil && o.draft.Filled > 0 && !o.returned() {
			x = x.Line(fmt.Sprintf(textRemindDraft, o.draft.Filled, o.draft.Of))
		}
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonFill, d.subjectName(o.key())), Data: keyData("o", o.key())}})
	}
	last := textRemindFoot
	if late {
		last = textNagFoot
	}
	return x.Line(last), append(rows, d.promiseRows(p, owed, now)...)
}

// leftText says how long there is: today, or so many working days.
func (d *Desk) leftText(deadline, now time.Time) string {
	today, last := plan.DateOf(now.In(d.loc)), plan.DateOf(deadline.In(d.loc))
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
func (d *Desk) nagPeople(tx storage.Tx, duty plan.Duty, p plan.Period, owed []debt, now time.Time) (sent bool, why string, err error) {
	all, err := storage.PeopleOfUnit(tx, owed[0].Unit)
	if err != nil {
		return false, "", err
	}
	people, why, err := d.naggable(tx, duty, p, owed[0].Obligation, all, now)
	if err != nil {
		return false, "", err
	}
	for _, x := range people {
		stage := fmt.Sprintf("%s-%d", stageHand, now.Unix())
		if _, err := storage.MarkSent(tx, p.ID, duty.ID, stage, x.ID, now); err != nil {
			return false, "", err
		}
		if err := d.sendReminder(tx, x, owed, schedules.Moment{Stage: stage}, now); err != nil {
			return false, "", err
		}
	}
	return len(people) > 0, why, nil
}

// naggable returns whom among people a nag by hand can go to, or why to nobody.
func (d *Desk) naggable(r storage.Reader, duty plan.Duty, p plan.Period, o plan.Obligation, people []reports.Person, now time.Time) (out []reports.Person, why string, err error) {
	why = textNagLost
	for _, x := range people {
		if !x.Reachable() || !owes(x, duty, o) {
			continue
		}
		acting, err := d.standIn(r, x, p.ID, now)
		if err != nil {
			return nil, "", err
		}
		if len(acting) > 0 {
			continue
		}
		full, err := d.full(r, p.ID, x)
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

// NextMoment returns when Reconcile next has something to do after now: the
// clock of the demo jumps there.
func (d *Desk) NextMoment(now time.Time) (time.Time, bool) {
	for day := range 62 {
		from := now.Add(time.Duration(day) * 24 * time.Hour)
		next, ok := d.firstDue(from, from.Add(24*time.Hour))
		if !ok {
			continue
		}
		// Of several reminders only the latest is due at the end of a stretch:
		// look for the earlier ones.
		for {
			earlier, ok := d.firstDue(from, next.Add(-time.Nanosecond))
			if !ok {
				return next, true
			}
			next = earlier
		}
	}
	return time.Time{}, false
}

func (d *Desk) firstDue(after, upTo time.Time) (time.Time, bool) {
	ms := schedules.Due(d.Plan, d.Rules, d.Calendar, after, upTo)
	if len(ms) == 0 {
		return time.Time{}, false
	}
	return ms[0].At, true
}
