package intake

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/reports/intake/document"
)

// pdfObject is an object of a PDF that a test builds.
type pdfObject struct {
	body   string
	stream []byte // nil for none
}

func deflated(data []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write(data)
	_ = z.Close()
	return b.Bytes()
}

// pdfFile writes objects as Word does: packed holds those that go into an
// object stream, and the table is a stream, too, which readers that look for
// objects do not need.
func pdfFile(objects []pdfObject, packed map[int]bool) []byte {
	var b, head, inner bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	n := 0
	for i, o := range objects {
		switch id := i + 1; {
		case packed[id]:
			fmt.Fprintf(&head, "%d %d ", id, inner.Len())
			inner.WriteString(o.body + " ")
			n++
		case o.stream != nil:
			s := deflated(o.stream)
			fmt.Fprintf(&b, "%d 0 obj\n<< %s /Filter /FlateDecode /Length %d >>\nstream\n", id, o.body, len(s))
			b.Write(s)
			b.WriteString("\nendstream\nendobj\n")
		default:
			fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", id, o.body)
		}
	}
	if n > 0 {
		s := deflated([]byte(head.String() + inner.String()))
		fmt.Fprintf(&b, "%d 0 obj\n<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d >>\nstream\n", len(objects)+1, n, head.Len(), len(s))
		b.Write(s)
		b.WriteString("\nendstream\nendobj\n")
	}
	b.WriteString("trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n")
	return b.Bytes()
}

// pdfOf makes a file of one page with a subset font of two bytes a glyph, whose
// ToUnicode says which characters they are, as LibreOffice and Word write it.
func pdfOf(lines []string, packed map[int]bool) []byte {
	glyphs := map[rune]int{}
	var shown, table strings.Builder
	for i, l := range lines {
		fmt.Fprintf(&shown, "BT /F1 12 Tf 1 0 0 1 72 %d Tm [<", 760-20*i)
		for k, r := range []rune(l) {
			if glyphs[r] == 0 {
				glyphs[r] = len(glyphs) + 1
			}
			if k == 2 {
				shown.WriteString("> 19 <")
			}
			fmt.Fprintf(&shown, "%04x", glyphs[r])
		}
		shown.WriteString(">] TJ ET\n")
	}
	for r, g := range glyphs {
		fmt.Fprintf(&table, "<%04x> <%04x>\n", g, r)
	}
	cmap := fmt.Sprintf("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n%d beginbfchar\n%sendbfchar\nendcmap end end", len(glyphs), table.String())
	return pdfFile([]pdfObject{
		{"<< /Type /Catalog /Pages 2 0 R >>", nil},
		{"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", nil},
		{"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>", nil},
		{"", []byte(shown.String())},
		{"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+SimSun /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [7 0 R] >>", nil},
		{"", []byte(cmap)},
		{"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+SimSun /DW 1000 >>", nil},
	}, packed)
}

func TestPDFWithTextLayer(t *testing.T) {
	lines := []string{"一、做实农民工就业服务", "登记返乡人员2140人。", "二、落实援企稳岗政策", "惠及企业94户。"}
	for name, packed := range map[string]map[int]bool{"plain": nil, "object streams": {1: true, 2: true, 3: true, 5: true, 7: true}} {
		d, err := Read("报告.pdf", pdfOf(lines, packed), Limits{})
		require.NoError(t, err, name)
		assert.Equal(t, document.Portable, d.Format)
		assert.Equal(t, strings.Join(lines, "\n"), d.Text(), name)
		holds(t, Match(thePlan(t), "a1", d), "1 2140人\n2 94户")
	}
}

// TestPDFOfLibreOffice reads a file that LibreOffice made: paragraphs of several
// lines, a table, the frame of a report.
func TestPDFOfLibreOffice(t *testing.T) {
	data, err := os.ReadFile("testdata/libreoffice.pdf")
	require.NoError(t, err)
	d, err := Read("报告.pdf", data, Limits{Runes: 20000, Blocks: 1500})
	require.NoError(t, err)
	assert.Empty(t, d.Notes)
	p := Match(thePlan(t), "a1", d)
	holds(t, p, "1 达成就业意向176人，依托新业态\n2 94户\nnext 再办招聘会1场\nleft 党群局\nleft 2026年12月30日")
	assert.Equal(t, "new-jobs=357 rehired=86", figuresOf(p))
}

// TestPDFTables reads two of the files that TestPDFsOfOffice prints: months that
// stand on three pages side by side, and a task's cell beside two rows.
func TestPDFTables(t *testing.T) {
	for file, c := range map[string]struct{ area, want, figures string }{
		"months.pdf": {"a3", "", "entities=11926 sole=9240"},
		"merged.pdf": {"a1", "1 2140人\n1 招聘会2场\n!1 意愿不强\n!1 岗位不足\n2 94户\n!2 缺口38万元", ""},
	} {
		data, err := os.ReadFile("testdata/" + file)
		require.NoError(t, err)
		p := Match(thePlan(t), c.area, mustRead(t, file, data))
		holds(t, p, c.want)
		assert.Equal(t, c.figures, figuresOf(p), file)
	}
}

func TestPDFWithoutText(t *testing.T) {
	page := "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>"
	scan := []pdfObject{{"<< /Type /Catalog /Pages 2 0 R >>", nil}, {"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", nil}, {page, nil},
		{"", []byte("q 595 0 0 842 0 0 cm /I Do Q")}, {"/Type /XObject /Subtype /Image /Width 1 /Height 1", []byte{0}}}
	_, err := Read("扫描件.pdf", pdfFile(scan, nil), Limits{})
	assert.Equal(t, document.PDF, reason(t, err))
	var r *Refusal
	require.ErrorAs(t, err, &r)
	assert.True(t, r.Evidence())

	noise := bytes.ReplaceAll(pdfOf([]string{"登记返乡人员"}, nil), []byte("/ToUnicode 6 0 R"), nil)
	_, err = Read("a.pdf", noise, Limits{})
	assert.Equal(t, document.PDF, reason(t, err), "glyphs that say no characters are no text")

	locked := bytes.Replace(pdfOf([]string{"字"}, nil), []byte("/Root 1 0 R"), []byte("/Root 1 0 R /Encrypt 9 0 R"), 1)
	_, err = Read("a.pdf", locked, Limits{})
	assert.Equal(t, document.Locked, reason(t, err))
}

// borders draws lines that touch a first one, too many for a table.
func borders(n int) []byte {
	var b bytes.Buffer
	b.WriteString("0 0 m 0 90000 l S\n")
	for i := range n {
		fmt.Fprintf(&b, "0 %d m 900 %d l S %d 0 m %d 90000 l S\n", 5*i, 5*i, 5*i, 5*i)
	}
	return b.Bytes()
}

// TestHostilePDF: files that lead in circles, swell or nest come to an end, with their reason.
func TestHostilePDF(t *testing.T) {
	catalog := pdfObject{"<< /Type /Catalog /Pages 2 0 R >>", nil}
	onePage := func(content []byte) []byte {
		return pdfFile([]pdfObject{catalog, {"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", nil},
			{"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>", nil}, {"", content},
			{"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>", nil}}, nil)
	}
	m := 1 << 20
	if underRace {
		m = 1 << 17
	}
	for name, data := range map[string][]byte{
		"pages in a circle":   pdfFile([]pdfObject{catalog, {"<< /Type /Pages /Kids [2 0 R] /Count 1000000 >>", nil}}, nil),
		"two in a circle":     pdfFile([]pdfObject{catalog, {"<< /Type /Pages /Kids [3 0 R] /Count 9 >>", nil}, {"<< /Type /Pages /Kids [2 0 R] /Count 9 >>", nil}}, nil),
		"an object of itself": pdfFile([]pdfObject{{"1 0 R", nil}}, nil),
		"a bomb":              onePage(bytes.Repeat([]byte("BT ET "), 8*m)),
		"brackets":            onePage(bytes.Repeat([]byte("["), 5*m)),
		"open string":         onePage(append([]byte("("), bytes.Repeat([]byte("a("), 4*m)...)),
		"states":              onePage(bytes.Repeat([]byte("q "), 3*m)),
		"too few to pop":      onePage([]byte("Q Q Q re cm Tf")),
		"borders":             onePage(borders(1900)),
		"more borders":        onePage(borders(9000)),
		"many objects":        bytes.Repeat([]byte("1 0 obj\n<<>>\nendobj\n"), m/5),
		"bare brackets":       append([]byte("%PDF-1.4\n1 0 obj\n"), append(bytes.Repeat([]byte("[<<"), 2*m), []byte("\nendobj\ntrailer << /Root 1 0 R >>")...)...),
		"far root":            []byte("%PDF-1.4\ntrailer << /Root 9999999 0 R >>"),
		"cut":                 pdfOf([]string{"一二三四五六七八九十"}, nil)[:700],
	} {
		if !bytes.HasPrefix(data, []byte("%PDF-")) {
			data = append([]byte("%PDF-1.4\n"), data...)
		}
		_, err := Read("x.pdf", data, Limits{Runes: 20000, Blocks: 1500})
		if err != nil {
			assert.Contains(t, []Reason{document.PDF, document.Swollen, document.Empty, document.Damaged}, reason(t, err), name)
		}
	}
}

func FuzzPDF(f *testing.F) {
	f.Add(pdfOf([]string{"一、甲", "乙"}, nil))
	f.Add(pdfOf([]string{"甲"}, map[int]bool{1: true, 2: true, 3: true}))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Read("x.pdf", append([]byte("%PDF-1.4\n"), data...), Limits{Runes: 2000, Blocks: 150, XML: 1 << 20})
		if err != nil {
			reason(t, err)
			return
		}
		require.NotEmpty(t, d.Blocks)
	})
}

// TestPrintedFootnotes: a footnote at the foot of a page is of no task, and the small 1
// behind a figure is no part of it.
func TestPrintedFootnotes(t *testing.T) {
	data, err := os.ReadFile("testdata/notes.pdf")
	require.NoError(t, err)
	d := mustRead(t, "notes.pdf", data)
	p := Match(thePlan(t), "a1", d)
	holds(t, p, "1 城镇新增就业357人，登记返乡人员2140人。\n2 惠及企业94户。\n? 均已逐户核对并登记到村。\n? 含个体工商户12户。")
	for _, x := range p.Pieces {
		if x.Task != 0 {
			assert.NotContains(t, x.Text, "省外务工")
			assert.NotContains(t, x.Text, "个体工商户")
		}
	}
	assert.Equal(t, "new-jobs=357", figuresOf(p))
}
