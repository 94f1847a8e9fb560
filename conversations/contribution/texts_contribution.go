package contribution

// What people read when they give or take contributions.
const (
	textGiveHead     = "素材 · %s"
	textGiveTask     = "素材 · 任务%d %s"
	textGiveFor      = "由%s汇总上报。"
	textGiveHow      = "请选一项，写几句或发照片；没有可不写。"
	textGivePrompt   = "请发文字或照片，可以分几条。"
	textGiveFirst    = "贵单位是本项第一责任单位。"
	textGiveClosed   = "本期报告已交，现在写的会转给牵头单位备查。"
	textGivePlace    = "这些内容放到哪一项？"
	textGiveNoted    = "✓ 已转给%s"
	textGiveNothing  = "✓ 已记为没有要补充的"
	textGiveDropped  = "✓ 已拿掉上一段"
	textGiveEdited   = "✓ 已按您的修改更新"
	textGiveCourtesy = "请写几句或发照片；没有可点“没有要补充的”。"
	textLogCourtesy  = "招呼"
	textGiveThanks   = "谢谢，素材已转给牵头单位。想起什么还可以再点开补充。"
	textGiveNoTask   = "没有"
	textGiveByHand   = "已写："
	textGiveEmpty    = "未写"
	textGivePieces   = "%d段"
	textGiveFiles    = "附件%d个"

	buttonNothing  = "没有要补充的"
	buttonAllNone  = "其余都没有"
	buttonDropLast = "拿掉上一段"
	buttonGiveDone = "完成"
	buttonGiveNext = "下一项"
	buttonGiveHome = "总览"
)
