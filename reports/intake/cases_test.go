package intake

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// holds checks where words of a document went: a line is a place and words that
// stand in a part for it. Places are a task's number, "next", "practice", "else"
// and a number, "?" for no place, "left" for left out, and "-" for nowhere among
// what is offered; with a ! in front the part is a difficulty.
func holds(t *testing.T, p Proposal, lines string) {
	t.Helper()
	for line := range strings.Lines(lines) {
		place, words, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok {
			continue
		}
		place, hard := strings.CutPrefix(place, "!")
		var at []string
		for _, x := range p.Pieces {
			if strings.Contains(x.Words(), words) && (!hard || x.Difficulty) {
				at = append(at, placeOf(x))
			}
		}
		for _, l := range p.Left {
			if strings.Contains(l.Text, words) {
				at = append(at, "left")
			}
		}
		if place == "-" {
			assert.Empty(t, slices.DeleteFunc(at, func(s string) bool { return s == "left" }), words)
			continue
		}
		assert.Contains(t, at, place, words)
	}
}

func placeOf(x Piece) string {
	switch {
	case x.Question != "":
		return x.Question
	case x.Task != 0 && x.Field != "":
		return fmt.Sprintf("%d.%s", x.Task, x.Field)
	case x.Task != 0:
		return fmt.Sprint(x.Task)
	case x.Elsewhere != 0:
		return fmt.Sprintf("else%d", x.Elsewhere)
	}
	return "?"
}

// figuresOf returns the first value of each indicator, as a person is offered
// them.
func figuresOf(p Proposal) string {
	var out []string
	seen := map[string]bool{}
	for _, v := range p.Values {
		if !seen[v.Indicator] {
			out = append(out, v.Indicator+"="+v.Value.String())
		}
		seen[v.Indicator] = true
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func TestFiguresInProse(t *testing.T) {
	pl := thePlan(t)
	for _, c := range []struct{ area, text, want string }{
		// yearly figures: what has added up, not what came this period
		{"a3", "本期新增“五上”企业2户，今年累计净增4户。", "five-up=4"},
		{"a3", "“五上”企业本期新增2户，全年净增4户，距年度目标5户还差1户。", "five-up=4"},
		{"a1", "本期城镇新增就业45人，全年累计完成357人。", "new-jobs=357"},
		{"a1", "城镇新增就业本月完成45人，累计357人。", "new-jobs=357"},
		{"a1", "失业人员再就业目标100人，已完成86人。", "rehired=86"},
		// from and to
		{"a3", "“五上”企业由年初的31户增加到35户，净增4户。", "five-up=4"},
		{"a3", "信用修复“绿色通道”平均办理用时由3个工作日压缩至1个工作日。", "credit-fix=1"},
		{"a1", "城镇登记失业率由3.8%下降至3.6%。", "unemployed=3.6"},
		{"a2", "低保覆盖率由4.75%提高到4.87%。", "dibao=4.87"},
		{"a4", "粮食应急供应点由6家增至8家。", "grain-outlet=8"},
		{"a6", "库款余额由5120万元降至4280万元。", "treasury=4280"},
		// aims
		{"a3", "力争年底“五上”企业净增5户。", ""},
		{"a3", "确保新增千万元入园企业4户。", ""},
		{"a3", "下一步，“五上”企业净增5户。", ""},
		{"a3", "工作目标：“五上”企业净增5户，新增千万元入园企业4户。", ""},
		{"a3", "“五上”企业净增5户的目标已分解。", ""},
		{"a1", "城镇登记失业率控制在4.5%以内。", ""},
		{"a6", "公用经费压减不低于15%。", ""},
		{"a6", "“三保”支出需求31200万元，已保障28600万元。", "three-bao=28600"},
		// earlier, changes, of what
		{"a3", "去年同期市场主体总量10810户，今年达到11826户。", "entities=11826"},
		{"a3", "全区市场主体总量11826户，比去年同期10810户增长9.4%。", "entities=11826"},
		{"a3", "个体工商户9240户，比上月净增32户。", "sole=9240"},
		{"a3", "市场主体总量净增1016户。", ""},
		{"a3", "市场主体总量增长到11826户，增长率9.4%。", "entities=11826"},
		{"a3", "本期新登记个体工商户130户。", ""},
		{"a3", "新登记企业31户、个体工商户130户。", ""},
		{"a3", "新增中小微企业31户，其中制造业6户。", ""},
		{"a3", "注销个体工商户12户。", ""},
		{"a3", "本期办理个体工商户变更登记56户。", ""},
		{"a1", "做实农民工就业服务，登记返乡人员2140人。", ""},
		// lists
		{"a3", "中小微企业2316户、个体工商户9240户。", "smes=2316 sole=9240"},
		{"a1", "失业人员再就业、就业困难人员再就业分别为86人、41人。", "hard-rehired=41 rehired=86"},
		{"a1", "城镇新增就业、失业人员再就业、就业困难人员再就业分别完成312人、86人、41人。", "hard-rehired=41 new-jobs=312 rehired=86"},
		{"a6", "公用经费、专项经费分别压减16.3%、19.1%。", "office-cut=16.3 special-cut=19.1"},
		{"a6", "压减公用经费118万元，压减比例16.3%。", "office-cut=16.3"},
		{"a4", "2家区级粮食应急加工企业、8家粮食应急供应点责任到位。", "grain-mill=2 grain-outlet=8"},
		// scaled once
		{"a2", "基本民生支出12863.5万元，同比增长4.2%。", "welfare=12863.5"},
		{"a2", "基本民生支出1.2863亿元。", "welfare=12863"},
		{"a2", "基本民生支出128635000元。", "welfare=12863.5"},
		{"a6", "库款余额4280万元，库款保障系数0.42。", "treasury=4280"},
		{"a6", "“三公”经费支出86.4万元。", "three-pub=86.4"},
		{"a4", "粮食种植面积8.64万亩。", "grain-area=86400"},
		// names with words put in, lines broken anywhere, signs
		{"a1", "以工代赈补助资金用于发放劳务报酬的比例为16.2%。", "labour-pay=16.2"},
		{"a1", "城镇新增就业312人，\n失业人员再就业\n86人。", "new-jobs=312 rehired=86"},
		{"a3", "“五上”企业净增数为负1户。", "five-up=-1"},
		{"a3", "“五上”企业净增−1户。", "five-up=-1"},
		{"a3", "信用修复“绿色通道”办理用时0.8个工作日，办结9件。", "credit-fix=0.8"},
		// inexact
		{"a3", "“五上”企业净增3至5户左右。", ""},
		{"a3", "“五上”企业净增约3户。", ""},
		{"a3", "个体工商户近百户。", ""},
		{"a3", "新增千万元入园企业两三户。", ""},
	} {
		p := Match(pl, c.area, Paste(c.text, Limits{}))
		assert.Equal(t, c.want, figuresOf(p), "%s\n%+v", c.text, p.Values)
	}
}

func TestPastedLists(t *testing.T) {
	pl := thePlan(t)
	const both = "1 2140人\n2 94户"
	for _, c := range []struct{ area, text, want string }{
		{"a1", "1、做实农民工就业服务，登记返乡人员2140人，举办招聘会2场\n2、落实援企稳岗政策，惠及企业94户，减免268.5万元\n3、下一步打算，再办招聘会1场", both + "\nnext 再办招聘会1场"},
		{"a1", "1、做实农民工就业服务 登记返乡人员2140人 举办招聘会2场\n2、落实援企稳岗政策 惠及企业94户 减免268.5万元", both},
		{"a1", "（一）做实农民工就业服务——登记返乡人员2140人\n（二）落实援企稳岗政策——惠及企业94户", both},
		{"a1", "【做实农民工就业服务】登记返乡人员2140人\n【落实援企稳岗政策】惠及企业94户", both},
		{"a1", "做实农民工就业服务方面，登记返乡人员2140人\n落实援企稳岗政策方面，惠及企业94户", both},
		{"a1", "1.做实农民工就业服务（完成）登记返乡人员2140人\n2.落实援企稳岗政策（推进中）惠及企业94户", both},
		{"a1", "1️⃣做实农民工就业服务：登记返乡人员2140人\n2️⃣落实援企稳岗政策：惠及企业94户", both},
		{"a1", "甲、做实农民工就业服务\n登记返乡人员2140人\n乙、落实援企稳岗政策\n惠及企业94户", both},
		{"a1", "01.做实农民工就业服务：登记返乡人员2140人\n02.落实援企稳岗政策：惠及企业94户", both},
		{"a1", "１．做实农民工就业服务：登记返乡人员2140人\n２．落实援企稳岗政策：惠及企业94户", both},
		{"a1", "各位领导，现将我局本期情况汇报如下：一、做实农民工就业服务，登记返乡人员2140人；二、落实援企稳岗政策，惠及企业94户；三、下步打算再办招聘会1场。", both},
		{"a5", "一、产业链恢复\n梳理产业链3条。\n二、畅通循环\n签约项目5个。\n三、质量提升\n标准化厂房三期封顶。", "11 产业链3条\n12 签约项目5个\n13 厂房三期"},
		{"a4", "一、粮食生产\n粮食种植面积8.64万亩。\n二、粮油电供给\n应急供应点8家。", "9 8.64万亩\n10 8家"},
		{"a3", "一、减税降费政策落实情况。累计减免税费2365.7万元。\n二、市场主体培育情况。新登记企业31户。\n三、营商环境优化情况。企业开办压缩至1个工作日。", "6 2365.7万元\n7 企业31户\n8 1个工作日"},
		{"a1", "一、聚焦返乡群体，农民工就业服务更有温度。登记返乡人员2140人。\n二、聚焦企业需求，援企稳岗政策落地见效。惠及企业94户。\n三、聚焦短板弱项，困难问题仍需破解。部分企业稳岗压力较大。\n四、聚焦年度目标，下一步工作思路清晰。再举办招聘会1场。",
			both + "\n!? 稳岗压力较大\nnext 再举办招聘会1场\n1 更有温度"},
		// difficulties and next steps below each task
		{"a1", "一、做实农民工就业服务\n（一）工作进展\n登记返乡人员2140人。\n（二）存在困难\n部分人员外出意愿不强。\n（三）下一步打算\n再办招聘会1场。\n二、落实援企稳岗政策\n惠及企业94户。\n存在困难：资金缺口38万元。\n下一步打算：加快兑现。",
			both + "\n!1 意愿不强\nnext 再办招聘会1场\n!2 缺口38万元\nnext 加快兑现"},
		{"a1", "一、做实农民工就业服务\n为3户困难企业办理缓缴，登记返乡人员2140人。\n二、落实援企稳岗政策\n（1）惠及企业94户。\n（2）为3户困难企业办理缓缴，缓缴19.2万元。\n（3）社区工厂投产1家。", both + "\n2 缓缴19.2万元\n2 投产1家"},
		// the frame of a report
		{"a1", "党群局关于保居民就业工作的报告\n区落实“六保”任务工作专班：\n现将12月16日至30日工作开展情况报告如下：\n一、做实农民工就业服务\n登记返乡人员2140人。\n二、落实援企稳岗政策\n惠及企业94户。\n特此报告。\n附件：1.招聘会照片\n2.企业名单\n党群局\n2026年12月30日\n联系人：张某，电话2345\n抄送：区管委会",
			both + "\nleft 关于保居民就业\nleft 工作专班：\nleft 报告如下\nleft 特此报告\nleft 招聘会照片\nleft 企业名单\nleft 2026年12月30日\nleft 联系人\nleft 抄送\n- 特此报告\n- 抄送"},
	} {
		p := Match(pl, c.area, Paste(c.text, Limits{}))
		holds(t, p, c.want)
		if t.Failed() {
			t.Fatalf("%s\n%+v\n%+v", c.text, p.Pieces, p.Left)
		}
	}
}

// TestSeveralTasksInOneParagraph: it is never taken for one task for sure.
func TestSeveralTasksInOneParagraph(t *testing.T) {
	p := Match(thePlan(t), "a1", Paste("一是抓实返乡农民工就业服务，登记返乡人员2140人。二是抓实援企稳岗，减免三项社保单位缴费268.5万元，新社区工厂投产1家。三是当前存在企业订单不足的困难。", Limits{}))
	require.Len(t, p.Pieces, 1)
	assert.False(t, p.Pieces[0].Sure)
	assert.Empty(t, p.Values)
}

// styled is a paragraph with a style, or in an automatic list.
func styled(style, text string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
}

func listed(level int, text string) string {
	return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>`, level, text)
}

// listOf defines the automatic list 1 with a format and a text for each level.
func listOf(levels ...string) part {
	var b strings.Builder
	b.WriteString(`<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="0">`)
	for i, l := range levels {
		format, text, _ := strings.Cut(l, " ")
		fmt.Fprintf(&b, `<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/></w:lvl>`, i, format, text)
	}
	b.WriteString(`</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`)
	return part{"word/numbering.xml", b.String()}
}

func TestWordAsOfficialsWriteIt(t *testing.T) {
	pl := thePlan(t)
	heading := part{"word/styles.xml", `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:styleId="2"><w:name w:val="heading 2"/></w:style></w:styles>`}
	box := `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>` + p("二、落实援企稳岗政策") + p("惠及企业94户。") +
		`</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>` + p("二、落实援企稳岗政策") + `</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(
		strings.Replace(fmt.Sprintf(wordRoot, p("一、做实农民工就业服务")+p("登记返乡人员2140人。")+p("二、落实援企稳岗政策")+p("惠及企业94户。")), "UTF-8", "UTF-16", 1)))
	require.NoError(t, err)
	var pages strings.Builder
	for i := range 500 {
		pages.WriteString(p(fmt.Sprintf("%d.走访第%d家企业，宣讲减税降费、房租减免、融资担保等政策，协调解决用工用电问题，记入台账逐项销号。", i+1, i+1)))
	}
	const both = "1 2140人\n2 94户"
	for name, c := range map[string]struct {
		data             []byte
		area, want, text string // text is found in Document.Text
	}{
		"text box":         {docxOf(t, p("关于保居民就业工作落实情况的汇报")+box+p("一、做实农民工就业服务")+p("登记返乡人员2140人。")), "a1", both, ""},
		"points by styles": {docxOf(t, styled("2", "做实农民工就业服务")+p("1.登记返乡人员2140人。")+p("2.达成意向176人。")+styled("2", "落实援企稳岗政策")+p("（1）惠及企业94户。")+p("（2）为3户困难企业办理缓缴，缓缴19.2万元。"), heading), "a1", both + "\n1 176人\n2 缓缴19.2万元", ""},
		"deleted mark": {docxOf(t, p("一、做实农民工就业服务")+`<w:p><w:pPr><w:rPr><w:del w:id="9"/></w:rPr></w:pPr><w:r><w:t>登记返乡人员</w:t></w:r></w:p>`+p("2140人。")), "a1",
			"1 登记返乡人员2140人", "登记返乡人员2140人"},
		"deleted mark at the end": {docxOf(t, `<w:p><w:pPr><w:rPr><w:del w:id="9"/></w:rPr></w:pPr><w:r><w:t>最后一句</w:t></w:r></w:p>`), "a1", "", "最后一句"},
		"ruby":                    {docxOf(t, `<w:p><w:ruby><w:rt><w:r><w:t>tuō</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>托</w:t></w:r></w:rubyBase></w:ruby><w:r><w:t>管</w:t></w:r></w:p>`), "a1", "", "托管"},
		"odd lists": {docxOf(t, listed(0, "做实农民工就业服务")+p("登记返乡人员2140人。")+listed(0, "落实援企稳岗政策")+listed(1, "惠及企业94户。")+listed(2, "第十条")+listed(3, "全角")+listed(4, "日式"),
			listOf("ideographTraditional %1、", "upperRoman %2.", "decimalZero %3.", "decimalFullWidth %4．", "japaneseCounting %5、")), "a1", both, "甲、做实农民工就业服务\n登记返乡人员2140人。\n乙、落实援企稳岗政策\nI.惠及企业94户。\n01.第十条\n１．全角\n一、日式"},
		"legal numerals": {docxOf(t, listed(0, "工作情况")+strings.Repeat(listed(1, "内容"), 11), listOf("chineseLegalSimplified %1、", "chineseCounting （%2）")), "a1", "", "壹、工作情况"},
		"utf-16":         {zipped(t, part{"[Content_Types].xml", contentTypes}, part{"_rels/.rels", wordRels}, part{"word/document.xml", string(wide)}), "a1", both, ""},
		"backslashes":    {zipped(t, part{"[Content_Types].xml", contentTypes}, part{`_rels\.rels`, wordRels}, part{`word\document.xml`, fmt.Sprintf(wordRoot, p("一、做实农民工就业服务")+p("登记返乡人员2140人。"))}), "a1", "1 2140人", ""},
		"the end of sixty pages": {docxOf(t, p("一、加强中小微企业和困难行业扶持")+pages.String()+p("二、培育扶持各类市场主体")+p("市场主体总量11826户。")+p("三、优化提升营商环境")+p("办结9件。")+p("四、下步打算")+p("跟踪3户。")), "a3",
			"6 走访第1家\n7 11826户\n8 办结9件\nnext 跟踪3户", ""},
		"the plan's numbers": {docxOf(t, p("14.做实可用财力保障。盘活存量资金920万元。")+p("15.坚持压缩一般性支出。公用经费压减16.3%。")+p("16.建立监控应急机制。制定预案1份。")), "a6", "14 920万元\n15 16.3%\n16 预案1份", ""},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := Read("报告.docx", c.data, Limits{Runes: 20000, Blocks: 1500})
			require.NoError(t, err)
			assert.Contains(t, d.Text(), c.text)
			got := Match(pl, c.area, d)
			holds(t, got, c.want)
			if name == "the end of sixty pages" {
				assert.Contains(t, strings.Join(got.Said, ""), "只读取了前面的部分")
			}
		})
	}
}

func TestLedgers(t *testing.T) {
	pl := thePlan(t)
	const csv = "序号,任务,进展情况,存在困难\n1,做实农民工就业服务,\"登记返乡人员2140人，举办招聘会2场\",外出意愿不强\n2,落实援企稳岗政策,\"惠及企业94户，减免268.5万元\",缺口38万元\n"
	for name, e := range map[string]func(string) ([]byte, error){
		"utf-8": func(s string) ([]byte, error) { return []byte(s), nil },
		"gbk":   func(s string) ([]byte, error) { return simplifiedchinese.GBK.NewEncoder().Bytes([]byte(s)) },
		"18030": func(s string) ([]byte, error) { return simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s)) },
	} {
		data, err := e(csv)
		require.NoError(t, err)
		d, err := Read("台账.csv", data, Limits{})
		require.NoError(t, err)
		holds(t, Match(pl, "a1", d), "1 2140人\n!1 意愿不强\n2 94户\n!2 缺口38万元\nleft 序号")
		assert.Contains(t, d.Text(), "招聘会2场", name)
	}
	d, err := Read("指标.csv", []byte("指标,目标,本期\n城镇新增就业,400,357\n失业人员再就业,120,86\n"), Limits{})
	require.NoError(t, err)
	assert.Equal(t, "new-jobs=357 rehired=86", figuresOf(Match(pl, "a1", d)))
}

// workbook makes a file with excelize.
func workbook(t *testing.T, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var b bytes.Buffer
	require.NoError(t, f.Write(&b))
	require.NoError(t, f.Close())
	return b.Bytes()
}

func TestWorkbooksAsOfficialsMakeThem(t *testing.T) {
	pl := thePlan(t)
	set := func(f *excelize.File, rows ...[]any) {
		for i, r := range rows {
			require.NoError(t, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &r))
		}
	}
	style := func(f *excelize.File, cell, format string) {
		id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		require.NoError(t, err)
		require.NoError(t, f.SetCellStyle("Sheet1", cell, cell, id))
	}
	formats := map[string]string{`[DBNum1][$-804]General`: "5", `[DBNum2][$-804]General`: "5", `[Magenta]0.0;[Red]0.0`: "5", `0"户"`: "5", `0.0\%`: "", `0.0"万户"`: "50000", `0.000,`: "", `0!.0,"万"`: ""}
	for format, want := range formats {
		data := workbook(t, func(f *excelize.File) {
			set(f, []any{"指标", "本期完成"}, []any{"“五上”企业净增", 5})
			style(f, "B2", format)
		})
		p := Match(pl, "a3", mustRead(t, "x.xlsx", data))
		got := figuresOf(p)
		if want != "" {
			want = "five-up=" + want
		}
		assert.Equal(t, want, got, "%s: %+v", format, p.Values)
	}
	data := workbook(t, func(f *excelize.File) { // a share shown rounded, and columns that are not now
		set(f, []any{"指标", "单位", "年度目标", "上期", "本期", "完成率"}, []any{"城镇登记失业率", "%", 0.045, 0.038, 0.0364, 0.8}, []any{"失业人员再就业", "人", 120, 80, nil, nil},
			[]any{"零就业家庭", "户", 0, 0, 0, nil})
		style(f, "E2", "0.0%")
		require.NoError(t, f.SetCellFormula("Sheet1", "E3", "80+6")) // nobody has worked it out
	})
	assert.Equal(t, "unemployed=3.64 zero-family=0", figuresOf(Match(pl, "a1", mustRead(t, "x.xlsx", data))))

	data = workbook(t, func(f *excelize.File) { // what is hidden is named
		set(f, []any{"任务", "进展", "内部意见"}, []any{"做实农民工就业服务", "登记返乡人员2140人", "不给人看"})
		require.NoError(t, f.SetColVisible("Sheet1", "C", false))
		_, err := f.NewSheet("底稿")
		require.NoError(t, err)
		require.NoError(t, f.SetSheetVisible("底稿", false))
	})
	p := Match(pl, "a1", mustRead(t, "x.xlsx", data))
	holds(t, p, "1 2140人\n- 不给人看")
	assert.Contains(t, strings.Join(p.Said, ""), "C列")
	assert.Contains(t, strings.Join(p.Said, ""), "底稿")

	data = workbook(t, func(f *excelize.File) { // several lines in one cell
		set(f, []any{"任务", "进展"}, []any{"做实农民工就业服务", "1.登记返乡人员2140人\n2.招聘会2场"})
	})
	holds(t, Match(pl, "a1", mustRead(t, "x.xlsx", data)), "1 2140人\n1 招聘会2场")
}

// TestBorderedLedgers: borders drawn down to the last row of old Excel are
// megabytes of empty cells, and no reason to refuse the file.
func TestBorderedLedgers(t *testing.T) {
	sizes := [][2]int{{20000, 26}, {65536, 8}}
	if underRace {
		sizes = [][2]int{{20000, 8}}
	}
	for _, size := range sizes {
		var rows strings.Builder
		for i, r := range []string{"任务|进展", "做实农民工就业服务|登记返乡人员2140人", "落实援企稳岗政策|惠及企业94户"} {
			a, b, _ := strings.Cut(r, "|")
			fmt.Fprintf(&rows, `<row r="%d"><c r="A%d" s="1" t="inlineStr"><is><t>%s</t></is></c><c r="B%d" s="1" t="inlineStr"><is><t>%s</t></is></c></row>`, i+1, i+1, a, i+1, b)
		}
		for r := 4; r <= size[0]; r++ {
			fmt.Fprintf(&rows, `<row r="%d">`, r)
			for c := range size[1] {
				fmt.Fprintf(&rows, `<c r="%c%d" s="1" t="n"></c>`, 'A'+c, r)
			}
			rows.WriteString(`</row>`)
		}
		d, err := Read("台账.xlsx", xlsxOf(t, rows.String()), Limits{})
		require.NoError(t, err)
		holds(t, Match(thePlan(t), "a1", d), "1 2140人\n2 94户")
	}
}

func TestEscapesInSheets(t *testing.T) {
	strs := part{"xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>盘活资金_x000D_` + "\n" + `已安排1200万元</t></si><si><t>字面_x005F_x000D_留着</t></si><si><t>市场主体总量</t><rPh sb="0" eb="2"><t>シジョウ</t></rPh></si><si><r><t>富</t></r><r><rPr><b/></rPr><t>文本</t></r></si></sst>`}
	sheet := `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>11826</v></c></row><row r="3"><c r="A3" t="s"><v>3</v></c><c r="C3" t="d"><v>2026-12-15T00:00:00</v></c></row>`
	d := mustRead(t, "x.xlsx", xlsxOf(t, sheet, strs))
	assert.Contains(t, d.Text(), "盘活资金\n已安排1200万元")
	assert.Contains(t, d.Text(), "字面_x000D_留着")
	assert.Contains(t, d.Text(), "富文本")
	assert.Contains(t, d.Text(), "2026")
	assert.NotContains(t, d.Text(), "シジョウ")
	assert.Equal(t, "entities=11826", figuresOf(Match(thePlan(t), "a3", d)))
}

// TestEndlessLine: a line of millions of characters is cut, not called empty.
func TestEndlessLine(t *testing.T) {
	d, err := Read("x.txt", []byte(strings.Repeat("登记返乡人员", 1<<20)), Limits{Runes: 20000, Blocks: 1500})
	require.NoError(t, err)
	got := Match(thePlan(t), "a1", d)
	require.Len(t, got.Pieces, 1)
	assert.Len(t, []rune(got.Pieces[0].Text), 20000)
	assert.NotEmpty(t, got.Said)
	d, err = Read("x.docx", docxOf(t, p(strings.Repeat("登记返乡人员2140人", 300000))), Limits{Runes: 20000, Blocks: 1500})
	if err == nil {
		assert.NotEmpty(t, d.Blocks)
		return
	}
	assert.Contains(t, []Reason{"swollen archive", "too large"}, reason(t, err))
}
