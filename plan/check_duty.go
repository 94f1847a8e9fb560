package plan

import (
	"fmt"
	"slices"
)

func (l *loader) duties(p *Plan) {
	seen := first{}
	for i, d := range p.Duties {
		l.id(at("duties", i, "id"), d.ID)
		seen.use(l, at("duties", i, "id"), "duty id", d.ID)
		l.owners(p, i, d)
		l.timing(p, i, d)
		l.area(p, at("duties", i, "area"), d.Area)
		l.taskOf(p, at("duties", i, "task"), d.Task, d.Area)
		if len(d.Addressee) == 0 {
			l.fail(at("duties", i, "addressee"), `missing: write who receives it, such as addressee = ["…"]`)
		}
		asked := first{}
		for j, q := range d.Questions {
			path := fmt.Sprintf("duties[%d].questions[%d].id", i, j)
			l.id(path, q.ID)
			asked.use(l, path, "question id", q.ID)
		}
	}
}

func (l *loader) owners(p *Plan, i int, d Duty) {
	path := at("duties", i, "owners")
	l.unitList(p, path, d.Owners)
	switch {
	case d.Subject == PerArea && len(d.Owners) > 0:
		l.fail(path, "a report about an area is owed by its lead unit; leave owners out")
	case d.Subject == PerUnit && len(d.Owners) == 0:
		l.fail(path, "missing: write the ids of the units that owe it")
	case d.OfOffice && p.Office != "" && !slices.Equal(d.Owners, []string{p.Office}):
		l.fail(path, "the office's own duty is owed by the unit that hosts it; write owners = [%q]", p.Office)
	}
}

// timing checks that days, after and date stand only where they mean something.
func (l *loader) timing(p *Plan, i int, d Duty) {
	l.days(at("duties", i, "days"), d.Days)
	if len(d.Days) > 0 && (d.Timing != Recurring || d.After != "") {
		l.fail(at("duties", i, "days"), "only a recurring duty without after has days; leave them out")
	}
	if d.Covers != "" && (d.Timing != Recurring || d.After != "") {
		l.fail(at("duties", i, "covers"), "only a recurring duty without after covers a stretch of its own; leave it out")
	}
	if l.doc.Has(at("duties", i, "date")) && d.Timing != Once {
		l.fail(at("duties", i, "date"), "only a duty with timing = \"once\" has a date; leave it out")
	}
	if d.After == "" {
		return
	}
	prev, ok := p.Duty(d.After)
	if d.Timing != Recurring || !ok || prev.Timing != Recurring || prev.After != "" {
		l.fail(at("duties", i, "after"), "a recurring duty can follow another recurring one that has days of its own; write that one's id")
	}
}

func (l *loader) days(path string, days []int) {
	for j, n := range days {
		here := fmt.Sprintf("%s[%d]", path, j)
		switch {
		case n < 1 || n > 31:
			l.fail(here, "day %d: write days of the month from 1 to 31", n)
		case slices.Contains(days[:j], n):
			l.fail(here, "day %d is named twice; write it once", n)
		case j > 0 && n < days[j-1]:
			l.fail(here, "day %d comes after %d; write the days in order", n, days[j-1])
		}
	}
}
