package report

import (
	"slices"

	"liubao/plan"
)

// Outline is a plan as dialogs look things up in it: made once for a plan that
// does not change, so that a large one costs a dialog no more than a small one.
// What it returns is shared, and only to be read.
type Outline struct {
	units      map[string]string // names by id
	areas      map[string]string // names by id
	tasks      map[string][]plan.Task
	indicators map[[2]string][]plan.Indicator // by area, or by duty
}

// NewOutline returns the plan's outline.
func NewOutline(p *plan.Plan) *Outline {
	o := &Outline{units: map[string]string{}, areas: map[string]string{}, tasks: map[string][]plan.Task{}, indicators: map[[2]string][]plan.Indicator{}}
	for _, u := range p.Units {
		o.units[u.ID] = u.Name
	}
	for _, a := range p.Areas {
		o.areas[a.ID] = a.Name
		o.tasks[a.ID] = slices.Clip(p.TasksOf(a.ID))
		o.indicators[[2]string{"area", a.ID}] = slices.Clip(p.IndicatorsOf(a.ID))
	}
	for _, d := range p.Duties {
		o.indicators[[2]string{"duty", d.ID}] = slices.Clip(p.IndicatorsOfDuty(d.ID))
	}
	return o
}

// Area returns the area's name.
func (o *Outline) Area(id string) (name string, ok bool) {
	name, ok = o.areas[id]
	return name, ok
}

// UnitName returns the unit's name, or the id where the plan has no such unit.
func (o *Outline) UnitName(id string) string {
	if name, ok := o.units[id]; ok {
		return name
	}
	return id
}

// TasksOf returns the area's tasks in order.
func (o *Outline) TasksOf(area string) []plan.Task { return o.tasks[area] }

// IndicatorsOf returns the area's indicators in order, but those that a duty of
// its own asks for.
func (o *Outline) IndicatorsOf(area string) []plan.Indicator {
	return o.indicators[[2]string{"area", area}]
}

// IndicatorsOfDuty returns the indicators that the duty asks for besides its
// questions, in order.
func (o *Outline) IndicatorsOfDuty(duty string) []plan.Indicator {
	return o.indicators[[2]string{"duty", duty}]
}
