package intake

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

func lines(all ...string) string {
	var b strings.Builder
	for _, l := range all {
		b.WriteString(p(l))
	}
	return b.String()
}

// tableOf is a table of Word; a line break in a cell begins a paragraph.
func tableOf(rows ...[]string) string {
	var b strings.Builder
	for _, r := range rows {
		b.WriteString("<w:tr>")
		for _, c := range r {
			b.WriteString("<w:tc>" + lines(strings.Split(c, "\n")...) + "</w:tc>")
		}
		b.WriteString("</w:tr>")
	}
	return "<w:tbl>" + b.String() + "</w:tbl>"
}

func row(cells ...any) []any { return cells }

// TestFormsAndFrames: what stands around a report, forms and tables of tasks, and
// what a task's lines begin with.
func TestFormsAndFrames(t *testing.T) {
	pl := thePlan(t)
	for _, c := range formCases() {
		t.Run(c.name, func(t *testing.T) {
			got := Match(pl, c.area, mustRead(t, "x.docx", docxOf(t, c.body, c.parts...)))
			holds(t, got, c.want)
			assert.Equal(t, c.figs, figuresOf(got))
		})
	}
}

// formCase is a Word file, with where its words belong and its figures.
type formCase struct {
	name, area, body string
	parts            []part
	want, figs       string
}

func formCases() []formCase {
	const both = "1 2140人\n2 94户"
	return []formCase{
		{"红头 title block and full frame", "a1", lines("恒口示范区（试验区）党群局文件", "恒党群发〔2026〕18号", "签发人：王某", "恒口示范区（试验区）党群局", "关于报送12月下半月“六保”工作落实情况的", "报   告", "示范区落实“六保”任务工作专班：", "根据《落实“六保”任务实施方案》要求，现将我局12月下半月工作落实情况报告如下：", "一、做实农民工就业服务", "登记返乡人员2140人。", "二、落实援企稳岗政策", "惠及企业94户。", "特此报告。", "", "恒口示范区（试验区）党群局", "2026年12月30日", "（此件公开发布）", "抄送：示范区管委会。", "恒口示范区（试验区）党群局办公室    2026年12月30日印发"), nil, both + "\nleft 18号\nleft 签发人\nleft 印发\nleft 此件公开\n- 印发\n- 签发人\n- 恒口示范区", ""},
		{"form: label column and value column", "a1", p("“六保”工作进展情况报送表") + tableOf([]string{"报送单位", "党群局", "报送日期", "2026年12月30日"}, []string{"任务名称", "做实农民工就业服务"}, []string{"进展情况", "登记返乡人员2140人。"}, []string{"存在困难", "外出意愿不强"}, []string{"下步打算", "再办招聘会1场"}, []string{"任务名称", "落实援企稳岗政策"}, []string{"进展情况", "惠及企业94户。"}, []string{"存在困难", "无"}, []string{"下步打算", "加快兑现"}), nil, both + "\n!1 意愿不强\nnext 再办招聘会1场\nnext 加快兑现", ""},
		{"one table per task, title above", "a1", p("一、做实农民工就业服务") + tableOf([]string{"进展情况", "登记返乡人员2140人。"}, []string{"存在困难", "外出意愿不强"}) + p("二、落实援企稳岗政策") + tableOf([]string{"进展情况", "惠及企业94户。"}, []string{"存在困难", "无"}), nil, both + "\n!1 意愿不强", ""},
		{"rotated table: tasks as columns", "a1", tableOf([]string{"项目", "做实农民工就业服务", "落实援企稳岗政策"}, []string{"进展情况", "登记返乡人员2140人。", "惠及企业94户。"}, []string{"存在困难", "外出意愿不强", "缺口38万元"}), nil, both, ""},
		{"parts of a task with numbers", "a1", lines("一、做实农民工就业服务", "1、进展：登记返乡人员2140人。", "2、问题：外出意愿不强。", "3、计划：再办招聘会1场。", "二、落实援企稳岗政策", "1、进展：惠及企业94户。", "2、问题：缺口38万元。", "3、计划：加快兑现。"), nil, both + "\n!1 意愿不强\nnext 再办招聘会1场\n!2 缺口38万元\nnext 加快兑现", ""},
		{"headings with 【】 for parts", "a1", lines("【做实农民工就业服务】", "【进展】登记返乡人员2140人。", "【困难】外出意愿不强。", "【打算】再办招聘会1场。", "【落实援企稳岗政策】", "【进展】惠及企业94户。"), nil, both + "\n!1 意愿不强\nnext 再办招聘会1场", ""},
		{"footnote with figures", "a1", p("一、做实农民工就业服务") + `<w:p><w:r><w:t>登记返乡人员2140人。</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>` + p("二、落实援企稳岗政策") + p("惠及企业94户。"), []part{{"word/footnotes.xml", `<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2">` + p("数据截至12月28日。") + `</w:footnote></w:footnotes>`}}, both + "\n? 数据截至12月28日", ""},
		{"signature on one line with date", "a1", lines("一、做实农民工就业服务", "登记返乡人员2140人。", "二、落实援企稳岗政策", "惠及企业94户。", "党群局  2026年12月30日"), nil, both + "\nleft 党群局", ""},
		{"who filled it in", "a1", lines("一、做实农民工就业服务", "登记返乡人员2140人。", "二、落实援企稳岗政策", "惠及企业94户。", "填报人：张某   审核人：李某   联系电话：0915-0000", "报送时间：12月30日"), nil, both + "\nleft 填报人\nleft 报送时间", ""},
		{"thanks and 以上汇报如有不妥", "a1", lines("尊敬的各位领导：", "现将我局工作汇报如下。", "一、做实农民工就业服务", "登记返乡人员2140人。", "二、落实援企稳岗政策", "惠及企业94户。", "以上汇报，如有不妥，请批评指正。", "汇报完毕，谢谢大家！"), nil, both + "\nleft 批评指正\nleft 谢谢\nleft 各位领导", ""},
		{"attachment page behind the date: a table", "a1", lines("一、做实农民工就业服务", "登记返乡人员2140人。", "二、落实援企稳岗政策", "惠及企业94户。", "党群局", "2026年12月30日", "附件1", "招聘会统计表") + tableOf([]string{"序号", "名称", "人数"}, []string{"1", "返乡专场", "320"}, []string{"2", "民企专场", "150"}), nil, both + "\nleft 2026年12月30日", ""},
		{"numbers of the plan in table", "a3", tableOf([]string{"任务编号", "工作进展", "问题"}, []string{"6", "减免税费2365.7万元", "无"}, []string{"7", "市场主体总量11826户", "无"}, []string{"8", "办结9件", "人手不足"}), nil, "6 2365.7万元\n7 11826户\n8 办结9件\n!8 人手不足", "entities=11826"},
		{"title line broken in two", "a1", lines("恒口示范区（试验区）党群局关于12月下半月", "落实“六保”任务工作进展情况的报告", "（2026年12月30日）", "一、做实农民工就业服务", "登记返乡人员2140人。", "二、落实援企稳岗政策", "惠及企业94户。"), nil, both + "\nleft 关于12月下半月\nleft 情况的报告", ""},
		{"difficulty paragraph at end of each without colon", "a1", lines("一、做实农民工就业服务", "登记返乡人员2140人。", "存在的困难是外出意愿不强。", "二、落实援企稳岗政策", "惠及企业94户。", "存在的主要问题：一是缺口38万元；二是企业订单不足。"), nil, both + "\n!1 意愿不强\n!2 缺口38万元\n!2 订单不足", ""},
		{"需要协调 under tasks", "a1", lines("一、做实农民工就业服务", "登记返乡人员2140人。", "需要协调解决的问题：请财政局拨付补贴38万元。", "二、落实援企稳岗政策", "惠及企业94户。", "建议：请住建局加快办理厂房手续。"), nil, both + "\n!1.need 拨付补贴38万元", ""},
		{"two-row head", "a1", `<w:tbl><w:tr><w:tc>` + p("任务") + `</w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>` + p("本期情况") + `</w:tc></w:tr><w:tr><w:tc><w:p/></w:tc><w:tc>` + p("工作进展") + `</w:tc><w:tc>` + p("存在困难") + `</w:tc></w:tr><w:tr><w:tc>` + p("做实农民工就业服务") + `</w:tc><w:tc>` + p("登记返乡人员2140人") + `</w:tc><w:tc>` + p("外出意愿不强") + `</w:tc></w:tr><w:tr><w:tc>` + p("落实援企稳岗政策") + `</w:tc><w:tc>` + p("惠及企业94户") + `</w:tc><w:tc>` + p("缺口38万元") + `</w:tc></w:tr></w:tbl>`, nil, both + "\n!1 意愿不强\n!2 缺口38万元", ""},
	}
}

// TestTablesAsOfficialsFillThem: each table as a workbook, as comma-separated
// values, and as it is pasted from a sheet.
func TestTablesAsOfficialsFillThem(t *testing.T) {
	pl := thePlan(t)
	for _, c := range tableCases() {
		book := workbook(t, func(f *excelize.File) {
			for i, r := range c.rows {
				require.NoError(t, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &r))
			}
		})
		for kind, d := range map[string]Document{
			"xlsx":  mustRead(t, "x.xlsx", book),
			"csv":   mustRead(t, "x.csv", []byte(separated(t, c.rows, ','))),
			"txt":   mustRead(t, "x.txt", []byte(separated(t, c.rows, '\t'))),
			"paste": Paste(separated(t, c.rows, '\t'), Limits{}),
		} {
			t.Run(c.name+" "+kind, func(t *testing.T) {
				got := Match(pl, c.area, d)
				holds(t, got, c.want)
				assert.Equal(t, c.figs, figuresOf(got))
			})
		}
	}
}

// tableCase is a sheet, with where its words belong and its figures.
type tableCase struct {
	name, area string
	rows       [][]any
	want, figs string
}

func tableCases() []tableCase {
	const both = "1 2140人\n2 94户"
	return []tableCase{
		{"title, unit line and date line", "a1", [][]any{row("落实“六保”任务进展情况统计表"), row("填报单位：党群局", "", "", "填报日期：2026年12月30日"), row("序号", "任务", "工作进展", "问题和建议"), row(1, "做实农民工就业服务", "登记返乡人员2140人", "外出意愿不强"), row(2, "落实援企稳岗政策", "惠及企业94户", "缺口38万元"), row("填表人：张某", "", "审核人：李某", "")}, both + "\n!1 意愿不强\n!2 缺口38万元\nleft 填报单位\nleft 填表人", ""},
		{"figures with measure column", "a3", [][]any{row("指标", "单位", "目标", "本期", "累计"), row("市场主体总量", "户", "", "11826", "11826"), row("“五上”企业净增", "户", 5, 2, 4), row("个体工商户数量", "户", "", 9240, 9240)}, "", "entities=11826 five-up=4 sole=9240"},
		{"unit above the table", "a6", [][]any{row("保基层运转指标表"), row("", "", "单位：元"), row("项目", "本月", "上年同期"), row("库款余额", 42800000, 51200000), row("“三公”经费支出", 864000, 1100000)}, "", "three-pub=86.4 treasury=4280"},
		{"months down", "a3", [][]any{row("月份", "市场主体总量", "个体工商户"), row("10月", 11600, 9100), row("11月", 11700, 9180), row("12月", 11826, 9240)}, "", "entities=11826 sole=9240"},
		{"several units and a total", "a3", [][]any{row("镇办", "市场主体总量", "个体工商户数量"), row("恒口镇", 6000, 5000), row("大同镇", 5826, 4240), row("合计", 11826, 9240)}, "", "entities=11826 sole=9240"},
		{"indicators as columns, target row beside", "a1", [][]any{row("类别", "城镇新增就业", "失业人员再就业"), row("年度目标", 400, 120), row("累计完成", 357, 86), row("完成率", "89.3%", "71.7%")}, "", "new-jobs=357 rehired=86"},
		{"two tables on one sheet", "a1", [][]any{row("任务", "进展情况"), row("做实农民工就业服务", "登记返乡人员2140人"), row("落实援企稳岗政策", "惠及企业94户"), row(), row("指标", "目标", "完成"), row("城镇新增就业", 400, 357)}, both, "new-jobs=357"},
		{"task by number only", "a6", [][]any{row("任务序号", "本期进展"), row(14, "盘活存量资金920万元"), row(15, "公用经费压减16.3%"), row(16, "制定预案1份")}, "14 920万元\n15 16.3%\n16 预案1份", "office-cut=16.3"},
		{"vertical form", "a1", [][]any{row("单位", "党群局"), row("任务", "做实农民工就业服务"), row("进展", "登记返乡人员2140人"), row("困难", "外出意愿不强"), row("任务", "落实援企稳岗政策"), row("进展", "惠及企业94户"), row("困难", "无")}, both + "\n!1 意愿不强", ""},
		{"state column with words", "a1", [][]any{row("任务", "进展状态", "进展情况", "存在困难"), row("做实农民工就业服务", "推进中", "登记返乡人员2140人", "无"), row("落实援企稳岗政策", "有困难", "惠及企业94户", "缺口38万元")}, both + "\n!2 缺口38万元\nleft 推进中", ""},
		{"aims in a column of tasks", "a3", [][]any{row("任务", "年度目标", "进展情况"), row("培育扶持各类市场主体", "“五上”企业净增5户", "“五上”企业净增4户")}, "7 净增4户", "five-up=4"},
		{"several periods as rows of one indicator", "a1", [][]any{row("期次", "指标", "数值"), row("11月下半月", "城镇新增就业", 312), row("12月上半月", "城镇新增就业", 340), row("12月下半月", "城镇新增就业", 357)}, "", "new-jobs=357"},
		{"names with line breaks", "a1", [][]any{row("任\n务", "进展\n情况", "存在\n困难"), row("做实农民工\n就业服务", "登记返乡人员2140人", "外出意愿不强"), row("落实援企\n稳岗政策", "惠及企业94户", "")}, both + "\n!1 意愿不强", ""},
		{"names with spaces", "a1", [][]any{row("任 务", "进 展 情 况", "困 难"), row("做实农民工就业服务 ", " 登记返乡人员2140人", "外出意愿不强"), row("落实援企稳岗政策", "惠及企业94户", "")}, both + "\n!1 意愿不强", ""},
		{"说明 lines below", "a1", [][]any{row("任务", "进展"), row("做实农民工就业服务", "登记返乡人员2140人"), row("落实援企稳岗政策", "惠及企业94户"), row("注：数据截至12月28日。"), row("填报人：张某")}, both + "\nleft 填报人", ""},
	}
}

func separated(t *testing.T, rows [][]any, by rune) string {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = by
	for _, r := range rows {
		cells := []string{}
		for _, c := range r {
			cells = append(cells, fmt.Sprint(c))
		}
		require.NoError(t, w.Write(cells))
	}
	w.Flush()
	return b.String()
}
