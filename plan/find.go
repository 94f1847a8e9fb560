package plan

// What a plan answers: what has this id, who leads that, who owes what.

// Unit returns the unit with the id.
func (p *Plan) Unit(id string) (Unit, bool) {
	for i := range p.Units {
		if x := &p.Units[i]; x.ID == id {
			return *x, true
		}
	}
	return Unit{}, false
}

// UnitName returns the unit's name, that of a unit of an earlier version where
// the plan has none any more, or the id where no version has.
func (p *Plan) UnitName(id string) string {
	if u, ok := p.EverUnit(id); ok {
		return u.Name
	}
	return id
}

// FindUnit returns the unit whose name, full name or alias is name.
func (p *Plan) FindUnit(name string) (Unit, bool) {
	for _, u := range p.Units {
		if u.Name == name || u.ID == name || u.Full == name && name != "" {
			return u, true
		}
		for _, a := range u.Aliases {
			if a == name {
				return u, true
			}
		}
	}
	return Unit{}, false
}

// Area returns the area with the id.
func (p *Plan) Area(id string) (Area, bool) {
	for i := range p.Areas {
		if x := &p.Areas[i]; x.ID == id {
			return *x, true
		}
	}
	return Area{}, false
}

// AreasLedBy returns the areas that the unit leads, in the plan's order.
func (p *Plan) AreasLedBy(unit string) []Area {
	var out []Area
	for i := range p.Areas {
		if x := &p.Areas[i]; x.Lead == unit {
			out = append(out, *x)
		}
	}
	return out
}

// TasksOf returns the area's tasks in order.
func (p *Plan) TasksOf(area string) []Task {
	var out []Task
	for i := range p.Tasks {
		if x := &p.Tasks[i]; x.Area == area {
			out = append(out, *x)
		}
	}
	return out
}

// Task returns the task with the number.
func (p *Plan) Task(number int) (Task, bool) {
	for i := range p.Tasks {
		if x := &p.Tasks[i]; x.Number == number {
			return *x, true
		}
	}
	return Task{}, false
}

// IndicatorsOf returns the area's indicators in order, but those that a duty
// of its own asks for.
func (p *Plan) IndicatorsOf(area string) []Indicator {
	var out []Indicator
	for i := range p.Indicators {
		if x := &p.Indicators[i]; x.Area == area && x.Duty == "" {
			out = append(out, *x)
		}
	}
	return out
}

// IndicatorsOfDuty returns the indicators that the duty asks for besides its
// questions, in order.
func (p *Plan) IndicatorsOfDuty(duty string) []Indicator {
	var out []Indicator
	for i := range p.Indicators {
		if x := &p.Indicators[i]; x.Duty == duty && duty != "" {
			out = append(out, *x)
		}
	}
	return out
}

// Indicator returns the indicator with the id.
func (p *Plan) Indicator(id string) (Indicator, bool) {
	for i := range p.Indicators {
		if x := &p.Indicators[i]; x.ID == id {
			return *x, true
		}
	}
	return Indicator{}, false
}

// Duty returns the duty with the id.
func (p *Plan) Duty(id string) (Duty, bool) {
	for i := range p.Duties {
		if x := &p.Duties[i]; x.ID == id {
			return *x, true
		}
	}
	return Duty{}, false
}

// Obligation is one report somebody owes each time a duty falls due: the
// unit, and the subject it is about (an area's id or the unit's own).
type Obligation struct {
	Duty    string
	Unit    string
	Subject string
}

// Obligations returns what the duty makes its owners owe, in the plan's order.
func (p *Plan) Obligations(d Duty) []Obligation {
	var out []Obligation
	if d.Subject == PerArea && len(d.Owners) == 0 {
		for _, a := range p.Areas {
			out = append(out, Obligation{Duty: d.ID, Unit: a.Lead, Subject: a.ID})
		}
		return out
	}
	for _, u := range d.Owners {
		out = append(out, Obligation{Duty: d.ID, Unit: u, Subject: u})
	}
	return out
}
