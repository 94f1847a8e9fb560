package document

// sentences are what the sender of a refused file reads.
var sentences = map[Reason]string{
	TooLarge:     "文件超过20MB，无法读取。请去掉大图片或分成几个文件后再发，也可以直接粘贴文字。",
	Empty:        "文件里没有文字。请检查后重新发送，也可以直接粘贴文字。",
	OnlyPictures: "文件里只有图片，没有可读取的文字，已作为佐证材料保存。请另发可编辑的.docx文件，或直接粘贴文字。",
	Picture:      "这是图片，无法读取其中的文字，可以作为佐证材料保存。请另发.docx文件，或直接粘贴文字。",
	PDF:          "这份PDF是扫描件或图片，没有可读取的文字，可以作为佐证材料保存。请另发.docx文件，或直接粘贴文字。",
	OldOffice:    "这是旧格式的文件（如.doc、.xls、.wps）或加了密码的文件，无法读取。请打开后另存为.docx或.xlsx（不设密码）再发。",
	Locked:       "文件加了密码，无法读取。请取消密码后再发。",
	Packed:       "这是压缩包，无法读取。请解压后逐个发送其中的.docx、.xlsx或.txt文件。",
	OtherOffice:  "暂不支持这种文件。请另存为.docx、.xlsx或.txt后再发。",
	Markup:       "这是网页格式的文件，无法读取。请用Word或WPS打开，另存为.docx后再发。",
	Swollen:      "文件解压后过大，为安全起见未读取。请另存为新的.docx或.xlsx文件后再发，也可以直接粘贴文字。",
	Crooked:      "文件内部结构异常，为安全起见未读取。请用Word或WPS另存为新文件后再发，也可以直接粘贴文字。",
	Entities:     "文件内含不安全的定义，为安全起见未读取。请用Word或WPS另存为新文件后再发。",
	Deep:         "文件层次过于复杂，无法读取。请把文字复制到新文件后再发，也可以直接粘贴文字。",
	Damaged:      "文件已损坏或不完整，无法读取。请重新保存后再发，也可以直接粘贴文字。",
	Unknown:      "无法识别这个文件。请发送.docx、.xlsx、.pdf或.txt文件，也可以直接粘贴文字。",
}

// noteSentences are what the sender of a file reads beside what was found.
var noteSentences = map[Note]string{
	NotePictures:  "文件中有图片，图片里的文字未读取，图片可作为佐证材料。",
	NoteMacros:    "文件中有宏，已忽略，未运行。",
	NoteTruncated: "文件内容较长，只读取了前面的部分，其余请分次发送。",
	NoteHidden:    "文件中有隐藏的内容，未读取。",
	NoteEmbedded:  "文件中嵌入了其他文件，未读取。",
	NoteComments:  "文件中有批注，未读取。",
	NoteAside:     "页眉页脚、图表或浮在表格上的文字未读取。",
	NotePages:     "有的页没有可读取的文字（可能是扫描件），请核对。",
	NoteContents:  "目录未读取。",
	NoteChanges:   "文件中有修订痕迹，已删除的文字未读取。",
}

// textHiddenNamed is the sentence of [NoteHidden] with names.
const textHiddenNamed = "文件中有隐藏的内容，未读取：%s。"
