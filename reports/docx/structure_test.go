package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/plan"
	"liubao/reports/docx"
)

// node is an XML element, for looking around in.
type node struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []node     `xml:",any"`
	Text     string     `xml:",chardata"`
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (n node) walk(fn func(node)) {
	fn(n)
	for _, c := range n.Children {
		c.walk(fn)
	}
}

func (n node) all(name string) []node {
	var out []node
	n.walk(func(x node) {
		if x.XMLName.Local == name {
			out = append(out, x)
		}
	})
	return out
}

func (n node) child(name string) node {
	for _, c := range n.Children {
		if c.XMLName.Local == name {
			return c
		}
	}
	return node{}
}

func unpack(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	out := map[string][]byte{}
	for _, f := range zr.File {
		r, err := f.Open()
		require.NoError(t, err)
		b, err := io.ReadAll(r)
		require.NoError(t, err)
		out[f.Name] = b
	}
	return out
}

func parse(t testing.TB, b []byte) node {
	t.Helper()
	dec := xml.NewDecoder(bytes.NewReader(b))
	for { // well-formed to the end
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			require.NoError(t, err, "%.300s", b)
		}
	}
	var n node
	require.NoError(t, xml.Unmarshal(b, &n))
	return n
}

func render(t testing.TB, d docx.Doc) []byte {
	t.Helper()
	b, err := docx.Render(d, docx.Fonts{})
	require.NoError(t, err)
	return b
}

// paragraphs returns the text of each paragraph of the main part.
func paragraphs(t testing.TB, d docx.Doc) []string {
	t.Helper()
	var out []string
	for _, p := range parse(t, unpack(t, render(t, d))["word/document.xml"]).all("p") {
		s := ""
		for _, x := range p.all("t") {
			s += x.Text
		}
		out = append(out, s)
	}
	return out
}

func TestPackage(t *testing.T) {
	p := shipped(t)
	for name, d := range papers(t, p, evidence(t, p, 3, photo(t, 400, 300))) {
		t.Run(name, func(t *testing.T) {
			data := render(t, d)
			assert.Equal(t, data, render(t, d), "same input, same bytes")
			parts := unpack(t, data)
			types := parse(t, parts["[Content_Types].xml"])
			for part := range parts {
				if strings.HasSuffix(part, ".xml") || strings.HasSuffix(part, ".rels") {
					parse(t, parts[part])
				}
				known := slices.ContainsFunc(types.Children, func(c node) bool {
					return c.attr("PartName") == "/"+part || c.attr("Extension") == strings.TrimPrefix(path.Ext(part), ".")
				})
				assert.True(t, known, "content type of %s", part)
			}
			for _, c := range types.all("Override") {
				assert.Contains(t, parts, strings.TrimPrefix(c.attr("PartName"), "/"))
			}
			ids := map[string]bool{}
			for _, r := range parse(t, parts["word/_rels/document.xml.rels"]).Children {
				assert.Contains(t, parts, "word/"+r.attr("Target"))
				ids[r.attr("Id")] = true
			}
			doc := parse(t, parts["word/document.xml"])
			for _, blip := range doc.all("blip") {
				assert.True(t, ids[blip.attr("embed")])
			}
			for _, ref := range doc.all("footerReference") {
				assert.True(t, ids[ref.attr("id")])
			}
			for _, part := range []string{"word/document.xml", "word/styles.xml", "word/footer1.xml", "word/footer2.xml"} {
				ordered(t, parse(t, parts[part]))
			}
			used(t, doc, parse(t, parts["word/styles.xml"]))
		})
	}
}

// order is the schema's order of the children that these elements may have
// (ISO/IEC 29500-1); Word refuses a file that breaks it.
var order = map[string][]string{
	"pPr": {"pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "pBdr", "autoSpaceDE", "autoSpaceDN", "snapToGrid",
		"spacing", "ind", "jc", "outlineLvl"},
	"rPr":   {"rStyle", "rFonts", "b", "spacing", "kern", "sz", "szCs", "u", "lang"},
	"tblPr": {"tblStyle", "tblW", "jc", "tblInd", "tblBorders", "tblLayout", "tblCellMar"},
	"trPr":  {"cantSplit", "tblHeader"},
	"tcPr":  {"tcW", "gridSpan", "vAlign"},
	"tbl":   {"tblPr", "tblGrid", "tr"},
	"tc":    {"tcPr", "p"},
	"sectPr": {
		"footerReference", "pgSz", "pgMar", "cols", "docGrid",
	},
	"style": {"name", "basedOn", "next", "uiPriority", "semiHidden", "qFormat", "pPr", "rPr", "tblPr"},
}

func ordered(t *testing.T, root node) {
	t.Helper()
	root.walk(func(n node) {
		want, ok := order[n.XMLName.Local]
		if !ok {
			return
		}
		last := -1
		for _, c := range n.Children {
			at := slices.Index(want, c.XMLName.Local)
			require.GreaterOrEqual(t, at, last, "%s in %s", c.XMLName.Local, n.XMLName.Local)
			last = at
		}
	})
}

// used checks that styles exist and that every run carries the hint.
func used(t *testing.T, doc, styles node) {
	t.Helper()
	known := map[string]bool{}
	for _, s := range styles.all("style") {
		known[s.attr("styleId")] = true
	}
	for _, kind := range []string{"pStyle", "rStyle", "tblStyle", "basedOn", "next"} {
		for _, root := range []node{doc, styles} {
			for _, s := range root.all(kind) {
				require.True(t, known[s.attr("val")], "style %s", s.attr("val"))
			}
		}
	}
	runs := doc.all("r")
	require.NotEmpty(t, runs)
	for _, r := range runs {
		require.Equal(t, "eastAsia", r.child("rPr").child("rFonts").attr("hint"))
	}
}

func TestLayout(t *testing.T) {
	p := shipped(t)
	parts := unpack(t, render(t, papers(t, p, evidence(t, p, 2, photo(t, 400, 300)))["area"]))
	doc, styles := parse(t, parts["word/document.xml"]), parse(t, parts["word/styles.xml"])
	sect := doc.all("sectPr")[0]
	mar := sect.child("pgMar")
	for side, mm := range map[string]float64{"top": 37, "bottom": 35, "left": 28, "right": 26} {
		twips := int(mm*1440/25.4 + 0.5)
		assert.Equal(t, twips, atoi(t, mar.attr(side)), side)
	}
	assert.Equal(t, "lines", sect.child("docGrid").attr("type"))
	assert.NotEmpty(t, parse(t, parts["word/settings.xml"]).all("evenAndOddHeaders"))
	style := map[string]node{}
	for _, s := range styles.all("style") {
		style[s.attr("styleId")] = s
	}
	assert.Equal(t, "-5", style["Normal"].child("rPr").child("spacing").attr("val"))
	body := style["BodyText"].child("pPr")
	assert.Equal(t, "579", body.child("spacing").attr("line"))
	assert.Equal(t, "exact", body.child("spacing").attr("lineRule"))
	assert.Equal(t, "200", body.child("ind").attr("firstLineChars"))
	assert.Equal(t, "0", style["Title"].child("pPr").child("snapToGrid").attr("val"))
	assert.Equal(t, "44", style["Title"].child("rPr").child("sz").attr("val"))
	assert.Equal(t, "auto", style["Photo"].child("pPr").child("spacing").attr("lineRule"), "exact lines crop pictures")
	for i, want := range []string{"0", "1", "2"} {
		s := style["Heading"+string(rune('1'+i))]
		assert.Equal(t, want, s.child("pPr").child("outlineLvl").attr("val"))
	}
	assert.Equal(t, "黑体", style["Heading1"].child("rPr").child("rFonts").attr("eastAsia"))
	assert.Equal(t, "楷体_GB2312", style["Heading2"].child("rPr").child("rFonts").attr("eastAsia"))
	for _, tbl := range doc.all("tbl") {
		rows := tbl.all("tr")
		if tbl.child("tblPr").child("tblStyle").attr("val") == "TableGrid" {
			assert.NotEmpty(t, rows[0].all("tblHeader"))
		}
		for _, r := range rows {
			assert.NotEmpty(t, r.all("cantSplit"))
		}
	}
	for _, pp := range doc.all("pPr") {
		if s := pp.child("pStyle").attr("val"); s == "Date" || s == "Signature" {
			assert.NotEmpty(t, pp.child("ind").attr("left"), "placed by indent")
			assert.Empty(t, pp.child("jc").attr("val"))
		}
	}
}

func TestCommonFonts(t *testing.T) {
	b, err := docx.Render(grid(), docx.Common)
	require.NoError(t, err)
	s := string(unpack(t, b)["word/styles.xml"])
	assert.Contains(t, s, `w:eastAsia="仿宋"`)
	assert.NotContains(t, s, "GB2312")
	f, ok := docx.Profile("common")
	assert.True(t, ok)
	assert.Equal(t, docx.Common, f)
	_, ok = docx.Profile("none")
	assert.False(t, ok)
}

func TestHostileWords(t *testing.T) {
	evil := "</w:t></w:r><w:p>&amp;\x00\x0b\u202e]]>\xff“甲”"
	d := docx.Doc{
		Title: evil, Subtitle: evil, Addressee: []string{evil}, Signature: evil, Anchor: evil, Copies: []string{evil}, Date: day,
		Blocks: []docx.Block{docx.Heading{Level: 1, Text: evil}, docx.Para{Label: evil, Text: evil},
			docx.Table{Head: []string{evil}, Widths: []int{1}, Rows: [][]string{{evil}, {""}}}},
		Attachments: []docx.Attachment{{Title: evil, Blocks: []docx.Block{docx.Photos{Items: []docx.Photo{{Caption: evil}}}}}},
		SignOff:     []docx.SignOff{{Label: evil, Name: evil, Date: evil}},
	}
	b, err := docx.Render(d, docx.Fonts{Body: `a"><b`})
	require.NoError(t, err)
	parts := unpack(t, b)
	for name, part := range parts {
		if !strings.HasPrefix(name, "word/media") {
			parse(t, part)
		}
	}
	assert.Contains(t, strings.Join(paragraphs(t, d), "\n"), "一、</w:t></w:r><w:p>&amp;")
}

func TestPrivateIndicators(t *testing.T) {
	p := shipped(t)
	var names []string
	for _, i := range p.Indicators {
		if i.Private {
			names = append(names, i.Name)
		}
	}
	require.NotEmpty(t, names)
	for kind, d := range papers(t, p, nil) {
		text := strings.Join(paragraphs(t, d), "\n")
		for _, n := range names {
			if kind == "finance" {
				assert.Contains(t, text, strings.ReplaceAll(n, "(", "（"))
			} else {
				assert.NotContains(t, text, n, kind)
			}
		}
	}
	r := report(p, p.Areas[5], 0)
	d, err := docx.Area(docx.AreaInput{Plan: p, Period: period(p), Report: r})
	require.NoError(t, err)
	for _, n := range names {
		assert.NotContains(t, strings.Join(paragraphs(t, d), "\n"), n)
	}
}

// TestClosing: signature and date are kept on one page with the words, or the
// last row of the table, above them, for no page may hold a signature alone.
func TestClosing(t *testing.T) {
	p := shipped(t)
	for name, d := range papers(t, p, nil) {
		words, _, ok := strings.Cut(string(unpack(t, render(t, d))["word/document.xml"]), `<w:pStyle w:val="Signature"/>`)
		require.True(t, ok, name)
		words = strings.TrimSuffix(words, "<w:p><w:pPr>")
		last := words[strings.LastIndex(words, "<w:p>"):]
		if strings.HasSuffix(words, "</w:tbl>") {
			last = words[strings.LastIndex(words, "<w:tr>"):]
		}
		assert.Contains(t, last, "<w:keepNext/>", name)
	}
}

func TestErrors(t *testing.T) {
	for _, b := range []docx.Block{
		docx.Heading{Level: 4}, docx.Table{}, docx.Table{Head: []string{"a"}, Widths: []int{0}},
		docx.Table{Head: []string{"a", "b", "c"}, Widths: []int{1, 1, 1}, Rows: [][]string{{"x", "y"}}},
	} {
		_, err := docx.Render(docx.Doc{Blocks: []docx.Block{b}}, docx.Fonts{})
		assert.Error(t, err)
	}
	p := shipped(t)
	_, err := docx.Area(docx.AreaInput{Plan: p, Report: report(p, plan.Area{ID: "nowhere"}, 0)})
	assert.ErrorContains(t, err, "nowhere")
	_, err = docx.Finance(docx.FinanceInput{Plan: p})
	assert.Error(t, err)
}
