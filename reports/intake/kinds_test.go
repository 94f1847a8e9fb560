package intake

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// spanned is a table of Word whose cells may take several columns (>2 in front of the
// words) or go on in the next row (^ alone).
func spanned(rows ...[]string) string {
	var b strings.Builder
	for i, r := range rows {
		b.WriteString("<w:tr>")
		for c, cell := range r {
			pr := ""
			if n, rest, ok := strings.Cut(cell, " "); ok && strings.HasPrefix(n, ">") {
				pr, cell = `<w:gridSpan w:val="`+n[1:]+`"/>`, rest
			}
			switch {
			case cell == "^":
				pr, cell = pr+`<w:vMerge/>`, ""
			case i+1 < len(rows) && c < len(rows[i+1]) && rows[i+1][c] == "^":
				pr += `<w:vMerge w:val="restart"/>`
			}
			b.WriteString(`<w:tc><w:tcPr>` + pr + `</w:tcPr>` + lines(strings.Split(cell, "\n")...) + `</w:tc>`)
		}
		b.WriteString("</w:tr>")
	}
	return "<w:tbl>" + b.String() + "</w:tbl>"
}

// TestWordVariants: forms, letterheads and tables of every make. No character is
// lost on the way.
func TestWordVariants(t *testing.T) {
	pl := thePlan(t)
	const both = "1 2140人\n2 94户"
	for _, c := range []struct{ name, area, body, want, figs string }{
		{"letterhead in a table", "a1", tableOf([]string{"恒口示范区（试验区）党群局", "工作简报\n第18期"}) + lines("一、做实农民工就业服务", "登记返乡人员2140人。", "二、落实援企稳岗政策", "惠及企业94户。"), both, ""},
		{"distribution list in a table at the end", "a1", lines("一、做实农民工就业服务", "登记返乡人员2140人。", "二、落实援企稳岗政策", "惠及企业94户。") + tableOf([]string{"抄送：示范区管委会，市“六保”任务工作专班"}, []string{"党群局办公室    2026年12月30日印发"}), both + "\nleft 抄送\nleft 印发", ""},
		{"contact in the head of a form", "a1", p("保居民就业工作情况报送表") + tableOf([]string{"单位", "党群局", "联系人", "张某", "电话", "2345"}) + lines("一、做实农民工就业服务", "登记返乡人员2140人。", "二、落实援企稳岗政策", "惠及企业94户。"), both, ""},
		{"merged task cells", "a1", spanned([]string{"任务", "工作进展", "存在困难"}, []string{"做实农民工就业服务", "登记返乡人员2140人", "外出意愿不强"}, []string{"^", "举办招聘会2场", "岗位不足"}, []string{"落实援企稳岗政策", "惠及企业94户", "缺口38万元"}), both + "\n1 招聘会2场\n!1 意愿不强\n!1 岗位不足\n!2 缺口38万元", ""},
		{"a title row across the table", "a1", spanned([]string{">3 “六保”任务落实情况表"}, []string{">3 填报单位：党群局　　填报日期：2026年12月30日"}, []string{"任务", "工作进展", "存在困难"}, []string{"做实农民工就业服务", "登记返乡人员2140人", "外出意愿不强"}, []string{"落实援企稳岗政策", "惠及企业94户", "无"}), both + "\n!1 意愿不强", ""},
		{"three rows of heads", "a1", spanned([]string{">4 保居民就业"}, []string{"序号", "任务", ">2 本期情况"}, []string{"^", "^", "工作进展", "存在困难"}, []string{"1", "做实农民工就业服务", "登记返乡人员2140人", "外出意愿不强"}, []string{"2", "落实援企稳岗政策", "惠及企业94户", "缺口38万元"}), both + "\n!1 意愿不强\n!2 缺口38万元", ""},
		{"a task across the table, its parts below", "a1", spanned([]string{">2 一、做实农民工就业服务"}, []string{"进展情况", "登记返乡人员2140人"}, []string{"存在困难", "外出意愿不强"}, []string{">2 二、落实援企稳岗政策"}, []string{"进展情况", "惠及企业94户"}, []string{"存在困难", "缺口38万元"}), both + "\n!1 意愿不强\n!2 缺口38万元", ""},
		{"tasks as columns with numbers", "a1", tableOf([]string{"", "1.做实农民工就业服务", "2.落实援企稳岗政策"}, []string{"进展", "登记返乡人员2140人", "惠及企业94户"}, []string{"困难", "外出意愿不强", "缺口38万元"}, []string{"打算", "再办招聘会1场", "加快兑现"}), both + "\n!1 意愿不强\n!2 缺口38万元\nnext 再办招聘会1场\nnext 加快兑现", ""},
		{"a cell of several numbered lines", "a1", tableOf([]string{"任务", "进展情况"}, []string{"做实农民工就业服务", "1.登记返乡人员2140人。\n2.举办招聘会2场。"}, []string{"落实援企稳岗政策", "1.惠及企业94户。\n2.缓缴19.2万元。"}), both + "\n1 招聘会2场\n2 缓缴19.2万元", ""},
		{"progress and difficulty in one cell", "a1", tableOf([]string{"任务", "情况"}, []string{"做实农民工就业服务", "进展：登记返乡人员2140人。\n困难：外出意愿不强。"}, []string{"落实援企稳岗政策", "进展：惠及企业94户。\n困难：无"}), both + "\n!1 意愿不强", ""},
		{"indicators and tasks in two tables", "a1", p("一、主要指标") + tableOf([]string{"指标", "目标", "完成"}, []string{"城镇新增就业", "400", "357"}) + p("二、重点任务") + tableOf([]string{"任务", "进展"}, []string{"做实农民工就业服务", "登记返乡人员2140人"}, []string{"落实援企稳岗政策", "惠及企业94户"}), both, "new-jobs=357"},
		{"figures with a two-row head", "a1", spanned([]string{"指标", ">2 目标", ">2 完成"}, []string{"^", "本期", "全年", "本期", "累计"}, []string{"城镇新增就业", "40", "400", "45", "357"}), "", "new-jobs=357"},
		{"indicators with numbers and measures", "a3", tableOf([]string{"序号", "指标名称", "计量单位", "年度目标", "本期完成", "累计完成", "完成比例"}, []string{"1", "“五上”企业净增", "户", "5", "2", "4", "80%"}, []string{"2", "市场主体总量", "户", "—", "11826", "11826", "—"}), "", "entities=11826 five-up=4"},
		{"heads with line breaks and measures", "a6", tableOf([]string{"指标", "本期\n（万元）", "上年同期\n（万元）"}, []string{"库款余额", "4280", "5120"}, []string{"“三公”经费支出", "86.4", "110"}), "", "three-pub=86.4 treasury=4280"},
		{"a table in a cell", "a1", "<w:tbl><w:tr><w:tc>" + lines("一、做实农民工就业服务", "登记返乡人员2140人。") + tableOf([]string{"招聘会", "2场"}) + "<w:p/></w:tc></w:tr><w:tr><w:tc>" + lines("二、落实援企稳岗政策", "惠及企业94户。") + "</w:tc></w:tr></w:tbl>", both + "\n1 2场", ""},
		{"the whole report in one cell", "a1", "<w:tbl><w:tr><w:tc>" + lines("一、做实农民工就业服务", "登记返乡人员2140人。", "二、落实援企稳岗政策", "惠及企业94户。", "三、下一步打算", "再办招聘会1场。") + "</w:tc></w:tr></w:tbl>", both + "\nnext 再办招聘会1场", ""},
		{"attachments before the signature", "a1", lines("一、做实农民工就业服务", "登记返乡人员2140人。", "二、落实援企稳岗政策", "惠及企业94户。", "附件：1.招聘会照片", "　　　2.企业名单", "恒口示范区（试验区）党群局", "2026年12月30日"), both + "\nleft 招聘会照片\nleft 企业名单\nleft 2026年12月30日", ""},
		{"附: in place of 附件", "a1", lines("一、做实农民工就业服务", "登记返乡人员2140人。", "二、落实援企稳岗政策", "惠及企业94户。", "附：企业名单1份", "党群局", "12月30日"), both + "\nleft 企业名单", ""},
		{"signature on the right with spaces", "a1", lines("一、做实农民工就业服务", "登记返乡人员2140人。", "二、落实援企稳岗政策", "惠及企业94户。", "                    恒口示范区（试验区）党群局", "                    2026 年 12 月 30 日"), both + "\nleft 党群局", ""},
		{"several tasks in a line with semicolons", "a1", lines("1.做实农民工就业服务，登记返乡人员2140人；2.落实援企稳岗政策，惠及企业94户；3.下步打算，再办招聘会1场。"), both + "\nnext 再办招聘会1场", ""},
		{"several tasks in a line with full stops", "a1", lines("（一）做实农民工就业服务。登记返乡人员2140人。（二）落实援企稳岗政策。惠及企业94户。"), both, ""},
		{"an introduction of several lines", "a1", lines("保居民就业工作情况汇报", "12月下半月，在专班办公室的指导下，我局认真贯彻落实实施方案，各项工作有序推进。", "现将有关情况汇报如下：", "一、做实农民工就业服务", "登记返乡人员2140人。", "二、落实援企稳岗政策", "惠及企业94户。"), both, ""},
		{"questions below one heading", "a1", lines("一、工作进展", "1.做实农民工就业服务。登记返乡人员2140人。", "2.落实援企稳岗政策。惠及企业94户。", "二、存在困难及下步打算", "困难：外出意愿不强。", "打算：再办招聘会1场。"), both + "\n!? 意愿不强\nnext 再办招聘会1场", ""},
		{"difficulties by task below one heading", "a1", lines("一、工作进展", "1.做实农民工就业服务。登记返乡人员2140人。", "2.落实援企稳岗政策。惠及企业94户。", "二、存在困难", "1.做实农民工就业服务方面，外出意愿不强。", "2.落实援企稳岗政策方面，缺口38万元。"), both + "\n!1 意愿不强\n!2 缺口38万元", ""},
		{"practice with its own heading", "a1", lines("一、做实农民工就业服务", "登记返乡人员2140人。", "二、落实援企稳岗政策", "惠及企业94户。", "三、特色亮点做法", "推行“点单式”招聘。"), both + "\npractice 点单式", ""},
		{"tab stops for columns", "a1", lines("任务\t进展情况\t困难", "做实农民工就业服务\t登记返乡人员2140人\t外出意愿不强", "落实援企稳岗政策\t惠及企业94户\t无"), both, ""},
		{"numbers behind the words", "a1", lines("做实农民工就业服务（任务1）", "登记返乡人员2140人。", "落实援企稳岗政策（任务2）", "惠及企业94户。"), both, ""},
		{"titles in quotes", "a1", lines("一、“做实农民工就业服务”任务", "登记返乡人员2140人。", "二、“落实援企稳岗政策”任务", "惠及企业94户。"), both, ""},
		{"state in brackets", "a1", lines("一、做实农民工就业服务（序时推进）", "登记返乡人员2140人。", "二、落实援企稳岗政策（已完成）", "惠及企业94户。"), both, ""},
		{"remarks in brackets below the table", "a1", tableOf([]string{"任务", "进展"}, []string{"做实农民工就业服务", "登记返乡人员2140人"}, []string{"落实援企稳岗政策", "惠及企业94户"}) + lines("（注：数据来源于就业信息系统，截至12月28日）"), both, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := mustRead(t, "x.docx", docxOf(t, c.body))
			got := Match(pl, c.area, d)
			holds(t, got, c.want)
			assert.Equal(t, c.figs, figuresOf(got))
			nothingLost(t, d, got)
		})
	}
}

// nothingLost checks that every word of a document is offered or named as left out.
func nothingLost(t *testing.T, d Document, p Proposal) {
	t.Helper()
	var all strings.Builder
	for _, x := range p.Pieces {
		all.WriteString(x.Label + x.Heading + x.Text + "\n")
	}
	for _, l := range p.Left {
		all.WriteString(l.Text + "\n")
	}
	had := letters(all.String())
	for _, b := range d.Blocks {
		for w := range strings.FieldsFuncSeq(b.Text, func(r rune) bool { return letters(string(r)) == "" }) {
			assert.Contains(t, had, w)
		}
	}
}

// TestSheetVariants: what people make of a sheet for the same report.
func TestSheetVariants(t *testing.T) {
	pl := thePlan(t)
	const both = "1 2140人\n2 94户"
	for _, c := range []struct {
		name, area string
		rows       [][]any
		merged     []string
		want, figs string
	}{
		{"merged tasks", "a1", [][]any{row("任务", "进展", "困难"), row("做实农民工就业服务", "登记返乡人员2140人", "外出意愿不强"), row("", "举办招聘会2场", "岗位不足"), row("落实援企稳岗政策", "惠及企业94户", "无")}, []string{"A2:A3"}, both + "\n1 招聘会2场\n!1 意愿不强\n!1 岗位不足", ""},
		{"title across", "a1", [][]any{row("保居民就业任务进展表"), row("任务", "进展"), row("做实农民工就业服务", "登记返乡人员2140人"), row("落实援企稳岗政策", "惠及企业94户")}, []string{"A1:B1"}, both, ""},
		{"two heads with merged groups", "a1", [][]any{row("指标", "目标", "", "完成", ""), row("", "本期", "全年", "本期", "累计"), row("城镇新增就业", 40, 400, 45, 357), row("失业人员再就业", 12, 120, 9, 86)}, []string{"A1:A2", "B1:C1", "D1:E1"}, "", "new-jobs=357 rehired=86"},
		{"transposed", "a1", [][]any{row("指标", "城镇新增就业", "失业人员再就业"), row("计量单位", "人", "人"), row("年度目标", 400, 120), row("本期", 45, 9), row("累计", 357, 86)}, nil, "", "new-jobs=357 rehired=86"},
		{"aims behind the figures", "a1", [][]any{row("指标", "累计完成", "年度目标"), row("城镇新增就业", 357, 400), row("失业人员再就业", 86, 120)}, nil, "", "new-jobs=357 rehired=86"},
		{"last year beside", "a2", [][]any{row("指标（万元）", "2025年", "2026年"), row("基本民生支出", 12345.5, 12863.5)}, nil, "", "welfare=12863.5"},
		{"money in 元", "a2", [][]any{row("指标", "单位", "本期完成"), row("基本民生支出", "元", 128635000)}, nil, "", "welfare=12863.5"},
		{"money in 亿元", "a2", [][]any{row("指标", "单位", "本期完成"), row("基本民生支出", "亿元", 1.28635)}, nil, "", "welfare=12863.5"},
		{"indicators below tasks", "a1", [][]any{row("任务", "指标", "完成", "进展情况"), row("做实农民工就业服务", "农民工就业人数", 21540, "登记返乡人员2140人"), row("落实援企稳岗政策", "", "", "惠及企业94户")}, nil, both, "migrants=21540"},
		{"areas as groups", "a1", [][]any{row("领域", "任务", "进展"), row("保居民就业", "做实农民工就业服务", "登记返乡人员2140人"), row("", "落实援企稳岗政策", "惠及企业94户")}, []string{"A2:A3"}, both, ""},
		{"units beside", "a1", [][]any{row("任务", "责任单位", "进展", "完成时限"), row("做实农民工就业服务", "党群局", "登记返乡人员2140人", "12月底"), row("落实援企稳岗政策", "党群局、财政局", "惠及企业94户", "12月底")}, nil, both, ""},
		{"a total first", "a3", [][]any{row("镇办", "市场主体总量", "个体工商户数量"), row("合计", 11826, 9240), row("恒口镇", 6000, 5000), row("大同镇", 5826, 4240)}, nil, "", "entities=11826 sole=9240"},
		{"years down", "a3", [][]any{row("年份", "市场主体总量"), row("2024年", 9800), row("2025年", 10810), row("2026年", 11826)}, nil, "", "entities=11826"},
		{"months down, newest first", "a3", [][]any{row("月份", "市场主体总量"), row("2026年12月", 11826), row("2026年11月", 11700), row("2026年10月", 11600)}, nil, "", "entities=11826"},
		{"increase beside", "a3", [][]any{row("指标", "本期", "上期", "增减", "增幅"), row("市场主体总量", 11826, 11662, 164, "1.4%"), row("中小微企业数量", 2316, 2300, 16, "0.7%")}, nil, "", "entities=11826 smes=2316"},
		{"no head, one number", "a3", [][]any{row("市场主体总量", 11826), row("中小微企业数量", 2316)}, nil, "", "entities=11826 smes=2316"},
		{"no head, two numbers", "a3", [][]any{row("市场主体总量", 11662, 11826), row("中小微企业数量", 2300, 2316)}, nil, "", ""},
		{"words for numbers", "a1", [][]any{row("指标", "本期完成"), row("零就业家庭", "无"), row("城镇新增就业", "约360人"), row("失业人员再就业", "86人")}, nil, "", "rehired=86"},
		{"formula texts", "a6", [][]any{row("指标", "完成情况"), row("公用经费压减", "16.3%"), row("专项经费压减", "较上年压减19.1%")}, nil, "", "office-cut=16.3"},
		{"notes below", "a1", [][]any{row("任务", "进展"), row("做实农民工就业服务", "登记返乡人员2140人"), row("落实援企稳岗政策", "惠及企业94户"), row("说明：", "数据截至12月28日"), row("联系人：张某", "电话：2345")}, nil, both + "\nleft 联系人", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := mustRead(t, "x.xlsx", workbook(t, func(f *excelize.File) {
				for i, r := range c.rows {
					require.NoError(t, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &r))
				}
				for _, m := range c.merged {
					from, to, _ := strings.Cut(m, ":")
					require.NoError(t, f.MergeCell("Sheet1", from, to))
				}
			}))
			got := Match(pl, c.area, d)
			holds(t, got, c.want)
			assert.Equal(t, c.figs, figuresOf(got))
			nothingLost(t, d, got)
		})
	}
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}
