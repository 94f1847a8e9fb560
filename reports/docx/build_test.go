package docx_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/internal/numbers"
	"liubao/plan"
	"liubao/reports"
	"liubao/reports/docx"
)

func atoi(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	require.NoError(t, err)
	return n
}

func TestNumeral(t *testing.T) {
	for n, want := range map[int]string{
		1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一百", 105: "一百零五", 110: "一百一十", 1001: "一千零一",
		10203: "一万零二百零三", 0: "0", -3: "-3", 100000: "100000",
	} {
		assert.Equal(t, want, numbers.Cardinal(n))
	}
}

func TestPeriodText(t *testing.T) {
	at := func(y, m, d int) plan.Date { return plan.Date{Year: y, Month: time.Month(m), Day: d} }
	for want, p := range map[string]plan.Period{
		"2026年12月1日至15日":         {From: at(2026, 12, 1), Nominal: at(2026, 12, 15)},
		"2027年1月31日至2月15日":       {From: at(2027, 1, 31), Nominal: at(2027, 2, 15)},
		"2026年12月31日至2027年1月15日": {From: at(2026, 12, 31), Nominal: at(2027, 1, 15)},
		"截至2026年12月15日":          {Nominal: at(2026, 12, 15)},
	} {
		assert.Equal(t, want, docx.PeriodText(p))
	}
}

// TestPunctuation sets what people type on a phone as a document has it.
func TestPunctuation(t *testing.T) {
	for in, want := range map[string]string{
		"新增2户,累计5户;完成(见附件):好?": "新增2户，累计5户；完成（见附件）：好？",
		"17:30前,共1,000人":       "17:30前，共1,000人",
		"见 a(b) 表":             "见 a(b) 表",
		"(0915-0000000)电话":     "(0915-0000000)电话",
		"电话(0915-0000000)":     "电话（0915-0000000）",
		"净增3.5亩.":              "净增3.5亩。",
		"https://x.cn/a,b":     "https://x.cn/a,b",
	} {
		got := paragraphs(t, docx.Doc{Blocks: []docx.Block{docx.Para{Text: in}}})
		assert.Equal(t, want, got[0], in)
	}
}

func TestNumbering(t *testing.T) {
	h := func(l int, s string) docx.Block { return docx.Heading{Level: l, Text: s} }
	got := paragraphs(t, docx.Doc{Blocks: []docx.Block{
		h(1, "甲"), h(2, "乙"), h(3, "丙"), h(3, "丁"), h(2, "戊"), h(3, "己"), h(1, "庚"), h(2, "辛"),
	}})
	assert.Equal(t, []string{"一、甲", "（一）乙", "1.丙", "2.丁", "（二）戊", "1.己", "二、庚", "（一）辛"}, got)
}

func TestNumbersOfTheirOwn(t *testing.T) {
	got := paragraphs(t, docx.Doc{Blocks: []docx.Block{
		docx.Heading{Level: 2, Text: "甲"}, docx.Heading{Level: 3, Text: "乙", Number: 7}, docx.Heading{Level: 3, Text: "丙"},
		docx.Heading{Level: 2, Text: "丁"}, docx.Heading{Level: 3, Text: "戊"},
	}})
	assert.Equal(t, []string{"（一）甲", "7.乙", "8.丙", "（二）丁", "1.戊"}, got)
}

// TestTitle breaks titles into lines of at most 20 characters that are about
// the same length.
func TestTitle(t *testing.T) {
	title := func(s string) []string {
		var out []string
		for _, p := range parse(t, unpack(t, render(t, docx.Doc{Title: s}))["word/document.xml"]).all("p") {
			if p.child("pPr").child("pStyle").attr("val") == "Title" {
				out = append(out, p.all("t")[0].Text)
			}
		}
		return out
	}
	assert.Equal(t, []string{"关于六保专班工作进展情况的报告"}, title("关于六保专班工作进展情况的报告"))
	assert.Equal(t, []string{"恒口示范区（试验区）应急和市场监管局", "关于保市场主体工作进展情况的报告"},
		title("恒口示范区(试验区)应急和市场监管局关于保市场主体工作进展情况的报告"))
	assert.Equal(t, []string{"甲", "乙"}, title("甲\n乙"))
	for _, s := range []string{strings.Repeat("保", 90), strings.Repeat("x", 90), strings.Repeat("（保", 45), strings.Repeat("plan ", 30)} {
		lines := title(s)
		assert.Equal(t, strings.ReplaceAll(s, " ", ""), strings.ReplaceAll(strings.Join(lines, ""), " ", ""))
		assert.Greater(t, len(lines), 1)
		assert.LessOrEqual(t, len(lines), 6)
	}
}

// TestSignaturePlace keeps date and signature within the page, centred on each
// other, whatever their lengths.
func TestSignaturePlace(t *testing.T) {
	for _, n := range []int{2, 8, 18, 24} {
		doc := parse(t, unpack(t, render(t, docx.Doc{Signature: strings.Repeat("局", n), Date: day}))["word/document.xml"])
		left := map[string]int{}
		for _, p := range doc.all("pPr") {
			left[p.child("pStyle").attr("val")] = atoi(t, "0"+p.child("ind").attr("left"))
		}
		const char, text = 315, 8845
		sigEnd, dateEnd := left["Signature"]+n*char, left["Date"]+7*char
		assert.LessOrEqual(t, sigEnd, text-2*char+1)
		assert.LessOrEqual(t, dateEnd, text-4*char+1)
		assert.InDelta(t, left["Signature"]+sigEnd, left["Date"]+dateEnd, 4, "centred on each other")
	}
}

// TestTasksHaveOneNumber: a task has the plan's number in progress and in
// difficulties, also after an area that did not file.
func TestTasksHaveOneNumber(t *testing.T) {
	p := shipped(t)
	d := papers(t, p, nil)["summary"]
	text := strings.Join(paragraphs(t, d), "\n")
	for _, task := range p.Tasks {
		want := 1
		if task.Area == p.Areas[4].ID {
			want = 0
		}
		assert.Equal(t, want, strings.Count(text, fmt.Sprintf("\n%d.%s。", task.Number, task.Title)), task.Title)
	}
}

func TestAreaText(t *testing.T) {
	p := shipped(t)
	text := strings.Join(paragraphs(t, papers(t, p, nil)["area"]), "\n")
	for _, want := range []string{
		"恒口示范区（试验区）党群局\n关于落实“六保”任务\n保居民就业工作进展情况的报告", "示范区落实“六保”任务工作专班：",
		"三、主要指标完成情况", "四、经验做法", "五、存在的困难和问题\n1.做实农民工就业服务。演示数据：两家毛绒企业",
		"需要支持：请协调补贴申报的数据比对，并在年底前拨付第二批资金。", "请求协调：财政局、社保农技中心。",
		"2.落实援企稳岗政策。演示数据：已对328户脱贫户", "连续3期与上期相同的原因：", "未定", "暂无数据", "附件：招聘会签到册",
		"六、下步打算", "特此报告。", "恒口示范区（试验区）党群局\n2026年12月15日", "单位负责人签字：", "城镇新增就业（本年累计）",
	} {
		assert.Contains(t, text, want)
	}
	for _, word := range []string{"有困难。", "同上期。", "有进展。", "审计链", "未下载"} {
		assert.NotContains(t, text, word)
	}
}

// All of the area's indicators are there, whoever asked for them and when:
// nothing is missing that was reported in the month.
func TestAreaHasAllIndicators(t *testing.T) {
	p := shipped(t)
	budget := finance(p)
	budget.SubmittedAt = time.Date(2026, 12, 8, 9, 0, 0, 0, p.Location())
	budget.Readings = []reports.Reading{{Indicator: "office-cut", Value: plan.Int(12)}}
	in := docx.AreaInput{Plan: p, Period: period(p), Report: reports.Report{Key: reports.Key{Subject: "a6", Duty: "progress"}, Unit: "caizheng"},
		Elsewhere: []reports.Report{budget}, NotAsked: map[string]bool{"special-cut": true}}
	d, err := docx.Area(in)
	require.NoError(t, err)
	text := strings.Join(paragraphs(t, d), "\n")
	assert.Contains(t, text, "公用经费压减（本年累计）\n≥15%\n—\n12%\n（12月8日报）\n还差3个百分点")
	assert.Contains(t, text, "专项经费压减（本年累计）\n≥18%\n—\n按月报送")
}

// The monthly paper says what was reported elsewhere in the month.
func TestFinanceHasTheMonth(t *testing.T) {
	p := shipped(t)
	half := report(p, p.Areas[5], 0)
	half.Readings = []reports.Reading{{Indicator: "office-cut", Value: plan.Int(12)}}
	r := finance(p)
	r.Readings = nil
	d, err := docx.Finance(docx.FinanceInput{Plan: p, Period: period(p), Report: r, Elsewhere: []reports.Report{half}})
	require.NoError(t, err)
	text := strings.Join(paragraphs(t, d), "\n")
	for _, want := range []string{"一、预算执行", "本月已报送的工作进展", "15.坚持压缩一般性支出（12月15日报）。演示数据：", "12%\n（12月15日报）", "关于保基层运转情况的报告"} {
		assert.Contains(t, text, want)
	}
	assert.Contains(t, text, "未填", "of what it leads")
	p.Areas[5].Lead = "dangqun"
	r.Readings = []reports.Reading{{Indicator: "treasury", Value: plan.Int(4200)}}
	d, err = docx.Finance(docx.FinanceInput{Plan: p, Period: period(p), Report: r})
	require.NoError(t, err)
	text = strings.Join(paragraphs(t, d), "\n")
	assert.Contains(t, text, "4200万元")
	assert.NotContains(t, text, "未填", "another unit reports on the area")
}

func TestAreaOfNothing(t *testing.T) {
	p := shipped(t)
	d, err := docx.Area(docx.AreaInput{Plan: p, Period: period(p), Report: reports.Report{
		Key: reports.Key{Subject: "a1", Duty: "progress"}, Unit: "dangqun",
	}})
	require.NoError(t, err)
	text := strings.Join(paragraphs(t, d), "\n")
	assert.Contains(t, text, "共2项任务，其中未填2项。")
	assert.Contains(t, text, "1.做实农民工就业服务。未填。")
}

func TestSigned(t *testing.T) {
	p := shipped(t)
	d, err := docx.Area(docx.AreaInput{Plan: p, Period: period(p), Report: report(p, p.Areas[0], 0), Signer: "党群局负责人"})
	require.NoError(t, err)
	assert.Contains(t, paragraphs(t, d), "单位负责人签字：党群局负责人（2026年12月15日在系统中审签）")
}

// TestSummaryText: what goes up as it is.
func TestSummaryText(t *testing.T) {
	p := shipped(t)
	in := docx.SummaryInput{Plan: p, Period: period(p), Reports: all(p), Owed: owed(p, all(p), nil), Problems: problems(p), Date: day, Anchor: "3f9a"}
	d, err := docx.Summary(in)
	require.NoError(t, err)
	text := strings.Join(paragraphs(t, d), "\n")
	for _, want := range []string{
		"关于落实“六保”任务工作进展情况的报告", "\n示范区（试验区）管委会：\n", "抄送：市“六保”任务工作专班。", "特此报告。",
		"6个领域16项任务中，已有5个领域13项任务报送了情况，其中有进展", "保产业链供应链的情况待报送后补报。", "落实“六保”任务工作专班办公室\n2026年12月15日",
		"重大问题（经发招商局上报）。演示数据：粮食应急加工企业设备故障，日加工能力下降一半（已交由财政局、应急和市场监管局办理）。",
	} {
		assert.Contains(t, text, want)
	}
	last := 0
	for _, head := range []string{"一、总体情况", "二、工作进展情况", "三、主要指标完成情况", "四、经验做法", "五、存在的困难和问题", "六、下步打算", "特此报告。"} {
		at := strings.Index(text, head)
		assert.Greater(t, at, last, head)
		last = at
	}
	assert.Contains(t, text, "、较上期无变化")
	assert.NotContains(t, text, "达到目标0项")
	for _, word := range []string{"同上期", "迟", "按时", "有困难。", "有进展。", "需要支持", "请协调补贴", "签字", "3f9a", "欠薪"} {
		assert.NotContains(t, text, word)
	}
	assert.Contains(t, string(unpack(t, render(t, d))["docProps/custom.xml"]), "3f9a", "the anchor is kept where nobody reads it by chance")
}

// TestGroupVersion: nobody is addressed or named, and a hidden difficulty is
// neither shown nor counted as progress.
func TestGroupVersion(t *testing.T) {
	p := shipped(t)
	in := docx.SummaryInput{Plan: p, Period: period(p), Reports: all(p), Owed: owed(p, all(p), nil), Problems: problems(p), Date: day,
		ForGroup: true, HideDifficulties: true, HideNames: true}
	d, err := docx.Summary(in)
	require.NoError(t, err)
	text := strings.Join(paragraphs(t, d), "\n")
	assert.Contains(t, text, "6个领域16项任务中，已有5个领域13项任务报送了情况。")
	assert.Contains(t, text, "6.加强中小微企业和困难行业扶持。情况已报专班办公室。")
	for _, word := range []string{"稳岗补贴", "困难和问题", "保产业链供应链", "有进展", "特此报告", "管委会", "抄送", "设备故障"} {
		assert.NotContains(t, text, word)
	}
	in.HideDifficulties, in.HideNames = false, false
	d, err = docx.Summary(in)
	require.NoError(t, err)
	text = strings.Join(paragraphs(t, d), "\n")
	assert.Contains(t, text, "稳岗补贴")
	assert.Contains(t, text, "保产业链供应链的情况待报送后补报。")
	assert.NotContains(t, text, "设备故障", "serious problems never")
}

// What stands beside a task: how the last plan was kept, and what slips.
func TestNotesAndRequests(t *testing.T) {
	p := shipped(t)
	in := docx.SummaryInput{Plan: p, Period: period(p), Reports: all(p), Owed: owed(p, all(p), nil),
		Notes:    map[int]docx.TaskNote{2: {Light: "偏慢", Reason: "时间过半，完成38%"}},
		Requests: []docx.Request{{Unit: "财政局", What: "请加快拨付", To: "党政综合办公室", State: "12月12日起，待答复"}}}
	d, err := docx.Summary(in)
	require.NoError(t, err)
	text := strings.Join(paragraphs(t, d), "\n")
	for _, want := range []string{"进度：偏慢，时间过半，完成38%。", "协调事项办理情况", "12月12日起，待答复"} {
		assert.Contains(t, text, want)
	}
	in.HideDifficulties = true
	d, err = docx.Summary(in)
	require.NoError(t, err)
	assert.NotContains(t, strings.Join(paragraphs(t, d), "\n"), "协调事项")
	r := report(p, p.Areas[0], 0)
	r.Entries[1].Planned, r.Entries[1].Kept = "开展两场招聘会", reports.KeptPart
	d, err = docx.Area(docx.AreaInput{Plan: p, Period: period(p), Report: r})
	require.NoError(t, err)
	assert.Contains(t, strings.Join(paragraphs(t, d), "\n"), "上期打算：开展两场招聘会（部分完成）。")
	in.Reports = []reports.Report{r}
	for _, group := range []bool{false, true} {
		in.ForGroup = group
		d, err = docx.Summary(in)
		require.NoError(t, err)
		assert.Equal(t, !group, strings.Contains(strings.Join(paragraphs(t, d), "\n"), "两场招聘会（部分完成）"), "for the group: %v", group)
	}
}

// What is sent back is not reported: the summary prints none of it.
func TestEveryStand(t *testing.T) {
	p := shipped(t)
	for stand, word := range map[reports.Stand]string{reports.NotDue: "未到期1个", reports.Missing: "未报1个", reports.SentBack: "已退回1个", reports.Excused: "免报1个"} {
		where := owed(p, all(p), map[string]reports.Stand{"a1": stand, "a5": reports.OnTime})
		d, err := docx.Summary(docx.SummaryInput{Plan: p, Period: period(p), Reports: all(p), Owed: where})
		require.NoError(t, err)
		summary := strings.Join(paragraphs(t, d), "\n")
		assert.NotContains(t, summary, p.TasksOf("a1")[0].Title, stand)
		assert.Equal(t, stand != reports.Excused, strings.Contains(summary, "保居民就业的情况待报送后补报"), stand)
		d, err = docx.Bulletin(docx.BulletinInput{Plan: p, Period: period(p), Owed: where})
		require.NoError(t, err)
		text := strings.Join(paragraphs(t, d), "\n")
		assert.Contains(t, text, word)
		assert.Equal(t, stand == reports.Missing, strings.Contains(text, "未报"), text)
	}
}

// A report that came in time was not nagged, however many reminders there were.
func TestNagsOfWhoeverWasLate(t *testing.T) {
	p := shipped(t)
	text := strings.Join(paragraphs(t, papers(t, p, nil)["bulletin"]), "\n")
	assert.Contains(t, text, "4次", "the fifth area's five reminders but the first")
	assert.NotContains(t, text, "1次", "the second area was in time")
}

func TestBulletinHidesNames(t *testing.T) {
	p := shipped(t)
	d, err := docx.Bulletin(docx.BulletinInput{Plan: p, Period: period(p), Owed: owed(p, all(p), nil), HideNames: true})
	require.NoError(t, err)
	text := strings.Join(paragraphs(t, d), "\n")
	assert.NotContains(t, text, "财政局")
	assert.Contains(t, text, "未报1个")
}

func TestProblemsText(t *testing.T) {
	p := shipped(t)
	text := strings.Join(paragraphs(t, papers(t, p, nil)["problems"]), "\n")
	assert.Contains(t, text, "未办结2件；已办结1件。")
	assert.Contains(t, text, "（恒口粮油加工厂，12月8日起）")
	assert.Contains(t, text, "财政局、应急和市场监管局")
	assert.Contains(t, text, "2026年\n12月17日")
	assert.Contains(t, text, "2026年\n12月20日")
	assert.NotContains(t, text, "逾期")
	d, err := docx.Problems(docx.ProblemsInput{Plan: p, Problems: problems(p), Date: plan.Date{Year: 2027, Month: 1, Day: 2}})
	require.NoError(t, err)
	text = strings.Join(paragraphs(t, d), "\n")
	assert.Contains(t, text, "未办结2件，其中逾期1件；已办结1件。")
	assert.Contains(t, text, "2026年\n12月20日\n逾期13天")
	told := problems(p)
	told[0].Notes = []reports.Note{{At: told[0].At, Text: "已联系市局"}, {At: told[0].At.AddDate(0, 0, 3), Text: "设备已运抵，正在安装"}}
	d, err = docx.Problems(docx.ProblemsInput{Plan: p, Problems: told, Date: plan.Date{Year: 2026, Month: 12, Day: 19}})
	require.NoError(t, err)
	text = strings.Join(paragraphs(t, d), "\n")
	assert.Contains(t, text, "：设备已运抵，正在安装", "the newest word on how it goes")
	assert.NotContains(t, text, "已联系市局")
}
