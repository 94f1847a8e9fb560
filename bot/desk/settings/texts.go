package settings

const (
	aboutSettings    = "功能开关"
	wordSettings     = "设置"
	textSettingsHead = "功能开关"
	textOn           = "开"
	textOff          = "关"
	textSwitched     = "%s：%s"
	textLogSwitch    = "开关"
	buttonSwitchOn   = "打开 %s"
	buttonSwitchOff  = "关闭 %s"
	buttonDates      = "设定未定日期"
)
