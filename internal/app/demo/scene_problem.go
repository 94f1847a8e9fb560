package demo

// The scene of what comes up between the reports: a problem at night, a notice,
// an inspection, the facts for assessment.

const (
	sceneProblems      = "问题、通知和督查"
	sceneProblemsAbout = "夜里的重大问题几秒送到；通知看谁已阅；督查销号；考核只列事实"
)

func init() {
	scenes = append(scenes, scene{id: "problems", title: sceneProblems, about: sceneProblemsAbout, starts: december,
		prepare: (*play).assembled, acts: []act{
			{"夜里的重大问题", "23点上报，值班员马上收到；确认、交办、办结", []string{contact("应急和市场监管局"), director, contact("经发招商局")}, func(x *play) {
				x.untilDate(2026, 12, 3, 23, 0)
				sceneProblem(x)
			}},
			{"发通知", "按身份发，谁已阅一目了然", []string{director, contact("财政局")}, func(x *play) {
				x.untilDate(2026, 12, 4, 10, 0)
				sceneNotice(x)
			}},
			{"督查整改", "记录问题、限期整改、销号", []string{director, contact("社管局")}, sceneInspection},
			{"考核事实", "只列事实，不打分、不排名", []string{director}, sceneFacts},
		}})
}

// sceneProblem: a major problem at night, confirmed, assigned, closed. It needs
// the people of firstStart.
func sceneProblem(x *play) {
	x.scene("夜里的重大问题：上报、确认、交办、办结")
	c := contact("应急和市场监管局")
	x.says(c, "/problem", "粮食应急供应点停电。"+mark, "恒口镇供应点。"+mark)
	x.taps(c, "今天", "重大，马上报")
	x.says(c, "请供电所抢修。"+mark)
	x.taps(c, "下一步", "上报")
	x.taps(director, "确认收到", "交办", "经发招商局", "3天")
	x.taps(contact("经发招商局"), "说明进展")
	x.says(contact("经发招商局"), "抢修人员已到场。"+mark)
	x.taps(director, "办结")
	x.says(director, "已恢复供电。"+mark)
	x.says(director, "/problems")
}

// sceneNotice: a notice to all contacts, and who has read it.
func sceneNotice(x *play) {
	x.scene("发通知，看谁已阅")
	x.says(director, "/announce")
	x.taps(director, "按身份", "联络员")
	x.says(director, "周五下午开调度会，请参加。"+mark)
	x.taps(director, "发送")
	x.taps(contact("财政局"), "已阅")
	x.taps(director, "谁已阅")
}

// sceneInspection: the director switches inspections on, records a finding,
// the unit answers it, and it is struck off.
func sceneInspection(x *play) {
	x.scene("督查：记录问题、限期整改、销号")
	x.says(director, "/settings")
	x.taps(director, "打开 督查整改")
	x.says(director, "/inspect")
	x.taps(director, "记录问题", "社管局")
	x.says(director, "临时救助台账没有更新。"+mark)
	x.taps(director, "7天")
	x.taps(contact("社管局"), "回复整改")
	x.says(contact("社管局"), "台账已补齐。"+mark)
	x.taps(director, "销号")
}

// sceneFacts: the facts for assessment, as the director sees them.
func sceneFacts(x *play) {
	x.scene("考核事实：只列事实，不打分、不排名")
	x.says(director, "/facts")
}
