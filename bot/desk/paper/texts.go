package paper

const (
	textExportPeriod = "导出哪一期？"
	textExportKind   = "%s：导出什么？"
	textExportUnit   = "%s · %s：导出哪个单位？"
	textExportTrend  = "%s：看哪个指标的趋势？"
	textExportGoing  = "%s · %s：正在生成，稍后发到这里。"
	textLogExported  = "导出"
	textBulletinOpen = "这一期%s才截止，截止后再出通报。"
	buttonExportDuty = "%s（Word）：%s"
	buttonExportAll  = "全部"
	buttonExportOne  = "← 重选"
	aboutExport      = "导出Word、Excel和图"
	wordExport       = "导出"

	textBulletinHead  = "报送情况通报（%s）"
	textRemarksHead   = "情况说明："
	textDemandsHead   = "有关要求："
	textBulletinNone  = "未写"
	textAskRemarks    = "请写情况说明：这一期报送的总体情况。不写的发“无”。"
	textAskDemands    = "请写有关要求，一行一条。不写的发“无”。"
	textLogBulletin   = "通报%s"
	buttonRemarks     = "写情况说明"
	buttonRemarksAnew = "改情况说明"
	buttonDemands     = "写有关要求"
	buttonDemandsAnew = "改有关要求"
	buttonBulletin    = "生成通报（Word）"
)
