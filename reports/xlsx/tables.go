package xlsx

import (
	"fmt"
	"strings"

	"liubao/internal/numbers"
	"liubao/plan"
	"liubao/reports"
)

func (in Input) ledger() table {
	t := table{sheet: Ledger, title: in.Plan.WorkName() + "台账", cols: []column{
		{"序号", serial, 6, ""}, {"领域", word, 15, ""}, {"任务", words, 22, ""}, {"牵头单位", word, 19, "单位"},
		{"责任单位", words, 24, ""}, {"状态", word, 9, "状态"}, {"进展情况", words, 42, ""}, {"需要支持", words, 24, ""},
		{"请求协调", words, 16, ""}, {"报送情况", word, 11, "报送"}, {"报送时间", moment, 17, ""},
	}}
	var last Period
	for _, p := range in.Periods {
		if in.Duty == "" || p.Period.Duty == in.Duty {
			last = p
		}
	}
	if last.Period.ID != "" {
		t.title += "（" + span(last.Period) + "）"
	}
	bySubject, stands := index(last), in.standing(last.Period)
	then := in.Plan // whose names and leads the period had
	if last.Period.ID != "" {
		then = in.Plan.On(last.Period.Nominal)
	}
	for _, task := range then.Tasks {
		area, _ := then.Area(task.Area)
		row := []any{task.Number, area.Name, task.Title, then.UnitName(area.Lead), units(then, task.Units),
			reports.Progress("").Label(), nil, nil, nil, nil, nil}
		if o, ok := stands[area.ID]; ok {
			row[9], row[10] = o.Stand.Label(), in.wall(o.FirstAt)
		}
		if r := bySubject[area.ID]; r != nil && stands[area.ID].Stand.Reported() {
			e, _ := r.Entry(task.Number)
			row[5], row[6] = e.Progress.Label(), e.Said()
			row[7], row[8] = reports.Join(e.Need), reports.Join(e.NeedFrom)
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// span says which days a period is about.
func span(p plan.Period) string {
	if end := p.End(); !p.From.IsZero() && !p.From.After(end) {
		return fmt.Sprintf("%s至%s", dayText(p.From), dayText(end))
	}
	return "截至" + dayText(p.Nominal)
}

func dayText(d plan.Date) string { return fmt.Sprintf("%d年%d月%d日", d.Year, int(d.Month), d.Day) }

// standing returns where the reports of a period stand, by subject.
func (in Input) standing(p plan.Period) map[string]reports.Owed {
	out := map[string]reports.Owed{}
	for _, o := range in.Owed {
		if o.Key.Period == p.ID && o.Key.Duty == p.Duty {
			out[o.Key.Subject] = o
		}
	}
	return out
}

// index returns the period's reports by subject, those on other duties left out.
func index(p Period) map[string]*reports.Report {
	m := make(map[string]*reports.Report, len(p.Reports))
	for i, r := range p.Reports {
		if p.Period.Duty == "" || r.Key.Duty == p.Period.Duty {
			m[r.Key.Subject] = &p.Reports[i]
		}
	}
	return m
}

func units(p *plan.Plan, ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = p.UnitName(id)
	}
	return strings.Join(names, "、")
}

func (in Input) indicators() table {
	t := table{sheet: Indicators, title: in.Plan.WorkName() + "指标历史", cols: []column{
		{"指标", words, 34, ""}, {"领域", word, 15, ""}, {"来源单位", word, 19, "单位"}, {"期", word, 12, ""},
		{textTrend, number, 12, ""}, {textGoal, number, 12, ""}, {"计量单位", word, 10, ""}, {"目标", words, 18, ""},
		{"是否达到", word, 13, listGoals}, {"进度", words, 22, ""}, {"说明", words, 26, ""},
	}}
	readings := in.readings()
	for _, i := range in.Plan.Indicators {
		if i.Private && !in.Private {
			continue
		}
		first := len(t.rows)
		area, _ := in.Plan.Area(i.Area)
		for n, p := range in.Periods {
			r, ok := readings[n][i.ID]
			if !ok {
				continue
			}
			then, on := i, in.Plan.On(p.Period.Nominal) // with the target and the names that held then
			if x, ok := on.Indicator(i.ID); ok {
				then = x
			}
			value, stands := judged(then, r, p.Period)
			t.rows = append(t.rows, []any{i.Label(), area.Name, on.UnitName(then.Source), p.Period.ID, value, goal(then),
				measure(then), then.TargetText(), stands, in.pace(then, r, p.Period), r.Note})
		}
		if last := len(t.rows) - 1; last > first {
			t.charts = append(t.charts, chart{i.Label(), first, last, goal(i) != nil})
		}
	}
	return t
}

// pace says how a reading stood by the calendar when its period ended, "" where
// nothing can be said.
func (in Input) pace(i plan.Indicator, r reports.Reading, p plan.Period) string {
	if r.Unknown {
		return ""
	}
	return reports.IndicatorPace(i, in.Plan.On(p.Nominal).StepsOfIndicator(i.ID), r.Value, p).String()
}

// readings returns each period's readings by indicator.
func (in Input) readings() []map[string]reports.Reading {
	out := make([]map[string]reports.Reading, len(in.Periods))
	for n, p := range in.Periods {
		out[n] = map[string]reports.Reading{}
		for _, r := range p.Reports {
			for _, x := range r.Readings {
				out[n][x.Indicator] = x
			}
		}
	}
	return out
}

// judged returns a reading's value, nil where it is not known, and how it stood
// against the target when its period ended.
func judged(i plan.Indicator, r reports.Reading, p plan.Period) (value any, stands string) {
	if r.Unknown {
		return nil, textUnknown
	}
	return r.Value, i.Judge(r.Value, p).String()
}

// goal returns the number a value is compared with, nil where there is none.
func goal(i plan.Indicator) any {
	g := i.Target
	if i.Compare == plan.NotBelowBase || i.Compare == plan.NotAboveBase {
		g = i.Baseline
	}
	if g == nil {
		return nil
	}
	return *g
}

func measure(i plan.Indicator) string {
	switch i.Kind {
	case plan.Percent:
		return "%"
	case plan.YesNo:
		return "1是0否"
	}
	return i.Measure
}

func (in Input) problems() table {
	t := table{sheet: Problems, title: in.Plan.WorkName() + "问题清单", cols: []column{
		{"序号", serial, 6, ""}, {"单位", word, 19, "单位"}, {"领域", word, 15, ""}, {"程度", word, 8, "程度"},
		{"问题", words, 40, ""}, {"地点", words, 16, ""}, {"起始", words, 13, ""}, {"需要支持", words, 24, ""},
		{"承办单位", words, 20, ""}, {"办理时限", day, 12, ""}, {"状态", word, 9, "办理"}, {"办理结果", words, 26, ""},
		{"上报时间", moment, 17, ""}, {"办结时间", moment, 17, ""},
	}}
	for n, p := range in.Problems {
		area, _ := in.Plan.Area(p.Area)
		major, state := textOrdinary, textOpen
		if p.Major {
			major = textMajor
		}
		switch {
		case p.MergedIn != "":
			state = textMerged
		case !p.Open():
			state = textClosed
		case !p.Due.IsZero() && p.Due.Before(in.Date):
			state = textOverdue
		}
		t.rows = append(t.rows, []any{n + 1, in.Plan.UnitName(p.Unit), area.Name, major, p.What, p.Where, p.Since, p.Needs,
			units(in.Plan, p.Assigned), p.Due, state, p.Result, in.wall(p.At), in.wall(p.ClosedAt)})
	}
	if len(t.rows) == 0 { // an empty sheet looks like a mistake
		row := make([]any, len(t.cols))
		row[4] = textNoProblem
		t.rows = append(t.rows, row)
	}
	return t
}

func (in Input) facts() table {
	t := table{sheet: Facts, title: in.Plan.WorkName() + "单位报送情况（只列事实，不评分）", cols: []column{
		{"单位", word, 20, "单位"}, {"期", word, 12, ""}, {"事项", words, 22, ""}, {"应报", number, 9, ""},
		{reports.OnTime.Label(), number, 9, ""}, {reports.Late.Label(), number, 9, ""}, {textLateHours, number, 11, ""},
		{reports.Missing.Label(), number, 9, ""}, {reports.NotDue.Label(), number, 9, ""}, {textReturned, number, 9, ""},
		{reports.Excused.Label(), number, 9, ""},
	}}
	damaged := reports.Count(in.Owed).Damaged > 0
	if damaged { // a column of its own, where there is something in it
		t.cols = append(t.cols, column{reports.Damaged.Label(), number, 13, ""})
	}
	type of struct{ unit, period, duty string }
	var order []of
	by := map[of][]reports.Owed{}
	for _, o := range in.Owed {
		k := of{o.Unit, o.Key.Period, o.Key.Duty}
		if by[k] == nil {
			order = append(order, k)
		}
		by[k] = append(by[k], o)
	}
	t.rows = make([][]any, 0, len(order))
	for _, k := range order {
		c, open, returned, late := reports.Count(by[k]), 0, 0, 0.0
		for _, o := range by[k] {
			if !o.Counts() {
				open++
				continue
			}
			returned += min(o.Returns, 1)
			late += o.LateBy.Hours()
		}
		hours := plan.Number(late*10+0.5) * (numbers.Scale / 10)
		duty, _ := in.Plan.Duty(k.duty)
		t.rows = append(t.rows, []any{in.unitIn(k.unit, k.period), k.period, duty.Title, c.Owed - open, c.OnTime, c.Late, hours,
			c.Missing + c.SentBack - (open - c.NotDue), open, returned, c.Excused})
		if damaged {
			t.rows[len(t.rows)-1] = append(t.rows[len(t.rows)-1], c.Damaged)
		}
	}
	return t
}

// unitIn is what a unit was called in a period.
func (in Input) unitIn(unit, period string) string {
	day, err := plan.ParseDate(period)
	if err != nil {
		return in.Plan.UnitName(unit)
	}
	return in.Plan.On(day).UnitName(unit)
}

func (in Input) contacts() table {
	t := table{sheet: Contacts, title: in.Plan.FormalName() + "联系人", cols: []column{
		{"单位", word, 20, "单位"}, {"姓名", word, 18, ""}, {"角色", words, 30, ""}, {"加入时间", moment, 17, ""}, {"状态", word, 11, "接通"},
	}}
	for _, p := range in.People {
		roles := make([]string, len(p.Roles))
		for i, r := range p.Roles {
			roles[i] = r.Label()
		}
		state := textReached
		switch {
		case !p.Left.IsZero():
			state = textLeft
		case !p.Unreachable.IsZero():
			state = textBlocked
		case p.Chat == "":
			state = textNever
		}
		t.rows = append(t.rows, []any{in.Plan.UnitName(p.Unit), p.Name, strings.Join(roles, "、"), in.wall(p.Since), state})
	}
	return t
}

// check refuses an input without a plan.
func (in Input) check() error {
	if in.Plan == nil {
		return fmt.Errorf("workbook: no plan")
	}
	return nil
}
