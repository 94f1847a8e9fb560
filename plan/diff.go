package plan

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Change is one thing in which a plan differs from another.
type Change struct {
	What   string   // what changes, such as: 保基层运转
	Key    string   // of the plan file, such as: lead; "" where the thing is new or gone
	Before string   // "" where it is new
	After  string   // "" where it is gone
	Units  []string // ids of the units that it concerns, in the plan's order
}

// Diff returns in which the plan b differs from a, in the order of a plan file.
func Diff(a, b *Plan) []Change {
	d := &differ{a: a, b: b}
	d.fields("", head(a), head(b), nil)
	compare(d, a.Units, b.Units, func(u Unit) (string, string) { return u.ID, u.Name }, func(u Unit) []string { return []string{u.ID} })
	compare(d, a.Areas, b.Areas, func(x Area) (string, string) { return x.ID, x.Name }, func(x Area) []string { return []string{x.Lead} })
	compare(d, a.Tasks, b.Tasks, func(x Task) (string, string) { return strconv.Itoa(x.Number), x.Title }, func(x Task) []string { return x.Units })
	compare(d, a.Indicators, b.Indicators, func(x Indicator) (string, string) { return x.ID, x.Name }, func(x Indicator) []string { return []string{x.Source} })
	compare(d, a.Duties, b.Duties, func(x Duty) (string, string) { return x.ID, x.Title }, d.owners)
	compare(d, a.Posts, b.Posts, func(x Post) (string, string) { return x.Role + " " + x.Holder, x.Holder }, func(x Post) []string { return []string{x.Unit} })
	compare(d, a.Ledgers, b.Ledgers, func(x Ledger) (string, string) { return x.ID, x.Title }, func(Ledger) []string { return nil })
	compare(d, a.Steps, b.Steps, func(x Step) (string, string) {
		name := x.Indicator + strconv.Itoa(x.Task) + " " + x.Date.String()
		return name, name
	}, func(Step) []string { return nil })
	return d.out
}

// differ collects the changes.
type differ struct {
	a, b *Plan
	out  []Change
}

// header is what a plan file says before its tables.
type header struct {
	Title, Name, Formal, Work, Zone string
	Starts                          Date
	Deadline                        Clock
	Source                          string
	Office, Inspector, Assessor     string
	Superiors                       []string
	BulletinTo, BulletinCopy        []string
}

func head(p *Plan) header {
	return header{p.Title, p.Name, p.Formal, p.Work, p.Zone, p.Starts, p.Deadline, p.Source, p.Office, p.Inspector, p.Assessor,
		p.Superiors, p.BulletinTo, p.BulletinCopy}
}

// owners returns the units that owe a duty in either plan.
func (d *differ) owners(x Duty) []string {
	var out []string
	for _, p := range []*Plan{d.a, d.b} {
		if y, ok := p.Duty(x.ID); ok {
			for _, o := range p.Obligations(y) {
				out = append(out, o.Unit)
			}
		}
	}
	return out
}

// compare goes through two lists of things that ids name.
func compare[T any](d *differ, a, b []T, name func(T) (id, title string), units func(T) []string) {
	find := func(list []T, id string) (T, bool) {
		i := slices.IndexFunc(list, func(x T) bool { one, _ := name(x); return one == id })
		if i < 0 {
			var none T
			return none, false
		}
		return list[i], true
	}
	for _, x := range a {
		id, title := name(x)
		y, ok := find(b, id)
		if !ok {
			d.add(Change{What: title, Before: title}, units(x))
			continue
		}
		d.fields(title, x, y, append(slices.Clone(units(x)), units(y)...))
	}
	for _, y := range b {
		id, title := name(y)
		if _, ok := find(a, id); ok {
			continue
		}
		d.add(Change{What: title, After: title}, units(y))
		if u, ok := any(y).(Unit); ok && len(u.Succeeds) > 0 {
			before := strings.Join(apply(u.Succeeds, func(s string) string { return nameIn(d.a, s) }), "、")
			d.add(Change{What: title, Key: "succeeds", After: before}, append(units(y), u.Succeeds...))
		}
	}
}

// fields compares two things field by field.
func (d *differ) fields(what string, x, y any, units []string) {
	v, w := reflect.ValueOf(x), reflect.ValueOf(y)
	for i := range v.NumField() {
		if ids := new(Plan); text(ids, v.Field(i)) != text(ids, w.Field(i)) { // a unit's new name changes nothing but the unit
			c := Change{What: what, Key: fileKey(v.Type().Field(i).Name), Before: text(d.a, v.Field(i)), After: text(d.b, w.Field(i))}
			d.add(c, units)
		}
	}
}

// fileKey writes a field's name as a plan file does.
func fileKey(field string) string {
	var b strings.Builder
	for i, r := range field {
		if i > 0 && 'A' <= r && r <= 'Z' && field != "ID" {
			b.WriteByte('_')
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}

// text writes a field's value: units by name, lists with commas between.
func text(p *Plan, v reflect.Value) string {
	named := func(s string) string { return nameIn(p, s) }
	switch x := v.Interface().(type) {
	case string:
		return named(x)
	case []string:
		return strings.Join(apply(x, named), "、")
	case []int:
		return strings.Join(apply(x, strconv.Itoa), "、")
	case Date:
		if x.IsZero() {
			return ""
		}
		return x.String()
	case *Number:
		if x == nil {
			return ""
		}
		return x.String()
	case []YearValue:
		return strings.Join(apply(x, yearText), "、")
	case []Question:
		return strings.Join(apply(x, func(q Question) string { return q.Title + "（" + q.Prompt + "）" }), "、")
	case []Column:
		return strings.Join(apply(x, func(c Column) string { return c.Title + "（" + strings.Join(c.Choices, "、") + "）" }), "、")
	}
	return fmt.Sprint(v.Interface())
}

func yearText(y YearValue) string {
	out := strconv.Itoa(y.Year)
	if y.Target != nil {
		out += " target " + y.Target.String()
	}
	if y.Baseline != nil {
		out += " baseline " + y.Baseline.String()
	}
	return out
}

// nameIn returns the name of a unit or area that the plan has under the id, and
// any other text as it is.
func nameIn(p *Plan, s string) string {
	if u, ok := p.Unit(s); ok {
		return u.Name
	}
	if a, ok := p.Area(s); ok {
		return a.Name
	}
	return s
}

func apply[T any](list []T, f func(T) string) []string {
	var out []string
	for _, x := range list {
		out = append(out, f(x))
	}
	return out
}

// add notes a change, with the names of the units in the order of the plans.
func (d *differ) add(c Change, units []string) {
	set := map[string]bool{}
	for _, u := range units {
		set[u] = u != ""
	}
	maps.DeleteFunc(set, func(_ string, in bool) bool { return !in })
	for _, u := range append(slices.Clone(d.a.Units), d.b.Units...) {
		if set[u.ID] && !slices.Contains(c.Units, u.ID) {
			c.Units = append(c.Units, u.ID)
		}
	}
	d.out = append(d.out, c)
}
