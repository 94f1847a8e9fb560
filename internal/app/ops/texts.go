package ops

// What a look at the live bot tells, in English; package lang has it in Chinese.
const (
	textFindBot      = "Bot"
	textFindUpdates  = "Updates"
	textFindDelivery = "Delivery"
	textFindGroup    = "Group"
	textFindFiles    = "Files"
	textFindEtcd     = "etcd"
	textEtcdBad      = "etcd cannot be used: %s"
	textLeaseShort   = "it takes %s for an answer, for which a lease of %s is too short: write %s or more at data.lease"
	textLeaseFits    = "it takes %s for an answer; the lease is %s"
	textFilesBad     = "%s cannot be used: %s"
	textPolling      = "asked for by the bot, %d waiting"
	textPosted       = "posted to %s, %d waiting"
	textForeignHook  = "Telegram posts to %s, while the configuration asks for updates: take the webhook back there, or call deleteWebhook"
	textNoHook       = "no webhook is set, and it should be %s: the bot sets it when it starts"
	textOtherHook    = "posted to %s, while the configuration has %s: restart the bot"
	textHookError    = "%s: posting failed: %s"
	textNoGroup      = "no group is bound, so that the roll-up has nowhere to go: have the director send /bind in the group"
	textNotInGroup   = "%s: the bot is no longer in the group; add it again"
	textMuted        = "%s: the bot may not write (%s); allow it in the group's settings"
	textInGroup      = "%s: it may write (%s)"
)
