package steps_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/internal/numbers"
	"liubao/plan"
	"liubao/reports/intake"
	"liubao/reports/steps"
)

func sample(t testing.TB) *plan.Plan {
	t.Helper()
	return &plan.Plan{Areas: []plan.Area{{ID: "a1", Name: "保居民就业"}},
		Tasks: []plan.Task{{Number: 1, Area: "a1", Title: "做实农民工就业服务"}, {Number: 2, Area: "a1", Title: "落实援企稳岗政策"}},
		Indicators: []plan.Indicator{{ID: "new-jobs", Name: "城镇新增就业", Area: "a1", Kind: plan.Count, Measure: "人"},
			{ID: "rate", Name: "登记失业率", Area: "a1", Kind: plan.Percent}}}
}

func day(y, m, d int) plan.Date { return plan.Date{Year: y, Month: time.Month(m), Day: d} }

func number(n int64) *plan.Number { v := plan.Int(n); return &v }

var today = day(2026, 12, 10)

func TestPastedLines(t *testing.T) {
	got := steps.Of(sample(t), intake.Paste("城镇新增就业 3月底 300人\n任务2 2027年6月30日 补贴全部发放到位。\n做实农民工就业服务，2027-03-31，办两场招聘会\n登记失业率 12月 4.5%", intake.Limits{}), today)
	require.Empty(t, got.Problems)
	half, err := numbers.Parse("4.5")
	require.NoError(t, err)
	assert.Equal(t, []plan.Step{
		{Indicator: "new-jobs", Date: day(2027, 3, 31), Value: number(300)},
		{Task: 2, Date: day(2027, 6, 30), What: "补贴全部发放到位"},
		{Task: 1, Date: day(2027, 3, 31), What: "办两场招聘会"},
		{Indicator: "rate", Date: day(2026, 12, 31), Value: &half},
	}, got.Steps)
}

func TestTableByMonths(t *testing.T) {
	doc, err := intake.Read("计划.csv", []byte("指标,2027年3月,2027年6月,2027年12月\n城镇新增就业,300,—,1200\n没有的指标,1,2,3\n"), intake.Limits{})
	require.NoError(t, err)
	got := steps.Of(sample(t), doc, today)
	assert.Equal(t, []plan.Step{{Indicator: "new-jobs", Date: day(2027, 3, 31), Value: number(300)}, {Indicator: "new-jobs", Date: day(2027, 12, 31), Value: number(1200)}}, got.Steps)
	require.Len(t, got.Problems, 1)
	assert.Equal(t, steps.Unknown, got.Problems[0].Why)
}

func TestTableByPoints(t *testing.T) {
	doc, err := intake.Read("节点.csv", []byte("任务,完成时限,内容\n任务1,3月31日,办两场招聘会\n,6月30日,登记返乡人员\n任务2,没定,发补贴\n任务2,2月30日,发补贴\n任务2,6月30日,\n"), intake.Limits{})
	require.NoError(t, err)
	got := steps.Of(sample(t), doc, today)
	assert.Equal(t, []plan.Step{{Task: 1, Date: day(2027, 3, 31), What: "办两场招聘会"}, {Task: 1, Date: day(2027, 6, 30), What: "登记返乡人员"}}, got.Steps)
	var why []steps.Reason
	for _, p := range got.Problems {
		why = append(why, p.Why)
	}
	assert.Equal(t, []steps.Reason{steps.NoDay, steps.NoDay, steps.NoWords}, why)
}

func TestWhatCannotBeMeant(t *testing.T) {
	for line, want := range map[string]steps.Reason{
		"城镇新增就业 3月底 两三百":      steps.NoValue,
		"城镇新增就业 3月底 1.5":      steps.NoValue,
		"登记失业率 3月底 120%":      steps.NoValue,
		"城镇新增就业 3月底":          steps.NoValue,
		"不知什么 3月底 300 人":      steps.Unknown,
		"任务9 3月底 发放到位 尽快":     steps.Unknown,
		"城镇新增就业 13月底 300 再核实": steps.NoDay,
	} {
		got := steps.Of(sample(t), intake.Paste(line, intake.Limits{}), today)
		assert.Empty(t, got.Steps, line)
		require.Len(t, got.Problems, 1, line)
		assert.Equal(t, want, got.Problems[0].Why, line)
	}
	twice := steps.Of(sample(t), intake.Paste("任务1 3月底 甲事\n任务1 3月31日 乙事", intake.Limits{}), today)
	require.Len(t, twice.Problems, 1)
	assert.Equal(t, steps.TwiceDay, twice.Problems[0].Why)
}

// Whatever is read can be set, and whatever is in a row is kept or named.
func FuzzOf(f *testing.F) {
	f.Add("城镇新增就业 3月底 300\n任务1,2027-03-31,办会")
	f.Add("指标\t1月\t2月\n城镇新增就业\t1\t2")
	p := sample(f)
	f.Fuzz(func(t *testing.T, text string) {
		got := steps.Of(p, intake.Paste(text, intake.Limits{}), today)
		if len(got.Steps) > steps.Most {
			t.Fatal("too many")
		}
		for _, s := range got.Steps {
			if err := s.Check(p); err != nil {
				t.Fatal(err)
			}
		}
	})
}
