package docx

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"liubao/plan"
	"liubao/reports"
)

// ProblemsInput is what the list of problems is made from.
type ProblemsInput struct {
	Plan     *plan.Plan
	Problems []reports.Problem // in the order they are listed
	Date     plan.Date         // the day the list stands at
	Anchor   string
}

// Problems builds the list of serious problems: those that are open first,
// then those that were closed with their result.
func Problems(in ProblemsInput) (Doc, error) {
	if in.Plan == nil {
		return Doc{}, fmt.Errorf("problem list: no plan")
	}
	var b builder
	var open, closed []reports.Problem
	for _, p := range in.Problems {
		switch {
		case p.Open():
			open = append(open, p)
		case p.MergedIn == "":
			closed = append(closed, p)
		}
	}
	late := 0
	for _, p := range open {
		late += min(overdue(p, in.Date), 1)
	}
	counts := fmt.Sprintf("未办结%d件", len(open))
	if late > 0 {
		counts += fmt.Sprintf("，其中逾期%d件", late)
	}
	b.para("", counts+fmt.Sprintf("；已办结%d件", len(closed)))
	b.head(1, "未办结的重大问题")
	b.problems(in.Plan, open, in.Date)
	if len(closed) > 0 {
		b.head(1, "已办结的重大问题")
		t := Table{
			Head: []string{"序号", "单位", "问题", "办理结果", "办结日期"}, Widths: []int{7, 17, 34, 27, 15},
			Centre: []bool{true, true, false, false, true},
		}
		for i, p := range closed {
			t.Rows = append(t.Rows, []string{
				strconv.Itoa(i + 1), in.Plan.UnitName(p.Unit), p.What, p.Result,
				dateCell(plan.DateOf(p.ClosedAt.In(in.Plan.Location()))),
			})
		}
		b.table(t)
	}
	subtitle := ""
	if !in.Date.IsZero() {
		subtitle = fmt.Sprintf(textAsOf, DateText(in.Date))
	}
	return Doc{
		Title: fmt.Sprintf(textProblemTitle, in.Plan.WorkName()), Subtitle: subtitle, Blocks: b.blocks,
		Signature: office(in.Plan), Date: in.Date, Anchor: in.Anchor,
	}, nil
}

// problems adds the table of the open problems among ps.
func (b *builder) problems(p *plan.Plan, ps []reports.Problem, today plan.Date) {
	t := Table{
		Head: []string{"序号", "单位", "问题", "上报日期", "需要支持", "承办单位", "办理时限"}, Widths: []int{7, 13, 24, 15, 13, 13, 15},
		Centre: []bool{true, true, false, true, false, true, true},
	}
	for _, x := range ps {
		if !x.Open() {
			continue
		}
		what := x.What
		if where := joined("，", x.Where, x.Since); where != "" {
			what += "\n（" + where + "）"
		}
		if n := len(x.Notes); n > 0 {
			what += "\n" + fmt.Sprintf(textProblemNow, DateText(plan.DateOf(x.Notes[n-1].At.In(p.Location()))), x.Notes[n-1].Text)
		}
		var units []string
		for _, u := range x.Assigned {
			units = append(units, p.UnitName(u))
		}
		due := textNone
		if !x.Due.IsZero() {
			due = dateCell(x.Due)
		}
		if n := overdue(x, today); n > 0 {
			due += fmt.Sprintf("\n逾期%d天", n)
		}
		t.Rows = append(t.Rows, []string{
			strconv.Itoa(len(t.Rows) + 1), p.UnitName(x.Unit), what,
			dateCell(plan.DateOf(x.At.In(p.Location()))), or(x.Needs), or(strings.Join(units, "、")), due,
		})
	}
	if len(t.Rows) == 0 {
		b.para("", textNoProblem)
		return
	}
	b.table(t)
}

// overdue returns for how many days an open problem should have been dealt
// with, 0 where it is not late.
func overdue(p reports.Problem, today plan.Date) int {
	if !p.Open() || p.Due.IsZero() || today.IsZero() || !p.Due.Before(today) {
		return 0
	}
	return int(today.At(plan.Clock{}, time.UTC).Sub(p.Due.At(plan.Clock{}, time.UTC)) / (24 * time.Hour))
}

// dateCell is a whole date for a narrow column.
func dateCell(d plan.Date) string { return strings.Replace(DateText(d), "年", "年\n", 1) }

// or returns s, or a dash where there is nothing.
func or(s string) string {
	if strings.TrimSpace(s) == "" {
		return textNone
	}
	return s
}

// joined joins what is not empty.
func joined(sep string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, sep)
}
