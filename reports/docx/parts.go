package docx

import (
	"fmt"
	"slices"
	"strconv"

	"liubao/reports/clean"
)

func contentTypes(custom bool) []byte {
	var o out
	o.put(xmlHead, `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`,
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`,
		`<Default Extension="xml" ContentType="application/xml"/>`,
		`<Default Extension="jpeg" ContentType="image/jpeg"/>`)
	const main = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	for _, p := range [][2]string{
		{"/word/document.xml", main + "document.main+xml"},
		{"/word/styles.xml", main + "styles+xml"},
		{"/word/settings.xml", main + "settings+xml"},
		{"/word/fontTable.xml", main + "fontTable+xml"},
		{"/word/footer1.xml", main + "footer+xml"},
		{"/word/footer2.xml", main + "footer+xml"},
		{"/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"},
		{"/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"},
	} {
		o.put(`<Override PartName="`, p[0], `" ContentType="`, p[1], `"/>`)
	}
	if custom {
		o.put(`<Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>`)
	}
	o.put(`</Types>`)
	return o.Bytes()
}

const relBase = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

func rels(entries [][3]string) []byte {
	var o out
	o.put(xmlHead, `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for _, e := range entries {
		o.put(`<Relationship Id="`, e[0], `" Type="`, e[1], `" Target="`, e[2], `"/>`)
	}
	o.put(`</Relationships>`)
	return o.Bytes()
}

func rootRels(custom bool) []byte {
	entries := [][3]string{
		{"rId1", relBase + "officeDocument", "word/document.xml"},
		{"rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"},
		{"rId3", relBase + "extended-properties", "docProps/app.xml"},
	}
	if custom {
		entries = append(entries, [3]string{"rId4", relBase + "custom-properties", "docProps/custom.xml"})
	}
	return rels(entries)
}

// AnchorProperty names the file's property that holds [Doc.Anchor].
const AnchorProperty = "liubao.anchor"

// customProps holds the anchor where nobody reads it by chance.
func customProps(anchor string) []byte {
	var o out
	o.put(xmlHead, `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" `,
		`xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">`,
		`<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="`, AnchorProperty, `"><vt:lpwstr>`)
	o.esc(clean.Line(anchor))
	o.put(`</vt:lpwstr></property></Properties>`)
	return o.Bytes()
}

func documentRels(images int) []byte {
	entries := [][3]string{
		{"rId1", relBase + "styles", "styles.xml"},
		{"rId2", relBase + "settings", "settings.xml"},
		{"rId3", relBase + "fontTable", "fontTable.xml"},
		{"rId4", relBase + "footer", "footer1.xml"},
		{"rId5", relBase + "footer", "footer2.xml"},
	}
	for i := range images {
		entries = append(entries, [3]string{imageRel(i), relBase + "image", "media/image" + strconv.Itoa(i+1) + ".jpeg"})
	}
	return rels(entries)
}

func imageRel(i int) string { return "rIdImage" + strconv.Itoa(i+1) }

func coreProps(d Doc) []byte {
	var o out
	o.put(xmlHead, `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" `,
		`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" `,
		`xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>`)
	o.esc(line(d.Title))
	o.put(`</dc:title><dc:creator>`)
	o.esc(line(d.Signature))
	o.put(`</dc:creator>`)
	if !d.Date.IsZero() {
		for _, e := range []string{"created", "modified"} {
			o.put(`<dcterms:`, e, ` xsi:type="dcterms:W3CDTF">`, d.Date.String(), `T00:00:00Z</dcterms:`, e, `>`)
		}
	}
	o.put(`</cp:coreProperties>`)
	return o.Bytes()
}

func appProps() []byte {
	return []byte(xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">` +
		`<Application>liubao</Application></Properties>`)
}

// settings switches on different footers for odd and even pages and the
// Chinese line-breaking that Word's own Chinese template has.
func settings() []byte {
	return []byte(xmlHead + `<w:settings ` + nsMain + `>` +
		`<w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>` +
		`<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>` +
		`<w:drawingGridVerticalSpacing w:val="579"/>` +
		`<w:characterSpacingControl w:val="compressPunctuation"/>` +
		`<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>` +
		`<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:useFELayout/>` +
		`<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
		`<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>` +
		`</w:settings>`)
}

// fontTable tells a reader's Word what to put in a missing font's place.
func fontTable(f Fonts) []byte {
	var o out
	o.put(xmlHead, `<w:fonts `, nsMain, `>`)
	var seen []string
	for _, e := range []struct{ name, alt string }{
		{f.Title, "小标宋"}, {f.Body, "仿宋"}, {f.Hei, "SimHei"}, {f.Kai, "楷体"}, {f.Song, "SimSun"}, {f.Latin, ""},
	} {
		if slices.Contains(seen, e.name) {
			continue
		}
		seen = append(seen, e.name)
		o.put(`<w:font w:name="`)
		o.esc(e.name)
		o.put(`">`)
		charset, family := "86", "auto"
		if e.alt == "" {
			charset, family = "00", "roman"
		} else if e.alt != e.name {
			o.put(`<w:altName w:val="`, e.alt, `"/>`)
		}
		o.put(fmt.Sprintf(`<w:charset w:val="%s"/><w:family w:val="%s"/><w:pitch w:val="variable"/></w:font>`, charset, family))
	}
	o.put(`</w:fonts>`)
	return o.Bytes()
}

// footer is a page number between dashes (GB/T 9704-2012, 7.5).
func footer(style string) []byte {
	var o out
	o.put(xmlHead, `<w:ftr `, nsMain, `>`)
	o.para(style, "", func() {
		o.run("", "— ")
		const props = `<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>`
		o.put(props, `<w:fldChar w:fldCharType="begin"/></w:r>`,
			props, `<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>`,
			props, `<w:fldChar w:fldCharType="separate"/></w:r>`,
			props, `<w:t>1</w:t></w:r>`,
			props, `<w:fldChar w:fldCharType="end"/></w:r>`)
		o.run("", " —")
	})
	o.put(`</w:ftr>`)
	return o.Bytes()
}
