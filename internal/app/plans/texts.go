package plans

// What the audit log says, in Chinese like all of it.
const (
	textApplied   = "方案换版"
	textAppliedAs = "自%s起：%s（%s）"
	textMoved     = "单位并转：%s"
)
