package digest

const (
	textDigestHead    = "每日简报 · %s"
	textDigestDecide  = "要您定的："
	textDigestChanged = "有变化的："
	textDigestMore    = "……另有%d条"
	textDigestOverdue = "%s逾期%s，已提醒%d次"
	textDigestCame    = "%s已报"
	textDigestAgain   = "%s更正，第%d版"
	textDigestDamaged = "有一部分记录无法读取，请告知运维人员"
	buttonOpenCockpit = "打开进度"
)

const (
	textSwDigest      = "每日简报"
	textSwDigestAbout = "工作日早上，有变化或有事要定才发给办公室"
)
