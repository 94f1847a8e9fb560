package plan

import (
	"fmt"
	"slices"
)

// Step is a planned point (节点) of an indicator or a task: by its date so much
// is to be reached, or something to be done.
type Step struct {
	Indicator string  `json:"indicator,omitempty"` // the indicator's id, "" where it belongs to a task
	Task      int     `json:"task,omitempty"`      // the task's number, 0 where it belongs to an indicator
	Date      Date    `json:"date"`
	Value     *Number `json:"value,omitempty"` // what the indicator is to have reached
	What      string  `json:"what,omitempty"`  // what is to be done
}

// StepsOfIndicator returns the indicator's steps in the order of their dates.
func (p *Plan) StepsOfIndicator(id string) []Step {
	return p.stepsWith(func(s Step) bool { return s.Indicator == id && id != "" })
}

// StepsOfTask returns the task's steps in the order of their dates.
func (p *Plan) StepsOfTask(number int) []Step {
	return p.stepsWith(func(s Step) bool { return s.Task == number && number != 0 })
}

func (p *Plan) stepsWith(ok func(Step) bool) []Step {
	var out []Step
	for _, s := range p.Steps {
		if ok(s) {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b Step) int { return a.Date.Compare(b.Date) })
	return out
}

// Check says what about a step cannot be meant.
func (s Step) Check(p *Plan) error {
	x, known := p.Indicator(s.Indicator)
	_, task := p.Task(s.Task)
	switch {
	case s.Date.IsZero():
		return fmt.Errorf("a step has a date: write date = 2027-06-30")
	case s.Indicator != "" && s.Task != 0 || s.Indicator == "" && s.Task == 0:
		return fmt.Errorf("a step belongs to an indicator or to a task: write one of the two")
	case s.Indicator != "" && !known:
		return fmt.Errorf("no indicator has the id %q", s.Indicator)
	case s.Task != 0 && !task:
		return fmt.Errorf("no task has the number %d", s.Task)
	case s.Indicator != "" && s.Value == nil:
		return fmt.Errorf("a step of an indicator says what is to be reached: write value = 3")
	case s.Task != 0 && (s.What == "" || s.Value != nil):
		return fmt.Errorf("a step of a task says what is to be done: write what, and no value")
	case s.Value != nil:
		return x.Kind.Fit(*s.Value)
	}
	return nil
}

// steps checks the plan's steps, each date and thing once.
func (l *loader) steps(p *Plan) {
	seen := first{}
	for i, s := range p.Steps {
		if err := s.Check(p); err != nil {
			l.fail(fmt.Sprintf("steps[%d]", i), "%s", err)
			continue
		}
		if s.Indicator != "" {
			seen.use(l, at("steps", i, "date"), "step", s.Indicator+" "+s.Date.String())
		}
	}
}
