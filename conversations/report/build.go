package report

import (
	"slices"
	"strings"
	"time"

	"liubao/conversations/report/form"
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
	Siblings   []form.Sibling
	Names      map[string]string // person id to name
	Returned   *form.Return
	Outline    *Outline           // of the plan; where nil it is made of it
	Asked      map[int]form.Asked // what is needed, and of whom, by an open request of the task
	Notices    []string           // what else waits for the unit: instructions to answer
	// Contributions is what the responsible units gave, or were asked for, for
	// the area's tasks; empty while contributions are switched off.
	Contributions []reports.Contribution
}

// Known is an indicator's value and the period it was reported for.
type Known struct {
	reports.Reading
	Period string
}

// New builds the dialog of one report.
func New(s Source) Dialog {
	if s.Outline == nil {
		s.Outline = NewOutline(s.Plan)
	}
	d := form.Form{
		Key:   reports.Key{Period: s.Period.ID, Duty: s.Duty.ID, Subject: s.Obligation.Subject},
		Unit:  s.Obligation.Unit,
		Title: s.Duty.Title, Subject: subjectName(s.Outline, s.Obligation.Subject),
		Period: s.Period, Loc: s.Loc, SignOff: s.SignOff, Siblings: s.Siblings,
		Current: s.Current, Names: s.Names, Returned: s.Returned, Notices: s.Notices,
		Once: s.Duty.Timing == plan.Once, Written: s.Duty.Written,
		UnitNames: s.Outline.units,
	}
	if len(s.Duty.Questions) == 0 && s.Duty.Subject == plan.PerArea && s.Duty.Timing == plan.Recurring {
		addTasks(&d, &s)
	} else {
		addIndicators(&d, &s, s.Outline.IndicatorsOfDuty(s.Duty.ID))
	}
	addQuestions(&d, &s)
	return Dialog{d}
}

func subjectName(o *Outline, subject string) string {
	if name, ok := o.Area(subject); ok {
		return name
	}
	return o.UnitName(subject)
}

func addTasks(d *form.Form, s *Source) {
	tasks := s.Outline.TasksOf(s.Obligation.Subject)
	d.Tasks = make([]form.Task, len(tasks))
	for i := range tasks {
		t, task := &tasks[i], &d.Tasks[i]
		task.Task, task.Asked = *t, s.Asked[t.Number]
		if s.Last != nil {
			for k := range s.Last.Entries {
				if s.Last.Entries[k].Task == t.Number {
					task.Last = &s.Last.Entries[k]
					break
				}
			}
		}
		task.Planned = planned(s.Last, t.Number, len(tasks))
		for _, c := range s.Contributions {
			if c.Task == t.Number && c.Unit != d.Unit {
				task.Contributions = append(task.Contributions, c)
			}
		}
	}
	addIndicators(d, s, s.Outline.IndicatorsOf(s.Obligation.Subject))
}

// planned is what the last report planned for a task: its own part where the answer
// goes by the tasks' numbers, the whole of it otherwise.
func planned(last *reports.Report, task, tasks int) string {
	if last == nil {
		return ""
	}
	plan := strings.TrimSpace(last.Answer(form.QuestionNext))
	numbers := make([]int, 0, tasks)
	for _, e := range last.Entries {
		numbers = append(numbers, e.Task)
	}
	parts := form.ByNumber(plan, numbers)
	if len(parts) == 0 {
		return plan
	}
	return parts[task]
}

func addIndicators(d *form.Form, s *Source, is []plan.Indicator) {
	d.Indicators = slices.Grow(d.Indicators, len(is))
	for n := range is {
		i := &is[n]
		if !Asked(*i, s.Duty, s.Period) {
			continue
		}
		x := form.Indicator{Indicator: *i}
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

func addQuestions(d *form.Form, s *Source) {
	qs := s.Duty.Questions
	switch {
	case len(qs) > 0:
	case len(d.Tasks) == 0:
		qs = []plan.Question{{ID: form.QuestionDone, Title: form.QuestionTitle(form.QuestionDone), Prompt: textDonePrompt}}
	default:
		qs = []plan.Question{
			{ID: form.QuestionNext, Title: form.QuestionTitle(form.QuestionNext), Prompt: textNextPrompt},
			{ID: form.QuestionPractice, Title: form.QuestionTitle(form.QuestionPractice), Prompt: textPracticePrompt, Optional: true},
		}
	}
	d.Questions = make([]form.Question, 0, len(qs))
	for _, q := range qs {
		x := form.Question{Question: q}
		if s.Last != nil && q.ID != form.QuestionPractice {
			x.Last = strings.TrimSpace(s.Last.Answer(q.ID))
		}
		d.Questions = append(d.Questions, x)
	}
}
