package plan

import (
	"errors"
	"fmt"
	"slices"
)

// A plan changes: a lead hands over, a unit is renamed, merged or split, a task
// is added or ends, a target is set for another year. What was true in November
// must stay true in November, in every card, count and document. So every
// version is kept with the day from which it holds, and whoever judges, shows
// or counts a period asks for the plan as it stood on the period's nominal
// deadline: [Plan.On]. What the director sets in the chat is laid over the
// versions and is dated like they are.

// Version is a plan with the first day on which it holds.
type Version struct {
	From Date
	Plan *Plan
}

// History is a plan over time. It does not change once it is made.
type History struct {
	versions []Version
	spans    []span
}

// span is the plan as it stands from a day on, until the next one.
type span struct {
	from Date
	plan *Plan
}

// NewHistory puts the versions of a plan together, with what was set in the
// chat laid over them. The versions must stand in the order of their days. The
// plans given stay as they are.
func NewHistory(versions []Version, set ...YearValue) (*History, error) {
	if len(versions) == 0 {
		return nil, errors.New("a plan needs a version")
	}
	h := &History{versions: slices.Clone(versions)}
	for i, v := range versions {
		if i > 0 && !v.From.After(versions[i-1].From) {
			return nil, fmt.Errorf("the version from %s does not begin after the one before it, from %s", v.From, versions[i-1].From)
		}
		if err := v.follows(versions[0]); err != nil {
			return nil, err
		}
		laid := v.Plan.laid(set)
		for _, from := range laid.turns(v.From, h.endOf(i)) {
			p, err := laid.asOf(from)
			if err != nil {
				return nil, fmt.Errorf("from %s: %w", from, err)
			}
			p.history = h
			h.spans = append(h.spans, span{from, p})
		}
	}
	return h, nil
}

// follows says why a version cannot be one of the same plan as the first.
func (v Version) follows(first Version) error {
	switch {
	case v.Plan.ID != first.Plan.ID:
		return fmt.Errorf("the version from %s is of the plan %q, not %q: another plan needs a data file of its own", v.From, v.Plan.ID, first.Plan.ID)
	case v.Plan.Zone != first.Plan.Zone:
		return fmt.Errorf("the version from %s is in the zone %s, not %s: a plan keeps its zone", v.From, v.Plan.Zone, first.Plan.Zone)
	}
	return nil
}

// endOf returns the first day on which the version no longer holds, zero for
// the last version.
func (h *History) endOf(i int) Date {
	if i+1 < len(h.versions) {
		return h.versions[i+1].From
	}
	return Date{}
}

// Versions returns the versions, oldest first.
func (h *History) Versions() []Version { return slices.Clone(h.versions) }

// At returns the plan as it stands on a day; before the first version that one.
func (h *History) At(d Date) *Plan {
	i, found := slices.BinarySearchFunc(h.spans, d, func(s span, d Date) int { return s.from.Compare(d) })
	if !found {
		i--
	}
	return h.spans[max(i, 0)].plan
}

// On returns the plan as it stands, or stood, on a day: of a period, on its
// nominal deadline. A plan that stands alone is the same on all days.
func (p *Plan) On(d Date) *Plan {
	if p.history == nil {
		return p
	}
	return p.history.At(d)
}

// History returns the versions that the plan stands among, nil for a plan alone.
func (p *Plan) History() *History { return p.history }

// Stretch is a plan and the days on which it holds.
type Stretch struct {
	Plan *Plan
	From Date // zero: from the beginning
	To   Date // the first day on which it no longer holds; zero: without end
}

// Stretches returns the plan as it stands over time, oldest first. They leave
// no day out and overlap on none.
func (p *Plan) Stretches() []Stretch {
	if p.history == nil {
		return []Stretch{{Plan: p}}
	}
	var out []Stretch
	for i, s := range p.history.spans {
		x := Stretch{Plan: s.plan, From: s.from}
		if i == 0 {
			x.From = Date{}
		}
		if i > 0 {
			out[i-1].To = s.from
		}
		out = append(out, x)
	}
	return out
}

// EverDuties returns the plan's duties and, after them, those that it has on
// other days alone, as they stood last.
func (p *Plan) EverDuties() []Duty {
	out := slices.Clone(p.Duties)
	if p.history == nil {
		return out
	}
	for _, s := range slices.Backward(p.history.spans) {
		for _, d := range s.plan.Duties {
			if !slices.ContainsFunc(out, func(x Duty) bool { return x.ID == d.ID }) {
				out = append(out, d)
			}
		}
	}
	return out
}

// EverUnit returns the unit, or as it stood last where the plan has it no more.
func (p *Plan) EverUnit(id string) (Unit, bool) {
	if u, ok := p.Unit(id); ok || p.history == nil {
		return u, ok
	}
	for _, v := range slices.Backward(p.history.versions) {
		if u, ok := v.Plan.Unit(id); ok {
			return u, true
		}
	}
	return Unit{}, false
}

// everNamed returns the unit that had a name in any version, the latest first, as it
// stands or stood last.
func (p *Plan) everNamed(name string) (Unit, bool) {
	if p.history == nil {
		return Unit{}, false
	}
	for _, v := range slices.Backward(p.history.versions) {
		if u, ok := v.Plan.FindUnit(name); ok {
			return p.EverUnit(u.ID)
		}
	}
	return Unit{}, false
}

// Successor returns the unit that took over from a unit that the plan has no
// more, and of that one in turn.
func (p *Plan) Successor(id string) (Unit, bool) {
	for range len(p.Units) + 1 {
		i := slices.IndexFunc(p.Units, func(u Unit) bool { return slices.Contains(u.Succeeds, id) })
		if i < 0 {
			return Unit{}, false
		}
		if u, ok := p.Unit(p.Units[i].ID); ok && u.Until.IsZero() {
			return u, true
		}
		id = p.Units[i].ID
	}
	return Unit{}, false
}

// laid returns a copy of the plan with what was set for single years.
func (p *Plan) laid(set []YearValue) *Plan {
	out := *p
	out.Indicators = slices.Clone(p.Indicators)
	for i := range out.Indicators {
		x := &out.Indicators[i]
		x.Years = slices.Clone(x.Years)
		for _, y := range set {
			if y.Indicator == x.ID {
				x.Years = append(x.Years, y)
			}
		}
	}
	return &out
}

// turns returns the days from from on, and before to, on which something about
// the plan changes; from is the first.
func (p *Plan) turns(from, to Date) []Date {
	out := []Date{from}
	add := func(d Date) {
		if d.After(from) && (to.IsZero() || d.Before(to)) {
			out = append(out, d)
		}
	}
	ends := func(until Date) {
		if !until.IsZero() {
			add(until.AddDays(1))
		}
	}
	for _, u := range p.Units {
		ends(u.Until)
	}
	for _, t := range p.Tasks {
		ends(t.Until)
	}
	for _, d := range p.Duties {
		ends(d.Until)
	}
	for _, x := range p.Indicators {
		for _, y := range x.Years {
			add(y.first())
			add(Date{y.Year + 1, 1, 1})
		}
	}
	slices.SortFunc(out, Date.Compare)
	return slices.Compact(out)
}

// first returns the first day on which a year's value holds.
func (y YearValue) first() Date {
	if start := (Date{y.Year, 1, 1}); y.From.Before(start) {
		return start
	}
	return y.From
}

// check says what about a year's value cannot be meant for the indicator.
func (y YearValue) check(x Indicator) error {
	base := x.Compare == NotBelowBase || x.Compare == NotAboveBase
	switch {
	case y.Year < 2000 || y.Year > 2100:
		return fmt.Errorf("year %d: write a year such as 2027", y.Year)
	case y.Target == nil && y.Baseline == nil:
		return errors.New("write target, or baseline for last year's value")
	case base && y.Target != nil:
		return fmt.Errorf("%s compares with the baseline; write baseline instead of target", x.Compare)
	case !y.From.IsZero() && y.From.Year != y.Year:
		return fmt.Errorf("from %s lies in another year than %d", y.From, y.Year)
	}
	return nil
}

// Check says what about a year's value cannot be meant in the plan.
func (y YearValue) Check(p *Plan) error {
	x, ok := p.Indicator(y.Indicator)
	if !ok {
		return fmt.Errorf("the plan has no indicator %q", y.Indicator)
	}
	for _, n := range []*Number{y.Target, y.Baseline} {
		if n != nil {
			if err := x.Kind.Fit(*n); err != nil {
				return err
			}
		}
	}
	return y.check(x)
}

// inYear returns the indicator with the target and baseline that hold on a day.
func (i Indicator) inYear(d Date) Indicator {
	for _, y := range i.Years {
		if y.Year != d.Year || y.first().After(d) {
			continue
		}
		if y.Target != nil {
			i.Target = y.Target
		}
		if y.Baseline != nil {
			i.Baseline = y.Baseline
		}
	}
	return i
}
