package plan

import (
	"fmt"
	"liubao/internal/numbers"
)

// hundred is the largest percentage a target may name.
const hundred = Number(100 * numbers.Scale)

func (l *loader) indicators(p *Plan) {
	seen := first{}
	for i, x := range p.Indicators {
		l.id(at("indicators", i, "id"), x.ID)
		seen.use(l, at("indicators", i, "id"), "indicator id", x.ID)
		l.area(p, at("indicators", i, "area"), x.Area)
		l.taskOf(p, at("indicators", i, "task"), x.Task, x.Area)
		l.known(p, at("indicators", i, "source"), x.Source)
		l.fits(at("indicators", i, "target"), x.Kind, x.Target)
		l.fits(at("indicators", i, "baseline"), x.Kind, x.Baseline)
		l.measure(at("indicators", i, "measure"), x)
		l.years(i, x)
		l.compare(at("indicators", i, "target"), at("indicators", i, "compare"), x)
		if d, ok := p.Duty(x.Duty); x.Duty != "" && (!ok || len(d.Questions) == 0) {
			l.fail(at("indicators", i, "duty"), "no duty %q with questions of its own; leave it out for the area's progress report", x.Duty)
		}
	}
}

// years checks what holds for one year alone.
func (l *loader) years(i int, x Indicator) {
	for j, y := range x.Years {
		path := fmt.Sprintf("indicators[%d].years[%d]", i, j)
		l.fits(path+".target", x.Kind, y.Target)
		l.fits(path+".baseline", x.Kind, y.Baseline)
		if err := y.check(x); err != nil {
			l.fail(path+".year", "%s", err)
		}
	}
}

// fits checks that a target or baseline is one its kind can have.
func (l *loader) fits(path string, k Kind, n *Number) {
	if n == nil {
		return
	}
	if err := k.Fit(*n); err != nil {
		l.fail(path, "%s", err)
	}
}

// Fit says whether a target or baseline is one the kind can have; its error
// says what to write.
func (k Kind) Fit(n Number) error {
	switch {
	case k == Count && (!n.Whole() || n < 0):
		return fmt.Errorf("%s does not fit a count: write a whole number from 0", n)
	case k == Percent && (n < 0 || n > hundred):
		return fmt.Errorf("%s does not fit a percentage: write 0 to 100, 15 for 15%%", n)
	case k == YesNo && n != 0 && n != numbers.Scale:
		return fmt.Errorf("%s does not fit a yes or no: write 1 for yes, 0 for no", n)
	}
	return nil
}

func (l *loader) measure(path string, x Indicator) {
	switch x.Kind {
	case Count, Amount:
		if x.Measure == "" {
			l.fail(path, `missing: write what is counted, such as measure = "户"`)
		}
	case Percent, YesNo:
		if x.Measure != "" {
			l.fail(path, "a %s has no measure; leave it out", x.Kind)
		}
	}
}

// compare checks that comparator and target belong together.
func (l *loader) compare(target, compare string, x Indicator) {
	base := x.Compare == NotBelowBase || x.Compare == NotAboveBase
	switch {
	case base && x.Target != nil:
		l.fail(target, "%s compares with the baseline; write baseline instead, or leave both out", x.Compare)
	case x.Kind == YesNo && x.Compare != Equal:
		l.fail(compare, "a yes or no has no more or less; write equal")
	}
}
