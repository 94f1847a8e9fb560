package sheet

// What of a workbook is named as not read.
const (
	textHiddenSheet  = "工作表“%s”"
	textHiddenRow    = "“%s”第%d行"
	textHiddenColumn = "“%s”%s列"
)
