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

// TestTasksHaveOneNumber: a task has the plan's number in the text of the
// summary as in its table of difficulties, also after an area that did not file.
func TestTasksHaveOneNumber(t *testing.T) {
	p := shipped(t)
	d, err := docx.Summary(docx.SummaryInput{Plan: p, Period: period(p), Reports: all(p), Owed: owed(p, all(p), nil), Date: day})
	require.NoError(t, err)
	var headings, rows []string
	for _, b := range d.Blocks {
		if table, ok := b.(docx.Table); ok && table.Head[0] == "任务" {
			for _, r := range table.Rows {
				rows = append(rows, r[0])
			}
		}
	}
	require.NotEmpty(t, rows)
	in := paragraphs(t, d)
	for _, task := range p.Tasks {
		if want := fmt.Sprintf("%d.%s", task.Number, task.Title); task.Area != p.Areas[4].ID {
			headings = append(headings, want)
			assert.Contains(t, in, want)
		}
	}
	assert.Subset(t, headings, rows)
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

func TestAreaText(t *testing.T) {
	p := shipped(t)
	text := strings.Join(paragraphs(t, papers(t, p, nil)["area"]), "\n")
	for _, want := range []string{
		"党群局关于保居民就业工作进展情况的报告", "示范区落实“六保”任务工作专班：", "（一）做实农民工就业服务",
		"有困难。演示数据：两家毛绒企业", "需要支持：请协调补贴申报的数据比对，并在年底前拨付第二批资金。", "请求协调：财政局、社保农技中心。",
		"连续3期同上期的原因：", "同上期。演示数据：已对328户脱贫户", "未设目标", "暂无数据", "附件：招聘会签到册.xlsx（未下载）",
		"2026年12月15日", "单位负责人签字：",
	} {
		assert.Contains(t, text, want)
	}
}

func TestAreaOfNothing(t *testing.T) {
	p := shipped(t)
	d, err := docx.Area(docx.AreaInput{Plan: p, Period: period(p), Report: reports.Report{
		Key: reports.Key{Subject: "a1", Duty: "progress"}, Unit: "dangqun",
	}})
	require.NoError(t, err)
	text := strings.Join(paragraphs(t, d), "\n")
	assert.Contains(t, text, "共2项任务，其中未填2项。")
	assert.Contains(t, text, "未填")
}

func TestSigned(t *testing.T) {
	p := shipped(t)
	d, err := docx.Area(docx.AreaInput{Plan: p, Period: period(p), Report: report(p, p.Areas[0], 0), Signer: "党群局负责人"})
	require.NoError(t, err)
	assert.Contains(t, paragraphs(t, d), "单位负责人签字：党群局负责人（2026年12月15日在系统中审签）")
}

func TestSummaryText(t *testing.T) {
	p := shipped(t)
	in := docx.SummaryInput{Plan: p, Period: period(p), Reports: all(p), Owed: owed(p, all(p), nil), Problems: problems(p), Date: day}
	d, err := docx.Summary(in)
	require.NoError(t, err)
	text := strings.Join(paragraphs(t, d), "\n")
	assert.Contains(t, text, "应报送6个领域，按时报送3个，迟报2个，未报1个。")
	assert.Contains(t, text, "（迟26小时）")
	assert.Contains(t, text, "稳岗补贴")
	assert.NotContains(t, text, "欠薪", "closed problems are not in the summary")
	in.HideDifficulties, in.Owed = true, owed(p, all(p), map[string]reports.Stand{"a5": reports.Excused})
	d, err = docx.Summary(in)
	require.NoError(t, err)
	text = strings.Join(paragraphs(t, d), "\n")
	assert.NotContains(t, text, "稳岗补贴")
	assert.Contains(t, text, "有困难。", "that there is a difficulty is not hidden")
	assert.Contains(t, text, "应报送5个领域，按时报送3个，迟报2个，免报1个。")
}

// What is sent back is not reported: the summary says so and prints none of it.
func TestEveryStand(t *testing.T) {
	p := shipped(t)
	for stand, word := range map[reports.Stand]string{reports.NotDue: "未到期1个", reports.Missing: "未报1个", reports.SentBack: "已退回1个", reports.Excused: "免报1个"} {
		where := owed(p, all(p), map[string]reports.Stand{"a1": stand, "a5": reports.OnTime})
		d, err := docx.Summary(docx.SummaryInput{Plan: p, Period: period(p), Reports: all(p), Owed: where})
		require.NoError(t, err)
		summary := strings.Join(paragraphs(t, d), "\n")
		d, err = docx.Bulletin(docx.BulletinInput{Plan: p, Period: period(p), Owed: where})
		require.NoError(t, err)
		for _, text := range []string{summary, strings.Join(paragraphs(t, d), "\n")} {
			assert.Contains(t, text, word)
			assert.Equal(t, stand == reports.Missing, strings.Contains(text, "未报"), text)
		}
		assert.NotContains(t, summary, p.TasksOf("a1")[0].Title, stand)
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
	assert.Contains(t, text, "未办结2件，已办结1件。")
	assert.Contains(t, text, "（恒口粮油加工厂，12月8日起）")
	assert.Contains(t, text, "财政局、应急和市场监管局")
	assert.Contains(t, text, "2026年12月17日")
}
