package conversations

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"liubao/plan"
)

// promiseNow is a Thursday morning.
var promiseNow = time.Date(2026, time.December, 10, 9, 30, 0, 0, time.FixedZone("CST", 8*3600))

func TestReadPromise(t *testing.T) {
	end := plan.Clock{Hour: 17, Minute: 30}
	for text, want := range map[string]string{
		"好的，今天下午报": "12-10 17:30", "今天下午报。": "12-10 17:30", "下午报": "12-10 17:30", "收到，明天上午报送": "12-11 12:00", "明天报": "12-11 17:30",
		"好的主任，我们周五前报": "12-11 17:30", "下周一交": "12-14 17:30", "15号报": "12-15 17:30", "12月14日下午3点报": "12-14 15:00", "下午三点半报": "12-10 15:30",
		"3点前报": "12-10 15:00", "十点报": "12-10 10:00", "下班前报": "12-10 17:30", "今晚报": "12-10 21:00", "明早报": "12-11 09:30", "明晚报": "12-11 21:00",
		"明天一早交": "12-11 09:30", "半小时后报": "12-10 10:00", "两个小时后报": "12-10 11:30", "20分钟后发您": "12-10 09:50", "争取今天下班前填完": "12-10 17:30",
		"本周内报": "12-11 17:30", "月底前报": "12-31 17:30", "后天上午10点前上报": "12-12 10:00", "抱歉，明天中午补报": "12-11 13:00", "15:30报": "12-10 15:30",
		"好的，我单位今天下午报给您": "12-10 17:30", "今天报": "12-10 17:30", "明儿上午报": "12-11 12:00", "今儿下班前报": "12-10 17:30", "周5报": "12-11 17:30", "力争今天报": "12-10 17:30",
		"领导出差，明天报": "12-11 17:30", "还在等数据，后天报": "12-12 17:30", "１５号报": "12-15 17:30", "下午5：30前报": "12-10 17:30", "12/14上午报": "12-14 12:00", "好的，今天下午就报，谢谢": "12-10 17:30",
		// a promise without a time, or with one that has passed
		"稍后报": "", "稍候报": "", "这就报": "", "等领导签完字就报": "", "收到，会尽快报送": "", "好的，晚点报": "", "马上报": "", "尽快报": "", "忙完就报": "", "一会儿报": "", "今天9点报": "", "今天上午9点报": "",
	} {
		at, ok := ReadPromise(text, promiseNow, end)
		if !assert.True(t, ok, text) {
			continue
		}
		got := ""
		if !at.IsZero() {
			got = at.Format("01-02 15:04")
		}
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{
		"", "收到", "好的", "今天下午召开推进会。", "明天上午报名开始", "今天下午", "已报送", "上午报了3家", "12月14日组织企业上报数据3条", "报", "3户", "今天下午报送了材料并召开会议",
		"上周报", "昨天报", "企业明天交税200万元", "25点报", "计划明年报", "请专班办公室明天下午协调解决用地问题并填报", "月报", "日报", "周报", strings.Repeat("今天下午报", 20),
	} {
		at, ok := ReadPromise(text, promiseNow, end)
		assert.False(t, ok, "%s %s", text, at)
	}
}

// What is promised lies ahead, or has no time.
func TestPromisesLieAhead(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		day := rapid.SampledFrom([]string{"", "今天", "明天", "周五", "下周三", "12日", "12月30日", "月底"}).Draw(rt, "day")
		part := rapid.SampledFrom([]string{"", "上午", "下午", "晚上", "中午", "下班前", "3点", "下午3点", "10:30"}).Draw(rt, "part")
		now := promiseNow.Add(time.Duration(rapid.IntRange(0, 60*24*40).Draw(rt, "minutes")) * time.Minute)
		at, ok := ReadPromise("好的，"+day+part+"报", now, plan.Clock{Hour: 17, Minute: 30})
		if day+part == "" {
			assert.False(rt, ok)
			return
		}
		assert.True(rt, ok, day+part)
		assert.True(rt, at.IsZero() || at.After(now), "%s at %s", at, now)
	})
}

func FuzzReadPromise(f *testing.F) {
	f.Add("好的，今天下午报")
	f.Fuzz(func(t *testing.T, s string) {
		at, _ := ReadPromise(s, promiseNow, plan.Clock{Hour: 17, Minute: 30})
		if !at.IsZero() && !at.After(promiseNow) {
			t.Fatalf("%q: %s has passed", s, at)
		}
	})
}
