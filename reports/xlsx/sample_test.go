package xlsx_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/plan"
	"liubao/reports"
	"liubao/reports/xlsx"
)

var day = plan.Date{Year: 2026, Month: time.December, Day: 15}

func said(s string) []reports.Piece { return []reports.Piece{{ID: "1", Text: s}} }

// sample is a workbook of the shipped plan over some periods; every number is
// sample data. evil stands wherever people's words can.
func sample(t testing.TB, evil string) xlsx.Input {
	t.Helper()
	p, err := plan.Default()
	require.NoError(t, err)
	in := xlsx.Input{Plan: p, Date: day}
	for n := range 6 {
		nominal := plan.MonthDay(2026, time.Month(10+n/2), 15*(1+n%2))
		per := plan.Period{ID: nominal.String(), Duty: "progress", Nominal: nominal,
			Deadline: nominal.At(plan.Clock{Hour: 17, Minute: 30}, p.Location())}
		x := xlsx.Period{Period: per}
		for a, area := range p.Areas {
			if a != 4 {
				x.Reports = append(x.Reports, report(p, per, area, n, evil))
			}
		}
		in.Periods = append(in.Periods, x)
	}
	at := in.Periods[5].Period.Deadline
	in.Problems = []reports.Problem{
		{ID: "q1", Unit: "jingfa", Area: "a4", What: "演示数据：设备故障，" + evil, Where: evil, Since: evil, Needs: evil, Major: true, At: at,
			Assigned: []string{"caizheng"}, Due: day},
		{ID: "q2", Unit: "zhujian", What: evil, At: at, ClosedAt: at.Add(time.Hour), Result: evil},
		{ID: "q3", Unit: "zhujian", What: "演示数据", At: at, MergedIn: "q1"},
	}
	in.Requests = []xlsx.Request{
		{Name: "协调事项1号", From: evil, Task: 14, What: evil, Need: evil, Units: []string{"caizheng"}, Due: day, State: evil, Story: evil, At: at},
		{Name: "批示1号", From: "组长", Need: "演示数据", At: at, ClosedAt: at.Add(time.Hour)},
	}
	for _, per := range in.Periods {
		for _, a := range p.Areas {
			o := reports.Owed{Key: reports.Key{Period: per.Period.ID, Duty: "progress", Subject: a.ID}, Unit: a.Lead, Stand: reports.Missing}
			for _, r := range per.Reports {
				if r.Key != o.Key {
					continue
				}
				o.Stand, o.FirstAt, o.LateBy = reports.OnTime, r.FirstAt, r.Late()
				if o.LateBy > 0 {
					o.Stand = reports.Late
				}
			}
			in.Owed = append(in.Owed, o)
		}
	}
	in.People = []reports.Person{
		{Name: "财政局联络员甲" + evil, Unit: "caizheng", Roles: []reports.Role{reports.Contact}, Chat: "tg:5", Since: at},
		{Name: evil, Unit: "jingfa", Roles: []reports.Role{reports.Director, reports.Contact}, Since: at},
		{Name: "社管局联络员乙", Unit: "sheguan", Roles: []reports.Role{reports.Deputy}, Chat: "tg:6", Unreachable: at, Since: at},
	}
	return in
}

func report(p *plan.Plan, per plan.Period, area plan.Area, n int, evil string) reports.Report {
	at := per.Deadline.Add(time.Duration(area.Number-4) * time.Hour)
	r := reports.Report{Key: reports.Key{Period: per.ID, Duty: "progress", Subject: area.ID}, Unit: area.Lead, Version: 1,
		State: reports.Accepted, FirstAt: at, SubmittedAt: at, Deadline: per.Deadline}
	for i, task := range p.TasksOf(area.ID) {
		e := reports.Entry{Task: task.Number, Progress: []reports.Progress{reports.Moving, reports.Difficulty, reports.Same, reports.Done}[(i+n)%4],
			Words: said("演示数据：组织专场招聘会2场，提供岗位860个，达成就业意向213人；开展职业技能培训3期。" + evil)}
		if e.Progress == reports.Difficulty {
			e.Need, e.NeedFrom = said("协调补贴资金"+evil), said(evil)
		}
		r.Entries = append(r.Entries, e)
	}
	// Those that a duty of its own asks for as well: the private ones.
	var asked []plan.Indicator
	for _, x := range p.Indicators {
		if x.Area == area.ID {
			asked = append(asked, x)
		}
	}
	for i, x := range asked {
		switch {
		case (i+n)%7 == 6:
			r.Readings = append(r.Readings, reports.Reading{Indicator: x.ID, Unknown: true, Note: evil})
		default:
			r.Readings = append(r.Readings, reports.Reading{Indicator: x.ID, Value: plan.Int(int64(2*n+i)) + plan.Number(500*int64(i%3))})
		}
	}
	return r
}

// large is a plan of 1,000 units over 24 periods.
func large() xlsx.Input {
	p := &plan.Plan{ID: "large", Name: "演示专班", Title: "演示方案", Zone: "Asia/Shanghai"}
	for i := range 1000 {
		u := fmt.Sprintf("u%d", i)
		p.Units = append(p.Units, plan.Unit{ID: u, Name: fmt.Sprintf("单位%04d", i)})
		p.Areas = append(p.Areas, plan.Area{ID: u, Number: i + 1, Name: fmt.Sprintf("领域%d", i+1), Lead: u})
		p.Tasks = append(p.Tasks, plan.Task{Number: i + 1, Area: u, Title: "演示任务", Units: []string{u}})
		goal := plan.Int(5)
		p.Indicators = append(p.Indicators, plan.Indicator{ID: u, Name: fmt.Sprintf("指标%d", i+1), Area: u, Source: u, Kind: plan.Count,
			Measure: "户", Compare: plan.AtLeast, Target: &goal})
	}
	in := xlsx.Input{Plan: p, Date: day}
	for n := range 24 {
		nominal := plan.MonthDay(2026, time.Month(1+n/2), 15*(1+n%2))
		per := plan.Period{ID: nominal.String(), Nominal: nominal, Deadline: nominal.At(plan.Clock{Hour: 17}, time.UTC)}
		x := xlsx.Period{Period: per}
		for _, a := range p.Areas {
			x.Reports = append(x.Reports, report(p, per, a, n, ""))
			in.Owed = append(in.Owed, reports.Owed{Key: reports.Key{Period: per.ID, Duty: "progress", Subject: a.ID}, Unit: a.ID, Stand: reports.OnTime})
		}
		in.Periods = append(in.Periods, x)
	}
	for i, u := range p.Units {
		in.People = append(in.People, reports.Person{Name: fmt.Sprintf("联络员%d", i), Unit: u.ID, Roles: []reports.Role{reports.Contact}, Chat: "tg:1"})
	}
	return in
}

// BenchmarkRenderLarge makes the workbook of 1,000 units and 24 periods.
func BenchmarkRenderLarge(b *testing.B) {
	in := large()
	b.ReportAllocs()
	for b.Loop() {
		_, err := xlsx.Render(in)
		require.NoError(b, err)
	}
}

// BenchmarkRender makes the workbook of the shipped plan and six periods.
func BenchmarkRender(b *testing.B) {
	in := sample(b, "")
	b.ReportAllocs()
	for b.Loop() {
		_, err := xlsx.Render(in)
		require.NoError(b, err)
	}
}
