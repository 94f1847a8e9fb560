// Package roster reads a list of the people who are to report (单位、姓名、身份), as an
// office keeps it in a sheet, a Word table or a message, and makes the printed
// page by which they join.
//
// Promises: every row is either a person of the plan's units or told with its
// line and what is missing; nothing is guessed about who somebody is: a unit
// that is not in the plan comes back with the names that may be meant.
package roster

import (
	"slices"
	"strings"
	"unicode/utf8"

	"liubao/plan"
	"liubao/reports"
	"liubao/reports/clean"
	"liubao/reports/intake"
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
	for _, r := range rows(doc) {
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

// row is one line of cells.
type row struct {
	line  int
	cells []string
}

func (x *reader) row(r row) {
	if heading := headings(r.cells); heading != nil {
		x.cols, x.unit = heading, ""
		return
	}
	f := x.fields(r)
	problem := func(why Reason, near ...string) {
		x.out.Problems = append(x.out.Problems, Problem{Line: r.line, Row: strings.Join(r.cells, " "), Why: why, Near: near})
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
	switch {
	case x.unit == "":
		problem(NoUnit)
	case f.name == "" || utf8.RuneCountInString(f.name) > longestName:
		problem(NoName)
	case !known:
		problem(UnknownRole)
	case slices.ContainsFunc(x.out.People, func(e Entry) bool { return e.Unit == x.unit && e.Name == f.name && e.Role == role }):
		problem(Twice)
	default:
		x.out.People = append(x.out.People, Entry{Line: r.line, Unit: x.unit, Name: f.name, Role: role})
	}
}

// fields are the cells of a row that matter.
type fields struct{ unit, name, role string }

// fields sorts a row's cells: by the heading, or by what they are.
func (x *reader) fields(r row) (f fields) {
	last := 0
	for _, i := range x.cols {
		last = max(last, i)
	}
	if x.cols != nil && len(r.cells) > last { // a shorter one lost empty cells on its way
		at := func(what field) string {
			if i, ok := x.cols[what]; ok && i < len(r.cells) {
				return r.cells[i]
			}
			return ""
		}
		return fields{at(unitField), at(nameField), at(roleField)}
	}
	var rest []string
	for _, c := range r.cells {
		_, isUnit := x.plan.FindUnit(c)
		_, isRole := roleOf(c)
		switch {
		case c == "" || number.MatchString(c):
		case isUnit && f.unit == "":
			f.unit = c
		case isRole && f.role == "":
			f.role = c
		default:
			rest = append(rest, c)
		}
	}
	if f.unit == "" && len(rest) > 1 { // a name and something that is meant as a unit
		f.unit, rest = rest[0], rest[1:]
	}
	if len(rest) > 0 {
		f.name = rest[0]
	}
	if f.unit == "" && f.role == "" && len(r.cells) == 1 {
		return fields{} // a title
	}
	return f
}

// rows puts the cells of a document's tables into rows, and parts its lines.
func rows(doc intake.Document) []row {
	var out []row
	last := [2]int{}
	for i, b := range doc.Blocks {
		text := clean.Line(b.Text)
		if b.Table == 0 {
			out = append(out, row{line: i + 1, cells: parted(text)})
			last = [2]int{}
			continue
		}
		if at := [2]int{b.Table, b.Row}; at != last {
			out, last = append(out, row{line: b.Row}), at
		}
		r := &out[len(out)-1]
		for len(r.cells) < b.Col {
			r.cells = append(r.cells, "")
		}
		if n := max(b.Col, 1) - 1; r.cells[n] == "" {
			r.cells[n] = text
		}
	}
	return out
}

// parted parts a line of text: by tabs, commas and blanks.
func parted(line string) []string {
	return strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune("\t ,，、;；|　:：", r) })
}
