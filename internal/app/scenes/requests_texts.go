package scenes

// What the page says about the scene of requests.
const (
	sceneRequests      = "协调：困难由别的单位解决"
	sceneRequestsAbout = "财政局的困难转给社管局，半个月内解决，汇总里不再列出。"

	actAsks            = "财政局：有困难，请社管局支持"
	actAsksNote        = "负责人审签后成为协调事项，两个工作小时内办公室可以暂不发出。"
	actAnswers         = "社管局：收到，答复"
	actAnswersNote     = "同一份报告请社管局办的事，只来一条消息。"
	actNotYet          = "财政局：还没有"
	actNotYetNote      = "写明还缺什么，社管局接着办。"
	actSolved          = "社管局已解决，财政局确认"
	actSolvedNote      = "由提出的单位办结，不由答复的单位办结。"
	actOutOfRollup     = "汇总不再列出"
	actOutOfRollupNote = "办结的来龙去脉留在办公室的 Word 汇总里。"
	actMeets           = "开会：议程和会议决定"
	actMeetsNote       = "议程从没办结的事项里来，一点就有；会议决定成为交办，下次议程里自动出现。"
)
