package scenes

import "liubao/internal/app/stage"

// The scene of what the director switches on: contributions, ledgers, warning
// lines; and how people hand over.

const (
	sceneTiers      = "两级填报、交接和台账"
	sceneTiersAbout = "责任单位提供素材、牵头单位采用；主任看进度、设预警线；联络员交接；台账"

	successorContact = "社管局联络员乙"
)

func tiers() Scene {
	return Scene{ID: "tiers", Title: sceneTiers, About: sceneTiersAbout, Starts: december, prepare: (*Troupe).assembled, Acts: []Act{
		{"征集素材", "责任单位写一句，牵头单位点一下采用", []string{Director, Contact("社管局"), Contact("党群局")}, actContributions},
		{"看进度", "从总览到领域、任务、单位", []string{Director}, actCockpit},
		{"预警线", "越线的数马上提醒办公室", []string{Director}, actWarning},
		{"台账", "点几下就更新", []string{Director, Contact("经发招商局")}, actLedger},
		{"永久交接", "办公室同意后，新同事用链接接手", []string{Contact("社管局"), Director, successorContact}, actHandover},
	}}
}

// actContributions: the director has contributions asked for; a responsible
// unit gives a sentence, and the lead unit takes it. It begins on 8 December.
func actContributions(x *Troupe) {
	x.says(Director, "/settings")
	x.taps(Director, "打开 征集素材")
	x.untilDate(2026, 12, 8, 9, 31)
	c := Contact("社管局")
	x.taps(c, "提供素材", "○ 任务1")
	x.says(c, "帮扶车间吸纳就业 15 人。"+mark)
	x.taps(c, "完成")
	lead := Contact("党群局")
	x.says(lead, "/report")
	x.taps(lead, "○ 任务1", "采用 社管局")
}

// actHandover: a contact hands over for good with the office's consent, and a new
// colleague takes over by a link.
func actHandover(x *Troupe) {
	c := Contact("社管局")
	x.says(c, "/handover")
	x.taps(c, "永久交接", "交给 新同事")
	x.taps(Director, "同意")
	if x.err != nil {
		return
	}
	x.do(x.actor(successorContact).Opens(x.ctx, stage.Payload(x.actor(c).Newest())))
}

// actCockpit: the director goes from the overview down to a person.
func actCockpit(x *Troupe) {
	x.says(Director, "/status")
	x.taps(Director, "全部", "看 保居民就业", "任务1", "党群局", "总览")
}

// actWarning: a figure of the finance bureau's report past the director's
// line alerts the office at once.
func actWarning(x *Troupe) {
	x.says(Director, "/warn")
	x.taps(Director, "保居民就业", "零就业家庭")
	x.says(Director, "高于0")
}

// actLedger: a contact keeps a ledger by a few taps.
func actLedger(x *Troupe) {
	x.says(Director, "/settings")
	x.taps(Director, "打开 台账")
	c := Contact("经发招商局")
	x.says(c, "/ledger")
	x.taps(c, "重点项目", "新增一条")
	x.says(c, "富硒食品加工园"+mark)
	x.taps(c, "阶段", "开工")
}
