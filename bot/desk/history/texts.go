package history

const (
	textLogDelivered = "送达"
	textStoryHead    = "%s %s期的记录"
	textStoryNone    = "没有记录。"
	textStoryBot     = "机器人"
	textStoryUnknown = "（已不在册）"
	textStoryChange  = "从“%s”改为“%s”"
	textStoryEnd     = "本期记录链共%d行，末行哈希%s。"
	textStoryMore    = "……（共%d字）"

	textVersions     = "%s：各版原话"
	textVersion      = "第%d版，%s %s提交"
	textCorrects     = "更正：%s"
	textWas          = "  改前：%s"
	textNoFigure     = "暂无数据"
	textVersionsLong = "内容较长，下面只列最近的部分；完整的请运维人员用 liubao audit show 查看。"
	textDropped      = "填写时拿掉的话"
)
