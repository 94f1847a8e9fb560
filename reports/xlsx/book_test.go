package xlsx_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"liubao/internal/numbers"
	"liubao/plan"
	"liubao/reports"
	"liubao/reports/xlsx"
)

// attacks are what somebody may type to run a formula on the reader's machine.
var attacks = []string{
	`=HYPERLINK("http://x","点我")`, "+1+1", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "＝1+1", " =1", "|calc", "%0A=1",
	"</t></is></c><c><f>1</f></c>", "a\x00b\u202e]]>", "_x0041_",
}

func open(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, f.Close()) })
	return f
}

func unpack(t testing.TB, data []byte) map[string]string {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	out := map[string]string{}
	for _, f := range zr.File {
		r, err := f.Open()
		require.NoError(t, err)
		b, err := io.ReadAll(r)
		require.NoError(t, err)
		out[f.Name] = string(b)
	}
	return out
}

func TestSameBytes(t *testing.T) {
	want, err := xlsx.Render(sample(t, "甲"))
	require.NoError(t, err)
	for range 5 {
		got, err := xlsx.Render(sample(t, "甲"))
		require.NoError(t, err)
		require.True(t, bytes.Equal(want, got), "same input, same bytes")
	}
	core := unpack(t, want)["docProps/core.xml"]
	assert.Contains(t, core, "2026-12-15T00:00:00Z")
	assert.NotContains(t, core, "xuri")
}

func TestWellFormed(t *testing.T) {
	data, err := xlsx.Render(sample(t, attacks[10]+attacks[11]))
	require.NoError(t, err)
	for name, part := range unpack(t, data) {
		dec := xml.NewDecoder(strings.NewReader(part))
		for {
			if _, err := dec.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				require.NoError(t, err, name)
			}
		}
	}
}

// TestNoFormula puts every attack wherever people's words go.
func TestNoFormula(t *testing.T) {
	for _, evil := range attacks {
		data, err := xlsx.Render(sample(t, evil))
		require.NoError(t, err)
		for name, part := range unpack(t, data) {
			if strings.HasPrefix(name, "xl/worksheets/") {
				assert.NotContains(t, part, "<f>", "%s in %s", evil, name)
			}
		}
		f := open(t, data)
		got, err := f.GetCellValue(string(xlsx.Problems), "F3")
		require.NoError(t, err)
		assert.NotEmpty(t, got)
		typ, err := f.GetCellType(string(xlsx.Problems), "F3")
		require.NoError(t, err)
		assert.Equal(t, excelize.CellTypeInlineString, typ)
		id, err := f.GetCellStyle(string(xlsx.Problems), "F3")
		require.NoError(t, err)
		xf := f.Styles.CellXfs.Xf[id]
		require.NotNil(t, xf.QuotePrefix)
		assert.True(t, *xf.QuotePrefix)
		assert.Equal(t, 49, *xf.NumFmtID, "text format")
	}
}

func TestSheets(t *testing.T) {
	data, err := xlsx.Render(sample(t, "甲"))
	require.NoError(t, err)
	f := open(t, data)
	assert.Equal(t, []string{"任务台账", "指标历史", "问题清单", "协调事项", "单位情况", "联系人", "选项"}, f.GetSheetList())
	visible, err := f.GetSheetVisible("选项")
	require.NoError(t, err)
	assert.False(t, visible)
	names := map[string]string{}
	for _, n := range f.GetDefinedName() {
		names[n.Scope+n.Name] = n.RefersTo
	}
	for _, s := range xlsx.Sheets() {
		panes, err := f.GetPanes(string(s))
		require.NoError(t, err)
		assert.True(t, panes.Freeze)
		assert.Equal(t, 2, panes.YSplit)
		layout, err := f.GetPageLayout(string(s))
		require.NoError(t, err)
		assert.Equal(t, "landscape", *layout.Orientation)
		legible(t, f, s, *layout.Size)
		props, err := f.GetSheetProps(string(s))
		require.NoError(t, err)
		assert.True(t, *props.FitToPage, "one page wide")
		dvs, err := f.GetDataValidations(string(s))
		require.NoError(t, err)
		require.NotEmpty(t, dvs)
		for _, dv := range dvs {
			assert.True(t, strings.HasPrefix(dv.Formula1, "选项!$"), dv.Formula1)
		}
		assert.Equal(t, "'"+string(s)+"'!$1:$2", names[string(s)+"_xlnm.Print_Titles"])
		assert.NotEmpty(t, names[string(s)+"_xlnm._FilterDatabase"])
	}
}

// legible holds a sheet's print to at least 8 points: its 10 points shrink with
// what its columns are too wide for the paper.
func legible(t *testing.T, f *excelize.File, s xlsx.Sheet, size int) {
	t.Helper()
	millimetres, ok := map[int]float64{8: 420, 9: 297}[size]
	require.True(t, ok, "A3 or A4")
	cols, err := f.GetCols(string(s))
	require.NoError(t, err)
	wide := 0.0
	for i := range cols {
		name, err := excelize.ColumnNumberToName(i + 1)
		require.NoError(t, err)
		w, err := f.GetColWidth(string(s), name)
		require.NoError(t, err)
		wide += w
	}
	const char, margins = 7 * 25.4 / 96, 25.4
	assert.GreaterOrEqual(t, 10*(millimetres-margins)/(wide*char), 8.0, "%s is printed too small", s)
}

// Where a report stands is said in the words of every other paper.
func TestLedgerStands(t *testing.T) {
	in := sample(t, "")
	for i := range in.Owed {
		switch o := &in.Owed[i]; o.Key.Subject {
		case "a1":
			o.Stand = reports.Excused
		case "a2":
			o.Stand = reports.SentBack
		case "a5":
			o.Stand = reports.NotDue
		}
	}
	data, err := xlsx.Render(in)
	require.NoError(t, err)
	rows, err := open(t, data).GetRows(string(xlsx.Ledger))
	require.NoError(t, err)
	words := map[string]string{}
	for _, r := range rows[2:] {
		words[r[1]] = r[9]
		if r[1] == "保基本民生" || r[1] == "保居民就业" {
			assert.Equal(t, "未填", r[5], "what was sent back or let off says nothing")
		}
	}
	assert.Equal(t, map[string]string{"保居民就业": "免报", "保基本民生": "已退回", "保市场主体": "按时", "保粮食能源安全": "按时",
		"保产业链供应链": "未到期", "保基层运转": "迟报"}, words)
	rows, err = open(t, data).GetRows(string(xlsx.Indicators))
	require.NoError(t, err)
	for _, r := range rows[2:] {
		if strings.Contains(r[7], "上年") {
			assert.NotEqual(t, "目标未定", r[8], r[0])
		}
	}
}

func TestLedgerValues(t *testing.T) {
	data, err := xlsx.Render(sample(t, ""))
	require.NoError(t, err)
	f := open(t, data)
	rows, err := f.GetRows(string(xlsx.Ledger))
	require.NoError(t, err)
	require.Len(t, rows, 2+16)
	assert.Equal(t, []string{"1", "保居民就业", "做实农民工就业服务", "党群局"}, rows[2][:4])
	states := map[string]int{}
	for _, r := range rows[2:] {
		states[r[5]]++
		states[r[9]]++
	}
	assert.Equal(t, 3, states["未报"])
	assert.Equal(t, 3, states["未填"])
	assert.Equal(t, 3, states["迟报"])
	assert.Equal(t, 10, states["按时"])
	formats, err := f.GetConditionalFormats(string(xlsx.Ledger))
	require.NoError(t, err)
	assert.NotEmpty(t, formats)
	low, err := f.GetRowHeight(string(xlsx.Ledger), 13)
	require.NoError(t, err)
	high, err := f.GetRowHeight(string(xlsx.Ledger), 8)
	require.NoError(t, err)
	assert.Greater(t, high, low, "a row with more words is higher")
}

// TestTargetsBeforeTheirTime: what is short of a yearly target is a part of it
// until the year's last period, and may stand in a cell with a drop-down.
func TestTargetsBeforeTheirTime(t *testing.T) {
	five := plan.Int(5)
	in := sample(t, "")
	in.Plan.Indicators = []plan.Indicator{{ID: "x", Name: "净增", Area: "a1", Kind: plan.Count, Measure: "户", Compare: plan.AtLeast,
		Target: &five, Yearly: true}}
	in.Periods = nil
	for _, r := range []struct {
		day   plan.Date
		value int64
	}{{plan.Date{Year: 2027, Month: 6, Day: 15}, 3}, {plan.Date{Year: 2027, Month: 7, Day: 15}, 5}, {plan.Date{Year: 2027, Month: 12, Day: 30}, 4}} {
		in.Periods = append(in.Periods, xlsx.Period{Period: plan.Period{ID: r.day.String(), Nominal: r.day, Last: r.day.Month == 12},
			Reports: []reports.Report{{Readings: []reports.Reading{{Indicator: "x", Value: plan.Int(r.value)}}}}})
	}
	data, err := xlsx.Render(in)
	require.NoError(t, err)
	f := open(t, data)
	for cell, want := range map[string]string{"I3": "完成60%", "I4": "达到", "I5": "未达到"} {
		got, err := f.GetCellValue(string(xlsx.Indicators), cell)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	dvs, err := f.GetDataValidations(string(xlsx.Indicators))
	require.NoError(t, err)
	for _, dv := range dvs {
		assert.Equal(t, strings.HasPrefix(dv.Sqref, "I"), !dv.ShowErrorMessage, dv.Sqref)
	}
	formats, err := f.GetConditionalFormats(string(xlsx.Indicators))
	require.NoError(t, err)
	begins := 0
	for _, x := range formats["I3:I5"] {
		if x.Type == "text" && x.Criteria == "begins with" && x.Value == "完成" {
			begins++
		}
	}
	assert.Equal(t, 1, begins, "a colour for what is done in part")
}

func TestCharts(t *testing.T) {
	in := sample(t, "")
	data, err := xlsx.Render(in)
	require.NoError(t, err)
	parts := unpack(t, data)
	shown, charts := 0, 0
	for _, i := range in.Plan.Indicators {
		if !i.Private && i.Area != "a5" {
			shown++
		}
	}
	goals := 0
	for name, part := range parts {
		if strings.HasPrefix(name, "xl/charts/chart") {
			charts++
			if strings.Contains(part, "'!$F$2") || strings.Contains(part, "&#39;!$F$2") {
				goals++
			}
		}
	}
	assert.Equal(t, shown, charts, "one chart for each indicator with a history")
	assert.Positive(t, goals)
	assert.Less(t, goals, charts, "no target line where no target is set")
	assert.Contains(t, parts["xl/worksheets/sheet2.xml"], "<drawing")
}

func TestPrivateIndicators(t *testing.T) {
	in := sample(t, "")
	var names []string
	for _, i := range in.Plan.Indicators {
		if i.Private {
			names = append(names, i.Name)
		}
	}
	require.NotEmpty(t, names)
	for _, private := range []bool{false, true} {
		in.Private = private
		data, err := xlsx.Render(in)
		require.NoError(t, err)
		text := ""
		for _, part := range unpack(t, data) {
			text += part
		}
		table, err := xlsx.CSV(in, xlsx.Indicators)
		require.NoError(t, err)
		for _, n := range names {
			assert.Equal(t, private, strings.Contains(text, n), n)
			assert.Equal(t, private, strings.Contains(string(table), n), n)
		}
	}
}

func TestCSV(t *testing.T) {
	for _, evil := range attacks {
		in := sample(t, evil)
		for _, s := range xlsx.Sheets() {
			data, err := xlsx.CSV(in, s)
			require.NoError(t, err)
			rest, ok := bytes.CutPrefix(data, []byte("\ufeff"))
			require.True(t, ok, "byte order mark")
			require.Contains(t, string(rest), "\r\n")
			rows, err := csv.NewReader(bytes.NewReader(rest)).ReadAll()
			require.NoError(t, err)
			for _, row := range rows {
				for _, c := range row {
					c = strings.TrimSpace(c)
					_, err := numbers.Parse(c)
					if c != "" && err != nil {
						require.NotContains(t, "=+-@|%", c[:1], "%q", c)
						require.False(t, strings.HasPrefix(c, "＝"), "%q", c)
					}
				}
			}
		}
	}
	assert.Equal(t, "'=1", xlsx.Defuse("=1"))
	assert.Equal(t, "甲=1", xlsx.Defuse("甲=1"))
	assert.Empty(t, xlsx.Defuse(""))
}

func TestEmpty(t *testing.T) {
	_, err := xlsx.Render(xlsx.Input{})
	require.Error(t, err)
	_, err = xlsx.CSV(xlsx.Input{}, xlsx.Ledger)
	require.Error(t, err)
	p, err := plan.Default()
	require.NoError(t, err)
	none, err := xlsx.CSV(xlsx.Input{Plan: p}, xlsx.Problems)
	require.NoError(t, err)
	assert.Contains(t, string(none), "目前没有")
	data, err := xlsx.Render(xlsx.Input{Plan: p})
	require.NoError(t, err)
	rows, err := open(t, data).GetRows(string(xlsx.Ledger))
	require.NoError(t, err)
	assert.Len(t, rows, 2+16)
}

// TestOverdueProblems: one whose day has passed is 已逾期, on its day it is not, and
// neither is one without a day.
func TestOverdueProblems(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	today := plan.Date{Year: 2026, Month: 12, Day: 17}
	for due, want := range map[plan.Date]string{today.AddDays(-1): "已逾期", today: "未办结", {}: "未办结"} {
		got, err := xlsx.CSV(xlsx.Input{Plan: p, Date: today, Problems: []reports.Problem{{ID: "1", Unit: "zhujian", What: "工地欠薪", Due: due}}}, xlsx.Problems)
		require.NoError(t, err)
		assert.Contains(t, string(got), want, due)
	}
}

// TestAsPages prints the workbook with LibreOffice.
func TestAsPages(t *testing.T) {
	for _, tool := range []string{"soffice", "pdftotext"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is missing: install libreoffice-calc-nogui, poppler-utils and fonts-noto-cjk to see sheets as pages", tool)
		}
	}
	data, err := xlsx.Render(sample(t, ""))
	require.NoError(t, err)
	dir := t.TempDir()
	in := filepath.Join(dir, "book.xlsx")
	require.NoError(t, os.WriteFile(in, data, 0o600))
	out, err := exec.Command("soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "pdf",
		"--outdir", dir, in).CombinedOutput()
	require.NoError(t, err, "%s", out)
	out, err = exec.Command("pdftotext", "-layout", filepath.Join(dir, "book.pdf"), "-").Output()
	require.NoError(t, err)
	pages := strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
	titles := 0
	for _, p := range pages {
		assert.Contains(t, strings.ReplaceAll(p, " ", ""), "页，共")
		if strings.Contains(p, "指标历史") {
			titles++
			assert.Contains(t, p, "计量单位", "heads repeat on each page")
		}
	}
	assert.Greater(t, titles, 1)
	assert.Contains(t, pages[0], "“六保”任务台账")
	assert.NotContains(t, string(out), "有进展\n有困难", "the hidden sheet is not printed")
}
