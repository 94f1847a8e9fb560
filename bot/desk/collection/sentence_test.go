package collection

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/bot/desk"
	"liubao/bot/desk/rules"
	"liubao/plan"
	"liubao/reports"
)

// A sentence as directors write it says until when, of whom and what.
func TestReadSentence(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	loc, err := time.LoadLocation(p.Zone)
	require.NoError(t, err)
	d := &desk.Desk{Book: &rules.Book{Plan: p, Loc: loc}}
	now := time.Date(2026, time.December, 9, 10, 0, 0, 0, loc) // a Wednesday
	for _, x := range []struct{ sentence, due, units, questions string }{
		{"明天上午报各单位消费券发放数", "12-10 12:00", "all", "消费券发放数"},
		{"后天下班前请各单位报留守人员数", "12-11 17:30", "all", "留守人员数"},
		{"请各单位12月18日前报送招商项目数", "12-18 17:30", "all", "招商项目数"},
		{"周五17点前报一下复工企业户数", "12-11 17:00", "", "复工企业户数"},
		{"财政局、社管局今天18:00前报发放金额（万元）", "12-09 18:00", "社管局 财政局", "发放金额"},
		{"各牵头单位下周三前报亮点做法（文字）", "12-16 17:30", "leads", "亮点做法"},
		{"明早9点前各单位报在岗人数和请假人数", "12-10 09:00", "all", "在岗人数 请假人数"},
		{"请党群局月底前把就业培训人次报上来", "12-31 17:30", "党群局", "就业培训人次"},
		{"15日前上报各单位存量资金", "12-15 17:30", "all", "存量资金"},
		{"请社管局、教体局本周五前统计受灾户数、倒损房屋间数", "12-11 17:30", "社管局 教体局", "受灾户数 倒损房屋间数"},
		{"今晚8点前各单位报值班人员名单（文件）", "12-09 20:00", "all", "值班人员名单"},
		{"各单位于12日中午12点前反馈核酸检测人数", "12-12 12:00", "all", "核酸检测人数"},
		{"请党群局、财政局后天报参与和支持情况（文字）", "12-11 17:30", "党群局 财政局", "参与和支持情况"},
		{"各单位交通事故起数明天报", "12-10 17:30", "all", "交通事故起数"},
		{"明天下午报各单位报名人数", "12-10 17:30", "all", "报名人数"},
		{"请财政局周五前交名单", "12-11 17:30", "财政局", "名单"},
		{"请各单位12月8日前报送招商项目数", "", "all", "招商项目数"},
	} {
		w := readSentence(d, x.sentence, now)
		due, units := "", []string{}
		if !w.due.IsZero() {
			due = w.due.Format("01-02 15:04")
		}
		for _, u := range w.units {
			units = append(units, p.UnitName(u))
		}
		who := strings.Join(units, " ")
		switch len(units) {
		case len(p.Units):
			who = "all"
		case len(many(d, true)):
			who = "leads"
		}
		var qs []string
		for _, q := range w.questions {
			qs = append(qs, q.Title)
		}
		require.Equal(t, [3]string{x.due, x.units, x.questions}, [3]string{due, who, strings.Join(qs, " ")}, x.sentence)
	}
}

// How a question is answered is guessed from its last word; what is no amount is not
// added up.
func TestReadQuestions(t *testing.T) {
	for s, want := range map[string]reports.Question{
		"消费券发放数":     {Kind: reports.AskNumber},
		"开工率":        {Kind: reports.AskNumber, Measure: "%", Apart: true},
		"猪肉价格（元/公斤）": {Kind: reports.AskNumber, Measure: "元/公斤", Apart: true},
		"春节值班表":      {Kind: reports.AskFile},
		"应急预案":       {Kind: reports.AskFile},
		"参会代表":       {Kind: reports.AskText},
		"存在问题（文字）":   {Kind: reports.AskText},
		"是否完成：是/否":   {Kind: reports.AskChoice, Choices: []string{"是", "否"}},
	} {
		qs := readQuestions(s)
		require.Len(t, qs, 1, s)
		want.Title = qs[0].Title
		require.Equal(t, want, qs[0], s)
	}
}
