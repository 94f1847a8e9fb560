package cockpit

// What people read from the office's desk, in one place to be reviewed and
// translated.
const (
	textPace          = "   进度："
	textPaceWhy       = "   单位说明：%s（%s）"
	textStatusHead    = "%s · 已报 %d/%d"
	textStatusLeft    = "截止 %s，还有%s"
	textStatusOver    = "截止 %s，已过%s"
	textStatusNow     = "截止 %s，刚刚到"
	textStatusUnread  = "另有%d份已报，记录无法读取，不催单位"
	textStatusAt      = "更新于%s"
	textReadHead      = "%s 第%d版（%s）"
	textReadBy        = "%s，%s提交"
	textGroupStatus   = "%s：应报%d个领域，已报%d个%s。截止%s。"
	textGroupUnread   = "，已报但记录无法读取%d个"
	buttonRead        = "看 %s"
	buttonOtherPeriod = "看 %s 这期"
	aboutStatus       = "看报送进度"
	wordStatus        = "进度"
)

const (
	textTaskLight   = "任务%d %s%s"
	textLightDrafts = "已填"
	textActedLast   = "%s %s %s" // 王副主任 12月15日（周二）10:05 催办
	textPageOf      = "第%d页，共%d页"
	textAreaHead    = "%s · %s"
	textAreaBy      = "牵头：%s"
	textDraftBy     = "，%s"
	textTaskHead    = "任务%d %s"
	textThisTime    = "本期（%s）："
	textLastPeriod  = "上期（%s）："
	textNothingYet  = "还没有报。"
	textNoLast      = "没有上期。"
	textContribRow  = "素材："
	textContribOne  = "%s %s"
	textUnitOwes    = "本期应报："
	textUnitGives   = "参与任务：%s"
	textUnitPeople  = "人员："
	textUnitNobody  = "还没有人加入，也没有待用的邀请。"
	textInvited     = "邀请已发给%s，%s前有效，还没打开"
	textPersonIs    = "%s，%s"
	textPersonFrom  = "%s加入"
	textLostSince   = "%s起联系不上"
	textPersonSent  = "本期收到提醒%d次，上限%d次"
	textPersonSaid  = "本期写过："
	textPersonMute  = "本期还没有写过什么。"
	textReachOK     = "能联系"
	textReachNot    = "联系不上"
	buttonUnit      = "单位：%s"
	buttonTask      = "任务%d"
	buttonTop       = "总览"
	buttonWhole     = "看全文"
)

const (
	textNoteHanded = "已转给%s"
	textNoteAway   = "请假至%s"
)

const (
	textOpen     = "待办："
	textOpenOne  = "%s%d"
	textOpenLate = "（逾期%d）"
)

const (
	textPaperComes = "正在生成，稍后发到这里"
	buttonPicture  = "进度图"
)

const (
	textGlanceOver        = "逾期%s"
	textGlanceTold        = "提醒%d次"
	textGlanceHard        = "有困难%d项"
	textGlanceUnsigned    = "待单位负责人审签"
	textGlanceUnsignedAll = "待单位负责人审签%d份，见“全部”。"
	textGlanceRead        = "待审阅"
	textGlanceNobody      = "没有联络员"
	textGlanceLost        = "联系不上"
	textGlanceMuted       = "暂停提醒"
	textGlancePromise     = "答应%s前报"
	textGlanceBroken      = "答应%s前报，没报"
	textGlanceDraft       = "已填%d/%d"
	textGlanceFilled      = "（已填%d/%d）"
	textGlanceMore        = "另有%d个，见“全部”。"
	textGlanceNone        = "没有逾期的，也没有要您定的。"
	textToCome            = "还没到期：%s"
	textToComeMany        = "还没到期：%s等%d个"
	buttonAll             = "全部"
)

const (
	textEarlier     = "其他期次和事项另有%d份逾期未报，最早的应于%s报，见“全部”。"
	textEarlierSole = "其他期次和事项另有1份逾期未报，应于%s报，见“全部”。"
	textEarlierHead = "其他逾期未报"
	textEarlierOne  = "🔴 %s：%s"
	textEarlierMore = "另有%d份"
	buttonCase      = "处理 %s"
)

const (
	textClosedLine  = "本方案已于%s收官，以下为收官时的情况。"
	textClosingLine = "本方案%s收官，此后不再报送。"
)
