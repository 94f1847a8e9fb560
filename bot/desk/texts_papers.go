package desk

// What people read about papers.
const (
	textPaperComes   = "正在生成，稍后发到这里"
	textPaperFailed  = "文件没能生成，请稍后再试；再不行请告诉管理员查看运行日志。"
	textPaperNothing = "还没有可以导出的内容。"

	textExportPeriod = "导出哪一期？"
	textExportKind   = "%s：导出什么？"
	textExportUnit   = "%s · %s：导出哪个单位？"
	textExportTrend  = "%s：看哪个指标的趋势？"
	textExportGoing  = "%s · %s：正在生成，稍后发到这里。"
	textLogExported  = "导出"

	textBulletinOpen = "这一期%s才截止，截止后再出通报。"

	buttonExportDuty = "%s（Word）：%s"
	buttonPicture    = "图"
	buttonExportAll  = "全部"
	buttonExportOne  = "← 重选"
	aboutExport      = "导出Word、Excel和图"
)
