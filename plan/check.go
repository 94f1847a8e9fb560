package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// validID keeps storage keys and button data short and plain.
var validID = regexp.MustCompile(`^[a-z0-9-]{1,12}$`)

// check finds what no single key shows: ids that clash, names that lead
// nowhere, targets that do not fit.
func (l *loader) check(p *Plan) {
	l.id("id", p.ID)
	if p.Starts.IsZero() && !l.doc.Has("starts") {
		l.fail("starts", "missing: write the first day of the plan, such as starts = 2027-01-01")
	}
	l.zone(p)
	l.units(p)
	l.known(p, "office", p.Office)
	l.known(p, "inspector", p.Inspector)
	l.known(p, "assessor", p.Assessor)
	l.areas(p)
	l.tasks(p)
	l.indicators(p)
	l.duties(p)
	l.posts(p)
	l.ledgers(p)
	l.steps(p)
}

// zone loads the plan's time zone. Local is refused: it would make the plan
// depend on the machine.
func (l *loader) zone(p *Plan) {
	if p.Zone == "" {
		return
	}
	loc, err := time.LoadLocation(p.Zone)
	if err != nil || p.Zone == "Local" {
		l.fail("zone", "unknown time zone %q; write an IANA name, such as Asia/Shanghai", p.Zone)
		return
	}
	p.loc = loc
}

// at writes the path of a key in the i-th table of an array.
func at(array string, i int, key string) string {
	return array + "[" + strconv.Itoa(i) + "]." + key
}

// id checks an id's letters. An empty id has been reported as missing.
func (l *loader) id(path, id string) {
	if id != "" && !validID.MatchString(id) {
		l.fail(path, "id %q: write 1 to 12 characters of a-z, 0-9 and -", id)
	}
}

// known checks that a unit exists; "" has been dealt with before.
func (l *loader) known(p *Plan, path, id string) {
	if _, ok := p.Unit(id); !ok && id != "" {
		if u, ok := p.FindUnit(id); ok {
			l.fail(path, "%q is a unit's name; write its id, %q", id, u.ID)
			return
		}
		l.fail(path, "no unit has the id %q; write one of %s", id, list(ids(p.Units, func(u Unit) string { return u.ID })))
	}
}

// first reports a second use of a name and says where the first one is.
type first map[string]string

func (f first) use(l *loader, path, what, name string) {
	if name == "" {
		return
	}
	if prev, ok := f[name]; ok {
		l.fail(path, "%s %q is already used in line %d; write another", what, name, l.doc.Line(prev))
		return
	}
	f[name] = path
}

func (l *loader) units(p *Plan) {
	seen := first{}
	for i, u := range p.Units {
		l.id(at("units", i, "id"), u.ID)
		seen.use(l, at("units", i, "id"), "unit id", u.ID)
		seen.use(l, at("units", i, "name"), "unit name", u.Name)
		if u.Full != u.Name {
			seen.use(l, at("units", i, "full"), "unit name", u.Full)
		}
		for j, a := range u.Aliases {
			seen.use(l, fmt.Sprintf("units[%d].aliases[%d]", i, j), "unit name", a)
		}
		for j, id := range u.Succeeds {
			if !validID.MatchString(id) || id == u.ID {
				l.fail(fmt.Sprintf("units[%d].succeeds[%d]", i, j), "%q is no other unit's id; write the id of a unit that this one took over from", id)
			}
		}
	}
}

// ledgers checks the tables that units keep. Their ids stand in button data,
// and their columns in the rows by number.
func (l *loader) ledgers(p *Plan) {
	seen := first{}
	for i, x := range p.Ledgers {
		l.id(at("ledgers", i, "id"), x.ID)
		seen.use(l, at("ledgers", i, "id"), "ledger id", x.ID)
		if len(x.Columns) == 0 {
			l.fail(at("ledgers", i, "columns"), "a ledger needs a column: write a table with the header [[ledgers.columns]]")
		}
		titles, blocks := first{}, 0
		for j, c := range x.Columns {
			path := fmt.Sprintf("ledgers[%d].columns[%d]", i, j)
			titles.use(l, path+".title", "column", c.Title)
			if c.Blocks {
				blocks++
			}
			if blocks > 1 {
				l.fail(path+".blocks", "one column says what holds a row up; leave blocks out here")
			}
		}
	}
}

func (l *loader) areas(p *Plan) {
	if len(p.Areas) == 0 {
		l.fail("areas", "a plan needs an area: write a table with the header [[areas]]")
	}
	id, number := first{}, first{}
	for i, a := range p.Areas {
		l.id(at("areas", i, "id"), a.ID)
		id.use(l, at("areas", i, "id"), "area id", a.ID)
		if _, ok := p.Unit(a.ID); ok {
			l.fail(at("areas", i, "id"), "id %q is a unit's; write another, because a report's subject is either", a.ID)
		}
		l.number(number, at("areas", i, "number"), a.Number)
		l.known(p, at("areas", i, "lead"), a.Lead)
		if a.ID != "" && len(p.TasksOf(a.ID)) == 0 {
			l.fail(at("areas", i, "id"), "no task has area = %q; write one", a.ID)
		}
	}
}

// number checks that a number counts from 1 and is used once.
func (l *loader) number(seen first, path string, n int) {
	if !l.doc.Has(path) {
		return
	}
	if n < 1 || n > 999 {
		l.fail(path, "number %d: write one from 1 to 999", n)
	}
	seen.use(l, path, "number", strconv.Itoa(n))
}

// mostOfArea is how many tasks an area may have: each is a button of its report's card,
// and chats take about a hundred.
const mostOfArea = 80

func (l *loader) tasks(p *Plan) {
	number := first{}
	of := map[string]int{}
	for i, t := range p.Tasks {
		if of[t.Area]++; of[t.Area] == mostOfArea+1 {
			l.fail(at("tasks", i, "area"), "area %q has more than %d tasks, and a card holds no more; write another area", t.Area, mostOfArea)
		}
		l.number(number, at("tasks", i, "number"), t.Number)
		l.area(p, at("tasks", i, "area"), t.Area)
		if n := len(t.Points); n < 2 || n > 5 {
			l.fail(at("tasks", i, "points"), "%d points: write two to five", n)
		}
		l.unitList(p, at("tasks", i, "units"), t.Units)
	}
}

// area checks that an area exists.
func (l *loader) area(p *Plan, path, id string) {
	if _, ok := p.Area(id); !ok && id != "" {
		l.fail(path, "no area has the id %q; write one of %s", id, list(ids(p.Areas, func(a Area) string { return a.ID })))
	}
}

// unitList checks that units exist and are named once.
func (l *loader) unitList(p *Plan, path string, units []string) {
	for j, u := range units {
		here := path + "[" + strconv.Itoa(j) + "]"
		l.known(p, here, u)
		if slices.Contains(units[:j], u) {
			l.fail(here, "unit %q is named twice; write it once", u)
		}
	}
}

// taskOf checks that a task exists and belongs to the area, where either is named.
func (l *loader) taskOf(p *Plan, path string, number int, area string) {
	if !l.doc.Has(path) {
		return
	}
	t, ok := p.Task(number)
	switch {
	case !ok:
		l.fail(path, "no task has the number %d; write a task's number or leave the key out", number)
	case area != "" && t.Area != area:
		l.fail(path, "task %d belongs to area %q, not %q; write a task of that area", number, t.Area, area)
	}
}

func (l *loader) posts(p *Plan) {
	held, director := first{}, first{}
	for i, x := range p.Posts {
		l.known(p, at("posts", i, "unit"), x.Unit)
		if x.Holder != "" {
			held.use(l, at("posts", i, "holder"), "post", x.Role+" "+x.Holder)
		}
		if x.Role == "director" {
			director.use(l, at("posts", i, "role"), "role", x.Role)
		}
	}
}

// list joins words for an error.
func list[T ~string](words []T) string {
	s := make([]string, len(words))
	for i, w := range words {
		s[i] = string(w)
	}
	return strings.Join(s, ", ")
}

func ids[T any](in []T, id func(T) string) []string {
	var out []string
	for _, x := range in {
		out = append(out, id(x))
	}
	return out
}
