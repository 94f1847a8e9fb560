package plan

import (
	"cmp"
	"slices"
	"strings"
)

// Names as papers write them. In chat the short ones are used.

// FormalName returns the task force's name as papers write it.
func (p *Plan) FormalName() string {
	if p.Formal != "" {
		return p.Formal
	}
	return p.Name
}

// WorkName returns what the task force is about, as a title says it:
// 关于落实“六保”任务工作进展情况的报告.
func (p *Plan) WorkName() string {
	if p.Work != "" {
		return p.Work
	}
	return p.Name
}

// UnitFull returns the unit's name as papers sign it, or what chat calls it.
func (p *Plan) UnitFull(id string) string {
	if u, ok := p.EverUnit(id); ok && u.Full != "" {
		return u.Full
	}
	return p.UnitName(id)
}

// cumulative marks what adds up over the year.
const cumulative = "本年累计"

// Label returns the indicator's name, with 本年累计 where its value adds up over
// the year.
func (i Indicator) Label() string {
	if !i.Yearly || strings.Contains(i.Name, "累计") {
		return i.Name
	}
	return i.Name + "（" + cumulative + "）"
}

// UnitsIn returns the ids of the units that a text names, in the order of the
// text. Where names lie in one another the longest counts.
func (p *Plan) UnitsIn(text string) []string {
	type found struct {
		at, end int
		id      string
	}
	var all []found
	for _, u := range p.Units {
		for _, name := range append([]string{u.Name, u.Full}, u.Aliases...) {
			for from := 0; name != ""; {
				i := strings.Index(text[from:], name)
				if i < 0 {
					break
				}
				all = append(all, found{from + i, from + i + len(name), u.ID})
				from += i + len(name)
			}
		}
	}
	slices.SortFunc(all, func(a, b found) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(b.end, a.end)) })
	var out []string
	end := 0
	for _, f := range all {
		if f.at >= end {
			end = f.end
			if !slices.Contains(out, f.id) {
				out = append(out, f.id)
			}
		}
	}
	return out
}
