package conversations

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/plan"
)

// TestReadFestivals: days that are named by a festival, held against the State Council's
// arrangement of 2027: 5 to 13 February and 1 to 7 October off, 31 January, 14 February,
// 26 September and 9 October worked.
func TestReadFestivals(t *testing.T) {
	for _, c := range []struct{ today, in, want string }{
		{"2027-01-28", "春节前", "2027-02-04"}, {"2027-01-28", "春节放假前", "2027-02-04"}, {"2027-01-28", "春节之前", "2027-02-04"}, {"2027-01-28", "年前", "2027-02-04"}, {"2027-01-28", "节前", "2027-02-04"},
		{"2027-01-28", "春节后", "2027-02-14"}, {"2027-01-28", "春节后第一个工作日", "2027-02-14"}, {"2027-01-28", "节后上班第一天", "2027-02-14"}, {"2027-01-28", "年后", "2027-02-14"}, {"2027-02-08", "节后", "2027-02-14"},
		{"2027-01-28", "除夕", "2027-02-05"}, {"2027-01-28", "大年初七", "2027-02-12"}, {"2027-01-28", "大年初七前", "2027-02-12"}, {"2027-01-28", "正月初八", "2027-02-13"}, {"2027-01-28", "初八", "2027-02-13"},
		{"2027-01-28", "正月十五", "2027-02-20"}, {"2027-01-28", "元宵节", "2027-02-20"}, {"2027-02-08", "大年初一", "2027-02-06"}, {"2027-03-01", "春节前", "2028-01-24"}, {"2026-12-10", "明年春节前", "2027-02-04"},
		{"2026-12-10", "元旦前", "2026-12-31"}, {"2026-12-10", "元旦节后", "2027-01-04"}, {"2027-01-28", "2027年国庆节前", "2027-09-30"}, {"2027-01-28", "国庆后", "2027-10-08"}, {"2027-09-20", "十一假期前", "2027-09-30"},
		{"2027-01-28", "元宵节前", "2027-02-19"}, {"2027-01-28", "元宵后", "2027-02-22"},
		{"2027-03-01", "清明前", "2027-04-02"}, {"2027-03-01", "五一后", "2027-05-06"}, {"2027-06-01", "端午节前", "2027-06-08"}, {"2027-09-10", "中秋节后", "2027-09-16"}, {"2027-09-10", "国庆节", "2027-10-01"},
		{"2028-09-10", "国庆节前", "2028-09-29"}, {"2029-01-05", "春节后", "2029-02-16"},
	} {
		today, err := plan.ParseDate(c.today)
		require.NoError(t, err)
		got, ok := ReadDay(c.in, today)
		assert.True(t, ok, c.in)
		assert.Equal(t, c.want, got.String(), c.today+" "+c.in)
	}
	for _, in := range []string{"初八学生", "正月", "正月三十一", "1899年春节前", "节", "年", "三年前", "环节后", "二十一后", "正月四十", "初八"} {
		_, ok := ReadDay(in, plan.Date{Year: 2026, Month: time.October, Day: 9})
		assert.False(t, ok, in)
	}
}

func TestReadFestivalSpans(t *testing.T) {
	today := plan.Date{Year: 2027, Month: time.January, Day: 28}
	for in, want := range map[string]string{
		"春节期间": "2027-02-05 2027-02-13", "国庆假期": "2027-10-01 2027-10-07", "除夕到初七": "2027-02-05 2027-02-12", "2月4日至正月初八": "2027-02-04 2027-02-13",
		"除夕至正月十五": "2027-02-05 2027-02-20", "明天到除夕": "2027-01-29 2027-02-05",
	} {
		from, to, ok := ReadSpan(in, today)
		assert.True(t, ok, in)
		assert.Equal(t, want, from.String()+" "+to.String(), in)
	}
}

// TestPromisesAroundFestivals: what is promised for a festival, and what is only said of
// the work.
func TestPromisesAroundFestivals(t *testing.T) {
	zone := time.FixedZone("CST", 8*3600)
	now := time.Date(2027, time.January, 28, 10, 0, 0, 0, zone)
	for in, want := range map[string]string{
		"春节前报": "02-04 17:30", "正月初八报": "02-13 17:30", "节后上班第一天报": "02-14 17:30", "好的，初八上午报": "02-13 12:00", "除夕前一定报": "02-05 17:30",
		"我们争取节前报送": "02-04 17:30",
	} {
		at, ok := ReadPromise(in, now, plan.Clock{Hour: 17, Minute: 30})
		assert.True(t, ok, in)
		assert.Equal(t, want, at.Format("01-02 15:04"), in)
	}
	for _, in := range []string{"春节前完成", "春节前走访慰问12户", "春节前后开展送温暖活动，补助已发"} {
		_, ok := ReadPromise(in, now, plan.Clock{Hour: 17, Minute: 30})
		assert.False(t, ok, in)
	}
	at, rest, ok := ReadAsked("春节前报各单位值班安排", now, plan.Clock{Hour: 17, Minute: 30})
	assert.True(t, ok)
	assert.Equal(t, "02-04 17:30 报各单位值班安排", at.Format("01-02 15:04")+" "+rest)
	at, rest, ok = ReadAsked("报各单位节后复工计划，正月初八前", now, plan.Clock{Hour: 17, Minute: 30})
	assert.True(t, ok)
	assert.Equal(t, "02-13 17:30 报各单位节后复工计划", at.Format("01-02 15:04")+" "+rest)
	_, rest, ok = ReadAsked("统计春节前后用工人数", now, plan.Clock{Hour: 17, Minute: 30})
	assert.False(t, ok)
	assert.Equal(t, "统计春节前后用工人数", rest)
	at, rest, ok = ReadAsked("明天报春节期间值班安排和节前走访户数", now, plan.Clock{Hour: 17, Minute: 30})
	assert.True(t, ok)
	assert.Equal(t, "01-29 17:30 报春节期间值班安排和节前走访户数", at.Format("01-02 15:04")+" "+rest)
}
