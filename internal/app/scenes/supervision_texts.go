package scenes

// What the page says about the scene of supervision.
const (
	sceneSupervision      = "督办：承诺、退回、批示、逐级"
	sceneSupervisionAbout = "联络员答应时间，办公室退回一项任务，领导批示要签收、答复，由交办的人办结，逾期逐级告知。"

	actPromise         = "财政局：收到，稍后报"
	actPromiseNote     = "选好时间，到时之前不再提醒；主任在 /status 里看得到。"
	actReturn          = "主任退回一项任务"
	actReturnNote      = "联络员只改退回的任务，原因就在原来的话旁边；改好后再送审。"
	actOwnUnit         = "主任不能审自己单位的报告"
	actOwnUnitNote     = "经发招商局的报告由副主任审阅。"
	actInstruction     = "代录领导批示"
	actInstructionNote = "单位和日期从原话里读出来；社管局签收、答复，由交办的人办结。"
	actOnce            = "主任设定未定日期"
	actOnceNote        = "发一句“12月25日”，责任单位从此按时收到提醒。"
	actBroken          = "答应的时间到了"
	actBrokenNote      = "说一次，并告知单位负责人。"
	actChain           = "逾期逐级告知"
	actChainNote       = "一个工作日后告知单位负责人，两个工作日后告知办公室。"
)
