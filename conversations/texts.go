package conversations

// What people read in every dialog.
const (
	TextSecret = "勿填涉密、工作秘密和个人信息。"
	TextStale  = "这张卡片已更新"
)
