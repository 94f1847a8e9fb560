package scenes

// The scene of what slips: points that the office sets, the light that is computed
// from them with its reason, the unit's own words beside it, and what was planned
// held against what was done.

const (
	sceneSlips      = "节点和进度：慢了早知道"
	sceneSlipsAbout = "主任设节点；按日历算出偏慢、滞后和原因，只给办公室和本单位看；单位可以说明；下期对照上期打算"
)

func slips() Scene {
	c, h := Contact("应急和市场监管局"), Head("应急和市场监管局")
	return Scene{ID: "slips", Title: sceneSlips, About: sceneSlipsAbout, Starts: december, prepare: (*Troupe).assembled, Acts: []Act{
		{"主任设节点", "一行一个，先看读到了什么再记入；也可以发一张表。每日简报也打开", []string{Director, c}, (*Troupe).setsSteps},
		{"单位照常报", "单位报“有进展”，旁边是算出的进度和原因，一个字不改", []string{c, h, Director}, (*Troupe).reportsSlowly},
		{"节点过了一天", "早上的简报和 /status 提到一次，不追问", []string{Director, c}, (*Troupe).stepPasses},
		{"单位说明", "写不写由单位；写了就附在进度旁边", []string{c, Director}, (*Troupe).saysWhy},
		{"写进 Word", "给上级的汇总列出进度；群里没有", []string{Director, group}, (*Troupe).slipsOnPaper},
		{"下期对照上期打算", "任务卡上摆着上期打算，点一下就答；节点做完点“✓”", []string{c, h, Director}, (*Troupe).heldAgainstPlan},
	}}
}

// setsSteps: the director sets a point of an indicator and one of a task.
func (x *Troupe) setsSteps() {
	x.untilDate(2026, 12, 2, 9, 0)
	x.says(Director, "/settings")
	x.taps(Director, "打开 每日简报")
	x.says(Director, "/steps")
	x.taps(Director, "添加或导入节点")
	x.says(Director, "“五上”企业净增 12月15日 4\n任务6 12月14日 惠企政策上门讲完\n任务8 12月30日 政策咨询窗口设到各镇\n任务7 年底 不少")
	x.taps(Director, "记入")
}

// reportsSlowly: 应急和市场监管局 reports progress; the review shows how it stands.
func (x *Troupe) reportsSlowly() {
	x.untilDate(2026, 12, 10, 9, 36)
	c := Contact("应急和市场监管局")
	x.taps(c, "填报 保市场主体…", "开始填报")
	x.says(c, "助企纾困政策上门宣讲 6 场。"+mark, "新培育“五上”企业 1 户。"+mark, "“六保”政策咨询窗口已设立。"+mark)
	x.finish(c, "把政策宣讲办到各镇。"+mark)
	x.taps(Head("应急和市场监管局"), "同意报送")
}

// stepPasses: the day of a point goes by.
func (x *Troupe) stepPasses() {
	x.untilDate(2026, 12, 15, 9, 1)
	x.says(Director, "/status")
	x.taps(Director, "全部", "偏慢滞后…")
}

// saysWhy: the unit looks for itself, and says why.
func (x *Troupe) saysWhy() {
	c := Contact("应急和市场监管局")
	x.says(c, "/status")
	x.taps(c, "偏慢滞后…", "说明 任务6…")
	x.says(c, "两个镇的宣讲因降雪推迟到本周五。"+mark)
	x.taps(Director, "保市场主体")
}

// slipsOnPaper: the deadline, and the Word file for the superiors.
func (x *Troupe) slipsOnPaper() {
	x.untilDate(2026, 12, 15, 17, 31)
	x.taps(Director, "报送上级")
}

// heldAgainstPlan: in the next period the task's card holds what was planned.
func (x *Troupe) heldAgainstPlan() {
	x.untilDate(2026, 12, 25, 9, 36)
	c := Contact("应急和市场监管局")
	x.says(c, "/steps")
	x.taps(c, "保市场主体", "✓ 惠企政策上门…")
	x.taps(c, "填报 保市场主体…", "开始填报", "部分完成", "有进展")
	x.says(c, "宣讲补到两个镇，还剩一个镇。"+mark, "入统辅导 3 家。"+mark, "镇级窗口 2 个开办。"+mark)
	x.finish(c, "把剩下一个镇讲完。"+mark)
	x.taps(Head("应急和市场监管局"), "同意报送")
}
