package schedules

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/robfig/cron/v3"

	"liubao/plan"
)

// Step is one rung of the reminder ladder.
type Step struct {
	// Workdays counts working days from the deadline's day: -3 is three
	// before, 0 the day itself, 2 the second one after, while overdue.
	Workdays int
	At       plan.Clock
}

// Stage returns the step's id: d-3, d0, late-2. It is part of a moment's key.
func (s Step) Stage() string {
	if s.Workdays > 0 {
		return "late-" + strconv.Itoa(s.Workdays)
	}
	if s.Workdays == 0 {
		return "d0"
	}
	return "d" + strconv.Itoa(s.Workdays)
}

// Kind returns Remind up to the deadline and Nag after it.
func (s Step) Kind() Kind {
	if s.Workdays > 0 {
		return Nag
	}
	return Remind
}

// Quiet is the part of the day in which nothing unsolicited is sent: from
// From up to, not including, To, over midnight where To is the earlier. The
// same time twice means never.
type Quiet struct{ From, To plan.Clock }

// Holds reports whether the time of day is quiet.
func (q Quiet) Holds(c plan.Clock) bool {
	from, to, m := q.From.Minutes(), q.To.Minutes(), c.Minutes()
	if from <= to {
		return from <= m && m < to
	}
	return m >= from || m < to
}

// OnHoliday says what becomes of a deadline whose day is not worked.
type OnHoliday string

// What becomes of such a deadline.
const (
	Keep        OnHoliday = "keep"     // it stays on its date
	NextDay     OnHoliday = "next"     // the next working day
	PreviousDay OnHoliday = "previous" // the working day before
)

// PeriodKey names one period of one duty.
type PeriodKey struct{ Period, Duty string }

// String returns the key as <period>/<duty>.
func (k PeriodKey) String() string { return k.Period + "/" + k.Duty }

// Extra is a cron line that the operator added for a notice to the office.
type Extra struct {
	ID       string        // 1 to 12 characters of a-z, 0-9 and -
	Schedule cron.Schedule // from [ParseCron]
}

// DaysUntil is the days of the month of a recurring duty up to, and without, a day.
type DaysUntil struct {
	Until plan.Date `json:"until"`
	Days  []int     `json:"days"`
}

// Rules is what the configuration and the director decide about time. The
// zero value sends nothing but roll-ups; start from [DefaultRules].
type Rules struct {
	Ladder []Step
	Quiet  Quiet
	// Cap is how many unsolicited messages a person gets in a period, 0 for
	// no limit. It is counted where messages are sent.
	Cap int
	// MaxAge is how old a missed reminder may be and still be sent.
	MaxAge time.Duration
	// PreviewBefore is how long before the deadline the director sees the
	// roll-up, 0 for no preview.
	PreviewBefore time.Duration
	// ContributionDaysBefore is how many working days before the deadline the
	// responsible units are asked for contributions, 0 for never.
	ContributionDaysBefore int
	ContributionAt         plan.Clock
	// DigestAt is when the office is told on working days what is open, nil
	// for never.
	DigestAt *plan.Clock
	// WeeklyAt is when leaders and heads are told on the first working day of a
	// week what moved, what slips and what waits for them, nil for never.
	WeeklyAt          *plan.Clock
	DeadlineOnHoliday OnHoliday // "" means Keep

	// What the director set, by duty id: the days of a recurring duty, the
	// date of a once-duty, and from when on the duty is owed at all.
	DutyDays map[string][]int
	// DaysUntil holds the days that a recurring duty had before, in order: its
	// periods up to then stay what they were.
	DaysUntil map[string][]DaysUntil
	DutyDates map[string]plan.Date
	DutySince map[string]plan.Date
	// Ends is the last day on which anything is owed, zero for no end: periods with
	// a later nominal deadline are owed by nobody, and nothing falls due after it.
	Ends plan.Date
	// Moved holds deadlines moved by hand; they are taken as they are.
	Moved map[PeriodKey]time.Time
	// Own holds the deadlines of single reports that differ from their period's.
	// They have a ladder and a chain of their own: see [Moment.Subject].
	Own []plan.OwnDeadline

	// Chain is who hears of an overdue report, and Chains the same for single
	// duties, by id; an empty one there means nobody but its contacts.
	Chain  []Rung
	Chains map[string][]Rung

	Extras []Extra
}

// DefaultRules returns the default ladder and quiet hours of the design.
func DefaultRules() Rules {
	morning := plan.Clock{Hour: 9}
	half := plan.Clock{Hour: 9, Minute: 30}
	return Rules{
		Ladder: []Step{
			{-3, half}, {-1, half}, {0, morning},
			{1, morning}, {2, morning}, {3, morning},
		},
		Quiet:             Quiet{From: plan.Clock{Hour: 20}, To: plan.Clock{Hour: 8}},
		Cap:               6,
		MaxAge:            24 * time.Hour,
		PreviewBefore:     30 * time.Minute,
		ContributionAt:    half,
		DeadlineOnHoliday: Keep,
		Chain:             DefaultChain(),
	}
}

// mostWorkdays is the farthest a step may be from the deadline.
const mostWorkdays = 20

// Check returns everything about the rules that cannot be meant, joined; each
// error says what to write.
func (r Rules) Check(p *plan.Plan) error {
	var errs []error
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	seen := map[int]bool{}
	for _, s := range r.Ladder {
		if s.Workdays < -mostWorkdays || s.Workdays > mostWorkdays {
			fail("ladder: %d working days: write -%d to %d", s.Workdays, mostWorkdays, mostWorkdays)
		}
		if seen[s.Workdays] {
			fail("ladder: %s stands twice: stages of one day are one message, write it once", s.Stage())
		}
		if r.Quiet.Holds(s.At) {
			fail("ladder: %s at %s falls in the quiet hours %s to %s: write a time outside them", s.Stage(), s.At, r.Quiet.From, r.Quiet.To)
		}
		seen[s.Workdays] = true
	}
	if r.Cap < 0 || r.MaxAge < 0 || r.PreviewBefore < 0 {
		fail("cap, max age and preview: write 0 or more")
	}
	if n := r.ContributionDaysBefore; n < 0 || n > mostWorkdays {
		fail("contribution: %d working days before: write 0 to %d", n, mostWorkdays)
	}
	if !slices.Contains([]OnHoliday{"", Keep, NextDay, PreviousDay}, r.DeadlineOnHoliday) {
		fail("deadline on a holiday: unknown %q: write keep, next or previous", r.DeadlineOnHoliday)
	}
	errs = append(errs, r.checkChains(p)...)
	return errors.Join(append(errs, r.checkDuties(p)...)...)
}

// checkDuties checks what the director set against the plan's duties.
func (r Rules) checkDuties(p *plan.Plan) []error {
	var errs []error
	for id, days := range r.DutyDays {
		d, ok := everDuty(p, id)
		if !ok || d.Timing != plan.Recurring || d.After != "" {
			errs = append(errs, fmt.Errorf("days of duty %q: no recurring duty with days of its own has this id", id))
		}
		for i, n := range days {
			if n < 1 || n > 31 || slices.Contains(days[:i], n) {
				errs = append(errs, fmt.Errorf("days of duty %q: %v: write days from 1 to 31, each once", id, days))
				break
			}
		}
	}
	for id := range r.DutyDates {
		if d, ok := everDuty(p, id); !ok || d.Timing != plan.Once {
			errs = append(errs, fmt.Errorf("date of duty %q: no duty that falls due once has this id", id))
		}
	}
	slices.SortFunc(errs, func(a, b error) int { return compare(a.Error(), b.Error()) })
	return errs
}
