package group

// What people read from the office's desk, in one place to be reviewed and
// translated.
const (
	textForeignGroup  = "这个群没有登记，我先退出了。"
	textNoGroup       = "这里是频道，不能报送，我先退出了。请把我加到专班群。"
	textBindPlease    = "请在10分钟内在本群发送 /bind@%s，把本群设为专班群。"
	textNotBound      = "没有等到绑定，我先退出，需要时请再邀请我。"
	textBound         = "本群已设为%s群。每期汇总会发在这里；成员可发 /status 看进度。"
	textBoundToast    = "已绑定"
	textBindRefused   = "已忽略"
	textBindInGroup   = "请在要绑定的群里发送 /bind。"
	textBindAnonymous = "有人以匿名管理员身份在“%s”发了 /bind。是您吗？"
	textGroupLost     = "机器人已不在“%s”，汇总暂时无处发布。请重新邀请并发送 /bind。"
	textLogBound      = "绑定群"
	textLogGroupLost  = "群已失联"
	buttonBindYes     = "是我，绑定"
	buttonBindNo      = "不是我"
	aboutBind         = "把本群设为专班群"
)
