// Package roster reads a list of the people who are to report (单位、姓名、身份), as an
// office keeps it in a sheet, a Word table or a message, and makes the printed
// page by which they join.
//
// Promises: every row is either a person of the plan's units or told with its
// line and what is missing; nothing is guessed about who somebody is: a unit
// that is not in the plan comes back with the names that may be meant.
package roster

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"liubao/plan"
	"liubao/reports"
	"liubao/reports/intake"
	"liubao/reports/intake/document"
)

// Entry is one person of a roster.
type Entry struct {
	Line int // of the sheet or text, from 1
	Unit string
	Name string
	Role reports.Role
}

// Problem is a row that names nobody who could be invited.
type Problem struct {
	Line int
	Row  string // as it stands there
	Why  Reason
	// Near are names of the plan's units that may be meant.
	Near []string
}

// Reason says what is wrong with a row.
type Reason string

// The reasons.
const (
	NoUnit      Reason = "no-unit"
	UnknownUnit Reason = "unknown-unit"
	NoName      Reason = "no-name"
	UnknownRole Reason = "unknown-role"
	Twice       Reason = "twice" // the same person stands there twice
)

// Roster is what was read.
type Roster struct {
	People   []Entry
	Problems []Problem
}

// longestName is how long a person's name may be, in characters.
const longestName = 30

// Read takes a roster out of a document. A row holds a unit, a name and what
// the person is to the task force, in any order; where the first row says which
// column is which, that counts. A row without a unit belongs to the one above,
// as in a sheet with merged cells; without a role it is a contact.
func Read(p *plan.Plan, doc intake.Document) Roster {
	x := reader{plan: p}
	for _, r := range doc.Rows(parted) {
		x.row(r)
	}
	return x.out
}

// reader reads one row after another.
type reader struct {
	plan *plan.Plan
	cols map[field]int // from the heading, nil without one
	unit string        // of the row above
	out  Roster
}

func (x *reader) row(r document.Row) {
	if heading := headings(r.Cells); heading != nil {
		x.cols, x.unit = heading, ""
		return
	}
	if x.cols != nil {
		x.person(r)
		return
	}
	for _, cells := range x.people(r.Cells) {
		x.person(document.Row{Line: r.Line, Cells: cells})
	}
}

// people parts a row of a text where another person begins: with a second unit,
// or with a second role that has a word of its own.
func (x *reader) people(cells []string) (out [][]string) {
	from, unit, role := 0, false, false
	words, since := 0, -1 // words before the role, and the first one after it
	begin := func(i int) {
		out = append(out, cells[from:i])
		from, unit, role, words, since = i, false, false, 0, -1
	}
	for i, c := range cells {
		_, isUnit := x.plan.FindUnit(c)
		_, isRole := roleOf(c)
		switch {
		case c == "" || number.MatchString(c):
		case isUnit:
			if unit && since >= 0 && words > 0 { // 演示甲 财政局 联络员 演示乙 党群局
				begin(since)
				words = 1
			} else if unit {
				begin(i)
			}
			unit = true
		case isRole:
			if role && since >= 0 && words > 0 { // 演示甲 联络员 演示乙 负责人
				begin(since)
				words = 1
			} else if role && since >= 0 { // 联络员 演示甲 负责人 演示乙
				begin(i)
			}
			role = true
		case !role:
			words++
		case since < 0:
			since = i
		}
	}
	return append(out, cells[from:])
}

// person takes one person out of a row, or says why there is none.
func (x *reader) person(r document.Row) {
	f := x.fields(r)
	problem := func(why Reason, near ...string) {
		x.out.Problems = append(x.out.Problems, Problem{Line: r.Line, Row: strings.Join(r.Cells, " "), Why: why, Near: near})
	}
	if f.unit == "" && f.name == "" {
		return // a title, a number, an empty row
	}
	if f.unit != "" {
		u, ok := x.plan.FindUnit(f.unit)
		if !ok {
			x.unit = ""
			problem(UnknownUnit, x.plan.Similar(f.unit)...)
			return
		}
		x.unit = u.ID
	}
	role, known := roleOf(f.role)
	if x.unit == "" {
		problem(NoUnit)
		return
	}
	for _, name := range f.names() {
		switch {
		case name == "" || utf8.RuneCountInString(name) > longestName:
			problem(NoName)
		case !known:
			problem(UnknownRole)
		case slices.ContainsFunc(x.out.People, func(e Entry) bool { return e.Unit == x.unit && e.Name == name && e.Role == role }):
			problem(Twice)
		default:
			x.out.People = append(x.out.People, Entry{Line: r.Line, Unit: x.unit, Name: name, Role: role})
		}
	}
}

// fields are the cells of a row that matter.
type fields struct {
	unit, name, role string
	more             []string // of a text: words behind the name that are names as well
}

// names are all names of a row: a cell may hold several, 演示甲、演示乙.
func (f fields) names() []string {
	all := strings.FieldsFunc(f.name, func(r rune) bool { return strings.ContainsRune("、，,;；/\n", r) })
	if all = append(all, f.more...); len(all) == 0 {
		return []string{""}
	}
	for i, n := range all {
		if all[i] = strings.TrimSpace(n); spaced.MatchString(all[i]) {
			all[i] = strings.Join(strings.Fields(n), "")
		}
	}
	return all
}

// fields sorts a row's cells: by the heading, or by what they are.
func (x *reader) fields(r document.Row) (f fields) {
	last := 0
	for _, i := range x.cols {
		last = max(last, i)
	}
	if x.cols != nil && len(r.Cells) > last { // a shorter one lost empty cells on its way
		at := func(what field) string {
			if i, ok := x.cols[what]; ok && i < len(r.Cells) {
				return r.Cells[i]
			}
			return ""
		}
		return fields{unit: at(unitField), name: at(nameField), role: at(roleField)}
	}
	var rest []string
	for _, c := range r.Cells {
		_, isUnit := x.plan.FindUnit(c)
		_, isRole := roleOf(c)
		switch {
		case c == "" || number.MatchString(c):
		case isUnit && f.unit == "":
			f.unit = c
		case isRole && f.role == "":
			f.role = c
		case single.MatchString(c) && len(rest) > 0 && single.MatchString(rest[len(rest)-1]): // 王 芳
			rest[len(rest)-1] += c
		default:
			rest = append(rest, c)
		}
	}
	if f.unit == "" && len(rest) > 1 { // a name and something that is meant as a unit
		f.unit, rest = rest[0], rest[1:]
	}
	if len(rest) > 0 {
		f.name = rest[0]
		f.more = slices.DeleteFunc(rest[1:], func(w string) bool { return !nameLike.MatchString(w) || office.MatchString(w) })
	}
	if f.unit == "" && f.role == "" && len(r.Cells) == 1 {
		return fields{} // a title
	}
	return f
}

// parted parts a line of text: by tabs, commas and blanks, and where a role stands
// in brackets behind a name.
func parted(line string) []string {
	var out []string
	for _, c := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune("\t ,，、;；|　:：", r) }) {
		if m := bracketed.FindStringSubmatch(c); m != nil {
			if _, ok := roleOf(m[2]); ok {
				out = append(out, m[1], m[2])
				continue
			}
		}
		out = append(out, c)
	}
	return out
}

// bracketed is a word with another one in brackets behind it.
var bracketed = regexp.MustCompile(`^(.+)[（(]([^（()）]+)[）)]$`)
