// Package rules is what holds now: the plan as it stands, and on top of the
// configuration what was decided in the chat about everybody: days and dates that the
// plan leaves open, deadlines moved by hand, days off, switches, the end of the plan.
// From it follow periods, deadlines, who owes what and the quiet hours.
//
// A [Book] is made once and read anew in every transaction, by [Book.With]: it reads
// settings and never says anything to anybody.
package rules

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"liubao/conversations/report"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// Config is what a book starts from.
type Config struct {
	Plan *plan.Plan
	// PlanNow returns the plan as it stands now, by what the store holds: its
	// versions, and what was set for single years. nil means Plan for ever, with the
	// points that the office set.
	PlanNow  func(storage.Reader) (*plan.Plan, error)
	Rules    schedules.Rules
	Calendar schedules.Calendar
	// SignOff overrides a duty's way of signing off, by duty id.
	SignOff map[string]plan.SignOff
	// Switches are what the director can switch.
	Switches []Switch
}

// Book is the plan, the rules and the calendar as they stand in a transaction. It is
// not changed once it is made.
type Book struct {
	Plan        *plan.Plan
	Rules       schedules.Rules
	Calendar    schedules.Calendar
	Loc         *time.Location
	Closing     Closing
	Obligations obligations
	Outline     *report.Outline
	Switches    []Switch
	first       Config      // the configuration's, without what was decided in the chat
	read        *remembered // settings as they were last read
}

// New returns a book. It fails where the plan's zone is unknown or the rules make no
// sense for the plan.
func New(c Config) (*Book, error) {
	if c.Plan == nil || c.Calendar == nil {
		return nil, errors.New("plan and calendar must be set")
	}
	loc, err := time.LoadLocation(c.Plan.Zone)
	if err != nil {
		return nil, fmt.Errorf("zone of the plan: %w", err)
	}
	if err := c.Rules.Check(c.Plan); err != nil {
		return nil, err
	}
	return &Book{Plan: c.Plan, Rules: c.Rules, Calendar: c.Calendar, Loc: loc, Obligations: newObligations(c.Plan),
		Outline: report.NewOutline(c.Plan), Switches: c.Switches, first: c, read: &remembered{}}, nil
}

// With returns the book as it stands in this transaction.
func (b *Book) With(r storage.Reader) (*Book, error) {
	out := *b
	if err := out.planNow(r); err != nil {
		return nil, fmt.Errorf("the plan: %w", err)
	}
	if err := out.calendarNow(r); err != nil {
		return nil, fmt.Errorf("the calendar: %w", err)
	}
	var err error
	if out.Closing, err = ReadClosing(r); err != nil {
		return nil, fmt.Errorf("the end of the plan: %w", err)
	}
	if out.Rules, err = b.rulesNow(r); err != nil {
		return nil, fmt.Errorf("the director's settings: %w", err)
	}
	out.Rules.Ends = out.Closing.On
	return &out, nil
}

// planNow puts the plan as it stands now in place of the one that the book was
// made with, where they differ.
func (b *Book) planNow(r storage.Reader) error {
	if b.first.PlanNow == nil {
		return b.stepsNow(r)
	}
	p, err := b.first.PlanNow(r)
	if err != nil || p == nil || p == b.Plan {
		return sound(err) // the plan that the book was made with holds on
	}
	worked := b.read.plan.Load()
	if worked == nil || worked.plan != p { // once for a plan, and not in every transaction
		worked = &workedOut{p, newObligations(p), report.NewOutline(p)}
		b.read.plan.Store(worked)
	}
	b.Plan, b.Obligations, b.Outline = p, worked.obligations, worked.outline
	return nil
}

// workedOut is what follows from a plan.
type workedOut struct {
	plan        *plan.Plan
	obligations obligations
	outline     *report.Outline
}

// stepsNow lays the points that the office set over a plan that never changes
// otherwise.
func (b *Book) stepsNow(r storage.Reader) error {
	n, err := storage.PlansCount(r)
	if err != nil || n == 0 {
		return sound(err)
	}
	added, err := storage.AddedSteps(r)
	p := *b.first.Plan
	p.Steps = slices.Clone(p.Steps)
	for _, s := range added {
		if s.Check(&p) == nil {
			p.Steps = append(p.Steps, s.Step)
		}
	}
	b.Plan = &p
	return err
}

// rulesNow returns the configuration's rules with what the director decided in
// the chat on top: the days and dates that the plan leaves open, deadlines
// moved by hand, and what the switches turn on or off.
func (b *Book) rulesNow(r storage.Reader) (schedules.Rules, error) {
	row, err := lastGood[datesRow](b, r, settingDates)
	if err != nil {
		return schedules.Rules{}, err
	}
	out := b.Rules.Clone()
	row.apply(&out)
	decided, err := lastGood[switchesRow](b, r, settingSwitches)
	for _, s := range b.Switches {
		if x, ok := decided.Set[s.Name]; ok && s.Rules != nil {
			s.Rules(&out, x.On)
		}
	}
	if err != nil {
		return out, err
	}
	out.Own, err = storage.OwnDeadlines(r)
	return out, err
}

// SetDue notes that a report is due at a time of its own from now on: extended,
// sent back, or left out of an extension. The schedules remind of it by that time.
func SetDue(tx storage.Tx, k reports.Key, due, now time.Time) error {
	return storage.SaveOwnDeadline(tx, plan.OwnDeadline{Period: k.Period, Duty: k.Duty, Subject: k.Subject, Deadline: due, Since: now})
}
