package holiday

// What people read.
const (
	aboutHolidays = "节假日和调休"
	wordHolidays  = "节假日"

	textHolidays = "%s。%s\n请发送放假通知全文，或单独的日子，如：1月2日放假，1月4日上班。"
	textYearIs   = "%d年节假日%s"
	textKnown    = "已有"
	textUnknown  = "还没有"
	textEntered  = "另外录入："
	textUnread   = "没读出日子。请发送放假通知全文，或单独的日子，如：1月2日放假，1月4日上班。"
	textOneDay   = "元旦："

	textPreview     = "读到的节假日，请核对"
	textPreviewFoot = "确认后才生效，提醒随之调整。"
	textOfYear      = "%d年"
	textHoliday     = "· %s：%s放假，共%d天"
	textAlsoWork    = "；上班："
	textOff         = "放假"
	textWork        = "上班"
	textDoubt       = "⚠ "

	textDoubtCount   = "%s：通知写共%s天，与列出的日子不符"
	textDoubtWeekday = "%s：通知写的是%s"
	textDoubtWork    = "%s本来就是工作日，却写着上班"
	textDoubtMissing = "没有读到%s"
	textDoubtBoth    = "%s既放假又上班"
	textDoubtYear    = "这是%s年的通知"
	textDoubtUnread  = "没读懂：%s"

	buttonTake = "确认"
	buttonDrop = "不用"

	textTaken   = "已记入%d天，提醒已随之调整。"
	textDropped = "没有记入。"
	textLogDays = "录入节假日"

	textAskYear = "%d年的放假安排还没有录入。通知发布后，请把全文发给我；没有它，提醒按周一至周五推算。"
	textSection = "⚠ %s年节假日还没有录入，请主任发送放假通知全文。"
)
