package intake

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// printed is a file that is printed into a PDF, with where its words belong and
// its figures.
type printed struct {
	name, area string
	data       []byte
	want, figs string
}

// printedAs names the ways a sheet is laid out before it is printed.
var printedAs = []string{"plain", "borders", "narrow"}

// sheetOf lays a sheet out: as it is typed, with borders and columns as wide as
// their words, or with borders, narrow columns and wrapped words.
func sheetOf(t *testing.T, rows [][]any, as string) []byte {
	t.Helper()
	return workbook(t, func(f *excelize.File) {
		cols := 0
		wide := map[int]int{}
		for i, r := range rows {
			require.NoError(t, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &r))
			cols = max(cols, len(r))
			for c, v := range r {
				if len(r) > 1 {
					wide[c] = max(wide[c], 2*len([]rune(fmt.Sprint(v)))+2)
				}
			}
		}
		if as == "plain" {
			for c := range cols {
				name, _ := excelize.ColumnNumberToName(c + 1)
				require.NoError(t, f.SetColWidth("Sheet1", name, name, float64(max(9, wide[c]))))
			}
			return
		}
		var borders []excelize.Border
		for _, side := range []string{"left", "right", "top", "bottom"} {
			borders = append(borders, excelize.Border{Type: side, Color: "000000", Style: 1})
		}
		style, err := f.NewStyle(&excelize.Style{Border: borders, Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}})
		require.NoError(t, err)
		last, _ := excelize.CoordinatesToCellName(cols, len(rows))
		require.NoError(t, f.SetCellStyle("Sheet1", "A1", last, style))
		for c := range cols {
			name, _ := excelize.ColumnNumberToName(c + 1)
			w := float64(max(6, wide[c]))
			if as == "narrow" {
				w = min(w, 12)
			}
			require.NoError(t, f.SetColWidth("Sheet1", name, name, w))
		}
		for i, r := range rows {
			high := 1
			for _, v := range r {
				high = max(high, 1+strings.Count(fmt.Sprint(v), "\n"))
				if as == "narrow" {
					high = max(high, (2*len([]rune(fmt.Sprint(v)))+9)/10)
				}
			}
			require.NoError(t, f.SetRowHeight("Sheet1", i+1, float64(15*high)))
		}
	})
}

const wordBorders = `<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders><w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/><w:right w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/></w:tblBorders></w:tblPr>`

// wholeDocx is a document with what LibreOffice asks of one, and bordered tables.
func wholeDocx(t *testing.T, body string, parts ...part) []byte {
	t.Helper()
	const notes = "word/footnotes.xml"
	types, rels := "", ""
	for _, x := range parts {
		if x.name == notes {
			types += `<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/>`
			rels += `<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/>`
		}
	}
	all := []part{
		{"[Content_Types].xml", `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` + types + `</Types>`},
		{"_rels/.rels", wordRels},
		{"word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rels + `</Relationships>`},
		{"word/document.xml", fmt.Sprintf(wordRoot, strings.ReplaceAll(body, "<w:tbl>", "<w:tbl>"+wordBorders))},
	}
	return zipped(t, append(all, parts...)...)
}

// TestPDFsOfOffice prints Word files and sheets of every kind that this package is
// tested with, and reads them again.
func TestPDFsOfOffice(t *testing.T) {
	soffice, err := exec.LookPath("soffice")
	if err != nil || testing.Short() {
		t.Skip("printing takes LibreOffice (soffice), and half a minute")
	}
	dir := t.TempDir()
	var all []printed
	args := []string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", "pdf", "--outdir", dir}
	add := func(x printed, ext string) {
		file := filepath.Join(dir, fmt.Sprintf("%d.%s", len(all), ext))
		require.NoError(t, os.WriteFile(file, x.data, 0o600))
		args, all = append(args, file), append(all, x)
	}
	for _, c := range append(formCases(), longForms()...) {
		if len(c.parts) > 0 {
			continue // a footnote as large as the words is a line as any other: see TestPrintedFootnotes
		}
		add(printed{c.name, c.area, wholeDocx(t, c.body, c.parts...), c.want, c.figs}, "docx")
	}
	for i, c := range tableCases() { // one way each: printing takes long
		as := printedAs[i%len(printedAs)]
		add(printed{c.name + " " + as, c.area, sheetOf(t, c.rows, as), c.want, c.figs}, "xlsx")
	}
	for _, c := range longCases() {
		add(printed{c.name, c.area, sheetOf(t, c.rows, printedAs[0]), c.want, c.figs}, "xlsx")
	}
	out, err := exec.CommandContext(t.Context(), soffice, args...).CombinedOutput()
	require.NoError(t, err, "%s", out)
	for i, x := range all {
		t.Run(x.name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(dir, fmt.Sprintf("%d.pdf", i)))
			require.NoError(t, err)
			d := mustRead(t, "x.pdf", data)
			got := Match(thePlan(t), x.area, d)
			holds(t, got, x.want)
			assert.Equal(t, x.figs, figuresOf(got))
			if t.Failed() {
				t.Logf("%s\n%+v", d.Text(), d.Blocks)
			}
		})
	}
}

// longCases are sheets that take several pages, below one another or beside.
func longCases() []tableCase {
	months := []any{"指标"}
	total, sole := []any{"市场主体总量"}, []any{"个体工商户数量"}
	for m := 1; m <= 12; m++ {
		months = append(months, fmt.Sprintf("%d月（累计，户）", m))
		total, sole = append(total, 10726+100*m), append(sole, 8040+100*m)
	}
	tall := [][]any{row("指标", "目标", "完成")}
	tasks := [][]any{row("序号", "任务", "进展情况"), row(1, "做实农民工就业服务", "登记返乡人员2140人")}
	for i := range 110 {
		tall = append(tall, row(fmt.Sprintf("第%d家企业用工", i+1), 40, 30+i%10))
		tasks = append(tasks, row("", "", fmt.Sprintf("走访第%d家企业", i+1)))
	}
	tall = append(tall, row("城镇新增就业", 400, 357))
	tasks = append(tasks, row(2, "落实援企稳岗政策", "惠及企业94户"))
	return []tableCase{
		{"months over pages", "a3", [][]any{months, total, sole}, "", "entities=11926 sole=9240"},
		{"a head three pages above", "a1", tall, "", "new-jobs=357"},
		{"a task over pages", "a1", tasks, "1 2140人\n1 走访第110家企业\n2 94户", ""},
	}
}

// longForms are Word files whose tables take several pages.
func longForms() []formCase {
	long := strings.Repeat("走访企业宣讲政策协调解决用工用电问题，逐项记入台账按月销号，", 60)
	merged := `<w:tbl><w:tr><w:tc>` + p("任务") + `</w:tc><w:tc>` + p("工作进展") + `</w:tc><w:tc>` + p("存在困难") + `</w:tc></w:tr>` +
		`<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>` + p("做实农民工就业服务") + `</w:tc><w:tc>` + p("登记返乡人员2140人") + `</w:tc><w:tc>` + p("外出意愿不强") + `</w:tc></w:tr>` +
		`<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc>` + p("举办招聘会2场") + `</w:tc><w:tc>` + p("岗位不足") + `</w:tc></w:tr>` +
		`<w:tr><w:tc>` + p("落实援企稳岗政策") + `</w:tc><w:tc>` + p("惠及企业94户") + `</w:tc><w:tc>` + p("缺口38万元") + `</w:tc></w:tr></w:tbl>`
	return []formCase{
		{"a row over pages", "a1", tableOf([]string{"序号", "任务", "进展情况"}, []string{"1", "做实农民工就业服务", long + "登记返乡人员2140人。"}, []string{"2", "落实援企稳岗政策", long + "惠及企业94户。"}), nil, "1 登记返乡人员2140人\n2 惠及企业94户", ""},
		{"merged tasks", "a1", merged, nil, "1 2140人\n1 招聘会2场\n!1 意愿不强\n!1 岗位不足\n2 94户\n!2 缺口38万元", ""},
		{"prose over pages", "a1", p("一、做实农民工就业服务") + p(long+"登记返乡人员2140人。") + p("二、落实援企稳岗政策") + p(long+"惠及企业94户。"), nil, "1 登记返乡人员2140人\n2 惠及企业94户", ""},
	}
}
