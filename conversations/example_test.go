package conversations_test

import (
	"fmt"
	"time"

	"liubao/conversations"
	"liubao/plan"
)

// What people write to a colleague who reminds them is no report.
func ExampleRemarked() {
	for _, s := range []string{"收到，谢谢主任", "没有变化", "？？？", "收到资金3万元"} {
		r := conversations.Remarked(s)
		fmt.Println(s, r == conversations.Thanks, r == conversations.Unchanged, r == conversations.Help, r == conversations.Content)
	}
	// Output:
	// 收到，谢谢主任 true false false false
	// 没有变化 false true false false
	// ？？？ false false true false
	// 收到资金3万元 false false false true
}

func ExampleReadPromise() {
	now := time.Date(2026, time.December, 10, 9, 30, 0, 0, time.FixedZone("CST", 8*3600))
	end := plan.Clock{Hour: 17, Minute: 30}
	for _, s := range []string{"好的，今天下午报", "明天上午10点前报", "稍后报", "今天下午召开推进会"} {
		at, ok := conversations.ReadPromise(s, now, end)
		fmt.Println(s, ok, at.IsZero(), at.Format("01-02 15:04"))
	}
	// Output:
	// 好的，今天下午报 true false 12-10 17:30
	// 明天上午10点前报 true false 12-11 10:00
	// 稍后报 true true 01-01 00:00
	// 今天下午召开推进会 false true 01-01 00:00
}

func ExampleReadDay() {
	today := plan.Date{Year: 2026, Month: time.December, Day: 10}
	for _, s := range []string{"12月9日", "1月5日", "下周一"} {
		day, _ := conversations.ReadDay(s, today)
		fmt.Println(s, day)
	}
	// Output:
	// 12月9日 2026-12-09
	// 1月5日 2027-01-05
	// 下周一 2026-12-14
}
