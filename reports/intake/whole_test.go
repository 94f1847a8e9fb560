package intake

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"liubao/reports/intake/document"
)

// words draws words that stand once in a document.
type words struct {
	t    *rapid.T
	n    int
	seen []string
}

func (w *words) some() string {
	w.n++
	s := fmt.Sprintf("%s登记%d人", rapid.SampledFrom([]string{"", "做实农民工就业服务", "一、", "存在困难：", "下一步打算，", "（完成）", "城镇新增就业"}).Draw(w.t, "before"), 1000+w.n)
	w.seen = append(w.seen, fmt.Sprint(1000+w.n))
	return s
}

// inline draws what may hold words within a paragraph.
func (w *words) inline() string {
	x := run(w.some())
	switch rapid.IntRange(0, 8).Draw(w.t, "inline") {
	case 0:
		return `<w:ins w:id="1">` + x + `</w:ins>`
	case 1:
		return `<w:hyperlink>` + x + `</w:hyperlink>`
	case 2:
		return `<w:sdt><w:sdtContent>` + x + `</w:sdtContent></w:sdt>`
	case 3:
		return `<w:fldSimple w:instr="REF">` + x + `</w:fldSimple>`
	case 4:
		return x + `<w:r><w:br/></w:r>` + run(w.some())
	case 5:
		return x + `<w:r><w:tab/></w:r>` + run(w.some())
	case 6:
		return `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent>` + p(w.some()) + p(w.some()) + `</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>` + p("又一遍") + `</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>` + x
	case 7:
		return `<w:smartTag>` + x + `</w:smartTag><w:del w:id="2"><w:r><w:delText>删了</w:delText></w:r></w:del>`
	}
	return x
}

// block draws a paragraph or a table.
func (w *words) block(depth int) string {
	switch k := rapid.IntRange(0, 9).Draw(w.t, "block"); {
	case k < 2:
		return listed(rapid.IntRange(0, 1).Draw(w.t, "level"), w.some())
	case k == 2:
		return styled("2", w.some())
	case k == 3:
		return `<w:p><w:pPr><w:rPr><w:del w:id="9"/></w:rPr></w:pPr>` + run(w.some()) + `</w:p>`
	case k == 4 && depth < 2:
		var b strings.Builder
		b.WriteString(`<w:tbl>`)
		for range rapid.IntRange(1, 3).Draw(w.t, "rows") {
			var cells []string
			for range rapid.IntRange(1, 3).Draw(w.t, "cells") {
				cells = append(cells, w.block(depth+1))
			}
			b.WriteString(tr(cells...))
		}
		return b.String() + `</w:tbl>`
	}
	var b strings.Builder
	for range rapid.IntRange(1, 3).Draw(w.t, "runs") {
		b.WriteString(w.inline())
	}
	return para(b.String())
}

// offered returns everything that is offered of a document or named as left out.
func offered(got Proposal) string {
	var b strings.Builder
	for _, x := range got.Pieces {
		b.WriteString(x.Label + x.Heading + "\n" + x.Words() + "\n")
	}
	for _, l := range got.Left {
		b.WriteString(l.Text + "\n")
	}
	return b.String()
}

// TestNothingOfAFileIsLost builds files of whatever Word and Excel put around
// words, and finds all the words again: offered, or named as left out.
func TestNothingOfAFileIsLost(t *testing.T) {
	pl := thePlan(t)
	heading := part{"word/styles.xml", `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:styleId="2"><w:name w:val="heading 2"/></w:style></w:styles>`}
	t.Run("docx", func(t *testing.T) {
		rapid.Check(t, func(rt *rapid.T) {
			w := &words{t: rt}
			var body strings.Builder
			for range rapid.IntRange(1, 8).Draw(rt, "blocks") {
				body.WriteString(w.block(0))
			}
			note := ""
			if rapid.Bool().Draw(rt, "footnote") {
				note = p(w.some())
			}
			data := docxOf(t, body.String(), heading, listOf("chineseCounting %1、", "decimal （%2）"),
				part{"word/footnotes.xml", `<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2">` + note + `</w:footnote></w:footnotes>`})
			found(rt, w, Match(pl, "a1", mustRead(t, "x.docx", data)), body.String())
		})
	})
	t.Run("xlsx", func(t *testing.T) {
		rapid.Check(t, func(rt *rapid.T) {
			w := &words{t: rt}
			data := workbook(t, func(f *excelize.File) {
				for r := range rapid.IntRange(1, 5).Draw(rt, "rows") {
					for c := range rapid.IntRange(1, 4).Draw(rt, "cells") {
						at, err := excelize.CoordinatesToCellName(c+1, r+1)
						require.NoError(rt, err)
						require.NoError(rt, f.SetCellStr("Sheet1", at, rapid.SampledFrom([]string{"", "任务", "进展情况", "存在困难", "序号"}).Draw(rt, "head")+w.some()))
					}
				}
			})
			found(rt, w, Match(pl, "a1", mustRead(t, "x.xlsx", data)), "")
		})
	})
}

func found(t *rapid.T, w *words, got Proposal, in string) {
	all := offered(got)
	for _, s := range w.seen {
		if !strings.Contains(all, s) {
			t.Fatalf("lost %s of %s\n%+v\n%+v", s, in, got.Pieces, got.Left)
		}
	}
	if len(got.Left) > 0 && len(got.Said) == 0 {
		t.Fatalf("left out and not named: %+v", got.Left)
	}
}

// TestWordsAside: what stands in headers, footers and charts is not read, and
// said so; page numbers are nothing to speak of.
func TestWordsAside(t *testing.T) {
	const ns = `<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">`
	for text, want := range map[string]bool{"党群局内部资料": true, "— 3 —": false, "第3页 共5页": false, "": false} {
		d := mustRead(t, "x.docx", docxOf(t, p("登记返乡人员2140人。"), part{"word/header1.xml", ns + p(text) + `</w:hdr>`}))
		has := false
		for _, n := range d.Notes {
			has = has || n == document.NoteAside
		}
		if has != want {
			t.Errorf("%q: said %v", text, has)
		}
	}
}
