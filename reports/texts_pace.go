package reports

// What people read of how things stand by the calendar.
const (
	textOnPace      = "正常"
	textSlow        = "偏慢"
	textBehind      = "滞后"
	textPaceMissed  = "目标%s，现为%s"
	textPaceReached = "已达到目标"
	textPaceStep    = "到%s应达%s，现为%s"
	textPaceCap     = "到%s应不超过%s，现为%s"
	textPacePoints  = "，差%s个百分点"
	textPaceTime    = "%s，%s"
	textTimeHalf    = "时间过半"
	textTimeOver    = "序时进度%d%%"
	textTimeUp      = "时间已到"
	textNodeLate    = "节点%s“%s”已过%d天，还没有完成"
	textNodeDone    = "节点“%s”已完成"
	textNodeNext    = "下一节点%s“%s”"
	textNodeSaid    = "，本期报%s"
)
