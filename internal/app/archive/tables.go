package archive

import (
	"fmt"
	"strings"
	"time"

	"liubao/bot/desk/ledger"
	"liubao/plan"
	"liubao/reports"
	"liubao/reports/xlsx"
	"liubao/storage"
)

// table is one list, as Excel shows it.
type table struct {
	name  string
	heads []string
	rows  [][]any
}

// tables are the workbooks and a file for each list that stands in none of them.
func (f *folder) tables() error {
	f.begin(textTables, textTablesAbout)
	if err := f.books(); err != nil {
		return err
	}
	var all []table
	if err := f.view(func(r storage.Reader) error {
		all = nil
		for _, read := range []func(storage.Reader) ([]table, error){f.problems, f.findings, f.requests, f.given, f.ledgers} {
			t, err := read(r)
			if err != nil {
				return err
			}
			all = append(all, t...)
		}
		return nil
	}); err != nil {
		return err
	}
	for _, t := range all {
		if len(t.rows) == 0 {
			continue
		}
		data, err := xlsx.RenderPlain(xlsx.Plain{Maker: f.Desk.Plan.Name, Sheet: "Sheet", Title: t.name, Heads: t.heads, Rows: t.rows, Date: f.today()})
		if err != nil {
			f.lacks(t.name, err)
			continue
		}
		if err := f.add([]string{textTables}, t.name+".xlsx", t.name+".xlsx", "", data); err != nil {
			return err
		}
	}
	return nil
}

func (f *folder) at(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(f.Desk.Loc).Format("2006-01-02 15:04")
}

func date(d plan.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func state(open bool) string {
	if open {
		return stateOpen
	}
	return stateClosed
}

// names lists units as they are called today.
func (f *folder) names(units []string) string {
	var out []string
	for _, u := range units {
		out = append(out, f.Desk.Plan.UnitName(u))
	}
	return strings.Join(out, "、")
}

// story puts remarks together, a line each.
func (f *folder) story(notes []reports.Note) string {
	var out []string
	for _, n := range notes {
		out = append(out, f.at(n.At)+" "+n.Text)
	}
	return strings.Join(out, "\n")
}

func (f *folder) problems(r storage.Reader) ([]table, error) {
	t := table{name: textProblems, heads: []string{headNumber, headUnit, headGrade, headWhat, headPlace, headSince, headNeed, headAt, headTo, headDue, headState, headStory, headResult, headClosed}}
	all, err := storage.AllSound[reports.Problem](r, storage.RowProblem.Prefix())
	for i, p := range all {
		grade := gradeOrdinary
		if p.Major {
			grade = gradeMajor
		}
		t.rows = append(t.rows, []any{i + 1, f.Desk.UnitOrOffice(p.Unit), grade, p.What, p.Where, p.Since, p.Needs, f.at(p.At), f.names(p.Assigned), date(p.Due), state(p.Open()), f.story(p.Notes), p.Result, f.at(p.ClosedAt)})
	}
	return []table{t}, err
}

func (f *folder) findings(r storage.Reader) ([]table, error) {
	t := table{name: textFindings, heads: []string{headNumber, headUnit, headWhat, headAt, headDue, headState, headStory, headClosed}}
	all, err := storage.AllSound[reports.Finding](r, storage.RowFinding.Prefix())
	for i, x := range all {
		t.rows = append(t.rows, []any{i + 1, f.Desk.UnitOrOffice(x.Unit), x.Text, f.at(x.At), date(x.Due), state(x.Open()), f.story(x.Notes), f.at(x.ClosedAt)})
	}
	return []table{t}, err
}

// kinds are what a request is called by where it came from.
var kinds = map[reports.RequestKind]string{reports.Trouble: kindTrouble, reports.Instruct: kindInstruct, reports.Assign: kindAssign}

func (f *folder) requests(r storage.Reader) ([]table, error) {
	t := table{name: textRequests, heads: []string{headNumber, headKind, headUnit, headWhat, headNeed, headTo, headAt, headDue, headState, headStory, headClosed}}
	all, err := storage.Requests(r)
	for i, x := range all {
		var steps []string
		for _, s := range x.Story {
			unit := ""
			if s.Unit != "" {
				unit = f.Desk.Plan.UnitName(s.Unit)
			}
			steps = append(steps, strings.TrimSpace(fmt.Sprintf("%s %s%s %s", f.at(s.At), unit, s.What, s.Text)))
		}
		from := f.Desk.UnitOrOffice(x.Unit)
		if x.Whose != "" {
			from = x.Whose
		}
		t.rows = append(t.rows, []any{i + 1, kinds[x.Kind], from, x.What, x.Need, f.names(x.Units()), f.at(x.At), date(x.Due), state(x.Open()), strings.Join(steps, "\n"), f.at(x.ClosedAt)})
	}
	return []table{t}, err
}

// given are the contributions of responsible units.
func (f *folder) given(r storage.Reader) ([]table, error) {
	t := table{name: textGiven, heads: []string{headPeriod, headTask, headUnit, headWhat, headAt}}
	all, err := storage.AllSound[reports.Contribution](r, storage.RowContribution.Prefix())
	for _, c := range all {
		if c.Given() {
			t.rows = append(t.rows, []any{c.Period, c.Task, f.Desk.UnitIn(c.Unit, c.Period), reports.Join(c.Words), f.at(c.Updated)})
		}
	}
	return []table{t}, err
}

// ledgers are the ledgers with their columns, and what was changed in them.
func (f *folder) ledgers(r storage.Reader) ([]table, error) {
	var out []table
	for _, l := range f.Desk.Plan.Ledgers {
		rows, changes, err := ledger.Kept(r, l)
		if err != nil {
			return nil, err
		}
		t := table{name: l.Title, heads: []string{headNumber, headName, headUnit}}
		for _, c := range l.Columns {
			t.heads = append(t.heads, c.Title)
		}
		t.heads = append(t.heads, headState, headBy, headAt)
		for _, x := range rows {
			row := []any{int(x.Number), x.Name, f.Desk.Plan.UnitName(x.Unit)}
			for _, c := range x.Cells {
				row = append(row, c)
			}
			ended := ""
			if x.Ended {
				ended = stateEnded
			}
			t.rows = append(t.rows, append(row, ended, x.By, f.at(x.At)))
		}
		changed := table{name: fmt.Sprintf(textChanges, l.Title), heads: []string{headNumber, headName, headAt, headBy, headWhat, headBefore, headAfter}}
		for _, x := range changes {
			changed.rows = append(changed.rows, []any{int(x.Number), x.Name, f.at(x.At), x.By, x.What, x.Before, x.After})
		}
		out = append(out, t, changed)
	}
	return out, nil
}
