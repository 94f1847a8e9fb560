package scenes

// The scene of what the office asks between the reports and sends upwards after
// them: a collection, the summary for the superiors, three lines for a leader.

const (
	sceneAsking      = "临时调度、报送上级、每周提要"
	sceneAskingAbout = "主任写一句话，各单位点几下就答；问过的不再问；汇总一点就记报送；领导每周三行"

	firstLeader = "组长甲"
)

func asking() Scene {
	return Scene{ID: "asking", Title: sceneAsking, About: sceneAskingAbout, Starts: december, prepare: (*Troupe).assembled, Acts: []Act{
		{"主任写一句话", "时间、单位、问题都从话里读出来；先告诉主任本月问过几次", []string{Director, Contact("党群局"), Contact("财政局")}, (*Troupe).asksOnce},
		{"各单位在消息里答", "不是准数会再问一句；主任那里随时看得到合计", []string{Contact("党群局"), Contact("财政局"), Director}, (*Troupe).answersIt},
		{"问过的不再问", "同一个数第二次要，只问没有报过的单位", []string{Director, Contact("社管局")}, (*Troupe).asksAgain},
		{"到时间", "前后各提醒一次，主任收到全表", []string{Director, Contact("社管局")}, func(x *Troupe) { x.untilDate(2026, 12, 4, 12, 1) }},
		{"报送上级", "Word已附上，一点就记下时间和对象，文号可补", []string{Director}, (*Troupe).sendsUp},
		{"每周提要", "打开后每周第一个工作日给领导三行", []string{Director, firstLeader}, (*Troupe).weeklyLines},
	}}
}

func (x *Troupe) asksOnce() {
	x.untilDate(2026, 12, 2, 9, 0)
	x.says(Director, "明天上午报各牵头单位消费券发放数（张）")
	x.taps(Director, "发出")
}

func (x *Troupe) answersIt() {
	x.taps(Contact("党群局"), "填数")
	x.says(Contact("党群局"), "1200张")
	x.taps(Contact("财政局"), "填数")
	x.says(Contact("财政局"), "三四百", "350")
	x.taps(Director, "刷新")
}

func (x *Troupe) asksAgain() {
	x.untilDate(2026, 12, 3, 14, 0)
	x.says(Director, "请党群局、财政局、社管局明天上午报消费券发放数（张）")
	x.taps(Director, "发出")
}

func (x *Troupe) sendsUp() {
	x.untilDate(2026, 12, 15, 17, 31)
	x.taps(Director, "报送上级", "已报送", "补文号")
	x.says(Director, "示六保办〔2026〕3号")
}

func (x *Troupe) weeklyLines() {
	x.invite("专班", "专班领导", firstLeader)
	x.says(Director, "/settings")
	x.taps(Director, "打开 每周提要")
	x.untilDate(2026, 12, 21, 8, 41)
}
