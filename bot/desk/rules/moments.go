package rules

import (
	"slices"
	"time"

	"liubao/plan"
	"liubao/schedules"
)

// Due returns what falls due after one time and up to another.
func (b *Book) Due(after, upTo time.Time) []schedules.Moment {
	return schedules.Due(b.Plan, b.Rules, b.Calendar, after, upTo)
}

// NextMoment returns when Reconcile next has something to do after now: the
// clock of the demo jumps there.
func (b *Book) NextMoment(now time.Time) (time.Time, bool) {
	if b.Closed(now) {
		return time.Time{}, false
	}
	for day := range 62 {
		from := now.Add(time.Duration(day) * 24 * time.Hour)
		next, ok := b.firstDue(from, from.Add(24*time.Hour))
		if !ok {
			continue
		}
		// Of several reminders only the latest is due at the end of a stretch:
		// look for the earlier ones.
		for {
			earlier, ok := b.firstDue(from, next.Add(-time.Nanosecond))
			if !ok {
				return next, true
			}
			next = earlier
		}
	}
	return time.Time{}, false
}

func (b *Book) firstDue(after, upTo time.Time) (time.Time, bool) {
	ms := b.Due(after, upTo)
	if len(ms) == 0 {
		return time.Time{}, false
	}
	return ms[0].At, true
}

// Current leaves out reminders of an earlier day that have a later stage
// today: stages that fall on one day are one message.
func (b *Book) Current(due []schedules.Moment, now time.Time) []schedules.Moment {
	today := plan.DateOf(now.In(b.Loc))
	var ahead []schedules.Moment
	return slices.DeleteFunc(due, func(m schedules.Moment) bool {
		if !reminder(m) || plan.DateOf(m.At.In(b.Loc)) == today {
			return false
		}
		if ahead == nil {
			ahead = b.Due(now, today.AddDays(1).At(plan.Clock{}, b.Loc))
		}
		return slices.ContainsFunc(ahead, func(x schedules.Moment) bool {
			return reminder(x) && x.Duty == m.Duty && x.Period.ID == m.Period.ID && x.Subject == m.Subject
		})
	})
}

func reminder(m schedules.Moment) bool { return m.Kind == schedules.Remind || m.Kind == schedules.Nag }
