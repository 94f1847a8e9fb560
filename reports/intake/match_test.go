package intake

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/plan"
	"liubao/reports/clean"
	"liubao/reports/intake/document"
	"liubao/reports/intake/likeness"
	"liubao/reports/intake/match"
)

// march is a report as contacts write them: titles with small differences,
// three ways of numbering, numbers among words.
const march = `关于落实“六保”任务工作情况的报告
示范区“六保”任务工作专班:
现将3月上半月工作落实情况报告如下:
一、工作进展情况
(一)做实农民工就业服务工作情况
1.实施农民工转移就业工程，组织招聘会3场，城镇新增就业320人，同比增长5%。
2.失业人员再就业目标100人，已完成86人。
(二)落实援企稳岗的政策。免征中小微企业三项社会保险单位缴费1.2亿元，新社区工厂建设加快推进。
(三)食堂改造
食堂改造已经完工，职工反映良好。
二、存在问题
企业用工季节性波动较大。
三、下一步打算
1.继续拓宽返乡农民工就业渠道。
2.抓好就业困难人员再就业。
四、经验做法
“八个一批”举措效果较好。`

func piece(t *testing.T, p Proposal, holds string) Piece {
	t.Helper()
	for _, x := range p.Pieces {
		if strings.Contains(x.Heading+"\n"+x.Text, holds) {
			return x
		}
	}
	require.Fail(t, "no piece holds "+holds)
	return Piece{}
}

func TestMatchReport(t *testing.T) {
	p := Match(thePlan(t), "a1", Paste(march, Limits{}))

	one := piece(t, p, "招聘会3场")
	assert.Equal(t, 1, one.Task)
	assert.True(t, one.Sure)
	assert.Equal(t, "(一)", one.Label)
	assert.Equal(t, "做实农民工就业服务工作情况", one.Heading)
	assert.Contains(t, one.Text, "2.失业人员再就业目标100人", "points stay with their heading")

	two := piece(t, p, "新社区工厂")
	assert.Equal(t, 2, two.Task)
	assert.True(t, two.Sure)
	assert.Equal(t, "落实援企稳岗的政策", two.Heading)

	other := piece(t, p, "职工反映良好")
	assert.Zero(t, other.Task)
	assert.Equal(t, "食堂改造", other.Heading)

	assert.True(t, piece(t, p, "季节性波动").Difficulty)
	assert.Equal(t, "next", piece(t, p, "继续拓宽").Question)
	assert.Equal(t, "practice", piece(t, p, "八个一批").Question)
	assert.True(t, piece(t, p, "一、工作进展情况"[len("一、"):]).Bare())
}

func TestMatchValues(t *testing.T) {
	p := Match(thePlan(t), "a1", Paste(march, Limits{}))
	best := map[string]Value{}
	for _, v := range p.Values {
		if _, ok := best[v.Indicator]; !ok {
			best[v.Indicator] = v
		}
	}
	assert.Equal(t, plan.Int(320), best["new-jobs"].Value)
	assert.Equal(t, "320人", best["new-jobs"].Raw)
	assert.Contains(t, best["new-jobs"].Near, "城镇新增就业320人")
	assert.Equal(t, plan.Int(86), best["rehired"].Value, "not the target of 100")
	assert.Contains(t, p.Pieces[best["rehired"].Piece].Text, "86")
	_, ok := best["hard-rehired"]
	assert.False(t, ok, "no number stands near it")
}

func TestValuesInMeasures(t *testing.T) {
	for text, want := range map[string]string{
		"基本民生支出1.2亿元":           "12000",
		"基本民生支出5300万元":          "5300",
		"基本民生支出累计达到5,300万元":     "5300",
		"基本民生支出5000元":           "0.5",
		"基本民生支出12个项目":           "",
		"低保覆盖率百分之十五":            "",
		"低保覆盖率为3.25%":           "3.25",
		"全区基本民生的支出为5300万元":      "5300",
		"返贫人口0人":                "0",
		"2020年11月30日，返贫人口2人":    "2",
		"返贫人口(截至11月30日)2人":      "2",
		"剩余贫困人口目标0人，目前为12人":     "12",
		"无返贫人口，召开会议3次":          "",
		"剩余贫困人口安办字〔2020〕63号":    "",
		"失能半失能特困人员应养尽养，新建床位20张": "",
	} {
		p := Match(thePlan(t), "a2", Paste(text, Limits{}))
		got := ""
		if len(p.Values) > 0 {
			got = p.Values[0].Value.String()
		}
		if text == "低保覆盖率百分之十五" {
			want = "15"
		}
		assert.Equal(t, want, got, "%s: %+v", text, p.Values)
	}
}

// TestValuesBeforeNames: the notice counts with the number first.
func TestValuesBeforeNames(t *testing.T) {
	p := Match(thePlan(t), "a4", Paste("压实2家区级粮食应急加工、3家粮食储备、8家粮食应急供应点企业责任", Limits{}))
	var got []string
	for _, v := range p.Values {
		got = append(got, v.Indicator+" "+v.Value.String())
	}
	assert.Equal(t, []string{"grain-mill 2", "grain-store 3", "grain-outlet 8"}, got)
	p = Match(thePlan(t), "a6", Paste("一般性支出公用经费压减不低于15%", Limits{}))
	assert.Empty(t, p.Values, "a target is no value")
}

// TestAreaHeadings: 保产业链供应链 is much like three tasks' titles.
func TestAreaHeadings(t *testing.T) {
	p := Match(thePlan(t), "a5", Paste("(五)保产业链供应链\n11.加快产业链供应链恢复稳定。梳理企业名录。\n1.加强政策宣传，总结好做法。", Limits{}))
	require.Len(t, p.Pieces, 3)
	assert.Zero(t, p.Pieces[0].Task)
	assert.True(t, p.Pieces[0].Bare())
	assert.Equal(t, 11, p.Pieces[1].Task)
	assert.Equal(t, "加强政策宣传，总结好做法。", p.Pieces[2].Text, "a sentence is no heading")
}

func TestMatchOtherArea(t *testing.T) {
	const text = "1.稳定粮食生产。完成新建高标准农田任务。"
	p := Match(thePlan(t), "a1", Paste(text, Limits{}))
	require.Len(t, p.Pieces, 1)
	assert.Zero(t, p.Pieces[0].Task)
	assert.Equal(t, 9, p.Pieces[0].Elsewhere)
	p = Match(thePlan(t), "", Paste(text, Limits{}))
	assert.Equal(t, 9, p.Pieces[0].Task)
	assert.Zero(t, p.Pieces[0].Elsewhere)
}

// TestTitlesWithSmallDifferences changes every title of the plan a little.
func TestTitlesWithSmallDifferences(t *testing.T) {
	p := thePlan(t)
	for _, task := range p.Tasks {
		r := []rune(task.Title)
		for name, title := range map[string]string{
			"same":        task.Title,
			"suffix":      task.Title + "工作推进情况",
			"quoted":      "“" + task.Title + "”",
			"spaced":      string(r[:2]) + " " + string(r[2:]),
			"one missing": string(r[:3]) + string(r[4:]),
			"one changed": string(r[:4]) + "的" + string(r[4:]),
		} {
			got := Match(p, task.Area, Paste("(三)"+title+"。本期按计划推进。", Limits{}))
			require.Len(t, got.Pieces, 1, title)
			assert.Equal(t, task.Number, got.Pieces[0].Task, "%s: %s", name, title)
			assert.GreaterOrEqual(t, got.Pieces[0].Score, match.Likely, title)
			if name == "same" || name == "suffix" || name == "quoted" {
				assert.True(t, got.Pieces[0].Sure, title)
			}
		}
	}
}

// TestNotice takes the plan's own points, one paragraph each and without
// numbers or titles, and finds where they came from.
func TestNotice(t *testing.T) {
	p := thePlan(t)
	right, all := 0, 0
	for _, task := range p.Tasks {
		for _, point := range task.Points {
			got := Match(p, task.Area, Paste("本期"+point+",成效明显。", Limits{}))
			require.Len(t, got.Pieces, 1)
			all++
			if got.Pieces[0].Task == task.Number {
				right++
			}
		}
	}
	assert.GreaterOrEqual(t, right*100, all*95, "%d of %d", right, all)
}

func TestUnrelatedTextMatchesNothing(t *testing.T) {
	for _, text := range []string{
		"今天天气很好，大家一起去爬山。",
		"1.食堂菜单调整\n2.停车位重新划线",
		"你好",
	} {
		for _, x := range Match(thePlan(t), "", Paste(text, Limits{})).Pieces {
			assert.Zero(t, x.Task, "%s: %+v", text, x)
			assert.Zero(t, x.Elsewhere)
		}
	}
}

func TestTableOfTasks(t *testing.T) {
	cell := func(row, col int, s string) document.Block {
		return document.Block{Kind: document.Cell, Table: 1, Row: row, Col: col, Text: s}
	}
	d := document.Document{Blocks: []document.Block{
		cell(1, 1, "序号"), cell(1, 2, "重点任务"), cell(1, 3, "进展情况"), cell(1, 4, "存在问题"),
		cell(2, 1, "1"), cell(2, 2, "做实农民工就业服务"), cell(2, 3, "开展招聘会3场"), cell(2, 4, "资金不足"),
		cell(3, 1, "2"), cell(3, 2, "落实援企稳岗政策工作"), cell(3, 3, "已减免200万元"),
	}}
	p := Match(thePlan(t), "a1", d)
	one, two := piece(t, p, "招聘会"), piece(t, p, "200万元")
	assert.Equal(t, 1, one.Task)
	assert.Equal(t, "开展招聘会3场", one.Text)
	lack := piece(t, p, "资金不足")
	assert.Equal(t, 1, lack.Task)
	assert.True(t, lack.Difficulty)
	assert.Equal(t, 2, two.Task)
}

func TestTableOfIndicators(t *testing.T) {
	cell := func(table, row, col int, s string) document.Block {
		return document.Block{Kind: document.Cell, Table: table, Row: row, Col: col, Text: s}
	}
	d := document.Document{Blocks: []document.Block{
		cell(1, 1, 1, "指标"), cell(1, 1, 2, "目标"), cell(1, 1, 3, "本期完成"),
		cell(1, 2, 1, "城镇新增就业人数(人)"), cell(1, 2, 2, "300"), cell(1, 2, 3, "320"),
		cell(1, 3, 1, "城镇登记失业率"), cell(1, 3, 2, "4%"), cell(1, 3, 3, "3.2%"),
		cell(2, 1, 1, "单位"), cell(2, 1, 2, "失业人员再就业"), cell(2, 1, 3, "就业困难人员再就业"),
		cell(2, 2, 1, "恒口镇"), cell(2, 2, 2, "40"), cell(2, 2, 3, "7"),
	}}
	p := Match(thePlan(t), "a1", d)
	best := map[string]string{}
	for _, v := range p.Values {
		if best[v.Indicator] == "" {
			best[v.Indicator] = v.Value.String()
		}
	}
	assert.Equal(t, map[string]string{"new-jobs": "320", "unemployed": "3.2", "rehired": "40", "hard-rehired": "7"}, best)
}

// usual are headings that say where words go, and no more.
var usual = regexp.MustCompile(`下一?步|打算|问题|困难|经验|做法|需要支持|请求协调|进展|情况`)

// TestNothingIsLost takes apart any lines and tables and finds every letter and
// digit of them again: offered, in the heading that gives a piece its place, or
// named as left out.
func TestNothingIsLost(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	var titles []string
	for _, x := range p.TasksOf("a1") {
		titles = append(titles, x.Title)
	}
	words := rapid.OneOf(
		rapid.SampledFrom(strings.Split(march, "\n")),
		rapid.StringOf(rapid.RuneFrom([]rune("一二、（）()1.2①保就业。:;落实 第章\t任务，——【】"))),
		rapid.Custom(func(t *rapid.T) string {
			return rapid.SampledFrom([]string{"", "1、", "（一）", "二、", "1.", "①", "【1】", "## "}).Draw(t, "number") + rapid.SampledFrom(titles).Draw(t, "title") +
				rapid.SampledFrom([]string{"，", " ", "——", "：", "。", "（完成）", "方面，", "\t", "】", ""}).Draw(t, "stop") + rapid.SampledFrom([]string{"登记2140人", "惠及94户；", ""}).Draw(t, "words")
		}),
		rapid.SampledFrom([]string{"特此报告。", "社管局", "2026年12月30日", "附件：1.照片", "2.名单", "抄送：市政府", "存在困难：缺口38万元。", "下一步打算", "有进展。", "需要支持：资金。", "关于某事的报告", "各位领导："}),
	)
	rapid.Check(t, func(t *rapid.T) {
		doc := Paste(strings.Join(rapid.SliceOfN(words, 0, 20).Draw(t, "lines"), "\n"), Limits{})
		rows := rapid.IntRange(0, 4).Draw(t, "rows")
		for r := range rows {
			for c := range 3 {
				text := rapid.OneOf(words, rapid.SampledFrom([]string{"", "序号", "任务", "进展情况", "存在困难", "状态", "指标", "城镇新增就业", "357", "无", "任务名称", "任务编号", "联系人", "填报人：李明", "打算", "目标值", "15"})).Draw(t, "cell")
				for _, line := range clean.Lines(text) {
					doc.Blocks = append(doc.Blocks, document.Block{Kind: document.Cell, Table: 1, Row: r + 1, Col: c + 1, Text: line})
				}
			}
		}
		got := Match(p, "a1", doc)
		var b strings.Builder
		for _, x := range got.Pieces {
			switch {
			case x.Bare(): // named
				b.WriteString(x.Label + x.Heading)
			case x.Task == 0 && x.Question == "":
				b.WriteString(x.Words())
			default:
				if x.Task == 0 && !strings.HasPrefix(x.Text, x.Heading) && !usual.MatchString(x.Heading) {
					t.Fatalf("the heading %q says no place", x.Heading)
				}
				b.WriteString(x.Label + x.Heading + x.Words())
			}
		}
		for _, l := range got.Left {
			b.WriteString(l.Text)
		}
		have := map[rune]int{}
		for _, r := range likeness.Fold(b.String()) {
			have[r]++
		}
		for _, r := range likeness.Fold(doc.Text()) {
			if have[r]--; have[r] < 0 {
				t.Fatalf("lost %q of:\n%s\n\n%+v\n%+v", r, doc.Text(), got.Pieces, got.Left)
			}
		}
		if len(got.Left) > 0 && len(got.Said) == 0 {
			t.Fatalf("left out and not named: %+v", got.Left)
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	p := thePlan(b)
	doc := Paste(march, Limits{})
	for b.Loop() {
		Match(p, "a1", doc)
	}
}

// BenchmarkMatchWorst repeats an indicator's name and titles as long as text is
// taken.
func BenchmarkMatchWorst(b *testing.B) {
	p := thePlan(b)
	doc := Paste(strings.Repeat("1.城镇登记失业率3城镇新增就业5失业人员再就业7\n", 6000), Limits{})
	for b.Loop() {
		Match(p, "", doc)
	}
}
