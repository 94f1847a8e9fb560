package report

// What people read when they take what other units contributed.
const (
	textTaking       = "%s提供的素材："
	textTakingFiles  = "（另有附件%d个）"
	textTakingMore   = "还有%d份素材，处理完上面的就会看到。"
	textTakingSilent = "尚未提供素材：%s。不影响您报送。"
	textTakingNone   = "没有要补充的：%s。"
	textTakingEdit   = "请把%s的这段改好发来，原话会留底："
	textTakingTaken  = "✓ 已采用%s的素材"
	textTakingLeft   = "已放下%s的素材，对方写的仍保留"
	textTakingGone   = "这份素材已处理"

	buttonTakingTake = "采用"
	buttonTakingEdit = "改后采用"
	buttonTakingSkip = "不用"
	buttonTakingAsk  = "再请%s提供"
)
