package docx

import (
	"fmt"
	"strconv"
	"strings"

	"liubao/plan"
	"liubao/reports"
)

// ProblemsInput is what the list of problems is made from.
type ProblemsInput struct {
	Plan      *plan.Plan
	Problems  []reports.Problem // in the order they are listed
	Signature string
	Date      plan.Date // the day the list stands at
	Imprint   string
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
	b.para("", fmt.Sprintf("未办结%d件，已办结%d件。", len(open), len(closed)))
	b.head(1, "未办结的重大问题")
	b.problems(in.Plan, open)
	if len(closed) > 0 {
		b.head(1, "已办结的重大问题")
		t := Table{
			Head: []string{"序号", "单位", "问题", "办理结果", "办结日期"}, Widths: []int{8, 17, 33, 26, 16},
			Centre: []bool{true, true, false, false, true},
		}
		for i, p := range closed {
			t.Rows = append(t.Rows, []string{
				strconv.Itoa(i + 1), in.Plan.UnitName(p.Unit), p.What, p.Result,
				DateText(plan.DateOf(p.ClosedAt.In(in.Plan.Location()))),
			})
		}
		b.table(t)
	}
	subtitle := ""
	if !in.Date.IsZero() {
		subtitle = fmt.Sprintf(textAsOf, DateText(in.Date))
	}
	return Doc{
		Title: fmt.Sprintf(textProblemTitle, in.Plan.Name), Subtitle: subtitle, Blocks: b.blocks,
		Signature: signature(in.Signature, in.Plan), Date: in.Date, Imprint: in.Imprint,
	}, nil
}

// problems adds the table of the open problems among ps.
func (b *builder) problems(p *plan.Plan, ps []reports.Problem) {
	t := Table{
		Head: []string{"序号", "单位", "问题", "需要支持", "承办单位", "办理时限"}, Widths: []int{8, 15, 30, 19, 14, 14},
		Centre: []bool{true, true, false, false, true, true},
	}
	for _, x := range ps {
		if !x.Open() {
			continue
		}
		what := x.What
		if where := joined("，", x.Where, x.Since); where != "" {
			what += "\n（" + where + "）"
		}
		var units []string
		for _, u := range x.Assigned {
			units = append(units, p.UnitName(u))
		}
		due := textNone
		if !x.Due.IsZero() {
			due = fmt.Sprintf("%d月%d日", int(x.Due.Month), x.Due.Day)
		}
		t.Rows = append(t.Rows, []string{
			strconv.Itoa(len(t.Rows) + 1), p.UnitName(x.Unit), what, or(x.Needs), or(strings.Join(units, "、")), due,
		})
	}
	if len(t.Rows) == 0 {
		b.para("", textNoProblem)
		return
	}
	b.table(t)
}

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
