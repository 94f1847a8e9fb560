package weekly

// What leaders and heads read each week.
const (
	word = "每周提要"

	textHead     = "每周提要 · %s"
	textMoved    = "有变化："
	textSlips    = "偏慢的："
	textWaits    = "等您的："
	textNothing  = "没有"
	textMore     = "；等%d项"
	textOpen     = "%s%d"
	textLate     = "（逾期%d）"
	textReported = "报来%d份%s%s"
	textMissing  = "逾期%d份%s%s"
	textAll      = "："
	textAmong    = "，其中有"
	textCame     = "%s已报"
	textSign     = "%s待审签"
	textSlip     = "%s %s%s"

	textSwitch      = "每周提要"
	textSwitchAbout = "每周第一个工作日早上，给领导三行；单位负责人有待审签时也给"
	textNotAgain    = "以后不再给您发每周提要。想再收，发“每周提要”。"
	textAgain       = "每周第一个工作日早上给您发三行。不想收，再发一次“每周提要”。"
	textNotYet      = "好的。每周提要还没有打开，主任在 /settings 里打开后就给您发。"
	textOn          = "收"
	textOff         = "不收"
	textLogSent     = "发每周提要"

	buttonStatus = "看进度"
	buttonSign   = "看待审签的"
)
