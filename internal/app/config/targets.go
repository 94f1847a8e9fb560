package config

import (
	"maps"
	"slices"

	"liubao/internal/numbers"
	"liubao/plan"
)

// targets sets the indicators' targets, or the baselines of those that are
// compared with last year, as the configuration has them.
func (c *Config) targets(p *plan.Plan) error {
	d := document{file: c.doc.file, toml: c.doc.toml}
	for _, id := range slices.Sorted(maps.Keys(c.Targets)) {
		i := slices.IndexFunc(p.Indicators, func(x plan.Indicator) bool { return x.ID == id })
		if i < 0 {
			d.bad(join("targets", id), "the plan has no such indicator")
			continue
		}
		x := &p.Indicators[i]
		n, err := numbers.Parse(c.Targets[id])
		if err == nil {
			err = x.Kind.Fit(n)
		}
		if err != nil {
			d.bad(join("targets", id), "%s", err)
			continue
		}
		if x.Compare == plan.NotBelowBase || x.Compare == plan.NotAboveBase {
			x.Baseline = &n
		} else {
			x.Target = &n
		}
	}
	return d.problems.err()
}
