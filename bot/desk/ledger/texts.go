package ledger

import (
	"liubao/bot/desk"
)

const (
	aboutLedger      = "更新企业、项目台账"
	textLedgerHead   = "台账"
	textLedgerOff    = "台账没有打开。主任可以在 /settings 里打开。"
	textLedgerEmpty  = "还没有条目。"
	textLedgerRow    = "%s（%s）"
	textLedgerCell   = "%s：%s"
	textLedgerBlank  = "未填"
	textLedgerBy     = "%s %s更新"
	textLedgerHist   = "变动记录：%s"
	textLedgerNoHist = "还没有变动。"
	textLedgerChange = "%s %s：%s %s→%s"
	textLedgerNew    = "新增"
	textLedgerClosed = "移出"
	textLedgerCount  = "%s：%d条"
	textLedgerBlock  = "，%d条受阻"
	textLedgerPage   = "第%d页，共%d页"
	textAskLedgerRow = "请写名称。"
	textAskLedgerVal = "请写这一栏的内容；写“无”清空。"
	textLogLedger    = "台账 %s %s"
	buttonLedger     = "台账"
	buttonLedgerAdd  = "新增一条"
	buttonLedgerLog  = "变动记录"
	buttonLedgerEnd  = "移出台账"
	buttonLedgerRe   = "恢复"
)

// allLedgers are the ledgers the notice's tasks 7, 11 to 13 speak of: key
// enterprises, key projects, and enterprises on their way into the statistics.
var allLedgers = []ledger{
	{"e", desk.TextLedgerEnt, []column{
		{title: "生产", choices: []string{"正常", "减产", "停产", "复产"}}, {title: "用工"}, {title: "订单和销售"}, {title: "受阻于", blocks: true}}},
	{"p", desk.TextLedgerProj, []column{
		{title: "阶段", choices: []string{"谋划", "前期", "开工", "在建", "竣工"}}, {title: "计划"}, {title: "实际"}, {title: "受阻于", blocks: true}}},
	{"s", desk.TextLedgerIn, []column{
		{title: "进度", choices: []string{"摸底", "达标", "申报", "审核", "已入统"}}, {title: "预计入统"}, {title: "还差什么"}, {title: "受阻于", blocks: true}}},
}

const (
	textSwLedger      = "台账"
	textSwLedgerAbout = "重点企业、项目、入统企业的小台账"
)
