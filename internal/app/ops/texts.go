package ops

// The words that people read.
const (
	textNoUnit = "不属于任何单位的事项"

	textClaim = "请在 %s 前用 Telegram 打开下面的链接,打开者即为办公室主任。\n链接只能用一次,请勿转发。\n%s\n"
)
