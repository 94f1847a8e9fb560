package scenes

// The scene of documents: one that a contact sends is taken apart and taken over
// by one tap; others come out as Word, Excel and a picture.

const (
	sceneDocuments      = "发文档，要文档"
	sceneDocumentsAbout = "写好的材料直接发来；Word、Excel 和图随时要"
)

// material is what a contact has written at a desk.
const material = `一、做实农民工就业服务
返乡农民工摸底完成，新增就业 36 人。（演示数据）
二、落实援企稳岗政策
兑现稳岗补贴 5 家。（演示数据）
三、下一步打算
办好春节前招聘会。（演示数据）
`

func documents() Scene {
	return Scene{ID: "documents", Title: sceneDocuments, About: sceneDocumentsAbout, Starts: december, prepare: (*Troupe).assembled, Acts: []Act{
		{"发来一份材料", "拆成几段，点一下全部采用，再提交", []string{Contact("党群局"), Head("党群局"), Director}, (*Troupe).sendsMaterial},
		{"要一份汇总", "/export 选期次和种类，文件发到聊天里", []string{Director, Contact("党群局")}, (*Troupe).exports},
	}}
}

// sendsMaterial: 党群局 sends a text file instead of typing, and hands in.
func (x *Troupe) sendsMaterial() {
	x.untilDate(2026, 12, 10, 9, 36)
	c := Contact("党群局")
	x.taps(c, "填报 保居民就业…")
	if x.err != nil {
		return
	}
	a := x.actor(c)
	_, err := a.SendDocument(a.ID(), "半月材料.txt", []byte(material), "")
	x.do(err)
	x.do(x.stage.Settle(x.ctx))
	x.taps(c, "全部照此采用")
	x.says(c, "/report")
	if x.err == nil && a.OnNewest("继续：…") {
		x.taps(c, "继续：…")
	}
	x.finish(c, "办好春节前招聘会。"+mark)
	x.taps(Head("党群局"), "同意报送")
}

// exports: the director asks for the roll-up in Word and for the ledger.
func (x *Troupe) exports() {
	for _, kind := range []string{"半月汇总（Word）", "台账（Excel）"} {
		x.says(Director, "/export")
		x.taps(Director, "2026年12月1日至15日", kind)
		if x.err == nil && x.actor(Director).OnNewest("全部") {
			x.taps(Director, "全部")
		}
	}
}
