package desk

// What people read from the office's desk, in one place to be reviewed and
// translated.
const (
	textCrowd           = "已收到您发来的另外%d条，正在逐条处理，请稍候。"
	textStranger        = "您好。这里是单位内部的报送工具，须凭邀请使用。如有需要，请联系贵单位的联络员。"
	textPersonLost      = "联系不上%s %s：对方停用了机器人。请换一种方式联系，或用 /invite 重新邀请。"
	TextTaskForce       = "专班"
	textYourUnitOwes    = "贵单位需要报送："
	TextDueBy           = "%s前"
	TextNothingOwed     = "目前没有需要贵单位报送的内容。"
	TextNotStarted      = "报送从%s开始，目前还没有到期的内容。"
	textNoDialog        = "您目前不用填报。发送 /help 可以看到能做什么。"
	TextCannotTake      = "这类消息没法记入报告。请发文字、照片或文件。"
	TextNotAllowed      = "这项功能没有对您开放。"
	textWhichUnit       = "请选单位："
	textWhichUnitOn     = "请选单位（第%d页）："
	textAboutMore       = "全部功能"
	textMoreHow         = "点按钮，或者直接发按钮上的字。"
	textUnknownCommand  = "没有这个命令。发送 /help 可以看到能做什么。"
	TextOldButton       = "这个按钮已失效，请重新打开"
	textOldQuestion     = "这个问题已经过时，请重新点一次。"
	textAwaited         = "上面的问题还在等您回答，不办了请发“取消”。"
	textAskedNoMore     = "好的，不办了。"
	textOneFile         = "这里只收一个文件，收下的是先发的那个。"
	textUnreachable     = "（联系不上）"
	textReminded        = "已提醒%d次，最近%s"
	textNobody          = "还没有联络员加入"
	textNobodyReachable = "联络员都联系不上"
	textQuota           = "每人每天最多收%d个文件（共%dMB），今天已到上限，有%d个没有收下。请您明天再发，急用的请直接交给办公室。"
	textFileLost        = "“%s”没能下载，请再发一次。"
	textDeadUnhandled   = "您刚才发的内容没能处理，已原样保存并告知运维人员。请过一会儿再试，急用的请直接联系办公室。"
	textDeadLost        = "您之前发来的一条消息没能保存完整，请您再发一次。"
	textDead            = "有一条消息没能处理，已单独保存。请告诉运维人员查看运行日志。"
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
	textToday0        = "今天"
	textTomorrow      = "明天"
	ButtonReview      = "审阅"
	ButtonInstruct    = "批示"
	TextOwnUnit       = "本单位的事项不能自己定，请由%s办理。"
	textOwnUnitNobody = "本单位的事项不能自己定。请用 /invite 邀请一位副主任或领导来办理。"
)

const (
	textFreshLink = "可以把这个新链接转给对方或接替的同事（7天内有效，只能用一次）：\n%s"
)

const (
	TextProblemFiles   = "附件：%d个"
	TextProblemNote    = "· %s %s："
	textProblemNoFiles = "附件还没下载好，请稍后再看"
	ButtonProblemFiles = "看附件"
)

const (
	textClosedOffice  = "专班办公室"
	textClosedUndo    = "本方案已于%s收官，现在只能查看，不能再填报或修改。如需继续，请联系%s，%s24时前可以撤销收官。"
	textClosedForEver = "本方案已于%s收官，只能查看，不能再填报或修改。如有疑问，请联系%s。"
)
