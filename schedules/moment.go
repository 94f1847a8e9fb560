package schedules

import (
	"slices"
	"strings"
	"time"

	"liubao/plan"
)

// Kind says what a moment is for.
type Kind string

// The kinds of moment.
const (
	Remind       Kind = "remind"       // to whoever owes and has not submitted
	Nag          Kind = "nag"          // the same, after the deadline (催办)
	Contribution Kind = "contribution" // to the responsible units (素材)
	Preview      Kind = "preview"      // of the roll-up, to the director
	Publish      Kind = "publish"      // of the roll-up, to the group
	Escalate     Kind = "escalate"     // to the chain's next station, while overdue
	Digest       Kind = "digest"       // what is open, to the office
	Weekly       Kind = "weekly"       // what moved, slips and waits, to leaders and heads
	Notice       Kind = "notice"       // a cron line of the operator
	AskHolidays  Kind = "holidays"     // of a year that is near and unknown, to the office
)

// The stages that are not rungs of the ladder.
const (
	StageContribution = "contribution"
	StagePreview      = "preview"
	StagePublish      = "publish"
	StageDigest       = "digest"
	StageWeekly       = "weekly"
	StageHolidays     = "holidays"
	// StageLastDay is the rung of the ladder on the deadline's own day.
	StageLastDay = "d0"
)

// Moment is a point in time at which somebody is to be told something.
type Moment struct {
	Stage string
	Kind  Kind
	Duty  string // the duty's id, "" for digests and notices
	// Period is the one it is about. A digest's or notice's has only an ID:
	// its day, and for a notice its time of day (2027-02-28T0930).
	Period plan.Period
	// Subject is set where one report has a deadline of its own, which is then
	// the period's: the moment is about that report alone. Where it is empty the
	// moment is about all reports that have none.
	Subject string
	At      time.Time
	// Moved: the office moved the deadline of everybody, to which the stage belongs.
	Moved bool
	// Merged holds the earlier stages that fell on the same day and are not
	// sent apart: they count as sent with this one.
	Merged []string
}

// Key returns <period>/<duty>/<mark>, without the time: a corrected calendar
// moves a moment and does not repeat it. A moment without a duty has "-".
func (m Moment) Key() string { return m.key(m.Stage) }

// Mark returns the stage as it is marked as sent. A report's own deadline, and
// one that the office moved, have stages of their own, so that what was said of
// the old date is said of the new one again: d0@a1@2027-03-02, d0@@2027-03-02.
func (m Moment) Mark() string { return m.mark(m.Stage) }

// Marks returns the moment's mark and those of the stages merged into it.
func (m Moment) Marks() []string {
	out := []string{m.Mark()}
	for _, s := range m.Merged {
		out = append(out, m.mark(s))
	}
	return out
}

// StageOf returns the stage of a mark.
func StageOf(mark string) string {
	stage, _, _ := strings.Cut(mark, "@")
	return stage
}

func (m Moment) mark(stage string) string {
	if m.Subject == "" && !m.Moved {
		return stage
	}
	return stage + "@" + m.Subject + "@" + plan.DateOf(m.Period.Deadline).String()
}

func (m Moment) key(stage string) string {
	duty := m.Duty
	if duty == "" {
		duty = "-"
	}
	return m.Period.ID + "/" + duty + "/" + m.mark(stage)
}

// LastDay reports whether the moment is the reminder of the deadline's own day.
func (m Moment) LastDay() bool { return m.Stage == StageLastDay }

// Together groups what is due at once into what one person gets in one message:
// all reminders and nags, and what reaches one tier of the chain. After a
// downtime that is one message naming everything that was missed. Other moments
// stay alone. Groups stand in the order of their first moment.
func Together(ms []Moment) [][]Moment {
	var out [][]Moment
	at := map[string]int{}
	for _, m := range ms {
		one := ""
		switch m.Kind {
		case Remind, Nag:
			one = string(Remind)
		case Escalate:
			one = m.Stage
		}
		if i, ok := at[one]; ok && one != "" {
			out[i] = append(out[i], m)
			continue
		}
		at[one] = len(out)
		out = append(out, []Moment{m})
	}
	return out
}

// Moments returns every moment of a period in order, past ones included: what
// `check` and `rehearse` print.
func Moments(p *plan.Plan, r Rules, cal Calendar, of plan.Period) []Moment {
	d, ok := everDuty(p, of.Duty)
	if !ok {
		return nil
	}
	f := newFrame(p, r, cal)
	start := f.walk(d).start
	return slices.DeleteFunc(f.moments(d, of), func(m Moment) bool { return plan.DateOf(m.At).Before(start) })
}

// moments returns the period's moments in order, also those before the start.
func (f *frame) moments(d plan.Duty, of plan.Period) []Moment {
	d = f.dutyOn(d, of.Nominal)
	out := f.ladder(d, of)
	add := func(stage string, kind Kind, at time.Time) {
		out = append(out, Moment{Stage: stage, Kind: kind, Duty: d.ID, Period: of, At: at})
	}
	if rolledUp(d) {
		publish := f.awake(of.Deadline, time.Time{}, false)
		if f.r.PreviewBefore > 0 {
			add(StagePreview, Preview, f.awake(of.Deadline.Add(-f.r.PreviewBefore), publish, false))
		}
		add(StagePublish, Publish, publish)
		if n := f.r.ContributionDaysBefore; n > 0 {
			add(StageContribution, Contribution, f.stageAt(Step{-n, f.r.ContributionAt}, of))
		}
	}
	out = append(out, f.rungs(d, of)...)
	if f.moved(d, of.ID) {
		for i := range out {
			out[i].Moved = out[i].Kind == Remind || out[i].Kind == Nag || out[i].Kind == Escalate
		}
	}
	sortMoments(out)
	return out
}

// rolledUp reports whether the duty's reports make a roll-up for the group:
// those on their tasks that the areas' lead units owe each period. What a single
// unit owes, such as a bureau's monthly report to the city, and what asks
// questions of its own are not the group's.
func rolledUp(d plan.Duty) bool {
	return d.Timing == plan.Recurring && d.Subject == plan.PerArea && d.After == "" && len(d.Questions) == 0
}

// ownMoments returns the ladder and the chain of a report with a deadline of its
// own, in order: what lies after the decision.
func (f *frame) ownMoments(own plan.OwnDeadline) []Moment {
	d, ok := everDuty(f.p, own.Duty)
	if !ok {
		return nil
	}
	of, ok := f.byID(d, f.walk(d), own.Period)
	if !ok {
		return nil
	}
	d = f.dutyOn(d, of.Nominal)
	of.Deadline = own.Deadline.In(f.loc)
	out := slices.DeleteFunc(append(f.ladder(d, of), f.rungs(d, of)...), func(m Moment) bool {
		return m.At.Before(own.Since.Add(settled))
	})
	for i := range out {
		out[i].Subject = own.Subject
	}
	sortMoments(out)
	return out
}

// settled is how long after a decision on its deadline nobody is reminded of a
// report: they have just been told.
const settled = 2 * time.Hour

// ladder returns the period's reminders. Stages that fall on one day become
// one moment: the last of them, which is the most urgent.
func (f *frame) ladder(d plan.Duty, of plan.Period) []Moment {
	steps := f.r.Ladder
	if !slices.IsSortedFunc(steps, byWorkdays) {
		steps = slices.SortedStableFunc(slices.Values(steps), byWorkdays)
	}
	out := make([]Moment, 0, len(steps)+3)
	var last plan.Date
	ready := f.ready(d, of)
	for _, s := range steps {
		m := Moment{Stage: s.Stage(), Kind: s.Kind(), Duty: d.ID, Period: of, At: f.stageAt(s, of)}
		if m.Kind == Remind && !m.LastDay() && m.At.Before(ready) {
			continue
		}
		on := plan.DateOf(m.At)
		if n := len(out); n > 0 && on == last {
			m.Merged = out[n-1].Merged
			if prev := out[n-1].Stage; prev != m.Stage {
				m.Merged = append(m.Merged, prev)
			}
			out = out[:n-1]
		}
		out, last = append(out, m), on
	}
	return out
}

// ready returns from when on a report can be written: of a duty that follows
// another only after that one's deadline.
func (f *frame) ready(d plan.Duty, of plan.Period) time.Time {
	if d.After == "" {
		return time.Time{}
	}
	return f.deadline(base(f.p.On(of.Nominal), d), of.ID, of.Nominal)
}

func byWorkdays(a, b Step) int { return compare(a.Workdays, b.Workdays) }

// stageAt returns when a step of the ladder falls. Before the deadline it
// moves to the working day before where its day is not worked.
func (f *frame) stageAt(s Step, of plan.Period) time.Time {
	end := plan.DateOf(of.Deadline.In(f.loc))
	on := AddWorkdays(f.cal, end, s.Workdays)
	if s.Workdays > 0 {
		return f.awake(on.At(s.At, f.loc), time.Time{}, true)
	}
	on = nextWorkday(f.cal, on, -1)
	at := on.At(s.At, f.loc)
	if !at.Before(of.Deadline) { // a deadline early in the day
		at = AddWorkdays(f.cal, on, -1).At(s.At, f.loc)
	}
	return f.awake(at, of.Deadline, true)
}

// awake moves a time out of the quiet hours: to their end, or to the minute
// before they begin where their end is too late (not before the limit, if
// there is one) or, for a reminder, on a day that is not worked.
func (f *frame) awake(at, limit time.Time, workday bool) time.Time {
	q, c := f.r.Quiet, plan.Clock{Hour: at.Hour(), Minute: at.Minute()}
	if !q.Holds(c) {
		return at
	}
	begins := plan.DateOf(at)
	ends := begins
	switch over := q.From.Minutes() > q.To.Minutes(); {
	case over && c.Minutes() >= q.From.Minutes():
		ends = ends.AddDays(1)
	case over:
		begins = begins.AddDays(-1)
	}
	next := ends.At(q.To, f.loc)
	late := !limit.IsZero() && !next.Before(limit)
	if late || workday && !f.cal.Workday(ends) {
		return begins.At(q.From, f.loc).Add(-time.Minute)
	}
	return next
}

// sortMoments puts moments in order of time and, at one time, of their keys.
func sortMoments(ms []Moment) {
	slices.SortFunc(ms, func(a, b Moment) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return compare(a.Key(), b.Key())
	})
}
