package people

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
