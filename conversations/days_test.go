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
	wednesday := plan.Date{Year: 2026, Month: time.December, Day: 9}
	for in, want := range map[string]string{
		"12月20日": "2026-12-20", "12月20号前": "2026-12-20", "2026-12-20": "2026-12-20", "2027年1月5日": "2027-01-05",
		"１２月２０日": "2026-12-20", "20261220": "2026-12-20", "明年1月5日": "2027-01-05", "今年12月20日": "2026-12-20", "12-20": "2026-12-20", "12.20": "2026-12-20", "2027/1/5": "2027-01-05",
		"12月9日": "2026-12-09", "1月 5 日。": "2027-01-05", "20日": "2026-12-20", "20日之前": "2026-12-20",
		"31日": "2026-12-31", "明天": "2026-12-10", "后天": "2026-12-11", "2月29日": "2028-02-29", "2025-01-01": "2025-01-01",
		"12月8日": "2026-12-08", "10月11日": "2026-10-11", "10月9日": "2027-10-09", // what has just passed is meant before what is a year away
		"8日": "2026-12-08", "1日": "2027-01-01", "本月1日": "2026-12-01", "下月1日": "2027-01-01", "下个月20号": "2027-01-20",
		"周五": "2026-12-11", "星期三": "2026-12-09", "周二": "2026-12-15", "本周二": "2026-12-08", "下周二": "2026-12-15", "下下周一": "2026-12-21", "礼拜天": "2026-12-13",
		"月底": "2026-12-31", "十二月二十日": "2026-12-20", "廿五日": "2026-12-25", "二○二七年一月五日": "2027-01-05",
	} {
		got, ok := ReadDay(in, wednesday)
		assert.True(t, ok, in)
		assert.Equal(t, want, got.String(), in)
	}
	for _, in := range []string{"", "2月30日", "13月1日", "20", "尽快", "2026-02-29", "12月", "每月10日", "0日", "99999-1-1", "32日", "周", "下周", "周八"} {
		_, ok := ReadDay(in, wednesday)
		assert.False(t, ok, in)
	}
}

func TestReadDayAtTheTurnOfTheYear(t *testing.T) {
	for _, c := range []struct{ today, in, want string }{
		{"2026-12-28", "1月3日", "2027-01-03"}, {"2027-01-10", "12月20日", "2026-12-20"}, {"2027-01-10", "3月1日", "2027-03-01"},
		{"2027-01-29", "下月底", "2027-02-28"}, {"2027-12-30", "下个月底前", "2028-01-31"}, {"2027-12-30", "2月底", "2028-02-29"}, {"2027-02-10", "1月末", "2027-01-31"},
		{"2027-02-10", "年底", "2027-12-31"}, {"2027-02-10", "明年底", "2028-12-31"}, {"2027-02-10", "今年十一月底", "2027-11-30"}, {"2027-02-10", "2028年2月底前", "2028-02-29"},
		{"2020-12-10", "12月5日", "2020-12-05"}, {"2026-12-10", "12月9日", "2026-12-09"}, {"2028-03-10", "2月29日", "2028-02-29"},
	} {
		today, err := plan.ParseDate(c.today)
		assert.NoError(t, err)
		got, ok := ReadDay(c.in, today)
		assert.True(t, ok, c.in)
		assert.Equal(t, c.want, got.String(), c.today+" "+c.in)
	}
}

func TestReadSpan(t *testing.T) {
	for _, c := range []struct{ today, in, want string }{
		{"2026-12-10", "12月9日至12月18日", "2026-12-09 2026-12-18"}, // it has begun
		{"2026-12-10", "12月9日到18日", "2026-12-09 2026-12-18"}, {"2026-12-10", "9日-18日", "2026-12-09 2026-12-18"},
		{"2026-12-10", "12月20日至1月5日", "2026-12-20 2027-01-05"}, {"2027-01-10", "12月20日至1月15日", "2026-12-20 2027-01-15"},
		{"2026-12-10", "9月1日至12月31日", "2026-09-01 2026-12-31"}, {"2026-12-10", "1月5日～1月8日", "2027-01-05 2027-01-08"},
		{"2026-12-10", "28日至5日", "2026-12-28 2027-01-05"}, {"2026-12-28", "28日至30日", "2026-12-28 2026-12-30"}, {"2026-12-10", "明天", "2026-12-11 2026-12-11"},
		{"2026-12-10", "今天至周五", "2026-12-10 2026-12-11"}, {"2026-12-10", "2026-12-09至2026-12-18", "2026-12-09 2026-12-18"},
		{"2026-12-10", "12月1日至12月5日", "2026-12-01 2026-12-05"}, // over, and not next year's
	} {
		today, err := plan.ParseDate(c.today)
		assert.NoError(t, err)
		from, to, ok := ReadSpan(c.in, today)
		assert.True(t, ok, c.in)
		assert.Equal(t, c.want, from.String()+" "+to.String(), c.today+" "+c.in)
	}
	for _, in := range []string{"", "至", "明天至今天", "12月9日至12月18日至20日", "尽快至明天", "2026-12-18至2026-12-09"} {
		_, _, ok := ReadSpan(in, plan.Date{Year: 2026, Month: time.December, Day: 10})
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
		want := today.AddDays(rapid.IntRange(0, 300).Draw(rt, "later"))
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
