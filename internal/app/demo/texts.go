package demo

// What people read on the page from the program. Scenes have texts of their own,
// the page in sandbox/web/texts.js.
const (
	markRemind       = "提醒"
	markNag          = "催办"
	markEscalate     = "逐级催办"
	markContribution = "征集素材"
	markPreview      = "汇总预览"
	markPublish      = "发布汇总"
	markDigest       = "每日简报"
	markWeekly       = "每周提要"
	markNotice       = "通知"
	markDeadline     = "截止"

	errActText = "这一幕和您手动做的对不上，请重置场景后再演。"
)
