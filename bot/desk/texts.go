package desk

// What people read from the office's desk, in one place to be reviewed and
// translated.
const (
	textCrowd           = "已收到您发来的另外%d条，正在逐条处理，请稍候。"
	textStranger        = "您好。这里是单位内部的报送工具，须凭邀请使用。如有需要，请联系您单位的联络员。"
	textPersonLost      = "联系不上%s %s：对方停用了机器人。请换一种方式联系，或用 /invite 重新邀请。"
	TextTaskForce       = "专班"
	textYourUnitOwes    = "贵单位需要报送："
	TextDueBy           = "%s前"
	TextNothingOwed     = "目前没有需要您单位报送的内容。"
	TextNotStarted      = "报送从%s开始，目前还没有到期的内容。"
	textNoDialog        = "您目前不用填报。发送 /help 可以看到能做什么。"
	TextCannotTake      = "这类消息没法记入报告。请发文字、照片或文件。"
	TextNotAllowed      = "这项功能没有对您开放。"
	textUnknownCommand  = "没有这个命令。发送 /help 可以看到能做什么。"
	TextOldButton       = "这个按钮已失效，请重新打开"
	textOldQuestion     = "这个问题已经过时，请重新点一次。"
	textUnreachable     = "（联系不上）"
	textOverdue         = "逾期未报"
	textDrafting        = "填报中"
	TextNotReported     = "未报"
	TextOnTime          = "按时"
	TextLate            = "迟%s"
	textReportedAt      = "%s，%s（%s）"
	TextDifficulties    = "，有困难%d项"
	textCorrected       = "，更正%d次"
	textDraftingOf      = "填报中 %d/%d，%s更新"
	textSilent          = "还没开始填"
	textOverdueFor      = "逾期%s"
	textReminded        = "已提醒%d次，最近%s"
	textNobody          = "还没有联络员加入"
	textNobodyReachable = "联络员都联系不上"
	TextTask            = "任务%d"
	TextNeed            = "需要："
	TextNeedFrom        = "请支持："
	textReason          = "说明："
	TextFiles           = "附件%d个"
	textFigures         = "指标"
	textNoData          = "暂无数据"
	textFileLost        = "“%s”没能下载，请再发一次。"
	textDead            = "有一条消息没能处理，已单独保存。请告诉管理员查看运行日志。"
	textLogFile         = "附件“%s”已存 %s"
	textLogFileLost     = "附件“%s”没能下载"
	TextLogInvited      = "发出邀请"
	textLogLost         = "联系不上"
	ButtonReport        = "开始填报"
	ButtonFill          = "填报 %s"
	ButtonRefresh       = "刷新"
	ButtonNagAll        = "催全部未报"
	ButtonNag           = "催 %s"
)

const (
	ButtonUp       = "返回"
	ButtonNextPage = "下一页"
	ButtonPrevPage = "上一页"
	ButtonFresh    = "发新邀请链接"
)

const (
	textContribSource = "（素材来自%s）"
)

const (
	textToday0        = "今天"
	textTomorrow      = "明天"
	textNotePromise   = "%s答应%s前报"
	textNoteBroken    = "%s答应%s前报，到时未报"
	textNoteSnooze    = "%s已看到，%s再提醒"
	textNoteExcused   = "%s同意免报：%s"
	textNoteReturned  = "退回修改，%s前改好：%s"
	textNoteExtended  = "延期至%s：%s"
	textNoteHeld      = "整期延期没有算上这份，仍是%s前报"
	textNoteMuted     = "静默：%s"
	textNoteRung      = "已告知%s（%s）"
	textExcused       = "免报"
	textTierDeputy    = "AB岗"
	textTierHead      = "单位负责人"
	textTierOffice    = "办公室"
	textTierLeader    = "领导和督查"
	ButtonReview      = "审阅"
	ButtonInstruct    = "批示"
	TextOwnUnit       = "本单位的事项不能自己定，请由%s办理。"
	textOwnUnitNobody = "本单位的事项不能自己定。请用 /invite 邀请一位副主任或领导来办理。"
)

const (
	textFreshLink = "可以把这个新链接转给对方或接替的同事（7天内有效，只能用一次）：\n%s"
)

const (
	textPaperFailed  = "文件没能生成，请稍后再试；再不行请告诉管理员查看运行日志。"
	TextPaperNothing = "还没有可以导出的内容。"
)

const (
	TextProblemFiles   = "附件：%d个"
	TextProblemNote    = "· %s %s："
	textProblemNoFiles = "附件还没下载好，请稍后再看"
	ButtonProblemFiles = "看附件"
)

const (
	textOnceOf    = "%s（%s）"
	textDateLeads = "各牵头单位"
)
