package scenes

// What people read on the page of scenes and their acts. The page's own words stand in sandbox/web/texts.js.
const (
	sceneFirst         = "第一次启动"
	sceneFirstAbout    = "主任认领，邀请联络员，绑定专班群"
	sceneOrdinary      = "平常的半个月"
	sceneOrdinaryAbout = "五个单位各有各的忙，材料照样收齐"
	sceneSilent        = "没有人理会"
	sceneSilentAbout   = "都不回话时，机器人怎么催、催几次"
	sceneSpring        = "春节前后"
	sceneSpringAbout   = "截止日落在假期，提醒提前，调休照算"

	actClaim             = "主任认领"
	actClaimNote         = "程序第一次启动会打印一个链接，谁先打开，谁就是办公室主任。"
	actInvite            = "邀请党群局联络员"
	actInviteNote        = "主任发送 /invite，选单位和身份，把链接转给对方；对方点开就加入了。"
	actHead              = "邀请党群局负责人"
	actHeadNote          = "书面材料由单位负责人点一下审签。"
	actBind              = "把机器人请进专班群"
	actBindNote          = "主任把机器人拉进群，发送 /bind，汇总就发在这里。"
	actFirstReminder     = "等到第一次提醒"
	actFirstReminderNote = "截止前三个工作日的上午，联络员收到一条提醒，点一下就开始填。"

	actPrompt         = "党群局：收到提醒就填"
	actPromptNote     = "点“有进展”，写两句话，提交；负责人点“同意报送”。"
	actTwoAreas       = "经发招商局：一次报两个领域"
	actTwoAreasNote   = "牵头两个领域，只收一条提醒，在一张卡片上切换。"
	actSlow           = "社管局：填一半放下"
	actSlowNote       = "三天后接着填，前面写的都在。"
	actDifficulty     = "财政局：有困难"
	actDifficultyNote = "写清需要什么、请谁支持；困难只有办公室看得到。"
	actCorrection     = "党群局：改一句话"
	actCorrectionNote = "在聊天里编辑自己的消息，作为更正再次提交，旧版保留。"
	actLastDay        = "截止日"
	actLastDayNote    = "主任看进度、催办；17:30 汇总自动发到群里。"
	actOverdue        = "应急和市场监管局：补报"
	actOverdueNote    = "逾期后礼貌催办，补报后群里的汇总随之更新。"

	actSilentFirst     = "第一次提醒"
	actSilentFirstNote = "提前三个工作日，每个联络员只收一条。"
	actSilentAgain     = "截止当天"
	actSilentAgainNote = "再提醒两次；主任 /status 一眼看到谁没动。"
	actSilentOver      = "到点没有人报"
	actSilentOverNote  = "汇总照常发布，不点名；主任收到预览。"
	actSilentNag       = "催办"
	actSilentNagNote   = "逾期后的工作日各催一次，之后不再打扰。"
	actSilentNext      = "下一期"
	actSilentNextNote  = "新的一期从头开始；上期没报的，材料里仍能补。"

	actSpringEarly      = "节前第一次提醒"
	actSpringEarlyNote  = "按工作日倒着数，春节假期不算。"
	actSpringBefore     = "放假前最后一个工作日"
	actSpringBeforeNote = "2月14日周六调休上班，提醒挪到这一天。"
	actSpringDay        = "假期里的截止日"
	actSpringDayNote    = "截止日不变；假期里不催报，只请主任看预览、到点在群里发汇总。"
	actSpringBack       = "节后上班"
	actSpringBackNote   = "2月24日上班以后才催办。"
	actSpringEnd        = "二月的最后一天"
	actSpringEndNote    = "二月没有30日，28日（调休上班）就是截止日。"
)

// What the printed half-month says besides the chat.
const (
	resultTitle = "群里的汇总"
	textLeftOut = "    （此处略去 %d 行，--all 打印全部）"
)
