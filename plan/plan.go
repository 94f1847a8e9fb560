// Package plan holds a task force's plan as data: its areas and tasks, the
// units that answer for them, the indicators with their targets, and the
// duties to report.
//
// The package does no I/O beyond reading the bytes it is given, never asks
// for the time, and keeps no state: the same bytes always load into the same
// plan. The plan that ships with the program ([Default]) condenses the notice
// of 19 November 2020 of the Hengkou demonstration zone; another task force
// writes another file and changes no code.
package plan

import "time"

// Plan is one task force's plan, validated. All ids are 1 to 12 characters of
// [a-z0-9-], so that keys and button data stay short.
type Plan struct {
	ID       string // names the plan in exports and logs
	Title    string // the full title, for documents
	Name     string // the short name used in chat, such as 六保专班
	Formal   string // the name that papers use; see [Plan.FormalName]
	Work     string // what it is about, in the titles of papers; see [Plan.WorkName]
	Zone     string // IANA time zone of every date and time in the plan
	Starts   Date   // nothing due on an earlier day is owed
	Deadline Clock  // the hour of the day at which a deadline falls
	Source   string // which notice the plan condenses

	Office    string   // unit id of the unit that hosts the office
	Inspector string   // unit id of the unit that inspects (效能办)
	Assessor  string   // unit id of the unit that assesses
	Superiors []string // names of those the office reports to
	// Who a bulletin (通报) goes to: 主送 and 抄送, as written on it.
	BulletinTo   []string
	BulletinCopy []string

	Units      []Unit
	Areas      []Area
	Tasks      []Task
	Indicators []Indicator
	Duties     []Duty
	Posts      []Post
	Ledgers    []Ledger
	Steps      []Step

	text    []byte         // the file, set by Load
	loc     *time.Location // of Zone, set by Load
	history *History       // the versions that this one stands among, nil for a plan alone
}

// Location returns the plan's time zone: UTC where Zone names none, which
// [Load] refuses.
func (p *Plan) Location() *time.Location {
	if p.loc != nil && p.loc.String() == p.Zone {
		return p.loc
	}
	loc, err := time.LoadLocation(p.Zone)
	if err != nil {
		return time.UTC
	}
	return loc
}

// Unit is a department. Names in the notice vary, so a unit has one name and
// any number of aliases; names and aliases are unique across the plan.
//
// The id is for ever: a unit that is renamed keeps it, one that is merged with
// others names them in Succeeds, and one that ends has Until.
type Unit struct {
	ID       string
	Name     string
	Full     string // the name that papers use; see [Plan.UnitFull]
	Aliases  []string
	Succeeds []string // ids of the units whose business it took over
	Until    Date     // its last day, zero for none
}

// Area is one of the plan's areas (领域), led by exactly one unit.
type Area struct {
	ID     string
	Number int
	Name   string
	Lead   string // unit id
	Goal   string
}

// Task is one numbered task of an area.
type Task struct {
	Number int // unique over the whole plan, from 1
	Area   string
	Title  string
	Points []string // two to five condensed points
	Units  []string // responsible units' ids, in the notice's order
	CanEnd bool     // a task that can be finished offers 已完成
	Until  Date     // the last day on which it is asked for, zero for none
}

// Contributor returns the id of the unit asked first for contributions:
// the lead where it is among the responsible units, otherwise the unit that
// the notice names first.
func (t Task) Contributor(lead string) string {
	for _, u := range t.Units {
		if u == lead {
			return lead
		}
	}
	if len(t.Units) == 0 {
		return lead
	}
	return t.Units[0]
}

// Kind says how an indicator's value is read and shown.
type Kind string

// The kinds of indicator.
const (
	Count   Kind = "count"   // a whole number of something: 户, 家, 人
	Amount  Kind = "amount"  // a decimal number of something: 万亩, 万元
	Percent Kind = "percent" // a percentage: 15 means 15%
	YesNo   Kind = "yesno"   // 1 for yes, 0 for no
)

// Comparator says when a value meets its target.
type Comparator string

// The comparators. NotBelowBase and NotAboveBase compare with the baseline
// (usually last year's value), which the office can set.
const (
	AtLeast      Comparator = "at_least"
	AtMost       Comparator = "at_most"
	Equal        Comparator = "equal"
	NotBelowBase Comparator = "not_below_baseline"
	NotAboveBase Comparator = "not_above_baseline"
)

// Cadence says how often an indicator is asked for.
type Cadence string

// The cadences.
const (
	EachPeriod Cadence = "period"
	Monthly    Cadence = "month"
	Quarterly  Cadence = "quarter"
	Yearly     Cadence = "year"
)

// Indicator is a number with a target.
type Indicator struct {
	ID       string
	Name     string
	Area     string // area id
	Task     int    // 0 where the indicator belongs to the area as a whole
	Source   string // unit id of the unit that supplies the number
	Kind     Kind
	Measure  string // unit of measurement shown behind the value: 户, 家, %
	Compare  Comparator
	Phrase   string  // said before the target instead of a sign: 净增5户
	Target   *Number // nil: left to others to set, shown as 未定
	Baseline *Number // nil: unknown until set
	Due      Date    // target date; zero where the notice gives none
	Years    []YearValue
	Cadence  Cadence
	Yearly   bool // starts again from zero on 1 January
	Private  bool // never shown in the group or on a picture
	// Duty is the id of the duty that asks for it: one with its own questions.
	// "" for the area's progress report.
	Duty string
	Note string
}

// Timing says when a duty falls due.
type Timing string

// The timings of a duty.
const (
	Recurring Timing = "recurring" // on Days of every month
	Once      Timing = "once"      // on a date that the director sets
	OnEvent   Timing = "event"     // when it happens
)

// SignOff says who approves what a unit submits in writing.
type SignOff string

// The ways of signing off (审签).
const (
	SignNone SignOff = "none"
	SignHead SignOff = "head" // the head of the unit taps
	SignScan SignOff = "scan" // a photo of the signed page
)

// Subject says what one report of a duty is about.
type Subject string

// The subjects. A lead unit files one report for each area it leads.
const (
	PerArea Subject = "area"
	PerUnit Subject = "unit"
)

// Duty is an obligation to report (报送义务).
type Duty struct {
	ID        string
	Title     string
	Timing    Timing
	Subject   Subject
	Owners    []string // unit ids; empty with PerArea means every area's lead
	Addressee []string // 主送: names as written on the report
	Copies    []string // 抄送: who gets a copy
	Days      []int    // 1..31, ascending, of every month; empty while 未定
	Covers    Covers   // the stretch one report is about; "" means what [Duty.Covered] says
	After     string   // id of the recurring duty whose periods it follows; has no days of its own
	Date      Date     // of a once-duty, where the plan names one; zero while 未定
	Written   bool
	SignOff   SignOff
	Task      int    // the task it comes from, 0 for none
	Area      string // the area it comes from, "" for none
	Note      string
	Questions []Question // a duty with its own questions asks these instead of tasks
	OfOffice  bool       // owed by the task-force office itself
	Until     Date       // the last day on which it can fall due, zero for none
}

// Summarises reports whether the duty is what the office owes after another: the
// summary of what was reported on that one.
func (d Duty) Summarises() bool { return d.OfOffice && d.After != "" && len(d.Questions) == 0 }

// Undated reports whether the notice left the duty's date out (未定).
func (d Duty) Undated() bool {
	switch d.Timing {
	case Recurring:
		return len(d.Days) == 0 && d.After == ""
	case Once:
		return d.Date.IsZero()
	}
	return false
}

// Question is one question of a duty that has its own.
type Question struct {
	ID       string
	Title    string
	Prompt   string
	Optional bool
}

// Post is a post of the task force with the holder that the notice names.
type Post struct {
	Role   string // leader, deputy-leader, member, director, deputy-director
	Holder string
	Title  string
	Unit   string // unit id, "" for none
}

// YearValue is an indicator's target, or last year's value to compare with, that
// holds for one year alone.
type YearValue struct {
	Indicator string  `json:"indicator"` // the indicator's id
	Year      int     `json:"year"`
	From      Date    `json:"from,omitzero"` // the first day of the year on which it holds; zero means all year
	Target    *Number `json:"target,omitempty"`
	Baseline  *Number `json:"baseline,omitempty"`
	Source    string  `json:"source,omitempty"` // who set it or which document names it
}

// Ledger is a table that units keep of enterprises, projects and the like (台账).
type Ledger struct {
	ID      string
	Title   string
	Columns []Column
}

// Column is a column of a ledger. One with choices is set by a tap, the others
// by words; Blocks marks the one whose value says what holds a row up.
type Column struct {
	Title   string
	Choices []string
	Blocks  bool
}
