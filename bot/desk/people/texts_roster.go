package people

import "liubao/reports/roster"

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
