package report

// What people read from the office's desk, in one place to be reviewed and
// translated.
const (
	textUnreadable      = "%s已报，但记录无法读取，暂时不能查看和更正。不会再催您，请联系办公室恢复；您发的内容已另外保存。"
	textLogUnreadable   = "记录无法读取时所写"
	textReportPrivately = "请在私聊中填报。"
	textUnsignedHead    = "%s%s提交，还等您审签。"
	textUnsignedHeads   = "有%d份报告等您审签："
	textUnsignedLine    = "· %s：%s提交"
	textUnsignedUp      = "以下报告已经提交，单位负责人还没有审签："
	textUnsignedUpLine  = "· %s（%s）：%s提交"
	textLogUnsigned     = "催审签"
	buttonSignRead      = "看全文"
	buttonSignOne       = "看 %s"
	textSignHead        = "%s请您审签"
	textSignBy          = "%s %s提交，第%d版"
	textSignedAlready   = "这份报告现在是“%s”"
	textSignNewer       = "报告改过了，请看新的一版"
	textSignedToast     = "已审签"
	textSignedBy        = "%s已由%s于%s审签。"
	textSignedTell      = "%s已由%s审签。"
	textKnownFrom       = "%s期报告"
	textKnownDay        = "%d月%d日"
	textHintSignReturn  = "要改什么、怎么改"
	textAskSignReturn   = "请写明要改什么，我转给联络员。"
	textSignReturned    = "%s已退给联络员修改：%s"
	textSignReturnTell  = "%s请修改。%s说：%s"
	textSignReturnDone  = "已转给联络员。"
	textNoHead          = "本单位还没有负责人加入，暂时无人审签。请告诉主任发一份“单位负责人”邀请。"
	textStillOnTime     = "不影响按时。"
	textLogSigned       = "审签"
	textLogSignReturned = "审签退回"
	buttonPrivately     = "去私聊填报"
	buttonSign          = "同意报送"
	buttonSignReturn    = "请修改"
	buttonCorrectNow    = "去修改"
	aboutReport         = "填报本单位材料"
	wordReport          = "填报"
)

// What people read about the documents they send.
const (
	textFileRefused = "“%s”：%s"
	textFileNothing = "“%s”里没有读到可以填报的文字，已作为附件保存。也可以直接粘贴文字。"
	textFileWaits   = "“%s”已拆开，在“%s”的报告里等您看。"
)

const (
	textLogTask = "任务%d "
	textLogSent = "发来附件"
)

// What people read when it is asked which report their words belong to.
const (
	textWhich          = "这些内容报到哪一份？"
	textWhichTaken     = "好的，记到：%s"
	textWhichNone      = "好的，不记。"
	textNotWritten     = "这里不用写内容，您发的没有记入报告。报送上级的汇总请发 /report 打开，改过的文件点“改后报送”再发。催办请发 /nag，通知各单位请发 /announce。"
	textWhichLate      = "（逾期未报）"
	textWhichOpen      = "还没有报的："
	textLogWhichNone   = "不记入报告"
	textLogHeldEdited  = "改了还没有归到报告的内容"
	buttonWhichCorrect = "更正 %s"
	buttonWhichNone    = "都不要"
)
