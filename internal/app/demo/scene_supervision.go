package demo

// The scene of supervision: a promise kept and one broken, a report sent back
// for one task, an instruction answered, a date set and a document handed in.

const deputyDirector = "办公室副主任甲"

func init() {
	scenes = append(scenes, scene{id: "supervision", title: sceneSupervision, about: sceneSupervisionAbout, starts: december,
		prepare: (*play).supervised, acts: []act{
			{actPromise, actPromiseNote, []string{contact("财政局"), director}, (*play).promises},
			{actReturn, actReturnNote, []string{director, contact("党群局"), deputyDirector}, (*play).sendsBack},
			{actOwnUnit, actOwnUnitNote, []string{director, deputyDirector, contact("经发招商局")}, (*play).ownUnit},
			{actInstruction, actInstructionNote, []string{director, contact("社管局"), head("社管局")}, (*play).instructs},
			{actOnce, actOnceNote, []string{director, contact("财政局")}, (*play).setsDate},
			{actBroken, actBrokenNote, []string{contact("财政局"), head("财政局"), director}, (*play).breaksPromise},
			{actChain, actChainNote, []string{head("应急和市场监管局"), director}, func(x *play) { x.untilDate(2026, 12, 17, 10, 1) }},
		}})
}

// supervised is the assembled troupe with a deputy director.
func (x *play) supervised() error {
	if err := x.assembled(); err != nil {
		return err
	}
	x.invite("专班", "办公室副主任", deputyDirector)
	return x.err
}

// promises: 财政局 answers the first reminder with a time.
func (x *play) promises() {
	x.untilDate(2026, 12, 10, 9, 31)
	c := contact("财政局")
	x.taps(c, "收到，稍后报", "12月15日（周二）10:00")
	x.says(director, "/status")
}

// sendsBack: the director sends one task of a report back, and it is corrected.
func (x *play) sendsBack() {
	x.untilDate(2026, 12, 10, 9, 35)
	c := contact("党群局")
	x.taps(c, "填报 保居民就业", "开始填报", "有进展")
	x.says(c, "做好农民工就业服务。"+mark, "新社区工厂 1 家投产。"+mark, "0", "继续做好返乡摸底。"+mark)
	x.taps(c, "跳过", "提交")
	x.taps(director, "退回", "☐ 任务1", "下一步", "明天17:30")
	x.says(director, "请写明新增就业人数。"+mark)
	x.taps(c, "去修改", "✓ 任务1", "重写")
	x.says(c, "返乡农民工新增就业 42 人。"+mark)
	x.taps(c, "预览并提交", "提交")
	x.taps(head("党群局"), "同意报送")
	x.taps(deputyDirector, "通过")
}

// ownUnit: the director's own bureau is reviewed by the deputy director.
func (x *play) ownUnit() {
	x.untilDate(2026, 12, 11, 10, 0)
	c := contact("经发招商局")
	x.taps(c, "填报 保粮食能源安全", "开始填报")
	x.says(c, "高标准农田新建完成招标。"+mark, "成品油、电力供应平稳。"+mark)
	x.finish(c, "补齐粮食储备。"+mark)
	x.taps(head("经发招商局"), "同意报送")
	x.says(director, "/status")
	x.taps(director, "看 保粮食能源安全", "审阅")
	x.taps(deputyDirector, "通过")
}

// instructs: the office records a leader's instruction; the unit answers it.
func (x *play) instructs() {
	x.untilDate(2026, 12, 11, 15, 0)
	x.says(director, "/instruct")
	x.taps(director, "社管局", "代录：…")
	x.says(director, "请逐户核实困难群众救助名单。"+mark)
	x.taps(contact("社管局"), "收到", "回复")
	x.says(contact("社管局"), "已逐户核实，名单无变化。"+mark)
}

// setsDate: the director sets the date of a duty that the notice leaves open.
func (x *play) setsDate() {
	x.untilDate(2026, 12, 14, 9, 0)
	x.says(director, "/dates")
	x.taps(director, "财政风险应急处置预案：…")
	x.says(director, "12月25日")
	x.taps(director, "对，就这样")
	x.says(contact("财政局"), "/status")
}

// breaksPromise: the promised time passes.
func (x *play) breaksPromise() {
	x.untilDate(2026, 12, 15, 10, 1)
	x.says(director, "/status")
}
