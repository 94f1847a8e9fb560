package schedules

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"liubao/plan"
)

// Tier is a station of the chain that an overdue report goes up. The chain
// begins with the unit's contacts, whom the ladder reminds.
type Tier string

// The tiers, in the order of the chain.
const (
	ToDeputy Tier = "deputy" // AB岗
	ToHead   Tier = "head"   // the head of the unit
	ToOffice Tier = "office" // the task force's office
	ToLeader Tier = "leader" // leaders and inspectors
)

var tiers = []Tier{ToDeputy, ToHead, ToOffice, ToLeader}

// Rung is one station of the chain and when it hears of an overdue report.
type Rung struct {
	To Tier
	// Workdays counts working days from the day the report is due. A deputy's
	// may be 0 or less: from then on the ladder's reminders reach deputies too.
	Workdays int
	At       plan.Clock // not used for deputies, who are reminded with the ladder
}

// Stage returns the rung's id: up-head. It is part of a moment's key.
func (r Rung) Stage() string { return "up-" + string(r.To) }

// TierOf returns the tier of a rung's stage or mark; ok is false for any other.
func TierOf(stage string) (t Tier, ok bool) {
	s, ok := strings.CutPrefix(StageOf(stage), "up-")
	return Tier(s), ok
}

// DefaultChain is polite and sparse: deputies on the day itself, the head of
// the unit a working day later, the office after two, leaders after four.
func DefaultChain() []Rung {
	at := plan.Clock{Hour: 10}
	return []Rung{{ToDeputy, 0, at}, {ToHead, 1, at}, {ToOffice, 2, at}, {ToLeader, 4, at}}
}

// ChainOf returns the chain of a duty, empty for none.
func (r Rules) ChainOf(duty string) []Rung {
	if c, ok := r.Chains[duty]; ok {
		return c
	}
	return r.Chain
}

// RungOf returns the chain's rung of a tier.
func (r Rules) RungOf(duty string, to Tier) (Rung, bool) {
	for _, x := range r.ChainOf(duty) {
		if x.To == to {
			return x, true
		}
	}
	return Rung{}, false
}

// Clone returns a copy whose maps can be changed without touching r.
func (r Rules) Clone() Rules {
	r.DutyDays, r.DutyDates, r.DutySince = maps.Clone(r.DutyDays), maps.Clone(r.DutyDates), maps.Clone(r.DutySince)
	r.Moved, r.Chains, r.Own = maps.Clone(r.Moved), maps.Clone(r.Chains), slices.Clone(r.Own)
	r.DaysUntil = maps.Clone(r.DaysUntil)
	return r
}

// checkChains returns what cannot be meant about the chains.
func (r Rules) checkChains(p *plan.Plan) []error {
	errs := r.checkChain("chain", r.Chain)
	for _, id := range slices.Sorted(maps.Keys(r.Chains)) {
		if _, ok := everDuty(p, id); !ok {
			errs = append(errs, fmt.Errorf("chain of duty %q: the plan has no such duty", id))
		}
		errs = append(errs, r.checkChain("chain of duty "+id, r.Chains[id])...)
	}
	return errs
}

func (r Rules) checkChain(name string, chain []Rung) []error {
	var errs []error
	last := -1
	for i, x := range chain {
		at := slices.Index(tiers, x.To)
		switch {
		case at < 0:
			errs = append(errs, fmt.Errorf("%s: unknown %q: write deputy, head, office or leader", name, x.To))
			continue
		case at <= last:
			errs = append(errs, fmt.Errorf("%s: %s stands after a higher station: write deputy, head, office, leader in this order, each once", name, x.To))
		case i > 0 && x.Workdays < chain[i-1].Workdays:
			errs = append(errs, fmt.Errorf("%s: %s hears before the station below it: write %d or more", name, x.To, chain[i-1].Workdays))
		}
		last = at
		if x.To != ToDeputy && x.Workdays < 1 || x.Workdays > mostWorkdays || x.Workdays < -mostWorkdays {
			errs = append(errs, fmt.Errorf("%s: %s after %d working days: write 1 to %d (deputy: also less)", name, x.To, x.Workdays, mostWorkdays))
		}
		if x.To != ToDeputy && r.Quiet.Holds(x.At) {
			errs = append(errs, fmt.Errorf("%s: %s at %s falls in the quiet hours: write a time outside them", name, x.To, x.At))
		}
	}
	return []error{errors.Join(errs...)}
}

// rungs returns the moments at which the duty's chain is climbed. What the office
// itself owes skips the office: its people are reminded with the ladder.
func (f *frame) rungs(d plan.Duty, of plan.Period) []Moment {
	var out []Moment
	for _, x := range f.r.ChainOf(d.ID) {
		if x.To == ToDeputy || x.To == ToOffice && d.OfOffice {
			continue
		}
		at := f.stageAt(Step{x.Workdays, x.At}, of)
		out = append(out, Moment{Stage: x.Stage(), Kind: Escalate, Duty: d.ID, Period: of, At: at})
	}
	return out
}
