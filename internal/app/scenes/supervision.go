package scenes

// The scene of supervision: a promise kept and one broken, a report sent back
// for one task, an instruction answered, a date set and a document handed in.

const deputyDirector = "办公室副主任甲"

func supervision() Scene {
	return Scene{ID: "supervision", Title: sceneSupervision, About: sceneSupervisionAbout, Starts: december, prepare: (*Troupe).supervised, Acts: []Act{
		{actPromise, actPromiseNote, []string{Contact("财政局"), Director}, (*Troupe).promises},
		{actReturn, actReturnNote, []string{Director, Contact("党群局"), deputyDirector}, (*Troupe).sendsBack},
		{actOwnUnit, actOwnUnitNote, []string{Director, deputyDirector, Contact("经发招商局")}, (*Troupe).ownUnit},
		{actInstruction, actInstructionNote, []string{Director, Contact("社管局"), Head("社管局")}, (*Troupe).instructs},
		{actOnce, actOnceNote, []string{Director, Contact("财政局")}, (*Troupe).setsDate},
		{actBroken, actBrokenNote, []string{Contact("财政局"), Head("财政局"), Director}, (*Troupe).breaksPromise},
		{actChain, actChainNote, []string{Head("应急和市场监管局"), Director}, func(x *Troupe) { x.untilDate(2026, 12, 17, 10, 1) }},
	}}
}

// supervised is the assembled troupe with a deputy director.
func (x *Troupe) supervised() error {
	if err := x.assembled(); err != nil {
		return err
	}
	x.invite("专班", "办公室副主任", deputyDirector)
	return x.err
}

// promises: 财政局 answers the first reminder with a time.
func (x *Troupe) promises() {
	x.untilDate(2026, 12, 10, 9, 31)
	c := Contact("财政局")
	x.taps(c, "收到，稍后报", "12月15日（周二）10:00")
	x.says(Director, "/status")
}

// sendsBack: the director sends one task of a report back, and it is corrected.
func (x *Troupe) sendsBack() {
	x.untilDate(2026, 12, 10, 9, 35)
	c := Contact("党群局")
	x.taps(c, "填报 保居民就业…", "开始填报", "有进展")
	x.says(c, "做好农民工就业服务。"+mark, "新社区工厂 1 家投产。"+mark, "0", "继续做好返乡摸底。"+mark)
	x.taps(c, "提交")
	x.taps(Director, "退回", "☐ 任务1", "下一步", "明天17:30")
	x.says(Director, "请写明新增就业人数。"+mark)
	x.taps(c, "去修改", "✓ 任务1", "重写")
	x.says(c, "返乡农民工新增就业 42 人。"+mark)
	x.taps(c, "预览并提交", "提交")
	x.taps(Head("党群局"), "同意报送")
	x.taps(deputyDirector, "通过")
}

// ownUnit: the director's own bureau is reviewed by the deputy director.
func (x *Troupe) ownUnit() {
	x.untilDate(2026, 12, 11, 10, 0)
	c := Contact("经发招商局")
	x.taps(c, "填报 保粮食能源安全…", "开始填报")
	x.says(c, "高标准农田新建完成招标。"+mark, "成品油、电力供应平稳。"+mark)
	x.finish(c, "补齐粮食储备。"+mark)
	x.taps(Head("经发招商局"), "同意报送")
	x.says(Director, "/status")
	x.taps(Director, "全部", "看 保粮食能源安全", "审阅")
	x.taps(deputyDirector, "通过")
}

// instructs: the office records a leader's instruction; the unit answers it, and
// the office closes it.
func (x *Troupe) instructs() {
	x.untilDate(2026, 12, 11, 15, 0)
	x.says(Director, "/instruct")
	x.taps(Director, "代录：…")
	x.says(Director, "请社管局12月16日前逐户核实困难群众救助名单。"+mark)
	x.taps(Director, "发出")
	x.taps(Contact("社管局"), "收到", "答复")
	x.says(Contact("社管局"), "已逐户核实，名单无变化。"+mark)
	x.taps(Director, "办结")
}

// setsDate: the director sets the date of a duty that the notice leaves open.
func (x *Troupe) setsDate() {
	x.untilDate(2026, 12, 14, 9, 0)
	x.says(Director, "/dates")
	x.taps(Director, "财政风险应急处置预案：…")
	x.says(Director, "12月25日")
	x.taps(Director, "对，就这样")
	x.says(Contact("财政局"), "/status")
}

// breaksPromise: the promised time passes.
func (x *Troupe) breaksPromise() {
	x.untilDate(2026, 12, 15, 10, 1)
	x.says(Director, "/status")
}
