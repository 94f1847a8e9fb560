// Package xlsx writes what the task force knows as an Excel workbook, and
// single sheets as CSV.
//
// [Render] and [CSV] are pure: no clock, and the same input always gives the
// same bytes. A sheet of more than 16 MB passes through a temporary file of
// the library's, which is gone when Render returns; everything smaller stays
// in memory. All cells are values, never formulas. Words from people are
// cleaned by package clean, written as text cells in text format with the
// quote prefix, and so can never become a formula, not even when edited; in
// CSV they get an apostrophe where a spreadsheet would read a formula.
package xlsx

import (
	"time"

	"liubao/plan"
	"liubao/reports"
)

// Input is what a workbook is made from.
type Input struct {
	Plan     *plan.Plan
	Periods  []Period // oldest first
	Duty     string   // the duty whose last period the ledger shows, "" for the last period of all
	Problems []reports.Problem
	Requests []Request
	Owed     []reports.Owed // what is owed in these periods, and where it stands
	People   []reports.Person
	// Private includes private indicators; only files for the finance duty's
	// addressee or the office director do.
	Private bool
	Date    plan.Date // day of the file
}

// Period is one period with the newest version of each report.
type Period struct {
	Period  plan.Period
	Reports []reports.Report
}

// Sheet names a sheet.
type Sheet string

// The sheets of a workbook, in order.
const (
	Ledger     Sheet = "任务台账"
	Indicators Sheet = "指标历史"
	Problems   Sheet = "问题清单"
	Requests   Sheet = "协调事项"
	Facts      Sheet = "单位情况"
	Contacts   Sheet = "联系人"
)

// Sheets lists all sheets in order.
func Sheets() []Sheet { return []Sheet{Ledger, Indicators, Problems, Requests, Facts, Contacts} }

// kind is how a column's cells are shown.
type kind int

const (
	words  kind = iota // text, wrapped
	word               // short text, centred
	number             // a number, right
	serial             // a running number, centred
	day                // a date, centred
	moment             // a date with its time, centred
)

// column is one column of a sheet.
type column struct {
	head  string
	kind  kind
	width float64 // in characters of the default font
	list  string  // name of the list that its drop-down offers, "" for none
}

// table is a sheet as data: what both Excel and CSV are written from. A cell
// is a string, an int, a plan.Number, a plan.Date, a time.Time (wall clock of
// the plan's zone) or nil.
type table struct {
	sheet  Sheet
	title  string
	cols   []column
	rows   [][]any
	charts []chart
}

// chart is one indicator's trend: rows first to last of the sheet's table,
// counted from 0.
type chart struct {
	title       string
	first, last int
	target      bool
}

// build returns the sheet's table.
func (in Input) build(s Sheet) table {
	switch s {
	case Ledger:
		return in.ledger()
	case Indicators:
		return in.indicators()
	case Problems:
		return in.problems()
	case Requests:
		return in.requests()
	case Facts:
		return in.facts()
	}
	return in.contacts()
}

// wall returns t's wall clock in the plan's zone, as a spreadsheet keeps it.
func (in Input) wall(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	t = t.In(in.Plan.Location())
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}
