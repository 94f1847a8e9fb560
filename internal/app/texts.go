package app

import (
	"fmt"
	"strings"

	"liubao/schedules"
)

// The words of the command line that speak of the plan's business.
const (
	textConfig    = "配置"
	textDefaults  = "（没有配置文件，用默认值）"
	textZone      = "时区"
	textStarts    = "起始日"
	textNow       = "时间"
	textDeadlines = "接下来的截止时间"
	textDeadline  = "截止"
	textDutyID    = "编号"
	textDuty      = "报送义务"
	textPeriod    = "报送期"
	textMoments   = "本期的提醒时刻"
	textWhen      = "时刻"
	textWhat      = "事项"
	textNote      = "说明"
	textMerged    = "含%s"
	textPast      = "已过"
	textUndated   = "未定日期的报送义务"
	textUnset     = "未定，由办公室主任设定后开始提醒"
	textRestDay   = "休息日"
	textWorkday   = "工作日"
	textWarnings  = "请注意"

	textNoToken     = "没有机器人令牌：请设置环境变量 LIUBAO_TOKEN，或在配置中写明 telegram.token_file"
	textUnknownYear = "%d 年没有节假日数据，暂按周一至周五为工作日；请在配置的 [calendar] 中补充放假和调休上班的日子"
)

var weekdays = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// momentName says what happens at a moment.
func momentName(m schedules.Moment) string {
	switch m.Kind {
	case schedules.Remind:
		return "提醒（" + stageName(m.Stage) + "）"
	case schedules.Nag:
		return "催办（" + stageName(m.Stage) + "）"
	case schedules.Escalate:
		return "逐级催办（" + chainName(m.Stage) + "）"
	case schedules.Contribution:
		return "征集素材"
	case schedules.Preview:
		return "汇总预览送办公室主任"
	case schedules.Publish:
		return "汇总发布"
	case schedules.Digest:
		return "每日摘要送办公室"
	case schedules.Notice:
		return "通知（" + m.Stage + "）"
	}
	return string(m.Kind)
}

// chainName says who hears of what is overdue.
func chainName(stage string) string {
	tier, _ := schedules.TierOf(stage)
	switch tier {
	case schedules.ToHead:
		return "单位负责人"
	case schedules.ToOffice:
		return "办公室"
	case schedules.ToLeader:
		return "领导和督查"
	}
	return stage
}

// stageName says in words when a step of the ladder falls.
func stageName(stage string) string {
	var n int
	if _, err := fmt.Sscanf(stage, "late-%d", &n); err == nil {
		return fmt.Sprintf("逾期第%d个工作日", n)
	}
	if stage == "d0" {
		return "当天"
	}
	if before, ok := strings.CutPrefix(stage, "d-"); ok {
		return "提前" + before + "个工作日"
	}
	return stage
}

func stageNames(stages []string) []string {
	out := make([]string, len(stages))
	for i, s := range stages {
		out[i] = stageName(s)
	}
	return out
}
