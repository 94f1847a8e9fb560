package ledger

const (
	aboutLedger      = "更新企业、项目台账"
	wordLedger       = "台账"
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
	textKnownFrom    = "台账“%s”"
	textLogLedger    = "台账 %s %s"
	buttonLedger     = "台账"
	buttonLedgerAdd  = "新增一条"
	buttonLedgerLog  = "变动记录"
	buttonLedgerEnd  = "移出台账"
	buttonLedgerRe   = "恢复"
)

const (
	textSwLedger      = "台账"
	textSwLedgerAbout = "重点企业、项目、入统企业的小台账"
)
