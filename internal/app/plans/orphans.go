package plans

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// orphans names what rows speak of and the plan has not: people's units, and the
// subjects and duties of reports and drafts whose deadline lies on a day or
// later. Units that have a successor are not among them: their people move.
func orphans(r storage.Reader, p *plan.Plan, from plan.Date) ([]string, error) {
	all, err := storage.EveryPerson(r)
	if from.IsZero() && errors.Is(err, storage.ErrCorrupt) { // a start: one damaged row, which is told of, keeps no bot from it
		all, err = storage.AllPeople(r)
	}
	if err != nil {
		return nil, err
	}
	out := people(all, p)
	for _, rows := range []struct{ prefix, name string }{{storage.RowReport.Prefix(), "report"}, {storage.RowDraft.Prefix(), "draft"}} {
		seen := map[string]bool{}
		after := ""
		if !from.IsZero() {
			after = rows.prefix + from.String()
		}
		err := r.Scan(rows.prefix, after, 0, func(key string, _ []byte) error {
			c := storage.Components(key)
			if len(c) < 4 {
				return nil
			}
			what := lacks(p, c[2], c[3])
			if what != "" && !seen[what] {
				out = append(out, fmt.Sprintf("%s (a %s of %s)", what, rows.name, c[1]))
			}
			seen[what] = true
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// lacks says which of a report's duty and subject the plan does not know.
func lacks(p *plan.Plan, duty, subject string) string {
	_, known := p.Duty(duty)
	_, area := p.Area(subject)
	_, unit := p.Unit(subject)
	if !unit {
		_, unit = p.Successor(subject)
	}
	switch {
	case !known:
		return "the duty " + duty
	case !area && !unit:
		return "the area or unit " + subject
	}
	return ""
}

// people names the units that people belong to and the plan has not.
func people(all []reports.Person, p *plan.Plan) []string {
	of := map[string][]string{}
	var units []string
	for _, x := range all {
		if !x.Left.IsZero() || x.Unit == "" || has(p, x) {
			continue
		}
		if of[x.Unit] == nil {
			units = append(units, x.Unit)
		}
		of[x.Unit] = append(of[x.Unit], x.Name)
	}
	slices.Sort(units)
	var out []string
	for _, u := range units {
		out = append(out, fmt.Sprintf("the unit %s with %s", u, strings.Join(of[u], "、")))
	}
	return out
}

// has reports whether the plan has the person's unit, or one that took over.
func has(p *plan.Plan, x reports.Person) bool {
	if _, ok := p.Unit(x.Unit); ok {
		return true
	}
	_, ok := p.Successor(x.Unit)
	return ok
}

// most is how many of the things left behind an error names.
const most = 12

func join(list []string) string {
	if n := len(list) - most; n > 0 {
		return strings.Join(list[:most], ", ") + fmt.Sprintf(" and %d more", n)
	}
	return strings.Join(list, ", ")
}

// adding reads a file as if a version stood in it already.
type adding struct {
	storage.Reader
	version storage.PlanVersion
}

// Scan adds the version where the versions are read.
func (a adding) Scan(prefix, after string, limit int, fn func(key string, val []byte) error) error {
	key := storage.PlanKey(a.version.From)
	if prefix != storage.RowPlan.Prefix() {
		return a.Reader.Scan(prefix, after, limit, fn)
	}
	if err := a.Reader.Scan(prefix, after, limit, func(k string, val []byte) error {
		if k == key {
			return nil // replaced
		}
		return fn(k, val)
	}); err != nil {
		return err
	}
	val, err := storage.Encode(a.version)
	if err != nil {
		return err
	}
	return fn(key, val) // no version begins later: see [Next.day]
}
