package conversations

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"liubao/plan"
)

func TestReadDay(t *testing.T) {
	today := plan.Date{Year: 2026, Month: time.December, Day: 9}
	for in, want := range map[string]string{
		"12月20日": "2026-12-20", "12月20号前": "2026-12-20", "2026-12-20": "2026-12-20", "2027年1月5日": "2027-01-05",
		"１２月２０日": "2026-12-20", "12-20": "2026-12-20", "12.20": "2026-12-20", "2027/1/5": "2027-01-05",
		"12月9日": "2026-12-09", "12月8日": "2027-12-08", "1月 5 日。": "2027-01-05", "20日": "2026-12-20", "5号": "2027-01-05",
		"31日": "2026-12-31", "明天": "2026-12-10", "后天": "2026-12-11", "2月29日": "2028-02-29", "2025-01-01": "2025-01-01",
	} {
		got, ok := ReadDay(in, today)
		assert.True(t, ok, in)
		assert.Equal(t, want, got.String(), in)
	}
	for _, in := range []string{"", "2月30日", "13月1日", "20", "尽快", "2026-02-29", "12月", "每月10日", "0日", "99999-1-1", "32日"} {
		_, ok := ReadDay(in, today)
		assert.False(t, ok, in)
	}
}

func TestReadMonthDays(t *testing.T) {
	for in, want := range map[string][]int{
		"每月10日": {10}, "10日": {10}, "10": {10}, "每个月5日、20日": {5, 20}, "30号和15号": {15, 30},
		"５，２０": {5, 20}, "每月月底": {31}, "10、10": {10},
	} {
		got, ok := ReadMonthDays(in)
		assert.True(t, ok, in)
		assert.Equal(t, want, got, in)
	}
	for _, in := range []string{"", "每月", "0日", "32日", "十日谈", "每月10日左右", "12月10日"} {
		_, ok := ReadMonthDays(in)
		assert.False(t, ok, in)
	}
}

// TestReadDayBack: every day reads back from each way of writing it.
func TestReadDayBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		today := plan.Date{Year: 2026, Month: time.January, Day: 1}.AddDays(rapid.IntRange(0, 3000).Draw(rt, "today"))
		want := today.AddDays(rapid.IntRange(0, 360).Draw(rt, "later"))
		for _, form := range []string{"%d-%d-%d", "%d年%d月%d日", "%d/%d/%d"} {
			got, ok := ReadDay(fmt.Sprintf(form, want.Year, int(want.Month), want.Day), today)
			assert.True(rt, ok)
			assert.Equal(rt, want, got)
		}
		got, ok := ReadDay(fmt.Sprintf("%d月%d日", int(want.Month), want.Day), today)
		assert.True(rt, ok)
		assert.Equal(rt, want, got)
	})
}
