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
)
