package report

import (
	"slices"
	"strings"
	"time"

	"liubao/plan"
	"liubao/reports"
)

// Source is what a dialog is built from.
type Source struct {
	Plan       *plan.Plan
	Duty       plan.Duty
	Obligation plan.Obligation
	Period     plan.Period
	Loc        *time.Location
	Last       *reports.Report  // the report of the period before, nil for none
	Known      map[string]Known // newest known value of each indicator
	Current    *reports.Report  // what was submitted in this period already
	SignOff    plan.SignOff     // in force for the unit
	Siblings   []Sibling
	Names      map[string]string // person id to name
	Returned   *Return
	Outline    *Outline // of the plan; where nil it is made of it
	Notices    []string // what else waits for the unit: instructions to answer
	// Contributions is what the responsible units gave, or were asked for, for
	// the area's tasks; empty while contributions are switched off.
	Contributions []reports.Contribution
}

// Known is an indicator's value and the period it was reported for.
type Known struct {
	reports.Reading
	Period string
}

// NewDialog builds the dialog of one report.
func New(s Source) Dialog {
	if s.Outline == nil {
		s.Outline = NewOutline(s.Plan)
	}
	d := Dialog{
		Key:  reports.Key{Period: s.Period.ID, Duty: s.Duty.ID, Subject: s.Obligation.Subject},
		Unit: s.Obligation.Unit, UnitName: s.Outline.UnitName(s.Obligation.Unit),
		Title: s.Duty.Title, Subject: subjectName(s.Outline, s.Obligation.Subject),
		Period: s.Period, Loc: s.Loc, SignOff: s.SignOff, Siblings: s.Siblings,
		Current: s.Current, Names: s.Names, Returned: s.Returned, Notices: s.Notices,
		Once: s.Duty.Timing == plan.Once, Written: s.Duty.Written,
		UnitNames: s.Outline.units,
	}
	if len(s.Duty.Questions) == 0 && s.Duty.Subject == plan.PerArea && s.Duty.Timing == plan.Recurring {
		d.addTasks(&s)
	} else {
		d.addIndicators(&s, s.Outline.IndicatorsOfDuty(s.Duty.ID))
	}
	d.addQuestions(&s)
	return d
}

func subjectName(o *Outline, subject string) string {
	if name, ok := o.Area(subject); ok {
		return name
	}
	return o.UnitName(subject)
}

func (d *Dialog) addTasks(s *Source) {
	tasks := s.Outline.TasksOf(s.Obligation.Subject)
	d.Tasks = make([]Task, len(tasks))
	for i := range tasks {
		t, task := &tasks[i], &d.Tasks[i]
		task.Task = *t
		if s.Last != nil {
			for k := range s.Last.Entries {
				if s.Last.Entries[k].Task == t.Number {
					task.Last = &s.Last.Entries[k]
					break
				}
			}
		}
		for _, c := range s.Contributions {
			if c.Task == t.Number && c.Unit != d.Unit {
				task.Contributions = append(task.Contributions, c)
			}
		}
	}
	d.addIndicators(s, s.Outline.IndicatorsOf(s.Obligation.Subject))
}

func (d *Dialog) addIndicators(s *Source, is []plan.Indicator) {
	d.Indicators = slices.Grow(d.Indicators, len(is))
	for n := range is {
		i := &is[n]
		if !Asked(*i, s.Duty, s.Period) {
			continue
		}
		x := Indicator{Indicator: *i}
		if k, ok := s.Known[i.ID]; ok && !startsAnew(*i, k.Period, s.Period) {
			x.Last = &k.Reading
		}
		d.Indicators = append(d.Indicators, x)
	}
}

// Asked reports whether an indicator is asked for in the period: those with a
// longer cadence only in the last period of the month, quarter or year.
func Asked(i plan.Indicator, duty plan.Duty, p plan.Period) bool {
	if i.Cadence == plan.EachPeriod || i.Cadence == "" {
		return true
	}
	for _, day := range duty.Days {
		if plan.MonthDay(p.Nominal.Year, p.Nominal.Month, day).After(p.Nominal) {
			return false
		}
	}
	switch i.Cadence {
	case plan.Quarterly:
		return p.Nominal.Month%3 == 0
	case plan.Yearly:
		return p.Nominal.Month == time.December
	}
	return true
}

// startsAnew reports whether a value of the period known belongs to an earlier
// year of an indicator that is counted anew each year. The year is that of the
// periods' deadlines: the first period of a year begins in the old one, and
// the last of it may have been reported in the new one.
func startsAnew(i plan.Indicator, known string, p plan.Period) bool {
	of, err := plan.ParseDate(known)
	return i.Yearly && err == nil && of.Year < p.Nominal.Year
}

// The questions that every progress report ends with, and the one that a duty
// without tasks or questions of its own asks.
const (
	QuestionDone     = "done"
	QuestionNext     = "next"
	QuestionPractice = "practice"
)

func (d *Dialog) addQuestions(s *Source) {
	qs := s.Duty.Questions
	switch {
	case len(qs) > 0:
	case len(d.Tasks) == 0:
		qs = []plan.Question{{ID: QuestionDone, Title: textDoneTitle, Prompt: textDonePrompt}}
	default:
		qs = []plan.Question{
			{ID: QuestionNext, Title: textNextTitle, Prompt: textNextPrompt},
			{ID: QuestionPractice, Title: textPracticeTitle, Prompt: textPracticePrompt, Optional: true},
		}
	}
	d.Questions = make([]Question, 0, len(qs))
	for _, q := range qs {
		x := Question{Question: q}
		if s.Last != nil && q.ID != QuestionPractice {
			x.Last = strings.TrimSpace(s.Last.Answer(q.ID))
		}
		d.Questions = append(d.Questions, x)
	}
}

// QuestionTitle names the questions that are not a duty's own.
func QuestionTitle(id string) string {
	switch id {
	case QuestionDone:
		return textDoneTitle
	case QuestionNext:
		return textNextTitle
	case QuestionPractice:
		return textPracticeTitle
	}
	return id
}
