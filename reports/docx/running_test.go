package docx

import (
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/plan"
	"liubao/reports"
)

// A yearly target of 5 with 3 reached is 60% done until the year ends, and
// missed only then.
func TestYearlyIndicatorBeforeTheYearEnds(t *testing.T) {
	five := plan.Int(5)
	i := plan.Indicator{ID: "new5", Name: "净增", Kind: plan.Count, Compare: plan.AtLeast, Target: &five, Yearly: true}
	judged := func(i plan.Indicator, day plan.Date, n int64) string {
		r := &reports.Report{Readings: []reports.Reading{{Indicator: i.ID, Value: plan.Int(n)}}}
		return indicatorRow(i, plan.Period{Nominal: day, Last: day.Month == 12 && day.Day > 15}, figures{now: r})[4]
	}
	mid, last := plan.Date{Year: 2026, Month: 6, Day: 15}, plan.Date{Year: 2026, Month: 12, Day: 30}
	require.Equal(t, "完成60%", judged(i, mid, 3))
	require.Equal(t, "完成60%", judged(i, plan.Date{Year: 2026, Month: 12, Day: 15}, 3))
	require.Equal(t, "未达到", judged(i, last, 3))
	require.Equal(t, "达到", judged(i, mid, 5))
	require.Equal(t, "完成0%", judged(i, mid, -1))
	i.Yearly = false
	require.Equal(t, "未达到", judged(i, mid, 3))
	i.Yearly, i.Compare = true, plan.Equal
	require.Equal(t, "未达到", judged(i, mid, 3))
}
