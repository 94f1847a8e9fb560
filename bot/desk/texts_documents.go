package desk

// What people read about the documents they send.
const (
	textFileRefused = "“%s”：%s"
	textFileNothing = "“%s”里没有读到可以填报的文字，已作为附件保存。也可以直接粘贴文字。"
	textFileWaits   = "“%s”已拆开，在“%s”的报告里等您看。"
)
