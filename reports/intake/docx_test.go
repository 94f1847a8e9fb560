package intake

import (
	"liubao/reports/intake/document"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

func TestDocxParagraphs(t *testing.T) {
	d := mustRead(t, "报告.docx", docxOf(t,
		p("第一段")+
			`<w:p><w:r><w:t xml:space="preserve">拆成 </w:t></w:r><w:ins w:id="1"><w:r><w:t>几段</w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText>删掉的</w:delText><w:t>也删</w:t></w:r></w:del><w:hyperlink><w:r><w:t>的字</w:t></w:r></w:hyperlink></w:p>`+
			`<w:p><w:r><w:t>上行</w:t><w:br/><w:t>下行</w:t><w:tab/><w:t>制表</w:t></w:r></w:p>`+
			`<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏的</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>不隐藏</w:t></w:r></w:p>`+
			`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText><w:t>域值</w:t></w:r></w:p>`+
			`<w:p><m:oMath><m:r><m:t>15%</m:t></m:r></m:oMath></w:p>`+
			`<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>`+p("单击此处输入文字")+`</w:sdtContent></w:sdt>`+
			`<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>`+p("目录一")+`</w:sdtContent></w:sdt>`+
			`<w:sdt><w:sdtContent>`+p("控件里的字")+`</w:sdtContent></w:sdt>`+
			`<w:moveFrom>`+p("移走的")+`</w:moveFrom>`,
		part{"word/footnotes.xml", `<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote>` + p("脚注") + `</w:footnote></w:footnotes>`},
		part{"word/comments.xml", `<x/>`},
	))
	assert.Equal(t, []string{"第一段", "拆成 几段的字", "上行", "下行 制表", "不隐藏", "域值", "15%", "控件里的字", "脚注"}, texts(d))
	assert.Equal(t, document.Word, d.Format)
	assert.Equal(t, document.Footnote, d.Blocks[8].Kind)
	assert.ElementsMatch(t, []Note{document.NoteChanges, document.NoteHidden, document.NoteComments, document.NoteContents}, d.Notes)
}

func TestDocxTables(t *testing.T) {
	d := mustRead(t, "表.docx", docxOf(t,
		`<w:tbl><w:tr><w:tc>`+p("指标")+`</w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>`+p("完成")+`</w:tc><w:tc>`+p("备注")+`</w:tc></w:tr>`+
			`<w:tr><w:tc>`+p("甲")+p("乙")+`<w:tbl><w:tr><w:tc>`+p("内")+`</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>`+p("表后")))
	assert.Equal(t, []document.Block{
		{Kind: document.Cell, Text: "指标", Table: 1, Row: 1, Col: 1},
		{Kind: document.Cell, Text: "完成", Table: 1, Row: 1, Col: 2},
		{Kind: document.Cell, Text: "备注", Table: 1, Row: 1, Col: 4},
		{Kind: document.Cell, Text: "甲", Table: 1, Row: 2, Col: 1},
		{Kind: document.Cell, Text: "乙", Table: 1, Row: 2, Col: 1},
		{Kind: document.Cell, Text: "内", Table: 2, Row: 1, Col: 1},
		{Kind: document.Paragraph, Text: "表后"},
	}, d.Blocks)
}

func TestDocxTextBoxesOnce(t *testing.T) {
	box := func(s string) string { return `<w:txbxContent>` + p(s) + `</w:txbxContent>` }
	d := mustRead(t, "框.docx", docxOf(t,
		`<w:p><w:r><w:t>主文</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:wsp>`+box("框中字")+`</wps:wsp></mc:Choice><mc:Fallback><w:pict><v:textbox>`+box("框中字")+`</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>接着</w:t></w:r></w:p>`+
			`<w:p><w:r><mc:AlternateContent><mc:Choice Requires="new"/><mc:Fallback>`+box("旧框")+`</mc:Fallback></mc:AlternateContent></w:r></w:p>`))
	assert.Equal(t, []string{"主文接着", "框中字", "旧框"}, texts(d))
	assert.Equal(t, document.TextBox, d.Blocks[1].Kind)
}

const listXML = `<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="(%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="9"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>
</w:numbering>`

func TestDocxAutomaticNumbers(t *testing.T) {
	item := func(num, level, s string) string {
		return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + num + `"/></w:numPr></w:pPr><w:r><w:t>` + s + `</w:t></w:r></w:p>`
	}
	styled := func(style, s string) string {
		return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r><w:t>` + s + `</w:t></w:r></w:p>`
	}
	d := mustRead(t, "列表.docx", docxOf(t,
		item("1", "0", "甲")+item("1", "1", "乙")+item("1", "1", "丙")+item("1", "2", "丁")+
			item("1", "0", "戊")+item("1", "1", "己")+item("2", "0", "点")+item("3", "0", "庚")+
			styled("H2", "辛")+styled("H3", "壬")+styled("T", "目录行")+item("0", "0", "癸")+item("99", "7", "无")+
			item("4", "0", "稳定粮食生产"),
		part{"word/numbering.xml", listXML},
		part{"word/styles.xml", `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style><w:style w:styleId="H2"><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style><w:style w:styleId="H3"><w:basedOn w:val="H3"/></w:style><w:style w:styleId="T"><w:name w:val="toc 1"/></w:style></w:styles>`},
	))
	assert.Equal(t, []string{"一、甲", "(一)乙", "(二)丙", "1.丁", "二、戊", "(一)己", "点", "一、庚", "(一)辛", "壬", "癸", "无", "9.稳定粮食生产"}, texts(d))
	assert.Equal(t, 2, d.Blocks[8].Level)
	got := Match(thePlan(t), "", d)
	last := got.Pieces[len(got.Pieces)-1]
	assert.Equal(t, "9.", last.Label)
	assert.Equal(t, "稳定粮食生产", last.Heading)
}

func TestScannedDocx(t *testing.T) {
	_, err := Read("扫描件.docx", docxOf(t, `<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>`), Limits{})
	assert.Equal(t, document.OnlyPictures, reason(t, err))
	var r *Refusal
	require.ErrorAs(t, err, &r)
	assert.True(t, r.Evidence())

	d := mustRead(t, "图文.docx", docxOf(t, p("字")+`<w:p><w:r><w:pict><v:imagedata/></w:pict></w:r></w:p>`))
	assert.Equal(t, []Note{document.NotePictures}, d.Notes)

	_, err = Read("空.docx", docxOf(t, `<w:p/>`), Limits{})
	assert.Equal(t, document.Empty, reason(t, err))
}

func TestMacrosAreIgnored(t *testing.T) {
	d := mustRead(t, "宏.docm", docxOf(t, p("字"), part{"word/vbaProject.bin", "\xd0\xcf\x11\xe0"}))
	assert.Equal(t, []string{"字"}, texts(d))
	assert.Equal(t, []Note{document.NoteMacros}, d.Notes)
}

func TestXlsxCells(t *testing.T) {
	d := mustRead(t, "表.xlsx", xlsxOf(t,
		`<row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="AA2" t="inlineStr"><is><t>行内</t></is></c></row>`+
			`<row><c t="str"><v>公式结果</v></c><c s="1"><v>0.1525</v></c><c s="2"><v>44165</v></c><c><f>1+1</f><v>0.30000000000000004</v></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c s="3"><v>0.15</v></c><c t="s"><v>99</v></c></row>`+
			`<row hidden="1"><c t="str"><v>藏行</v></c></row>`))
	assert.Equal(t, []document.Block{
		{Kind: document.Cell, Text: "指标", Table: 1, Row: 2, Col: 2},
		{Kind: document.Cell, Text: "本期完成", Table: 1, Row: 2, Col: 3},
		{Kind: document.Cell, Text: "行内", Table: 1, Row: 2, Col: 27},
		{Kind: document.Cell, Text: "公式结果", Table: 1, Row: 3, Col: 1},
		{Kind: document.Cell, Text: "15.25%", Table: 1, Row: 3, Col: 2},
		{Kind: document.Cell, Text: "2020年11月30日", Table: 1, Row: 3, Col: 3},
		{Kind: document.Cell, Text: "0.3", Table: 1, Row: 3, Col: 4},
		{Kind: document.Cell, Text: "是", Table: 1, Row: 3, Col: 5},
		{Kind: document.Cell, Text: "15%", Table: 1, Row: 3, Col: 7},
	}, d.Blocks)
	assert.Equal(t, []Note{document.NoteHidden}, d.Notes)
}

// TestXlsxOfExcelize reads what another program wrote.
func TestXlsxOfExcelize(t *testing.T) {
	f := excelize.NewFile()
	require.NoError(t, f.SetSheetRow("Sheet1", "A1", &[]any{"指标", "目标", "实际完成"}))
	require.NoError(t, f.SetSheetRow("Sheet1", "A2", &[]any{"城镇登记失业率", 0.04, 0.032}))
	require.NoError(t, f.SetSheetRow("Sheet1", "A3", &[]any{"城镇新增就业", 300, 320}))
	style, err := f.NewStyle(&excelize.Style{NumFmt: 10})
	require.NoError(t, err)
	require.NoError(t, f.SetCellStyle("Sheet1", "B2", "C2", style))
	buf, err := f.WriteToBuffer()
	require.NoError(t, err)
	d := mustRead(t, "指标.xlsx", buf.Bytes())
	assert.Equal(t, []string{"指标", "目标", "实际完成", "城镇登记失业率", "4%", "3.2%", "城镇新增就业", "300", "320"}, texts(d))
	best := map[string]string{}
	for _, v := range Match(thePlan(t), "a1", d).Values {
		if best[v.Indicator] == "" {
			best[v.Indicator] = v.Value.String()
		}
	}
	assert.Equal(t, map[string]string{"unemployed": "3.2", "new-jobs": "320"}, best)
}
