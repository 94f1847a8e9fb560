package reports

// What the roll-up says in the group, in one place.
const (
	textRollupHead     = "%s%s（%s）"
	textRollupCounts   = "应报%d个领域，已报%d个"
	textRollupLate     = "（迟报%d个）"
	textRollupTasks    = "；已报%d项任务"
	textRollupStates   = "：%s"
	textRollupMissing  = "未报：%s"
	textRollupNotDue   = "未到期：%s"
	textRollupUnread   = "，已报但记录无法读取%d个"
	textRollupDamaged  = "已报，记录无法读取：%s"
	textRollupFigures  = "主要指标"
	textRollupFigure   = "· %s %s"
	textRollupTarget   = "（目标%s，%s）"
	textRollupMore     = "· 另有%d项，见附件"
	textRollupTrouble  = "需要协调的困难"
	textRollupTask     = "· 任务%d %s：%s"
	textRollupRequests = "未办结的协调事项"
	textRollupRequest  = "· 任务%d（%s）：%s"
	textRollupAsk      = "全文见 Word 附件。有疑问请联系%s。"
)
