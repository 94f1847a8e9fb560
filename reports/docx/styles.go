package docx

import "strconv"

// style is one named paragraph style.
type style struct {
	id, name string
	font     func(Fonts) string // Chinese font; nil inherits
	latin    func(Fonts) string // Latin font; nil inherits
	size     int                // half points; 0 inherits
	ppr      string             // paragraph properties, in the schema's order
	spacing  string             // character spacing; "" inherits
	outline  bool               // a heading: kept with the next paragraph
	basedOn  string
}

const (
	fixedLine   = `<w:spacing w:before="0" w:after="0" w:line="579" w:lineRule="exact"/>`
	tightLine   = `<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="360" w:lineRule="exact"/>`
	freeLine    = `<w:snapToGrid w:val="0"/><w:spacing w:before="60" w:after="60" w:line="240" w:lineRule="auto"/>`
	twoChars    = `<w:ind w:firstLineChars="200" w:firstLine="630"/>`
	noIndent    = `<w:ind w:firstLineChars="0" w:firstLine="0"/>`
	keepNext    = `<w:keepNext/>`
	normalSpace = "0"
)

func title(f Fonts) string { return f.Title }
func hei(f Fonts) string   { return f.Hei }
func kai(f Fonts) string   { return f.Kai }
func song(f Fonts) string  { return f.Song }

// styleList is every style but the default. The title is taken off the grid,
// or Word would set it on two grid lines; pictures get free line height, or
// the fixed height would crop them to a strip.
var styleList = []style{
	{id: "Title", name: "Title", font: title, size: 44, spacing: normalSpace,
		ppr: keepNext + `<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="660" w:lineRule="exact"/>` +
			noIndent + `<w:jc w:val="center"/>`},
	{id: "Subtitle", name: "Subtitle", font: kai, ppr: keepNext + fixedLine + noIndent + `<w:jc w:val="center"/>`},
	{id: "Heading1", name: "heading 1", font: hei, ppr: keepNext + fixedLine + twoChars + `<w:outlineLvl w:val="0"/>`, outline: true},
	{id: "Heading2", name: "heading 2", font: kai, ppr: keepNext + fixedLine + twoChars + `<w:outlineLvl w:val="1"/>`, outline: true},
	{id: "Heading3", name: "heading 3", ppr: keepNext + fixedLine + twoChars + `<w:outlineLvl w:val="2"/>`, outline: true},
	{id: "BodyText", name: "Body Text", ppr: fixedLine + twoChars},
	{id: "Addressee", name: "主送机关", ppr: fixedLine + noIndent + `<w:jc w:val="left"/>`},
	{id: "Attachment", name: "附件说明", ppr: fixedLine + `<w:jc w:val="left"/>`},
	{id: "AttachmentMark", name: "附件标识", font: hei, ppr: keepNext + fixedLine + noIndent},
	{id: "Signature", name: "Signature", ppr: fixedLine + noIndent + `<w:jc w:val="left"/>`},
	{id: "Date", name: "Date", ppr: fixedLine + noIndent + `<w:jc w:val="left"/>`},
	{id: "SignOff", name: "审签", ppr: `<w:keepLines/>` + fixedLine + noIndent + `<w:jc w:val="left"/>`},
	{id: "Caption", name: "caption", font: hei, size: tableSize, spacing: normalSpace,
		ppr: keepNext + fixedLine + noIndent + `<w:jc w:val="center"/>`},
	{id: "TableHead", name: "表头", font: hei, size: tableSize, spacing: normalSpace,
		ppr: keepNext + tightLine + noIndent + `<w:jc w:val="center"/>`},
	{id: "TableText", name: "表文", size: tableSize, spacing: normalSpace, ppr: tightLine + noIndent + `<w:jc w:val="left"/>`},
	{id: "TableCentre", name: "表文居中", basedOn: "TableText", ppr: `<w:jc w:val="center"/>`},
	{id: "TableEnd", name: "表后", size: 2, spacing: normalSpace,
		ppr: `<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="200" w:lineRule="exact"/>` + noIndent},
	{id: "Photo", name: "照片", spacing: normalSpace, ppr: freeLine + noIndent + `<w:jc w:val="center"/>`},
	{id: "PhotoCaption", name: "照片说明", font: kai, size: tableSize, spacing: normalSpace,
		ppr: tightLine + noIndent + `<w:jc w:val="center"/>`},
	{id: "Copies", name: "抄送机关", size: 28, spacing: normalSpace,
		ppr: `<w:keepLines/><w:pBdr><w:top w:val="single" w:sz="8" w:space="1" w:color="auto"/>` +
			`<w:bottom w:val="single" w:sz="8" w:space="1" w:color="auto"/></w:pBdr>` + fixedLine +
			`<w:ind w:leftChars="100" w:left="280" w:rightChars="100" w:right="280" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/>`},
	{id: "FooterOdd", name: "footer", font: song, latin: song, size: 28, spacing: normalSpace,
		ppr: `<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="320" w:lineRule="exact"/>` +
			`<w:ind w:rightChars="100" w:right="280" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="right"/>`},
	{id: "FooterEven", name: "双页页码", basedOn: "FooterOdd",
		ppr: `<w:ind w:leftChars="100" w:left="280" w:rightChars="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/>`},
}

func styles(f Fonts) []byte {
	var o out
	o.put(xmlHead, `<w:styles `, nsMain, `><w:docDefaults><w:rPrDefault><w:rPr>`)
	fonts(&o, f.Latin, f.Body)
	o.put(`<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>`,
		`</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>`)
	// Widow control would push lines and break the 22 lines of a page; spaces
	// between Chinese and digits would break the 28 characters of a line.
	o.put(`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr>`,
		`<w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:jc w:val="both"/></w:pPr>`,
		`<w:rPr><w:spacing w:val="-5"/><w:kern w:val="0"/></w:rPr></w:style>`,
		`<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>`,
		`<w:uiPriority w:val="1"/><w:semiHidden/></w:style>`)
	for _, s := range styleList {
		s.write(&o, f)
	}
	o.put(`<w:style w:type="character" w:customStyle="1" w:styleId="Label"><w:name w:val="标签"/><w:rPr>`)
	fonts(&o, "", f.Kai)
	o.put(`</w:rPr></w:style><w:style w:type="character" w:customStyle="1" w:styleId="Lead"><w:name w:val="段首"/>`,
		`<w:rPr><w:b/></w:rPr></w:style><w:style w:type="character" w:customStyle="1" w:styleId="Blank"><w:name w:val="填写处"/>`,
		`<w:rPr><w:u w:val="single"/></w:rPr></w:style>`, tableStyles, `</w:styles>`)
	return o.Bytes()
}

const tableStyles = `<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>` +
	`<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>` +
	`<w:top w:w="0" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>` +
	`</w:tblCellMar></w:tblPr></w:style>` +
	`<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>` +
	`<w:top w:val="single" w:sz="8" w:space="0" w:color="auto"/><w:left w:val="single" w:sz="8" w:space="0" w:color="auto"/>` +
	`<w:bottom w:val="single" w:sz="8" w:space="0" w:color="auto"/><w:right w:val="single" w:sz="8" w:space="0" w:color="auto"/>` +
	`<w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="auto"/>` +
	`</w:tblBorders><w:tblCellMar><w:top w:w="45" w:type="dxa"/><w:bottom w:w="45" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`

func fonts(o *out, latin, chinese string) {
	o.put(`<w:rFonts`)
	if latin != "" {
		for _, a := range []string{"ascii", "hAnsi", "cs"} {
			o.put(` w:`, a, `="`)
			o.esc(latin)
			o.put(`"`)
		}
	}
	o.put(` w:eastAsia="`)
	o.esc(chinese)
	o.put(`"/>`)
}

var builtIn = map[string]bool{
	"Title": true, "Subtitle": true, "Heading1": true, "Heading2": true, "Heading3": true, "BodyText": true,
	"Signature": true, "Date": true, "Caption": true, "FooterOdd": true,
}

func (s style) write(o *out, f Fonts) {
	o.put(`<w:style w:type="paragraph"`)
	if !builtIn[s.id] {
		o.put(` w:customStyle="1"`)
	}
	base := s.basedOn
	if base == "" {
		base = "Normal"
	}
	o.put(` w:styleId="`, s.id, `"><w:name w:val="`, s.name, `"/><w:basedOn w:val="`, base, `"/>`)
	if s.outline {
		o.put(`<w:next w:val="BodyText"/>`)
	}
	o.put(`<w:qFormat/><w:pPr>`, s.ppr, `</w:pPr>`)
	if s.font != nil || s.spacing != "" || s.size != 0 {
		o.put(`<w:rPr>`)
		if s.font != nil {
			latin := ""
			if s.latin != nil {
				latin = s.latin(f)
			}
			fonts(o, latin, s.font(f))
		}
		if s.spacing != "" {
			o.put(`<w:spacing w:val="`, s.spacing, `"/>`)
		}
		if s.size != 0 {
			n := strconv.Itoa(s.size)
			o.put(`<w:sz w:val="`, n, `"/><w:szCs w:val="`, n, `"/>`)
		}
		o.put(`</w:rPr>`)
	}
	o.put(`</w:style>`)
}
