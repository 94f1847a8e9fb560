package request

const (
	textTroubles  = "协调事项"
	textInstructs = "批示"
	textAssigns   = "交办"

	textTroubleNo  = "协调事项%d号"
	textInstructNo = "批示%d号"
	textAssignNo   = "交办%d号"

	textListHead = "协调事项和交办"
	textOpenHead = "%s：%d项未办结"
	textNoneOpen = "没有未办结的事项"
	textMore     = "还有%d项"
	textLine     = "%s（%s）：%s（%s）"
	textOfTask   = "%s，任务%d"
)

// What a request says.
const (
	textTrouble      = "困难："
	textRecordedBy   = "代录：%s"
	textAbout        = "关于：%s"
	textByPhoto      = "见附件“%s”"
	textParties      = "承办："
	textDue          = "%s前答复"
	textNotTold      = "未发出"
	textNotReceived  = "待签收"
	textReceived     = "已签收"
	textAnswered     = "已答复"
	textSolved       = "已解决"
	textFootAck      = "请先点“收到”。办好后点“已解决”，或点“答复”写明情况；不归贵单位的，点“不属我单位”。"
	textFootAnswer   = "办好后请点“已解决”，或点“答复”写明情况。"
	textFootWindow   = "%s发给承办单位。"
	textFootMayWait  = "此前办公室可以暂不发出。"
	textFootClose    = "请确认：办好了点“办结”，没有办好点“还没有”。"
	textFootUnits    = "等%s答复。"
	textFootConfirm  = "请确认：解决了点“已解决”，没有解决点“还没有”。"
	textFootAsker    = "等提出方确认。"
	textFootAssign   = "请办公室指定承办单位。"
	textFootWithheld = "办公室暂不发出，由办公室处理。"
	textFootMeeting  = "列入协调会。"
	textFootLeader   = "已报领导。"
	textFootClosed   = "已办结。"

	textFootSuspended = "报告已退回，更正提交后继续办理。"
)

// Whose turn it is, in a line.
const (
	textTurnWindow    = "%s发给承办单位"
	textTurnUnits     = "待%s答复"
	textTurnAck       = "待%s签收"
	textIsLate        = "，已逾期"
	textTurnConfirm   = "待%s确认"
	textTurnGiver     = "交办人"
	textTurnSuspended = "待%s更正报告"
	textTurnOffice    = "待办公室指定单位"
	textTurnWithheld  = "办公室暂不发出"
	textTurnMeeting   = "列入协调会"
	textTurnLeader    = "已报领导"
	textTurnClosed    = "已办结"
	textSince         = "%s提出"
)

// Steps of a story: they stand in the audit log too.
const (
	stepAsked     = "提出"
	stepChanged   = "更正"
	stepResumed   = "更正后继续"
	stepSuspended = "报告退回，暂停"
	stepWithdrawn = "更正后不再提出"
	stepTold      = "发给承办单位"
	stepReceived  = "签收"
	stepAnswered  = "答复"
	stepSolved    = "答复已解决"
	stepNotOur    = "答复不属我单位"
	stepConfirmed = "确认已解决"
	stepNotYet    = "还没有解决"
	stepWithheld  = "办公室暂不发出"
	stepSent      = "办公室发出"
	stepAssigned  = "办公室指定"
	stepDue       = "期限"
	stepMeeting   = "列入协调会"
	stepLeader    = "报领导"
	stepEnded     = "办公室办结"
	stepWritten   = "下达"
	stepClosed    = "办结"
	stepHanded    = "交接给"
	stepGivenUp   = "放弃一条批示"

	textLogReminded = "提醒协调事项和批示"
)

// What people are told.
const (
	textBorn         = "%s提出协调事项"
	textNobodyThere  = "%s还没有人能收到%s。请用 /invite 邀请联络员，或电话告知。"
	textRemindLate   = "以下事项已逾期，请尽快答复"
	textRemind       = "提醒：以下事项等贵单位处理"
	textNamed        = "%s（%s）"
	textLate         = "%s逾期未答复：%s。"
	textNotOurTell   = "%s答复不属本单位：%s，请重新指定"
	textNotOurRest   = "%s答复不属本单位：%s，其他单位继续办理"
	textAnsweredTell = "%s答复%s"
	textNotYetTell   = "对方还没有解决，请继续办理"
	textNotYetNoted  = "已转告%s。"
	textChangedTell  = "内容有更正"
	textWithheldTell = "办公室暂不发出，先由办公室处理"
	textLeaderTell   = "%s报请阅示：%s"
	textEndedTell    = "%s由办公室办结"
	textNoLonger     = "%s已不由贵单位办理。"
)

// Answers to whoever acts.
const (
	textFirstWas      = "%s已于%s%s"
	textWordReceived  = "签收"
	textWordAnswered  = "答复"
	textReceivedToast = "已签收"
	textAnsweredToast = "已答复，等对方确认"
	textNotOurToast   = "已退回办公室"
	textClosedToast   = "已办结"
	textClosedAlready = "这件事已办结"
	textNotNow        = "现在不用处理这件事"
	textTooLate       = "已经发出，不能收回"
	textDone          = "已记下"
	textAskAnswer     = "请写明办理情况，也可以发照片或文件。"
	textAnswerNoted   = "已答复%s。"
	textAskMore       = "请写明还缺什么。"
	textAskResult     = "请写明处理结果。"
	textEndNoted      = "%s已办结。"
	textAssignHow     = "%s由哪些单位承办？点一下选上，再点一下取消；选上两分钟后发给单位。"
	textDayHow        = "%s请单位哪天前答复？"
)

// Writing an instruction.
const (
	aboutInstruct      = "写批示或代录批示"
	wordInstruct       = "交办"
	textInstructWhose  = "是谁的批示？"
	buttonMine         = "我的批示、交办"
	buttonFor          = "代录：%s（%s）"
	buttonDecisions    = "记会议决定"
	textAskInstruct    = "请发批示内容，也可以发批示件照片（文字写在照片说明里）。写明单位和日期的，会自动选上。"
	textAskDecision    = "请写一条会议决定：哪些单位、做什么、哪天前。单位和日期会自动选上。"
	textComposeTo      = "发给：%s"
	textComposeDue     = "期限：%s"
	textComposeHow     = "请核对单位和期限，再点“发出”。"
	textNoUnit         = "还没有选单位"
	textNoUnitYet      = "请先选单位。"
	textGivenUp        = "已放弃，没有发出。"
	textInstructSent   = "%s已发给%s，签收和答复后告诉您。"
	textInstructNobody = "%s已记下，但%s还没有人能收到。请用 /invite 邀请联络员，或电话告知。"
)

const (
	buttonReceived = "收到"
	buttonSolved   = "已解决"
	buttonAnswer   = "答复"
	buttonNotOur   = "不属我单位"
	buttonNotYet   = "还没有"
	buttonClose    = "办结"
	buttonSend     = "现在发出"
	buttonWithhold = "暂不发出"
	buttonUnits    = "指定单位"
	buttonDays     = "改期限"
	buttonMeeting  = "协调会"
	buttonLeader   = "报领导"
	buttonEnd      = "办公室办结"
	buttonNoDay    = "不限期"
	buttonDaysN    = "%d个工作日"
	buttonGo       = "发出"
	buttonGiveUp   = "不发了"
)
