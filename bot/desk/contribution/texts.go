package contribution

const (
	textContribHead  = "%s，您好。请提供%s的素材："
	textContribLine  = "· 任务%d %s（%s汇总）"
	textContribFoot  = "写几句或发照片即可；没有可补充的，点一下就行。"
	textContribAgain = "%s，您好。%s想再请贵单位为“任务%d %s”提供素材，一两句也好。"
	textContribAsked = "已请%s提供"
	textContribPeace = "今天已请过%s"
	textContribLost  = "%s的联络员联系不上"
	textContribOff   = "本期不用提供素材"
	textLogContrib   = "征集素材"
	textLogContribTo = "再请提供素材 任务%d"
	buttonGive       = "提供素材"
	buttonGiveNot    = "都没有要补充的"
)

const (
	textSwContribution      = "征集素材"
	textSwContributionAbout = "截止前5个工作日请责任单位提供素材"
)
