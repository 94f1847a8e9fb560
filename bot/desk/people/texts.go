package people

import "liubao/reports/roster"

// What people read from the office's desk, in one place to be reviewed and
// translated.
const (
	textInviteUnit  = "邀请哪个单位的人？"
	textInviteRole  = "%s：邀请对方做什么？"
	textInviteCopy  = "邀请您作为%s加入%s报送：\n%s"
	buttonCopyLink  = "复制邀请"
	textInviteLink  = "请把下面这段转给对方（7天内有效，只能用一次）：\n\n邀请您作为%s加入%s报送：\n%s\n\n有效期至%s。"
	textJoinedTell  = "%s %s 已加入，身份：%s。"
	textJoinedAs    = "对方的 Telegram 名字是“%s”。"
	buttonNotThem   = "不是本人，移出"
	textPeopleHead  = "成员"
	textNobodyYet   = "还没有联络员："
	textNobodyHere  = "还没有人加入。"
	textPeopleMore  = "其余人员请点单位查看。"
	textInviteWaits = "· 邀请%s%s：%s发出，还没打开，有效期至%s"
	textInviteAnew  = "旧链接已作废，新链接在下面"
	textPersonLine  = "%s，%s，%s加入"
	textPersonLost  = "联系不上：对方停用了机器人。"
	textPersonAway  = "%s至%s请假"
	textPersonHow   = "点身份可以增加或取消。"
	textLastRole    = "至少要有一个身份。不再参加的，请点“移出”。"
	textRolesToast  = "身份已改，已告知本人"
	textRolesTell   = "您的身份改为：%s。发送 /help 可以看到能做什么。"
	textTakeOver    = "接替链接在下面，对方打开后接过%s的工作"
	textLogRoles    = "改身份（%s）"
	textRemoveSure  = "要移出%s %s吗？对方写过的内容会保留。"
	textRemoved     = "已移出%s。"
	textLogRemoved  = "移出"
	buttonOtherUnit = "换个单位"
	buttonRemove    = "移出"
	buttonRemoveYes = "确认移出"
	buttonInviteTo  = "邀请 %s"
	buttonUnitOf    = "%s %d人"
	buttonSeeUnit   = "看 %s"
	buttonTakeOver  = "请人接替"

	buttonInviteOthers = "邀请其他单位"
	buttonInviteAnew   = "重发%s邀请"
	buttonInviteRevoke = "撤销%s邀请"
	aboutInvite        = "邀请成员"
	wordInvite         = "邀请"
	aboutPeople        = "查看、邀请和调整成员"
	wordPeople         = "人员"
)

const (
	textDigestJoined = "%s已加入"
	textDigestLost   = "%s联系不上了"
	textDigestNobody = "%s没有能联系上的联络员"
)

const (
	textUnopened = "发给%s%s的邀请已两天没有打开，请提醒对方。"
)

// Invitations that nobody has opened.
const (
	textOpenHead      = "还没有打开的邀请"
	textOpenNone      = "没有。"
	textOpenLine      = "%d. %s，%s：%s发出，有效期至%s"
	textOpenMore      = "还有%d个更早的。"
	textInviteGone    = "这个邀请已经打开或失效"
	textRevoked       = "已撤销，链接不再有效"
	textLogRevoked    = "撤销邀请"
	buttonOpenInvites = "未打开的邀请 %d"
	buttonRevoke      = "撤销 %d（%s%s）"
	buttonInviteMore  = "继续邀请"
	buttonSuccessor   = "%s（接替我）"
)

// What people read of the list of those who are to join.
const (
	buttonRoster       = "按名单邀请"
	buttonRosterSend   = "发给各单位"
	buttonRosterPrint  = "打印二维码"
	buttonRosterRenew  = "更新过期链接（%d人）"
	buttonRosterShow   = "看名单"
	buttonRosterNew    = "换名单"
	textAskRoster      = "请发名单：每行写单位、姓名、身份（联络员、AB岗、负责人），不写身份即联络员。可以粘贴文字，也可以发 Excel 或 Word 文件。"
	textRosterHead     = "名单：%d人，已加入%d人"
	textRosterNobody   = "没有读出人员。请每行写单位、姓名、身份，例如：财政局 张某 联络员。"
	textRosterMany     = "名单有%d人，一次最多%d人，请分几次发。"
	textRosterLarge    = "文件太大了。请只发名单，或者把文字粘贴过来。"
	textRosterUnread   = "有%d行没有读懂，未列入："
	textRosterRow      = "第%d行“%s”：%s"
	textRosterMoreRows = "还有%d行，请核对原名单。"
	textRosterNear     = "方案里没有这个单位，是不是%s？"
	textRosterAllIn    = "都已加入，不用再发"
	textUnitLinks      = "请把这一段转给%s：\n邀请加入%s报送。每个链接只能由本人用一次，%s前有效，先前的链接作废。"
	textLinksSent      = "以上是%d人的链接，每个单位一段，请逐段转发。谁加入了，/invite 里的名单会打勾。"
	textLogEnrolled    = "按名单邀请"
	textLogLinks       = "%d人"
)

var rosterReasons = map[roster.Reason]string{
	roster.NoUnit: "没有写单位", roster.UnknownUnit: "方案里没有这个单位", roster.NoName: "没有写姓名",
	roster.UnknownRole: "没有这种身份", roster.Twice: "与前面重复",
}

var rosterMarks = map[state]string{uninvited: "⬜", invited: "⬜", stale: "⬜", joined: "✅"}

var rosterNotes = map[state]string{uninvited: "", invited: "，链接已发", stale: "，链接已过期", joined: ""}
