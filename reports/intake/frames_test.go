package intake

import "testing"

// TestFramesOfLetters: what stands around a report as offices set it is left out, and
// 四是存在的问题 is a label as 困难： is.
func TestFramesOfLetters(t *testing.T) {
	pl := thePlan(t)
	const body = "一、做实农民工就业服务\n登记返乡2140人。\n二、落实援企稳岗政策\n惠及企业94户。\n"
	const both = "1 登记返乡2140人\n2 惠及企业94户\n"
	for name, c := range map[string]struct{ text, want string }{
		"letterhead": {"000012\n内部★1年\n特急\n恒口示范区（试验区）党群局文件\n恒党群字〔2026〕18号　　　签发人：张某某\n关于报送保居民就业工作进展情况的报告\n区专班：\n" + body +
			"特此报告。\n党群局\n2026年12月29日（联系人：李某某，联系电话：0915-1234567）\n抄送：效能办",
			both + "left 000012\nleft 内部★1年\nleft 特急\nleft 党群局文件\nleft 签发人\nleft 关于报送\nleft 特此报告\nleft 联系人\nleft 抄送\n- 签发人\n- 联系人"},
		"letterhead broken in two":     {"恒口示范区（试验区）党群局文\n件\n恒党群字〔2026〕18号\n关于保居民就业工作的报告\n区专班：\n" + body, both + "left 党群局文\nleft 件\n- 恒党群字"},
		"who and when below the title": {"保居民就业工作进展情况\n党群局  2026年12月29日\n" + body, both + "left 党群局  2026年12月29日\n- 12月29日"},
		"asks to be put right":         {"尊敬的各位领导：\n现就我局12月下半月工作汇报如下，请批评指正。\n" + body + "以上汇报，不妥之处请指正。\n汇报人：李某\n12月29日", both + "left 汇报如下\nleft 以上汇报\nleft 汇报人\n- 汇报如下\n- 汇报人"},
		"counted up":                   {"一是做实农民工就业服务。登记返乡2140人。\n二是落实援企稳岗政策。惠及企业94户。\n三是存在的问题。企业订单不足。\n四是下步打算。再办招聘会1场。", both + "!2 企业订单不足\nnext 再办招聘会1场\n- 三是"},
	} {
		t.Run(name, func(t *testing.T) { holds(t, Match(pl, "a1", Paste(c.text, Limits{})), c.want) })
	}
}
