package plan

import (
	"fmt"
	"slices"
	"strings"
)

// UnitNamed returns the unit with the id, name or alias, white space around and
// within it left out, by what it is or ever was called. Its error names the units
// that may be meant instead.
func (p *Plan) UnitNamed(s string) (Unit, error) {
	for _, name := range []string{s, strings.Join(strings.Fields(s), "")} {
		if u, ok := p.FindUnit(name); ok {
			return u, nil
		}
		if u, ok := p.everNamed(name); ok {
			return u, nil
		}
	}
	if close := p.Similar(s); len(close) > 0 {
		return Unit{}, fmt.Errorf("the plan has no unit %q; did you mean %s?", s, list(close))
	}
	return Unit{}, fmt.Errorf("the plan has no unit %q; write one of %s", s, list(ids(p.Units, func(u Unit) string { return u.Name })))
}

// Similar returns the names of units of which a name or alias holds s, is held
// by it, or differs from it in one character.
func (p *Plan) Similar(s string) []string {
	var out []string
	for _, u := range p.Units {
		if slices.ContainsFunc(append([]string{u.Name, u.ID}, u.Aliases...), func(name string) bool {
			return s != "" && (strings.Contains(name, s) || strings.Contains(s, name) || Distance(name, s) == 1)
		}) {
			out = append(out, u.Name)
		}
	}
	return out
}

// Distance is the number of characters to change, add or drop between a and b.
func Distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i := range from {
		corner := row[0]
		row[0] = i + 1
		for j := range to {
			step := corner
			if from[i] != to[j] {
				step = 1 + min(corner, row[j], row[j+1])
			}
			corner, row[j+1] = row[j+1], step
		}
	}
	return row[len(to)]
}
