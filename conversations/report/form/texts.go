package form

// What people read about the parts of a report, and why a number is asked about.
const (
	TextLoose           = "未归入的内容"
	textSuspectRow      = "%s中有%s %s"
	textNotExact        = "原话不是确数"
	textNoPercentage    = "这一项不是百分比"
	textOtherMeasure    = "这一项的单位是%s"
	textRounded         = "小数超过四位，已四舍五入"
	textUsuallyWhole    = "这一项一般是整数"
	textUsuallyPositive = "这一项一般不是负数"
	textOverHundred     = "超过了100%"
	textWhichPercent    = "%s%%，还是%s%%"
	textFarFromLast     = "和上期%s相差很大"
	textFarFromTarget   = "比目标%s大很多"
	textPasted          = "这段长文字"
	textDoneTitle       = "办理情况"
	textNextTitle       = "下步打算"
	textPracticeTitle   = "经验做法"
	textBelowLast       = "比上期累计%s还少，这一项按本年累计填"
)
