package conversations

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/plan"
)

// When something is wanted is read out of the sentence that asks for it.
func TestReadAsked(t *testing.T) {
	now := time.Date(2026, time.December, 9, 10, 0, 0, 0, time.FixedZone("CST", 8*3600)) // a Wednesday
	for _, x := range []struct {
		sentence, at, rest string
	}{
		{"明天上午报各单位消费券发放数", "12-10 12:00", "报各单位消费券发放数"},
		{"请各单位于12月11日下午3点前报留观人数", "12-11 15:00", "请各单位，报留观人数"},
		{"请财政局、党群局今天报账户余额（万元）", "12-09 17:30", "请财政局、党群局，报账户余额（万元）"},
		{"消费券发放数，周五下班前报", "12-11 17:30", "消费券发放数，报"},
		{"请于明天中午前报留观人数", "12-10 12:00", "请，报留观人数"},
		{"两小时内报停电户数", "12-09 12:00", "报停电户数"},
		{"明天9点半报到岗人数", "12-10 09:30", "报到岗人数"},
		{"各单位下周一上午报名单", "12-14 12:00", "各单位，报名单"},
		{"报各单位消费券发放数", "", "报各单位消费券发放数"},
		{"报3月份用电量", "", "报3月份用电量"},
	} {
		at, rest, ok := ReadAsked(x.sentence, now, plan.Clock{Hour: 17, Minute: 30})
		got := ""
		if ok {
			got = at.Format("01-02 15:04")
		}
		require.Equal(t, [2]string{x.at, x.rest}, [2]string{got, rest}, x.sentence)
	}
}

// Of a long text the beginning and the end are read, where a time stands, and not each of
// its characters twenty ways.
func TestReadAskedOfALongText(t *testing.T) {
	now := time.Date(2026, time.December, 9, 10, 0, 0, 0, time.UTC)
	long := strings.Repeat("发放数", 1000)
	for text, want := range map[string]bool{"明天上午报" + long: true, long + "，请于明天上午报": true, long + "明天上午" + long: false} {
		at, _, ok := ReadAsked(text, now, plan.Clock{Hour: 17, Minute: 30})
		if ok != want || ok && at.Day() != 10 {
			t.Errorf("%.20q…: %s, %v", text, at, ok)
		}
	}
}

func FuzzReadAsked(f *testing.F) {
	f.Add("明天上午报各单位消费券发放数")
	f.Add("\xff下午三点")
	now := time.Date(2026, time.December, 9, 10, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		_, rest, ok := ReadAsked(s, now, plan.Clock{Hour: 17, Minute: 30})
		if ok && len([]rune(rest)) > len([]rune(s)) {
			t.Fatalf("%q leaves more than there was: %q", s, rest)
		}
	})
}
