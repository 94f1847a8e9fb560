package xlsx

import (
	"liubao/plan"
	"liubao/reports"
)

// Words of the sheets.
const (
	textLateHours = "迟报小时"
	textReturned  = "退回"
	textUnknown   = "暂无数据"
	textDone      = "完成" // begins what is reached of a target in part
	textShortBy   = "还差" // begins what a rate is short of its target
	textNoProblem = "目前没有"
	textOpen      = "未办结"
	textOverdue   = "已逾期"
	textClosed    = "已办结"
	textMerged    = "已合并"
	textMajor     = "重大"
	textOrdinary  = "一般"
	textReached   = "已接通"
	textNever     = "未接通"
	textBlocked   = "联系不上"
	textLeft      = "已退出"
	textTrend     = "本期值"
	textGoal      = "目标值"
	textPage      = "第 &P 页，共 &N 页"
	textListSheet = "选项"
	textBadValue  = "请从下拉列表中选择。"
	textBadTitle  = "不在列表中"
)

// What is said of targets is the plan's.
var (
	textMet      = plan.Judgement{Standing: plan.Reached}.String()
	textUnmet    = plan.Judgement{Standing: plan.Missed}.String()
	textNotDue   = plan.Judgement{Standing: plan.Short, Share: -1}.String()
	textNoTarget = plan.Judgement{}.String()
	textNoBase   = plan.Judgement{Base: true}.String()
)

// listGoals is a list to which shares of a target, such as 完成60%, belong as
// well.
const listGoals = "目标"

// lists are the drop-downs' choices, by the name that a column gives.
func (in Input) lists() []list {
	units := list{name: "单位"}
	for _, u := range in.Plan.Units {
		units.choices = append(units.choices, u.Name)
	}
	return []list{
		{"状态", []string{
			reports.Moving.Label(), reports.Difficulty.Label(), reports.Done.Label(), reports.Same.Label(), reports.Progress("").Label(),
		}},
		{"报送", standLabels()},
		{listGoals, []string{textMet, textUnmet, textNotDue, textUnknown, textNoTarget, textNoBase}},
		{"办理", []string{textOpen, textOverdue, textClosed, textMerged}},
		{"程度", []string{textMajor, textOrdinary}},
		{"接通", []string{textReached, textNever, textBlocked, textLeft}},
		units,
	}
}

// standLabels are the words for where a report stands.
func standLabels() []string {
	var out []string
	for _, s := range []reports.Stand{reports.OnTime, reports.Late, reports.Missing, reports.NotDue, reports.SentBack, reports.Excused, reports.Damaged} {
		out = append(out, s.Label())
	}
	return out
}

type list struct {
	name    string
	choices []string
}

// colours are fill and font of the words that have one, and of what begins with
// textDone or textShortBy; the word always stands beside the colour.
var colours = []struct{ word, fill, font string }{
	{textDone, "FFF2CC", "7F6000"},
	{textShortBy, "FFF2CC", "7F6000"},
	{reports.Moving.Label(), "E2F0D9", "375623"},
	{reports.Difficulty.Label(), "FCE4D6", "C00000"},
	{reports.Done.Label(), "DDEBF7", "1F4E79"},
	{reports.Same.Label(), "EDEDED", "404040"},
	{reports.Progress("").Label(), "FFF2CC", "7F6000"},
	{reports.OnTime.Label(), "E2F0D9", "375623"},
	{reports.Late.Label(), "FFE699", "7F6000"},
	{reports.Missing.Label(), "FCE4D6", "C00000"},
	{reports.SentBack.Label(), "FCE4D6", "833C0B"},
	{reports.NotDue.Label(), "EDEDED", "404040"},
	{reports.Excused.Label(), "EDEDED", "404040"},
	{reports.Damaged.Label(), "FFF2CC", "7F6000"},
	{textMet, "E2F0D9", "375623"},
	{textUnmet, "FCE4D6", "C00000"},
	{textNotDue, "FFF2CC", "7F6000"},
	{textOpen, "FFF2CC", "7F6000"},
	{textOverdue, "FCE4D6", "C00000"},
	{textClosed, "E2F0D9", "375623"},
	{textMajor, "FCE4D6", "C00000"},
	{textReached, "E2F0D9", "375623"},
	{textNever, "FFF2CC", "7F6000"},
	{textBlocked, "FCE4D6", "C00000"},
}
