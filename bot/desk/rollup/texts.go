package rollup

// What people read from the office's desk, in one place to be reviewed and
// translated.
const (
	textHalfMonthly        = "半月汇总"
	textMonthly            = "月度汇总"
	textEachPeriod         = "本期汇总"
	textRollupAdded        = "%s已补报，汇总已更新。"
	textRollupNews         = "汇总有新内容，已更新。"
	textOffice             = "专班办公室"
	textRollupIn           = "%s已报，汇总已更新。"
	textRollupCorrected    = "%s有更正，汇总已更新。"
	textPreviewHead        = "汇总预览（仅您可见）"
	textPreviewPosted      = "已于%s发到群里。改动后请点“更新群里的汇总”。"
	textPreviewHeld        = "到点不会自动发布，请您手动发布。"
	textPreviewAuto        = "%s自动发布，届时不含困难和未报名单；要按上面的样子发，请点“现在发布”。"
	textHeldAlarm          = "%s的汇总已到发布时间，按您的设置没有自动发布。发送 /rollup 可以查看和发布。"
	textNoGroup            = "%s的汇总没有发出：还没有绑定专班群。请把我加进群并在群里发送 /bind，再用 /rollup 发布。"
	textNoGroupToast       = "还没有绑定专班群"
	textPostedToast        = "已发到群里"
	textLogPosted          = "发布汇总"
	textLogReposted        = "更新群里的汇总"
	buttonPost             = "现在发布"
	buttonRepost           = "更新群里的汇总"
	buttonHold             = "到点不自动发"
	buttonAuto             = "到点自动发"
	buttonShowDifficulties = "显示困难"
	buttonHideDifficulties = "隐去困难"
	buttonShowNames        = "列出未报单位"
	buttonHideNames        = "不列未报单位"
	aboutRollup            = "预览和发布汇总"
)
