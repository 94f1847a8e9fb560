// Package steps reads planned points (节点) of indicators and tasks out of a table
// or pasted lines, as offices make them: a row for each point, or a row for each
// indicator with the months across.
//
// It only reads. A person looks at what was read before it counts; every row that
// was not understood is named.
package steps

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"liubao/internal/numbers"
	"liubao/plan"
	"liubao/reports/intake/document"
)

// Reason is why a row was not understood.
type Reason string

// The reasons.
const (
	Unknown  Reason = "unknown"   // neither an indicator nor a task of the plan
	NoDay    Reason = "no-day"    // no day that can be meant
	NoValue  Reason = "no-value"  // of an indicator, no exact number that it can have
	NoWords  Reason = "no-words"  // of a task, nothing that is to be done
	TooLong  Reason = "too-long"  // what is to be done is longer than a button can say
	TooMuch  Reason = "too-much"  // more points than one table may bring
	TwiceDay Reason = "twice-day" // the same thing on the same day stands there already
)

// Problem is a row that was not understood.
type Problem struct {
	Line int
	Row  string
	Why  Reason
}

// Read is what was read.
type Read struct {
	Steps    []plan.Step
	Problems []Problem
}

// Bounds of one table.
const (
	Most     = 200 // points
	mostWhat = 100 // characters of what is to be done
)

// Of reads a document. A year that is not written is today's, or from December on
// the next one's for the months before July.
func Of(p *plan.Plan, doc document.Document, today plan.Date) Read {
	x := reader{plan: p, today: today}
	for _, r := range doc.Rows(parted) {
		x.row(r)
	}
	return x.out
}

// reader reads one row after another.
type reader struct {
	plan   *plan.Plan
	today  plan.Date
	months map[int]plan.Date // from a heading with the months across, by column
	thing  thing             // of the row above, for merged cells
	out    Read
}

// thing is what a point belongs to.
type thing struct {
	indicator *plan.Indicator
	task      int
}

func (x thing) known() bool { return x.indicator != nil || x.task != 0 }

func (x *reader) row(r document.Row) {
	if m := x.heading(r.Cells); len(m) > 1 {
		x.months, x.thing = m, thing{}
		return
	}
	if title(r.Cells) {
		return
	}
	if x.months != nil {
		x.across(r)
		return
	}
	x.down(r)
}

// heading reads a row that names months.
func (x *reader) heading(cells []string) map[int]plan.Date {
	out := map[int]plan.Date{}
	for i, c := range cells {
		if d, ok := x.day(c); ok && !slices.ContainsFunc(cells[:i], func(s string) bool { return x.find(s).known() }) {
			out[i] = d
		}
	}
	return out
}

// headings are words that name columns.
var headings = []string{"指标", "任务", "项目", "事项", "时间", "日期", "节点", "目标值", "计划值", "完成时限", "序号", "名称", "内容"}

// digits stand in every row that says something of a point: its day, its value or its task.
const digits = "0123456789０１２３４５６７８９"

// title reports whether a row says nothing of a point: a title, a heading, nothing.
func title(cells []string) bool {
	n, named := 0, 0
	for _, c := range cells {
		if c == "" {
			continue
		}
		n++
		if slices.ContainsFunc(headings, func(h string) bool { return strings.Contains(c, h) }) {
			named++
		}
	}
	return n < 2 || named == n || named > 1 && !strings.ContainsAny(strings.Join(cells, ""), digits)
}

// across takes an indicator with a value for each month.
func (x *reader) across(r document.Row) {
	t := x.first(r.Cells)
	if !t.known() {
		x.problem(r, Unknown)
		return
	}
	for i, c := range r.Cells {
		if d, ok := x.months[i]; ok && c != "" && c != "—" && c != "-" {
			x.take(r, t, d, c)
		}
	}
}

// down takes one point: what it belongs to, its day, and the rest.
func (x *reader) down(r document.Row) {
	t := x.first(r.Cells)
	if t.known() {
		x.thing = t
	}
	var day plan.Date
	var rest []string
	for _, c := range r.Cells {
		d, isDay := x.day(c)
		switch {
		case c == "" || x.find(c).known():
		case isDay && day.IsZero():
			day = d
		default:
			rest = append(rest, c)
		}
	}
	switch {
	case !x.thing.known() || !t.known() && len(r.Cells) > 0 && r.Cells[0] != "" && len(rest) > 1:
		x.problem(r, Unknown)
	case day.IsZero():
		x.problem(r, NoDay)
	default:
		x.take(r, x.thing, day, strings.Join(rest, " "))
	}
}

// first returns what the first cell that names something names.
func (x *reader) first(cells []string) thing {
	for _, c := range cells {
		if t := x.find(c); t.known() {
			return t
		}
	}
	return thing{}
}

// take keeps one point, if it can be meant.
func (x *reader) take(r document.Row, t thing, day plan.Date, words string) {
	s := plan.Step{Task: t.task, Date: day}
	switch {
	case len(x.out.Steps) == Most:
		x.problem(r, TooMuch)
		return
	case t.indicator != nil:
		n, doubt := numbers.Read(words).In(t.indicator.In())
		if doubt != numbers.Exact || t.indicator.Kind.Fit(n) != nil {
			x.problem(r, NoValue)
			return
		}
		s.Indicator, s.Value = t.indicator.ID, &n
	case strings.TrimSpace(words) == "":
		x.problem(r, NoWords)
		return
	case len([]rune(words)) > mostWhat:
		x.problem(r, TooLong)
		return
	default:
		s.What = strings.TrimRight(strings.TrimSpace(words), "。；;")
	}
	if slices.ContainsFunc(x.out.Steps, func(o plan.Step) bool { return o.Indicator == s.Indicator && o.Task == s.Task && o.Date == s.Date }) {
		x.problem(r, TwiceDay)
		return
	}
	x.out.Steps = append(x.out.Steps, s)
}

func (x *reader) problem(r document.Row, why Reason) {
	x.out.Problems = append(x.out.Problems, Problem{Line: r.Line, Row: strings.TrimSpace(strings.Join(r.Cells, " ")), Why: why})
}

// find returns the indicator or task that a cell names: by its name or id, or as
// 任务3 or by its title.
func (x *reader) find(cell string) thing {
	c := strings.TrimSpace(cell)
	if c == "" {
		return thing{}
	}
	for i := range x.plan.Indicators {
		if v := &x.plan.Indicators[i]; v.Name == c || v.ID == c {
			return thing{indicator: v}
		}
	}
	if m := taskNumber.FindStringSubmatch(c); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			if t, ok := x.plan.Task(n); ok && (m[2] == "" || strings.TrimSpace(m[2]) == t.Title) {
				return thing{task: n}
			}
		}
	}
	for _, t := range x.plan.Tasks {
		if t.Title == c {
			return thing{task: t.Number}
		}
	}
	return thing{}
}

var taskNumber = regexp.MustCompile(`^任务\s*(\d{1,4})[.、．:：]?\s*(.*)$`)

// dayForm is 2027年3月31日, 2027-03-31, 3月31日, 3月底, 3月, 2027年3月.
var dayForm = regexp.MustCompile(`^(?:(\d{4})\s*[年/.\-])?\s*(\d{1,2})\s*(?:月|[/.\-])\s*(?:(\d{1,2})\s*日?|底|末)?(?:前|止)?$`)

// day reads a day; a month is its last day. A number alone, as 1.5, is no day.
func (x *reader) day(s string) (plan.Date, bool) {
	s = strings.TrimSpace(s)
	m := dayForm.FindStringSubmatch(s)
	if m == nil || m[1] == "" && !strings.ContainsAny(s, "月") {
		return plan.Date{}, false
	}
	month, _ := strconv.Atoi(m[2])
	year, _ := strconv.Atoi(m[1])
	if month < 1 || month > 12 {
		return plan.Date{}, false
	}
	if m[1] == "" {
		year = x.today.Year
		if x.today.Month == time.December && month < 7 {
			year++
		}
	}
	day, err := strconv.Atoi(m[3])
	if err != nil {
		return plan.MonthDay(year, time.Month(month), 31), true
	}
	d := plan.Date{Year: year, Month: time.Month(month), Day: day}
	return d, day >= 1 && d == plan.MonthDay(year, time.Month(month), day)
}

// parted parts a line of text: by tabs, commas and bars where it has any, by
// blanks otherwise.
func parted(line string) []string {
	const marks = "\t,，|｜；;"
	by := func(r rune) bool { return strings.ContainsRune(marks, r) }
	if !strings.ContainsFunc(line, by) {
		by = func(r rune) bool { return r == ' ' || r == '　' }
	}
	var out []string
	for _, c := range strings.FieldsFunc(line, by) {
		out = append(out, strings.TrimSpace(c))
	}
	return out
}
