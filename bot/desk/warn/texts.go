package warn

// Early warnings.
const (
	aboutWarn         = "设定指标预警线"
	wordWarn          = "预警"
	textWarnHead      = "指标预警线"
	textWarnNone      = "还没有设预警线。"
	textWarnLine      = "· %s：%s"
	textWarnHow       = "越线的数一报上来，马上提醒办公室。请选领域："
	textWarnPick      = "选指标："
	textAskWarn       = "请写预警线，例如“低于5000”“高于3.5”；写“取消”可撤销。"
	textWarnUnread    = "没看懂。请再选一次指标，写成“低于5000”或“高于3.5”。"
	textWarnSet       = "已设预警线：%s %s。"
	textWarnOff       = "已撤销%s的预警线。"
	textWarnBelow     = "低于%s"
	textWarnAbove     = "高于%s"
	textWarnAlarm     = "预警：%s报%s为%s，已%s（预警线%s）。"
	textWarnPastBelow = "低于预警线"
	textWarnPastAbove = "高于预警线"
	textLogWarnSet    = "设预警线 %s"
	textLogWarned     = "预警 %s"
)
