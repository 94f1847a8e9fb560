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
)
