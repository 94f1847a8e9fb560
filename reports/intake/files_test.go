package intake

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// run, ins and the others write what Word does around words.
func run(text string) string   { return `<w:r><w:t xml:space="preserve">` + text + `</w:t></w:r>` }
func para(inner string) string { return `<w:p>` + inner + `</w:p>` }
func tr(cells ...string) string {
	s := "<w:tr>"
	for _, c := range cells {
		s += "<w:tc>" + c + "</w:tc>"
	}
	return s + "</w:tr>"
}
func merged(kind, text string) string {
	return `<w:tcPr><w:vMerge w:val="` + kind + `"/></w:tcPr>` + p(text)
}

func TestWordFilesOfManyKinds(t *testing.T) {
	pl := thePlan(t)
	const both = "1 2140人\n2 94户"
	one, two := p("一、做实农民工就业服务"), p("二、落实援企稳岗政策")
	head := part{"word/styles.xml", `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:styleId="a"><w:name w:val="标题二"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style><w:style w:styleId="toc1"><w:name w:val="toc 1"/></w:style></w:styles>`}
	for name, c := range map[string]struct {
		body, want string
		more       []part
	}{
		"inserted":              {one + para(`<w:ins w:id="1">`+run("登记返乡人员2140人。")+`</w:ins>`) + two + p("惠及企业94户。"), both, nil},
		"moved":                 {one + para(`<w:moveTo w:id="1">`+run("登记返乡人员2140人。")+`</w:moveTo>`) + two + para(`<w:moveFrom w:id="2">`+run("登记返乡人员2140人。")+`</w:moveFrom>`+run("惠及企业94户。")), both, nil},
		"split runs":            {para(run("一、做实农")+`<w:proofErr/>`+run("民工就业")+run("服务")) + para(run("登记返乡人员")+run("21")+run("40")+run("人。")) + two + p("惠及企业94户。"), both, nil},
		"hyperlink":             {one + para(`<w:hyperlink>`+run("登记返乡人员2140人")+`</w:hyperlink>`+run("。")) + two + para(`<w:smartTag>`+run("惠及企业94户。")+`</w:smartTag>`), both, nil},
		"field":                 {one + para(run("登记返乡人员")+`<w:fldSimple w:instr="REF x">`+run("2140")+`</w:fldSimple>`+run("人。")) + two + para(`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF y</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`+run("惠及企业94户。")), both, nil},
		"control":               {one + `<w:sdt><w:sdtPr/><w:sdtContent>` + p("登记返乡人员2140人。") + `</w:sdtContent></w:sdt>` + two + para(`<w:sdt><w:sdtContent>`+run("惠及企业94户。")+`</w:sdtContent></w:sdt>`), both, nil},
		"line breaks":           {para(run("一、做实农民工就业服务") + `<w:r><w:br/></w:r>` + run("登记返乡人员2140人。") + `<w:r><w:br/></w:r>` + run("二、落实援企稳岗政策") + `<w:r><w:cr/></w:r>` + run("惠及企业94户。")), both, nil},
		"tab after heading":     {para(run("一、做实农民工就业服务")+`<w:r><w:tab/></w:r>`+run("登记返乡人员2140人。")) + para(run("二、落实援企稳岗政策")+`<w:r><w:tab/></w:r>`+run("惠及企业94户。")), both, nil},
		"spaces within":         {p("一、 做 实 农 民 工 就 业 服 务") + p("登记返乡人员2140人。") + p("二、　落实援企稳岗政策") + p("　　惠及企业94户。"), both, nil},
		"soft hyphens":          {p("一、做实农\u00ad民工就业\u200b服务") + p("登记返乡人员2140人。") + two + p("惠及企业94户。"), both, nil},
		"style of another name": {styled("a", "做实农民工就业服务") + p("登记返乡人员2140人。") + styled("a", "落实援企稳岗政策") + p("惠及企业94户。"), both, []part{head}},
		"two levels of styles":  {styled("1", "工作进展") + styled("a", "做实农民工就业服务") + p("登记返乡人员2140人。") + styled("a", "落实援企稳岗政策") + p("惠及企业94户。") + styled("1", "存在问题") + p("资金缺口38万元。") + styled("1", "下一步打算") + p("再办招聘会1场。"), both + "\n!? 缺口38万元\nnext 再办招聘会1场", []part{head}},
		"contents of runs":      {styled("toc1", "一、做实农民工就业服务\t1") + styled("toc1", "二、落实援企稳岗政策\t2") + one + p("登记返乡人员2140人。") + two + p("惠及企业94户。"), both, []part{head}},
		"numbered by style":     {styled("2", "做实农民工就业服务") + p("登记返乡人员2140人。") + styled("2", "落实援企稳岗政策") + p("惠及企业94户。"), both, []part{head, listOf("chineseCounting %1、", "chineseCounting （%2）")}},
		"round list":            {listed(0, "做实农民工就业服务") + p("登记返乡人员2140人。") + listed(0, "落实援企稳岗政策") + p("惠及企业94户。"), both, []part{listOf("decimalEnclosedCircle %1")}},
		"brackets":              {listed(0, "做实农民工就业服务：登记返乡人员2140人。") + listed(0, "落实援企稳岗政策：惠及企业94户。"), both, []part{listOf("decimal (%1)")}},
		"bullets":               {listed(0, "做实农民工就业服务：登记返乡人员2140人。") + listed(0, "落实援企稳岗政策：惠及企业94户。"), both, []part{listOf("bullet \uf0d8")}},
		"ledger": {`<w:tbl>` + tr(p("序号"), p("重点任务"), p("进展情况"), p("存在问题"), p("下步措施")) +
			tr(p("1"), p("做实农民工就业服务"), p("登记返乡人员2140人。"), p("外出意愿不强"), p("再办招聘会1场")) +
			tr(p("2"), p("落实援企稳岗政策"), p("惠及企业94户。"), p("无"), p("")) + `</w:tbl>`, both + "\n!1 意愿不强\nnext 再办招聘会1场", nil},
		"ledger with an area merged": {`<w:tbl>` + tr(p("领域"), p("任务"), p("完成情况")) +
			tr(merged("restart", "保居民就业"), p("做实农民工就业服务"), p("登记返乡人员2140人。")) +
			tr(merged("continue", ""), p("落实援企稳岗政策"), p("惠及企业94户。")) + `</w:tbl>`, both, nil},
		"a task over two rows": {`<w:tbl>` + tr(p("任务"), p("完成情况")) +
			tr(merged("restart", "做实农民工就业服务"), p("登记返乡人员2140人。")) +
			tr(merged("continue", ""), p("招聘会2场。")) +
			tr(p("落实援企稳岗政策"), p("惠及企业94户。")) + `</w:tbl>`, both + "\n1 招聘会2场", nil},
		"a head of two rows": {`<w:tbl>` + tr(p("序号"), p("任务"), p("进展情况"), p("")) + tr(p(""), p(""), p("主要做法"), p("成效")) +
			tr(p("1"), p("做实农民工就业服务"), p("组织摸排，登记返乡人员2140人。"), p("就业稳定")) +
			tr(p("2"), p("落实援企稳岗政策"), p("减免三项社保，惠及企业94户。"), p("企业稳定")) + `</w:tbl>`, both, nil},
		"a title in the table": {`<w:tbl>` + tr(p("党群局“六保”工作台账")) + tr(p("任务"), p("进展")) +
			tr(p("做实农民工就业服务"), p("登记返乡人员2140人。")) + tr(p("落实援企稳岗政策"), p("惠及企业94户。")) + `</w:tbl>`, both, nil},
		"a form": {`<w:tbl>` + tr(p("报送单位"), p("党群局"), p("报送时间"), p("2026年12月30日")) +
			tr(p("做实农民工就业服务"), p("登记返乡人员2140人。")) + tr(p("落实援企稳岗政策"), p("惠及企业94户。")) + tr(p("存在困难"), p("资金缺口38万元。")) + tr(p("下一步打算"), p("再办招聘会1场。")) + `</w:tbl>`, both + "\n!? 缺口38万元\nnext 再办招聘会1场", nil},
		"a table for layout":      {`<w:tbl>` + tr(one+p("登记返乡人员2140人。")+two+p("惠及企业94户。")) + `</w:tbl>`, both, nil},
		"a table within a cell":   {`<w:tbl>` + tr(p("任务"), p("进展")) + tr(p("做实农民工就业服务"), p("登记返乡人员2140人。")+`<w:tbl>`+tr(p("场次"), p("人数"))+tr(p("第一场"), p("318人"))+`</w:tbl>`+p("")) + tr(p("落实援企稳岗政策"), p("惠及企业94户。")) + `</w:tbl>`, both + "\nleft 318人", nil},
		"footnote":                {one + p("登记返乡人员2140人。") + two + p("惠及企业94户。"), both, []part{{"word/footnotes.xml", `<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2">` + p("数据来源：社保农技中心。") + `</w:footnote></w:footnotes>`}}},
		"tasks swapped":           {two + p("惠及企业94户。") + one + p("登记返乡人员2140人。"), both, nil},
		"title in the cell below": {`<w:tbl>` + tr(p("任务一：做实农民工就业服务")) + tr(p("登记返乡人员2140人。")) + tr(p("任务二：落实援企稳岗政策")) + tr(p("惠及企业94户。")) + `</w:tbl>`, both, nil},
		"hidden words":            {one + p("登记返乡人员2140人。") + para(`<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部意见</w:t></w:r>`) + two + p("惠及企业94户。"), both + "\n- 内部意见", nil},
		"equation":                {one + para(run("登记返乡人员")+`<m:oMath><m:r><m:t>2140</m:t></m:r></m:oMath>`+run("人。")) + two + p("惠及企业94户。"), both, nil},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := Read("报告.docx", docxOf(t, c.body, c.more...), Limits{})
			require.NoError(t, err)
			got := Match(pl, "a1", d)
			holds(t, got, c.want)
			if t.Failed() {
				for _, x := range got.Pieces {
					fmt.Printf("   %s %q %q trouble %v sure %v\n", placeOf(x), x.Label+x.Heading, x.Text, x.Difficulty, x.Sure)
				}
				fmt.Println("   left", got.Left)
			}
		})
	}
}

// TestTablesAsText: what other programs save as CSV.
func TestTablesAsText(t *testing.T) {
	pl := thePlan(t)
	rows := []string{"序号,任务,进展情况", "1,做实农民工就业服务,登记返乡人员2140人", "2,落实援企稳岗政策,惠及企业94户", ""}
	plain := strings.Join(rows, "\n")
	for name, text := range map[string]string{
		"comma.csv": plain, "semicolon.csv": strings.ReplaceAll(plain, ",", ";"), "tab.tsv": strings.ReplaceAll(plain, ",", "\t"),
		"mark.csv": "\ufeff" + plain, "windows.csv": strings.Join(rows, "\r\n"), "mac.csv": strings.Join(rows, "\r"),
		"title.csv": "党群局工作台账,,\n填报时间：2026年12月30日,,\n" + plain,
	} {
		holds(t, Match(pl, "a1", mustRead(t, name, []byte(text))), "1 2140人\n2 94户")
	}
	for _, c := range []struct{ area, text, want string }{
		{"a3", "指标,单位,本期\n市场主体总量,户,\"11,826\"\n个体工商户,户,\"9,240\"\n", "entities=11826 sole=9240"},
		{"a6", "指标,本期\n公用经费压减,16.3%\n专项经费压减,19.1\n", "office-cut=16.3 special-cut=19.1"},
		{"a6", "指标,本期（万元）\n“三公”经费支出,86.4\n", "three-pub=86.4"},
		{"a6", "指标,本期\n“三公”经费支出（元）,864000\n", "three-pub=86.4"},
		{"a2", "指标,完成（亿元）\n基本民生支出,1.29\n", "welfare=12900"},
		{"a2", "单位：元,\n指标,本期\n基本民生支出,128635000\n", "welfare=12863.5"},
		{"a3", "指标,本期\n“五上”企业净增,－1\n", "five-up=-1"},
		{"a3", "指标,本期\n“五上”企业净增,(1)\n", ""},
		{"a3", "指标,本期\n“五上”企业净增,3~4\n市场主体总量,1.2万左右\n", ""},
		{"a3", "指标,本期\n市场主体总量,11826\n  其中：中小微企业,2316\n  个体工商户,9240\n", "entities=11826 smes=2316 sole=9240"},
		{"a3", "指标,上年同期,本期\n市场主体总量,10810,11826\n", "entities=11826"},
		{"a3", "指标,2025年,2026年\n市场主体总量,10810,11826\n", "entities=11826"},
		{"a3", "镇办,市场主体总量,个体工商户数量\n恒口镇,6000,4000\n大同镇,5826,5240\n", ""},
		{"a1", "姓名,电话\n张三,13991500000\n李四,13991500001\n", ""},
	} {
		got := Match(pl, c.area, mustRead(t, "x.csv", []byte(c.text)))
		assert.Equal(t, c.want, figuresOf(got), "%s\n%+v", c.text, got.Values)
	}
}

func TestLedgersOfManyKinds(t *testing.T) {
	pl := thePlan(t)
	type rows = [][]any
	task := rows{{"做实农民工就业服务", "登记返乡人员2140人"}, {"落实援企稳岗政策", "惠及企业94户"}}
	const both = "1 2140人\n2 94户"
	for name, c := range map[string]struct {
		area, want, figures string
		fill                func(f *excelize.File, set func(r ...[]any))
	}{
		"odd heads": {"a1", both, "", func(f *excelize.File, set func(r ...[]any)) {
			set(append(rows{{"工作任务", "目前推进情况"}}, task...)...)
		}},
		"no head": {"a1", both, "", func(f *excelize.File, set func(r ...[]any)) { set(task...) }},
		"head broken over lines": {"a1", both, "", func(f *excelize.File, set func(r ...[]any)) {
			set(append(rows{{"任务\n名称", "进展\n情况"}}, task...)...)
		}},
		"title over all columns": {"a1", both, "", func(f *excelize.File, set func(r ...[]any)) {
			set(append(rows{{"党群局台账"}, {"填报单位：党群局", "2026年12月"}, {"任务", "进展情况"}}, task...)...)
			require.NoError(t, f.MergeCell("Sheet1", "A1", "B1"))
		}},
		"a task over two rows": {"a1", both + "\n1 招聘会2场", "", func(f *excelize.File, set func(r ...[]any)) {
			set(rows{{"任务", "进展"}, {"做实农民工就业服务", "登记返乡人员2140人"}, {nil, "招聘会2场"}, {"落实援企稳岗政策", "惠及企业94户"}}...)
			require.NoError(t, f.MergeCell("Sheet1", "A2", "A3"))
		}},
		"area column merged": {"a1", both, "", func(f *excelize.File, set func(r ...[]any)) {
			set(rows{{"领域", "任务", "进展"}, {"保居民就业", "做实农民工就业服务", "登记返乡人员2140人"}, {nil, "落实援企稳岗政策", "惠及企业94户"}}...)
			require.NoError(t, f.MergeCell("Sheet1", "A2", "A3"))
		}},
		"hidden row": {"a1", "1 2140人\n- 94户", "", func(f *excelize.File, set func(r ...[]any)) {
			set(append(rows{{"任务", "进展"}}, task...)...)
			require.NoError(t, f.SetRowVisible("Sheet1", 3, false))
		}},
		"two sheets": {"a1", both, "", func(f *excelize.File, set func(r ...[]any)) {
			set(task[0])
			_, err := f.NewSheet("第二张")
			require.NoError(t, err)
			require.NoError(t, f.SetSheetRow("第二张", "A1", &task[1]))
		}},
		"starts at C5": {"a1", both, "", func(f *excelize.File, set func(r ...[]any)) {
			for i, r := range append(rows{{"任务", "进展"}}, task...) {
				require.NoError(t, f.SetSheetRow("Sheet1", fmt.Sprintf("C%d", i+5), &r))
			}
		}},
		"rich text": {"a1", both, "", func(f *excelize.File, set func(r ...[]any)) {
			set(append(rows{{"任务", "进展"}}, task...)...)
			require.NoError(t, f.SetCellRichText("Sheet1", "B2", []excelize.RichTextRun{{Text: "登记返乡人员"}, {Text: "2140人", Font: &excelize.Font{Bold: true}}}))
		}},
		"empty rows between": {"a1", both, "", func(f *excelize.File, set func(r ...[]any)) {
			set(rows{{"任务", "进展"}, nil, task[0], nil, nil, task[1]}...)
		}},
		"notes below": {"a1", both + "\n? 数据截至", "", func(f *excelize.File, set func(r ...[]any)) {
			set(append(append(rows{{"任务", "进展"}}, task...), []any{"注：数据截至12月30日"})...)
		}},
		"figures with measures": {"a3", "", "entities=11826 five-up=4 sole=9240", func(f *excelize.File, set func(r ...[]any)) {
			set(rows{{"指标名称", "计量单位", "本期数"}, {"市场主体总量", "户", 11826}, {"个体工商户", "户", "9,240"}, {"“五上”企业净增", "户", "4户"}}...)
		}},
		"figures across": {"a3", "", "entities=11826 five-up=4", func(f *excelize.File, set func(r ...[]any)) {
			set(rows{{"单位", "市场主体总量", "“五上”企业净增"}, {"应急和市场监管局", 11826, 4}}...)
		}},
		"target, last, now": {"a3", "", "entities=11826 five-up=4", func(f *excelize.File, set func(r ...[]any)) {
			set(rows{{"指标", "年度目标", "上期", "本期", "同比"}, {"市场主体总量", nil, 11790, 11826, "9.4%"}, {"“五上”企业净增", 5, 3, 4, nil}}...)
		}},
		"now, then last": {"a3", "", "entities=11826 five-up=4", func(f *excelize.File, set func(r ...[]any)) {
			set(rows{{"指标", "本月实绩", "上月", "全年任务"}, {"市场主体总量", 11826, 11790, nil}, {"“五上”企业净增", 4, 3, 5}}...)
		}},
		"month columns": {"a3", "", "entities=11826", func(f *excelize.File, set func(r ...[]any)) {
			set(rows{{"指标", "10月", "11月", "12月"}, {"市场主体总量", 11700, 11790, 11826}}...)
		}},
		"year and month": {"a1", "", "new-jobs=357", func(f *excelize.File, set func(r ...[]any)) {
			set(rows{{"指标", "本月", "本年累计"}, {"城镇新增就业", 45, 357}}...)
		}},
		"percent cells": {"a6", "", "office-cut=16.3 special-cut=19.1", func(f *excelize.File, set func(r ...[]any)) {
			set(rows{{"指标", "完成"}, {"公用经费压减", 0.163}, {"专项经费压减", "19.1%"}}...)
			id, err := f.NewStyle(&excelize.Style{NumFmt: 10})
			require.NoError(t, err)
			require.NoError(t, f.SetCellStyle("Sheet1", "B2", "B2", id))
		}},
		"thousands": {"a3", "", "entities=11826", func(f *excelize.File, set func(r ...[]any)) {
			set(rows{{"指标", "完成"}, {"市场主体总量", 11826}}...)
			id, err := f.NewStyle(&excelize.Style{NumFmt: 3})
			require.NoError(t, err)
			require.NoError(t, f.SetCellStyle("Sheet1", "B2", "B2", id))
		}},
		"money in 元": {"a2", "", "welfare=12863.5", func(f *excelize.File, set func(r ...[]any)) {
			set(rows{{"指标", "单位", "完成"}, {"基本民生支出", "元", 128635000}}...)
		}},
		"not exact": {"a3", "", "", func(f *excelize.File, set func(r ...[]any)) {
			set(rows{{"指标", "完成"}, {"市场主体总量", "约1.2万户"}, {"“五上”企业净增", "3-4户"}}...)
		}},
		"not known": {"a3", "", "", func(f *excelize.File, set func(r ...[]any)) {
			set(rows{{"指标", "完成"}, {"市场主体总量", "/"}, {"“五上”企业净增", "待统计"}}...)
		}},
		"sum row": {"a3", "", "sole=9240", func(f *excelize.File, set func(r ...[]any)) {
			set(rows{{"镇办", "个体工商户数量"}, {"恒口", 6000}, {"大同", 3240}, {"合计", 9240}}...)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			data := workbook(t, func(f *excelize.File) {
				c.fill(f, func(rs ...[]any) {
					for i, r := range rs {
						require.NoError(t, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &r))
					}
				})
			})
			got := Match(pl, c.area, mustRead(t, "x.xlsx", data))
			holds(t, got, c.want)
			assert.Equal(t, c.figures, figuresOf(got), "%+v", got.Values)
			if t.Failed() {
				for _, x := range got.Pieces {
					fmt.Printf("   %s %q %q trouble %v sure %v\n", placeOf(x), x.Label+x.Heading, x.Text, x.Difficulty, x.Sure)
				}
				fmt.Println("   left", got.Left)
			}
		})
	}
}
