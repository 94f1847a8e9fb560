package desk

// What the office and the leaders read in the cockpit.
const (
	textTaskLight   = "任务%d %s%s"
	textLightDrafts = "已填"
	textActedLast   = "%s %s %s" // 王副主任 12月15日（周二）10:05 催办
	textPageOf      = "第%d页，共%d页"

	textAreaHead   = "%s · %s"
	textAreaBy     = "牵头：%s"
	textSince      = "%s起未动" // 12月10日（周四）09:30
	textDraftBy    = "，%s"
	textTaskHead   = "任务%d %s"
	textThisTime   = "本期（%s）："
	textLastPeriod = "上期（%s）："
	textNothingYet = "还没有报。"
	textNoLast     = "没有上期。"
	textContribRow = "素材："
	textContribOne = "%s %s"
	textUnitOwes   = "本期应报："
	textUnitGives  = "参与任务：%s"
	textUnitPeople = "人员："
	textUnitNobody = "还没有人加入，也没有待用的邀请。"
	textInvited    = "邀请已发给%s，%s前有效，还没打开"
	textPersonIs   = "%s，%s"
	textPersonFrom = "%s加入"
	textLostSince  = "%s起联系不上"
	textPersonSent = "本期收到提醒%d次，上限%d次"
	textPersonSaid = "本期写过："
	textPersonMute = "本期还没有写过什么。"
	textReachOK    = "能联系"
	textReachNot   = "联系不上"
	textNagBy      = "（%s %s）"
	textNagRest    = "还有%d个单位，请再点一次"
	textActNag     = "催办"

	buttonNagThis  = "催办"
	buttonUnit     = "单位：%s"
	buttonTask     = "任务%d"
	buttonUp       = "返回"
	buttonTop      = "总览"
	buttonNextPage = "下一页"
	buttonPrevPage = "上一页"
	buttonWhole    = "看全文"
	buttonFresh    = "发新邀请链接"
)
