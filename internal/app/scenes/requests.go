package scenes

// The scene of requests: a difficulty of one unit is solved by another within the
// half-month, and no longer stands in the roll-up.

func requests() Scene {
	return Scene{ID: "requests", Title: sceneRequests, About: sceneRequestsAbout, Starts: december, prepare: (*Troupe).assembled, Acts: []Act{
		{actAsks, actAsksNote, []string{Contact("财政局"), Head("财政局"), Director}, (*Troupe).asks},
		{actAnswers, actAnswersNote, []string{Contact("社管局"), Contact("财政局"), Director}, (*Troupe).answers},
		{actNotYet, actNotYetNote, []string{Contact("财政局"), Contact("社管局")}, (*Troupe).saysNotYet},
		{actSolved, actSolvedNote, []string{Contact("社管局"), Contact("财政局"), Director}, (*Troupe).solves},
		{actOutOfRollup, actOutOfRollupNote, []string{Director, group}, (*Troupe).rollsUp},
		{actMeets, actMeetsNote, []string{Director, Contact("社管局")}, (*Troupe).meets},
	}}
}

// asks: 财政局 says what it needs and of whom; the head signs, the office looks.
func (x *Troupe) asks() {
	x.untilDate(2026, 12, 10, 9, 35)
	c := Contact("财政局")
	x.taps(c, "填报 保基层运转…", "开始填报", "有困难")
	x.says(c, "救助资金缺口说不准，没法调度。"+mark, "请核对困难群众救助资金缺口。"+mark, "社管局",
		"公用经费压减达到 15%。"+mark, "已建立库款监测台账。"+mark)
	x.finish(c, "盘活存量资金。"+mark)
	x.taps(Head("财政局"), "同意报送")
	x.says(Director, "/status")
}

// answers: after two working hours 社管局 is told, and answers.
func (x *Troupe) answers() {
	x.untilDate(2026, 12, 10, 14, 0)
	c := Contact("社管局")
	x.taps(c, "收到", "答复")
	x.says(c, "缺口 12 万元。"+mark)
}

// saysNotYet: it is not enough yet.
func (x *Troupe) saysNotYet() {
	x.untilDate(2026, 12, 11, 9, 0)
	x.taps(Contact("财政局"), "还没有")
	x.says(Contact("财政局"), "请再分到各镇。"+mark)
}

// solves: the rest comes, and 财政局 confirms it.
func (x *Troupe) solves() {
	x.untilDate(2026, 12, 14, 10, 0)
	x.taps(Contact("社管局"), "已解决")
	x.taps(Contact("财政局"), "已解决")
	x.says(Director, "/status")
}

// rollsUp: the roll-up goes out.
func (x *Troupe) rollsUp() {
	x.untilDate(2026, 12, 15, 17, 31)
	x.says(Director, "/rollup")
	x.taps(Director, "显示困难")
}

// meets: the agenda as Word, and what the meeting decided.
func (x *Troupe) meets() {
	x.untilDate(2026, 12, 16, 9, 0)
	x.says(Director, "/export")
	x.taps(Director, "2026年12月1日至15日", "会议议程（Word）")
	x.says(Director, "/instruct")
	x.taps(Director, "记会议决定")
	x.says(Director, "请社管局12月25日前建立救助资金分镇台账。"+mark)
	x.taps(Director, "发出")
	x.taps(Contact("社管局"), "收到")
	x.says(Director, "/status")
}
