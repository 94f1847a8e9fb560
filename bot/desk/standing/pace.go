package standing

import (
	"errors"
	"slices"
	"time"

	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// Pace is how one indicator or task of a report stands by the calendar, beside
// what the unit says of it.
type Pace struct {
	Area      string
	Unit      string
	Indicator string // its id, "" for a task
	Task      int    // the task's number, 0 for an indicator
	Name      string
	Private   bool // never to be shown outside the task force
	reports.Paced
	Why *SlipReason // the unit's own words, nil for none or where nothing slips
}

// SlipReason is what a unit says about why something is slow.
type SlipReason struct {
	V    int       `json:"v"`
	Text string    `json:"text"`
	By   string    `json:"by"` // person id
	At   time.Time `json:"at"`
}

// StepDone says who said of a task's planned point that it is done.
type StepDone struct {
	V  int       `json:"v"`
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// Day returns the day that a page or paper about the standing's period speaks of:
// today, and of a period that is over its last day.
func (s Standing) Day(today plan.Date) plan.Date {
	if end := s.Period.End(); end.Before(today) {
		return end
	}
	return today
}

// Paces returns how a report's indicators and tasks stand, those left out of which
// nothing can be said. Values are held against the period's own day, so that
// nobody is slow for what is not asked yet; a task's points against the day on:
// today for what is to be done now, [Standing.Day] for what speaks of the period.
func Paces(r storage.Reader, p *plan.Plan, s Standing, on plan.Date) ([]Pace, error) {
	then := p.On(s.Period.Nominal)
	values, err := indicatorPaces(r, then, s)
	if err != nil {
		return nil, err
	}
	tasks, err := taskPaces(r, then, s, on)
	if err != nil {
		return nil, err
	}
	return said(r, append(values, tasks...))
}

// indicatorPaces holds the values of a report against its period's own day.
func indicatorPaces(r storage.Reader, then planned, s Standing) ([]Pace, error) {
	if !s.Reported() || s.Report.Key.Duty != s.Obligation.Duty {
		return nil, nil
	}
	all, err := figures(r, *s.Report)
	var out []Pace
	for _, f := range all {
		if i, ok := then.Indicator(f.Indicator); ok {
			out = append(out, Pace{Area: s.Subject, Unit: s.Unit, Indicator: i.ID, Name: i.Name, Private: i.Private,
				Paced: reports.IndicatorPace(i, then.StepsOfIndicator(i.ID), f.Value, s.Period)})
		}
	}
	return out, err
}

// taskPaces holds the planned points of an area's tasks against a day.
func taskPaces(r storage.Reader, then planned, s Standing, on plan.Date) ([]Pace, error) {
	var out []Pace
	for _, t := range then.TasksOf(s.Subject) {
		nodes, err := nodesOn(r, then, t.Number, on)
		if err != nil {
			return nil, err
		}
		progress := reports.Progress("")
		if s.Reported() {
			progress = s.Report.Progress(t.Number)
		}
		out = append(out, Pace{Area: s.Subject, Unit: s.Unit, Task: t.Number, Name: t.Title, Paced: reports.TaskPace(nodes, progress, on)})
	}
	return out, nil
}

// said leaves out of paces those of which nothing can be said, and adds to those that
// slip what their unit says.
func said(r storage.Reader, all []Pace) ([]Pace, error) {
	out := slices.DeleteFunc(all, func(x Pace) bool { return x.Pace == reports.Unpaced })
	return out, withReasons(r, out)
}

func withReasons(r storage.Reader, all []Pace) error {
	for n := range all {
		if !all[n].Pace.Slips() {
			continue
		}
		why, ok, err := storage.GetSound[SlipReason](r, storage.SlipReasonKey(all[n].Indicator, all[n].Task))
		if err != nil {
			return err
		}
		if ok {
			all[n].Why = &why
		}
	}
	return nil
}

// figures returns the values of a report. A brief of an earlier program has none
// and is read out of the report itself.
func figures(r storage.Reader, b reports.Brief) ([]reports.Figure, error) {
	if b.V >= reports.BriefWithFigures || len(b.Figures) > 0 {
		return b.Figures, nil
	}
	rep, ok, err := storage.Report(r, b.Key)
	if errors.Is(err, storage.ErrCorrupt) || err == nil && !ok {
		return nil, nil // nothing can be said
	}
	return rep.Brief().Figures, err
}

// Nodes returns a task's planned points, and whether they are done.
func Nodes(r storage.Reader, p *plan.Plan, task int) ([]reports.Node, error) {
	return nodesOn(r, p, task, plan.Date{})
}

// nodesOn returns them as they stood at the end of a day; the zero day is now.
func nodesOn(r storage.Reader, p planned, task int, on plan.Date) ([]reports.Node, error) {
	var out []reports.Node
	for _, s := range p.StepsOfTask(task) {
		x, done, err := storage.GetSound[StepDone](r, storage.StepDoneKey(s))
		if err != nil {
			return nil, err
		}
		late := done && !on.IsZero() && on.Before(plan.DateOf(x.At.In(p.Location())))
		out = append(out, reports.Node{Step: s, Done: done && !late})
	}
	return out, nil
}

// Slipping returns of paces those that somebody should look at, what is behind first.
func Slipping(all []Pace) []Pace {
	out := slices.DeleteFunc(slices.Clone(all), func(x Pace) bool { return !x.Pace.Slips() })
	slices.SortStableFunc(out, func(a, b Pace) int { return int(b.Pace) - int(a.Pace) })
	return out
}
