package picture

// Why a picture cannot be put into a document, for whoever sent it.
const (
	textUnreadable    = "这张照片是%s格式，无法放入文档。请在手机相机设置中选择“兼容性最佳”，或以普通照片方式重新发送。"
	textNoPicture     = "这个文件不是能识别的照片，请发送JPG或PNG格式的照片。"
	textTooLarge      = "这张照片太大，请以普通照片方式发送，或缩小后再发。"
	textTooManyPixels = "这张照片有%.0f百万像素，最多能放%.0f百万像素。请以普通照片方式发送（不选“文件”或“原图”），或在相机里关闭高像素模式。"
	textDamaged       = "这张照片已损坏，无法打开，请重新发送。"
	textNotPossible   = "这张照片无法放入文档。"
)
