package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// stageHand begins the stage of a reminder that somebody sent by hand.
const stageHand = "hand"

// timerDawn only wakes Reconcile.
const timerDawn = "dawn"

// timerNag carries out a nag by hand, its argument being period/duty/unit.
const timerNag = "nag"

// Awake returns t, or the end of the quiet hours t falls into.
func (d *Desk) Awake(t time.Time) time.Time {
	q, at := d.Rules.Quiet, t.In(d.loc)
	if !q.Holds(plan.Clock{Hour: at.Hour(), Minute: at.Minute()}) {
		return t
	}
	morning := plan.DateOf(at).At(q.To, d.loc)
	if !morning.After(at) {
		morning = plan.DateOf(at).AddDays(1).At(q.To, d.loc)
	}
	return morning
}

func (d *Desk) quiet(t time.Time) bool { return !d.Awake(t).Equal(t) }

// tonight leaves what a downtime has left over to the morning, and carries
// out timers alone: no rule sends anything in the quiet hours. What is still
// due is decided in the morning, as things stand then.
func (d *Desk) tonight(ctx context.Context, u Updater, now time.Time) (int, error) {
	if err := u.Update(ctx, func(tx storage.Tx) error {
		return setTimer(tx, d.Awake(now), timerDawn, "")
	}); err != nil {
		return 0, err
	}
	return d.fireTimers(ctx, u, now)
}

// current leaves out reminders of an earlier day that have a later stage
// today: stages that fall on one day are one message.
func (d *Desk) current(due []schedules.Moment, now time.Time) []schedules.Moment {
	today := plan.DateOf(now.In(d.loc))
	var ahead []schedules.Moment
	return slices.DeleteFunc(due, func(m schedules.Moment) bool {
		if !reminder(m) || plan.DateOf(m.At.In(d.loc)) == today {
			return false
		}
		if ahead == nil {
			ahead = schedules.Due(d.Plan, d.Rules, d.Calendar, now, today.AddDays(1).At(plan.Clock{}, d.loc))
		}
		return slices.ContainsFunc(ahead, func(x schedules.Moment) bool {
			return reminder(x) && x.Duty == m.Duty && x.Period.ID == m.Period.ID
		})
	})
}

func reminder(m schedules.Moment) bool { return m.Kind == schedules.Remind || m.Kind == schedules.Nag }

// nagLater leaves a nag by hand to a timer: at once, or in the morning.
func (t *turn) nagLater(duty plan.Duty, p plan.Period, owed []debt, all []reports.Person) (kept bool, why string, err error) {
	people, why, err := t.naggable(t.tx, duty, p, owed[0].Obligation, all, t.now)
	if err != nil || len(people) == 0 {
		return false, why, err
	}
	arg := strings.Join([]string{p.ID, duty.ID, owed[0].Unit}, "/")
	return true, "", setTimer(t.tx, t.Awake(t.now), timerNag, arg)
}

// nagAfterNight nags by hand what is still owed, in the morning or a moment later;
// its argument is the period, the duty and the unit.
func (d *Desk) nagAfterNight(tx storage.Tx, arg string, now time.Time) error {
	k, ok := splitKey(arg)                       // period, duty and unit
	if !ok || strings.Contains(k.Subject, "/") { // an earlier program went on behind a person with it
		return nil
	}
	duty, ok := d.Plan.Duty(k.Duty)
	p, is := d.period(duty, k.Period)
	if !ok || !is {
		return nil
	}
	owed, err := d.stillOwed(tx, duty, p, k.Subject)
	if err != nil {
		return err
	}
	owed = slices.DeleteFunc(owed, func(x debt) bool { return x.peace(now) }) // promised or muted meanwhile
	if len(owed) == 0 {
		return nil
	}
	sent, _, err := d.nagPeople(tx, duty, p, owed, now)
	if err != nil || !sent {
		return err
	}
	return d.boardChanged(tx, "", now) // whoever pressed it sees it on the board as well
}

// stageText names a reminder's stage for the audit log.
func stageText(stage string) string {
	if rest, ok := strings.CutPrefix(stage, "late-"); ok {
		return textStageLate + rest
	}
	if strings.HasPrefix(stage, stageHand) {
		return textStageHand
	}
	if n, err := strconv.Atoi(strings.TrimPrefix(stage, "d")); err == nil && n < 0 {
		return textStageBefore + strconv.Itoa(-n)
	}
	return textStageDay
}

// stillOwed returns what a unit has yet to report of a duty and period.
func (d *Desk) stillOwed(r storage.Reader, duty plan.Duty, p plan.Period, unit string) ([]debt, error) {
	var out []debt
	for _, o := range d.owed.of(duty) {
		if o.Unit != unit {
			continue
		}
		x, err := d.debt(r, &duty, p, o)
		if err != nil {
			return nil, err
		}
		if !x.settled() {
			out = append(out, x)
		}
	}
	return out, nil
}

// owedIn returns what the person has yet to report of all duties of a period.
func (d *Desk) owedIn(r storage.Reader, x reports.Person, period string) ([]debt, error) {
	var out []debt
	for _, duty := range d.Plan.Duties {
		p, ok := d.period(duty, period)
		if !ok {
			continue
		}
		owed, err := d.stillOwed(r, duty, p, x.Unit)
		if err != nil {
			return nil, err
		}
		for _, o := range owed {
			if owes(x, duty, o.Obligation) {
				out = append(out, o)
			}
		}
	}
	return out, nil
}
