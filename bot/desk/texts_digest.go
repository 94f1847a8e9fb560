package desk

// The morning digest.
const (
	textDigestHead    = "每日简报 · %s"
	textDigestDecide  = "要您定的："
	textDigestChanged = "有变化的："
	textDigestMore    = "……另有%d条"
	textDigestOverdue = "%s逾期%s，已提醒%d次"
	textDigestCame    = "%s已报"
	textDigestAgain   = "%s更正，第%d版"
	textDigestJoined  = "%s已加入"
	textDigestLost    = "%s联系不上了"
	textDigestNobody  = "%s没有能联系上的联络员"

	buttonOpenCockpit = "打开进度"
)
