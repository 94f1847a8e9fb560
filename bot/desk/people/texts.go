package people

// What people read from the office's desk, in one place to be reviewed and
// translated.
const (
	textInviteUnit  = "邀请哪个单位的人？"
	textInviteRole  = "%s：邀请对方做什么？"
	textInviteLink  = "请把下面这段转给对方（7天内有效，只能用一次）：\n\n邀请您作为%s加入%s报送：\n%s\n\n有效期至%s。"
	textJoinedTell  = "%s %s 已加入，身份：%s。"
	textJoinedAs    = "对方的 Telegram 名字是“%s”。"
	buttonNotThem   = "不是本人，移出"
	textPeopleHead  = "成员"
	textNobodyYet   = "还没有联络员的牵头单位："
	textRemoveSure  = "要移除%s %s吗？对方写过的内容会保留。"
	textRemoved     = "已移除%s。"
	textLogRemoved  = "移除"
	buttonOtherUnit = "换个单位"
	buttonRemove    = "移除 %s"
	buttonRemoveYes = "确认移除"
	aboutInvite     = "邀请成员"
	aboutPeople     = "查看和移除成员"
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
