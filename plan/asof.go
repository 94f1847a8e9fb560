package plan

import (
	"errors"
	"fmt"
	"slices"
)

// asOf returns the plan as it stands on a day: without what has ended, with the
// successors of units that have, and with the year's targets. What a version
// says in advance (until = …) thus counts from its day on and not before.
func (p *Plan) asOf(d Date) (*Plan, error) {
	out := *p
	over := func(until Date) bool { return !until.IsZero() && until.Before(d) }
	out.Tasks = slices.DeleteFunc(slices.Clone(p.Tasks), func(t Task) bool { return over(t.Until) })
	out.Areas = slices.DeleteFunc(slices.Clone(p.Areas), func(a Area) bool { return len(out.TasksOf(a.ID)) == 0 })
	out.Indicators = slices.DeleteFunc(slices.Clone(p.Indicators), func(i Indicator) bool {
		_, area := out.Area(i.Area)
		_, task := out.Task(i.Task)
		return !area || i.Task != 0 && !task
	})
	for i := range out.Indicators {
		out.Indicators[i] = out.Indicators[i].inYear(d)
	}
	out.Duties = slices.DeleteFunc(slices.Clone(p.Duties), func(x Duty) bool {
		base, _ := p.Duty(x.After)
		return over(x.Until) || over(base.Until)
	})
	out.Steps = slices.DeleteFunc(slices.Clone(p.Steps), func(s Step) bool { return s.Check(&out) != nil })
	gone := slices.DeleteFunc(slices.Clone(p.Units), func(u Unit) bool { return !over(u.Until) })
	for _, u := range gone {
		if err := out.without(u); err != nil {
			return nil, err
		}
	}
	return &out, nil
}

// without takes a unit that has ended out of the plan, which is a copy of its
// own as far as lists go, and puts its successor in its places.
func (p *Plan) without(u Unit) error {
	next, ok := p.Successor(u.ID)
	p.Units = slices.DeleteFunc(slices.Clone(p.Units), func(x Unit) bool { return x.ID == u.ID })
	take := func(id *string, what string) error {
		if *id == u.ID && !ok {
			return fmt.Errorf("%s (%s) ends on %s and is still %s: name its successor with succeeds, or write another unit there", u.ID, u.Name, u.Until, what)
		}
		if *id == u.ID {
			*id = next.ID
		}
		return nil
	}
	for i := range p.Areas {
		if err := take(&p.Areas[i].Lead, "the lead of "+p.Areas[i].Name); err != nil {
			return err
		}
	}
	for i := range p.Indicators {
		if err := take(&p.Indicators[i].Source, "the source of "+p.Indicators[i].Name); err != nil {
			return err
		}
	}
	for i := range p.Tasks {
		p.Tasks[i].Units = replaced(p.Tasks[i].Units, u.ID, next.ID)
	}
	for i := range p.Duties {
		had := len(p.Duties[i].Owners)
		p.Duties[i].Owners = replaced(p.Duties[i].Owners, u.ID, next.ID)
		if had > 0 && len(p.Duties[i].Owners) == 0 {
			return fmt.Errorf("%s (%s) ends on %s and still owes %s: name its successor with succeeds, or let the duty end (until)", u.ID, u.Name, u.Until, p.Duties[i].Title)
		}
	}
	p.Posts = slices.Clone(p.Posts)
	for i := range p.Posts {
		if p.Posts[i].Unit == u.ID {
			p.Posts[i].Unit = next.ID
		}
	}
	return errors.Join(take(&p.Office, "the office's host"), take(&p.Inspector, "the inspector"), take(&p.Assessor, "the assessor"))
}

// replaced returns the list with one unit's id in another's place, or without
// it where there is none; no id stands twice.
func replaced(list []string, id, by string) []string {
	var out []string
	for _, x := range list {
		if x == id {
			x = by
		}
		if x != "" && !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}
