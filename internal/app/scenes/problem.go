package scenes

// The scene of what comes up between the reports: a problem at night, a notice,
// an inspection, the facts for assessment.

const (
	sceneProblems      = "问题、通知和督查"
	sceneProblemsAbout = "夜里的重大问题几秒送到；通知看谁已阅；督查销号；考核只列事实"
)

func problems() Scene {
	return Scene{ID: "problems", Title: sceneProblems, About: sceneProblemsAbout, Starts: december, prepare: (*Troupe).assembled, Acts: []Act{
		{"夜里的重大问题", "23点上报，值班员马上收到；确认、交办、办结", []string{Contact("应急和市场监管局"), Director, Contact("经发招商局")}, func(x *Troupe) {
			x.untilDate(2026, 12, 3, 23, 0)
			sceneProblem(x)
		}},
		{"发通知", "按身份发，谁已阅一目了然", []string{Director, Contact("财政局")}, func(x *Troupe) {
			x.untilDate(2026, 12, 4, 10, 0)
			sceneNotice(x)
		}},
		{"督查整改", "记录问题、限期整改、销号", []string{Director, Contact("社管局")}, sceneInspection},
		{"考核事实", "只列事实，不打分、不排名", []string{Director}, sceneFacts},
		{"值班表", "按周排班，周一告诉当班的人；换班要对方同意", []string{Director, deputyDirector}, (*Troupe).keepsRota},
	}}
}

// sceneProblem: a major problem at night, confirmed, assigned, closed. It needs
// the people of firstStart.
func sceneProblem(x *Troupe) {
	x.scene("夜里的重大问题：上报、确认、交办、办结")
	c := Contact("应急和市场监管局")
	x.says(c, "/problem", "粮食应急供应点停电。"+mark, "恒口镇供应点。"+mark)
	x.taps(c, "今天", "重大，马上报")
	x.says(c, "请供电所抢修。"+mark)
	x.taps(c, "下一步", "完成")
	x.taps(Director, "确认收到", "交办", "经发招商局", "3天")
	x.taps(Contact("经发招商局"), "说明进展")
	x.says(Contact("经发招商局"), "抢修人员已到场。"+mark)
	x.taps(Director, "办结")
	x.says(Director, "已恢复供电。"+mark)
	x.says(Director, "/problems")
}

// sceneNotice: a notice to all contacts, and who has read it.
func sceneNotice(x *Troupe) {
	x.scene("发通知，看谁已阅")
	x.says(Director, "/announce")
	x.taps(Director, "按身份", "联络员")
	x.says(Director, "周五下午开调度会，请参加。"+mark)
	x.taps(Director, "发送")
	x.taps(Contact("财政局"), "已阅")
	x.taps(Director, "谁已阅")
}

// sceneInspection: the director switches inspections on, records a finding,
// the unit answers it, and it is struck off.
func sceneInspection(x *Troupe) {
	x.scene("督查：记录问题、限期整改、销号")
	x.says(Director, "/settings")
	x.taps(Director, "打开 督查整改")
	x.says(Director, "/inspect")
	x.taps(Director, "记录问题", "社管局")
	x.says(Director, "临时救助台账没有更新。"+mark)
	x.taps(Director, "7天")
	x.taps(Contact("社管局"), "回复整改")
	x.says(Contact("社管局"), "台账已补齐。"+mark)
	x.taps(Director, "销号")
}

// sceneFacts: the facts for assessment, as the director sees them.
func sceneFacts(x *Troupe) {
	x.scene("考核事实：只列事实，不打分、不排名")
	x.says(Director, "/facts")
}

// keepsRota: the office keeps a rota by weeks; whoever has the week is told on Monday,
// and trades it with the next.
func (x *Troupe) keepsRota() {
	x.invite("专班", "办公室副主任", deputyDirector)
	x.says(Director, "/duty")
	x.taps(Director, Director, deputyDirector, "按周排班", "空着的周按值班人顺排")
	x.untilDate(2026, 12, 14, 8, 31)
	x.taps(Director, "换班", "12月21日至12月27日…")
	x.taps(deputyDirector, "同意换班")
}
