package card

import "fmt"

// What the pictures say of themselves.
const (
	textBars       = "主要指标"
	textGrid       = "各领域报送情况"
	textProblems   = "未办结的重大问题"
	textNoBars     = "暂无可公开的指标数据"
	textNoGrid     = "尚无已到期的报送期"
	textNoProblems = "目前没有未办结的重大问题"
	textArea       = "领域"
	textTick       = "竖线为目标"
	textAgain      = "（续）"
	textBlank      = "—"
	textNoPoints   = "尚无数据"
	textTarget     = "目标"
	textTrend      = "指标走势"
)

// Words of indicators.
const (
	textMet       = "达到"
	textUnmet     = "未达到"
	textOver      = "超出"
	textBelow     = "低于上年"
	textAbove     = "高于上年"
	textNoValue   = "未报"
	textNoTarget  = "目标未定"
	textNoBase    = "上年数未录"
	textYes       = "是"
	textNo        = "否"
	textBase      = "上年"
	textTargetYes = "目标：是"
	textTargetNo  = "目标：否"
)

func textMoreBars(n int) string     { return fmt.Sprintf("另有%d项指标未列出", n) }
func textMoreRows(n int) string     { return fmt.Sprintf("另有%d个领域未列出", n) }
func textMoreProblems(n int) string { return fmt.Sprintf("另有%d件未列出", n) }
