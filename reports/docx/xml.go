package docx

import (
	"bytes"
	"encoding/xml"
	"strconv"
)

// The page in twentieths of a point: A4 less margins of 37, 35, 28 and 26 mm
// leaves 156 mm × 225 mm, which holds 28 characters of 15.75 pt by 22 lines of
// 28.95 pt (GB/T 9704-2012, 5.2).
const (
	pageW, pageH        = 11906, 16838
	marginTop           = 2098
	marginBottom        = 1984
	marginLeft          = 1587
	marginRight         = 1474
	textW               = pageW - marginLeft - marginRight
	lineHeight          = 579 // 28.95 pt
	charW               = 315 // 三号 less the quarter point that makes 28 fit
	emuPerTwip          = 635
	bodySize, tableSize = 32, 24 // half points: 三号, 小四
)

const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	nsMain  = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ` +
		`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ` +
		`xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" ` +
		`xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ` +
		`xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"`
)

// out gathers XML.
type out struct{ bytes.Buffer }

// put writes markup of our own.
func (o *out) put(parts ...string) {
	for _, p := range parts {
		o.WriteString(p)
	}
}

// esc writes words as character data, also fit for an attribute.
func (o *out) esc(s string) { _ = xml.EscapeText(&o.Buffer, []byte(s)) } // a Buffer never fails

// run writes words in a run. The hint on every run makes Word take Chinese
// quotation marks, dashes and dots from the Chinese font, not the Latin one.
func (o *out) run(style, text string) {
	if text == "" {
		return
	}
	o.put(`<w:r><w:rPr>`)
	if style != "" {
		o.put(`<w:rStyle w:val="`, style, `"/>`)
	}
	o.put(`<w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">`)
	o.esc(text)
	o.put(`</w:t></w:r>`)
}

// para writes a paragraph in a style; props are further paragraph properties
// in the schema's order.
func (o *out) para(style, props string, body func()) {
	o.put(`<w:p><w:pPr><w:pStyle w:val="`, style, `"/>`, props, `</w:pPr>`)
	body()
	o.put(`</w:p>`)
}

// words writes a paragraph that holds one run.
func (o *out) words(style, props, text string) {
	o.para(style, props, func() { o.run("", text) })
}

// ind returns an indent from the left in twips.
func ind(left int) string { return `<w:ind w:left="` + strconv.Itoa(left) + `" w:firstLine="0"/>` }
