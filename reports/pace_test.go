package reports_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"liubao/plan"
	"liubao/reports"
)

func number(n int64) *plan.Number { v := plan.Int(n); return &v }

func day(month, d int) plan.Date { return plan.Date{Year: 2027, Month: time.Month(month), Day: d} }

func TestIndicatorPace(t *testing.T) {
	year := plan.Indicator{Kind: plan.Count, Measure: "人", Compare: plan.AtLeast, Target: number(1000), Yearly: true}
	stock := plan.Indicator{Kind: plan.Count, Measure: "户", Compare: plan.AtLeast, Target: number(1000), Due: day(12, 31)}
	rate := plan.Indicator{Kind: plan.Percent, Compare: plan.AtLeast, Target: number(15), Due: day(12, 31)}
	limit := plan.Indicator{Kind: plan.Count, Measure: "件", Compare: plan.AtMost, Target: number(9), Due: day(12, 31)}
	steps := []plan.Step{{Date: day(3, 31), Value: number(300)}, {Date: day(9, 30), Value: number(800)}}
	points := []plan.Step{{Date: day(3, 31), Value: number(12)}}
	for _, c := range []struct {
		name  string
		i     plan.Indicator
		steps []plan.Step
		v     int64
		on    plan.Date
		want  string
	}{
		{"half the time", year, nil, 380, day(6, 30), "偏慢（时间过半，完成38%）"},
		{"far behind", year, nil, 100, day(6, 30), "滞后（时间过半，完成10%）"},
		{"on pace", year, nil, 500, day(6, 30), "正常（时间过半，完成50%）"},
		{"too early to say", year, nil, 0, day(1, 30), ""},
		{"there already", year, nil, 1000, day(6, 30), "正常（已达到目标）"},
		{"the year is over", year, nil, 990, day(12, 30), "正常（序时进度99%，完成99%）"},
		{"a stock has no share of the time", stock, nil, 380, day(6, 30), ""},
		{"a step reached", stock, steps, 310, day(6, 30), "正常（到3月31日应达300户，现为310户）"},
		{"a step nearly reached", stock, steps, 280, day(6, 30), "偏慢（到3月31日应达300户，现为280户）"},
		{"a step missed", stock, steps, 500, day(9, 30), "滞后（到9月30日应达800户，现为500户）"},
		{"a step to come counts for nothing", stock, steps, 5, day(3, 30), ""},
		{"a rate is no share", rate, nil, 10, day(6, 30), ""},
		{"a rate against a step", rate, points, 11, day(6, 30), "偏慢（到3月31日应达12%，现为11%，差1个百分点）"},
		{"a rate that is due", rate, points, 11, day(12, 31), "滞后（目标≥15%，现为11%，差4个百分点）"},
		{"below a limit for the year", limit, []plan.Step{{Date: day(3, 31), Value: number(5)}}, 7, day(6, 30), "滞后（到3月31日应不超过5件，现为7件）"},
	} {
		got := reports.IndicatorPace(c.i, c.steps, plan.Int(c.v), plan.Period{Nominal: c.on})
		assert.Equal(t, c.want, got.String(), c.name)
	}
}

func TestTaskPace(t *testing.T) {
	nodes := []reports.Node{{Step: plan.Step{Date: day(3, 31), What: "完成选址"}}, {Step: plan.Step{Date: day(6, 30), What: "开工"}}}
	assert.Equal(t, "正常（下一节点3月31日“完成选址”）", reports.TaskPace(nodes, reports.Moving, day(3, 30)).String())
	assert.Equal(t, "偏慢（下一节点3月31日“完成选址”，本期报同上期）", reports.TaskPace(nodes, reports.Same, day(3, 30)).String())
	assert.Equal(t, "正常（下一节点3月31日“完成选址”）", reports.TaskPace(nodes, reports.Same, day(3, 1)).String())
	assert.Equal(t, "滞后（节点3月31日“完成选址”已过2天，还没有完成）", reports.TaskPace(nodes, reports.Moving, day(4, 2)).String())
	nodes[0].Done = true
	assert.Equal(t, "正常（下一节点6月30日“开工”）", reports.TaskPace(nodes, reports.Moving, day(4, 2)).String())
	nodes[1].Done = true
	assert.Equal(t, "正常（节点“开工”已完成）", reports.TaskPace(nodes, reports.Moving, day(7, 2)).String())
	assert.Empty(t, reports.TaskPace(nil, reports.Same, day(7, 2)).String())
}

// More is never slower, a rate is never said to be done in part, and what slips
// says why.
func TestPaceProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := plan.Indicator{Measure: "户", Compare: plan.AtLeast, Target: number(rapid.Int64Range(1, 1000).Draw(t, "target")),
			Kind:   rapid.SampledFrom([]plan.Kind{plan.Count, plan.Amount, plan.Percent}).Draw(t, "kind"),
			Yearly: rapid.Bool().Draw(t, "yearly")}
		if rapid.Bool().Draw(t, "due") {
			i.Due = day(rapid.IntRange(1, 12).Draw(t, "due month"), 28)
		}
		if rapid.Bool().Draw(t, "limit") {
			i.Compare = plan.AtMost
		}
		var steps []plan.Step
		at := 0
		for n := range rapid.IntRange(0, 4).Draw(t, "steps") {
			at = rapid.IntRange(at, 1000).Draw(t, "at")
			steps = append(steps, plan.Step{Date: day(2+n*3, 28), Value: number(int64(at))})
		}
		p := plan.Period{Nominal: day(rapid.IntRange(1, 12).Draw(t, "month"), rapid.SampledFrom([]int{15, 28}).Draw(t, "day"))}
		a := rapid.Int64Range(0, 1200).Draw(t, "less")
		b := rapid.Int64Range(a, 1200).Draw(t, "more")
		less, more := reports.IndicatorPace(i, steps, plan.Int(a), p), reports.IndicatorPace(i, steps, plan.Int(b), p)
		if i.Compare == plan.AtMost {
			less, more = more, less
		}
		if less.Pace != reports.Unpaced && more.Pace > less.Pace {
			t.Fatalf("%v of less is better than %v of more", less, more)
		}
		for _, x := range []reports.Paced{less, more} {
			if i.Kind == plan.Percent && strings.Contains(x.Reason, "完成") {
				t.Fatalf("a rate done in part: %v", x)
			}
			if x.Pace.Slips() && x.Reason == "" || x.Pace == reports.Unpaced && x.String() != "" {
				t.Fatalf("no reason: %v", x)
			}
		}
	})
}
