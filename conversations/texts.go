package conversations

// What people read in every dialog.
const (
	TextSecret = "勿填涉密、工作秘密和个人信息。"
	TextStale  = "这张卡片已更新"

	textFine    = "好的。"
	textHello   = "您好，请讲。"
	textWelcome = "不客气。"
	textRefused = "“%s”是程序或带宏的文件，不能收。请发照片、PDF、Word或Excel文件。"
)
