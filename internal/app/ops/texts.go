package ops

// The words that people read.
const (
	textFindBot      = "机器人"
	textFindUpdates  = "更新"
	textFindDelivery = "推送"
	textFindGroup    = "群"
	textPolling      = "由机器人自取，等待 %d 条"
	textPosted       = "由 Telegram 推送到 %s，等待 %d 条"
	textForeignHook  = "设有推送地址 %s，而配置为自取：两者冲突，请在原处停用，或调用 deleteWebhook"
	textNoHook       = "没有推送地址，应为 %s：机器人启动后会自动设置"
	textOtherHook    = "推送到 %s，而配置为 %s：重启机器人即可改正"
	textHookError    = "%s推送失败：%s"
	textNoGroup      = "尚未绑定专班群，汇总无处发布：请主任在群里发送 /bind"
	textNotInGroup   = "%s：机器人已不在群里，请重新加入"
	textMuted        = "%s：机器人不能发言（%s），请在群设置中放开"
	textInGroup      = "%s：可以发言（%s）"

	textClaim = "请在 %s 前用 Telegram 打开下面的链接，打开者即为办公室主任。\n链接只能用一次，请勿转发。\n%s\n"
)
