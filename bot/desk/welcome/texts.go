package welcome

// What people read from the office's desk, in one place to be reviewed and
// translated.
const (
	textBadInvite    = "这个链接已失效。请向主任要一个新的。"
	textOtherUnit    = "您已是%s的成员。要换单位，请先请主任移出再邀请。"
	textWhoYouAre    = "，%s，%s"
	textMissedMore   = "另有%d份逾期未报，发送 /report 可以看到。"
	textRules        = "勿填涉密、工作秘密和个人信息。名字不对，请发“/name 姓名”。"
	textNoSecrets    = "勿填涉密、工作秘密和个人信息。"
	textNameNow      = "名单和报告上暂用“%s”，请直接发您的真实姓名。"
	textNameHow      = "请这样发：/name 姓名（不超过20个字）。"
	textNameReserved = "“%s”是单位或职务，不能作姓名。请发您的真实姓名。"
	textNamesake     = "本单位已有一位“%s”。请加个区别，例如“%s（大）”，或写全名。"
	textAskName      = "请发您的真实姓名。"
	buttonRename     = "姓名不对，改一下"
	textNamed        = "已改为：%s"
	textLogJoined    = "加入"
	textLogRenamed   = "改名"
	aboutName        = "修改您的名字"
	aboutHelp        = "您的身份和可用功能"
	wordName         = "改名"
	wordHelp         = "帮助"
)
