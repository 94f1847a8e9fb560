package match

// What is said of what is left out.
const (
	textLeft     = "以下未采用：%s。"
	textLeftMany = "以下未采用：%s等%d处。"
	textShort    = "“%s”较长，只读取了前面的部分，其余请分次发送。"

	textHeads       = "表头"
	textFigureTable = "指标表"
	textOtherTable  = "其他表格"
	textColumn      = "列"
)
