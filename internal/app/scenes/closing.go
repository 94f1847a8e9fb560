package scenes

// The scene of a plan's end: the director closes it with a report missing, everybody
// is told once, what would write is answered, and two weeks later it goes on.

const (
	sceneClosing      = "收官：方案到哪一天为止"
	sceneClosingAbout = "主任看预览再确认；收官后只能查看；30天内可以撤销，一切接着来。"
)

func closing() Scene {
	return Scene{ID: "closing", Title: sceneClosing, About: sceneClosingAbout, Starts: december, prepare: (*Troupe).assembled, Acts: []Act{
		{"主任定日子，先看预览", "还有谁没报、什么此后不再要求、多少事项没办结，都写明；点确认才算。", []string{Director, Contact("财政局")}, (*Troupe).names},
		{"收官", "24时收官，第二天早上每人一条；群里是最后一期汇总。", []string{Director, Contact("财政局"), group}, func(x *Troupe) { x.untilDate(2026, 12, 17, 9, 0) }},
		{"只能查看", "看的照常；要填报或修改的，答一句：找谁、到哪天。", []string{Contact("财政局"), Director}, (*Troupe).looksOnly},
		{"撤销", "草稿都在；收官期间到期的，每人一条说清。", []string{Director, Contact("财政局"), group}, (*Troupe).goesOn},
	}}
}

// names: 财政局 has begun and not handed in when the director closes the plan.
func (x *Troupe) names() {
	x.untilDate(2026, 12, 15, 17, 45)
	x.says(Contact("财政局"), "/report")
	x.taps(Contact("财政局"), "开始填报", "有进展")
	x.says(Contact("财政局"), "库款监测台账已建立。"+mark)
	x.says(Director, "/close", "12月16日")
	x.taps(Director, "确认收官")
}

// looksOnly: words, a report and a status, when all is over.
func (x *Troupe) looksOnly() {
	x.says(Contact("财政局"), "/report", "补一句进展。"+mark)
	x.says(Director, "/status")
}

// goesOn: two weeks later the director takes it back.
func (x *Troupe) goesOn() {
	x.untilDate(2026, 12, 31, 10, 0)
	x.says(Director, "/reopen")
	x.says(Contact("财政局"), "/report")
}
