package docx

import (
	"fmt"
	"strconv"
	"strings"

	"liubao/reports/picture"
)

// body gathers the text of a document and the pictures in it.
type body struct {
	o     out
	media []picture.Picture
	count [4]int // headings so far, by level
	table bool   // a table was written last
}

// document writes the whole main part in the order of GB/T 9704-2012, 7.3:
// title, addressee, text, list of attachments, signature, date, attachments.
func (b *body) document(d Doc) error {
	b.o.put(xmlHead, `<w:document `, nsMain, `><w:body>`)
	b.head(d)
	if err := b.blocks(d.Blocks, true); err != nil {
		return err
	}
	if len(d.Attachments) == 0 && d.Signature == "" && d.Date.IsZero() {
		b.endTable()
	}
	b.attachmentList(d.Attachments)
	b.closing(d)
	if err := b.attached(d.Attachments); err != nil {
		return err
	}
	b.copies(d.Copies)
	b.o.put(`<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>`,
		fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d"/>`, pageW, pageH),
		fmt.Sprintf(`<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="851" w:footer="1418" w:gutter="0"/>`,
			marginTop, marginRight, marginBottom, marginLeft),
		fmt.Sprintf(`<w:cols w:space="425"/><w:docGrid w:type="lines" w:linePitch="%d"/></w:sectPr>`, lineHeight),
		`</w:body></w:document>`)
	return nil
}

// titleHalves is how many halves of a 二号 character fit on a line.
const titleHalves = 40

func (b *body) head(d Doc) {
	for _, s := range balance(d.Title, titleHalves) {
		b.o.words("Title", "", s)
	}
	if s := line(d.Subtitle); s != "" {
		b.o.words("Subtitle", "", s)
	}
	if d.Title != "" {
		b.blank()
	}
	var to []string
	for _, a := range d.Addressee {
		if a = line(a); a != "" {
			to = append(to, a)
		}
	}
	if len(to) > 0 {
		b.o.words("Addressee", "", strings.Join(to, "、")+"：")
	}
}

// blank writes an empty line of the body's height.
func (b *body) blank() { b.o.words("BodyText", "", "") }

// keep is what the closing lines of a document carry: they stay on one page
// together, and with the paragraph before them.
const keep = keepNext + `<w:keepLines/>`

// lineBefore leaves one line of the body free above a paragraph. An empty
// paragraph would not do: LibreOffice lets it part what is kept together.
const lineBefore = `<w:spacing w:before="579" w:after="0" w:line="579" w:lineRule="exact"/>`

// blocks writes blocks; keepLast keeps the last paragraph with what follows,
// so that a signature never stands on a page without text.
func (b *body) blocks(blocks []Block, keepLast bool) error {
	for n, x := range blocks {
		switch x := x.(type) {
		case Heading:
			if err := b.heading(x); err != nil {
				return err
			}
		case Para:
			b.para(x, keepLast && n == len(blocks)-1)
		case Note:
			b.o.words("Caption", b.below(), line(x.Text))
		case Table:
			b.endTable()
			if err := b.grid(x, keepLast && n == len(blocks)-1); err != nil {
				return err
			}
		case Photos:
			b.endTable()
			b.photos(x.Items)
		}
	}
	return nil
}

func (b *body) heading(h Heading) error {
	if h.Level < 1 || h.Level > 3 {
		return fmt.Errorf("heading %q: level %d is not 1 to 3", h.Text, h.Level)
	}
	b.count[h.Level]++
	if h.Number > 0 {
		b.count[h.Level] = h.Number
	}
	for i := h.Level + 1; i < len(b.count); i++ {
		b.count[i] = 0
	}
	b.o.words("Heading"+strconv.Itoa(h.Level), b.below(), number(h.Level, b.count[h.Level])+line(h.Text))
	return nil
}

func (b *body) para(p Para, keepLast bool) {
	label := line(p.Label)
	text := lines(p.Text)
	if len(text) == 0 && label != "" {
		text = []string{""}
	}
	for i, s := range text {
		props := ""
		if keepLast && i == len(text)-1 {
			props = keepNext
		}
		props += b.below()
		b.o.para("BodyText", props, func() {
			switch {
			case i == 0 && p.Strong:
				b.o.run("Lead", label)
			case i == 0:
				b.o.run("Label", label)
			}
			b.o.run("", s)
		})
	}
}

// keptTogether is how many attachments are listed on one page at most.
const keptTogether = 8

// attachmentList writes 附件：1.… with the names set under each other.
func (b *body) attachmentList(as []Attachment) {
	if len(as) == 0 {
		return
	}
	b.table = false // the line above keeps the distance
	for i, a := range as {
		props := ""
		if i == len(as)-1 || len(as) <= keptTogether {
			props = keep
		}
		if i == 0 {
			props += lineBefore
		}
		// Numbers stand below each other behind 附件：, names hang behind them.
		prefix, hang := "", 0
		if i == 0 {
			prefix, hang = "附件：", 3*charW
		}
		if len(as) > 1 {
			n := strconv.Itoa(i+1) + "."
			prefix += n
			hang += width(n) * charW / 2
		}
		left := 5 * charW
		if len(as) > 1 {
			left += width(strconv.Itoa(i+1)+".") * charW / 2
		}
		b.o.words("Attachment", props+fmt.Sprintf(`<w:ind w:left="%d" w:hanging="%d"/>`, left, hang), prefix+line(a.Title))
	}
}

// closing writes signature, date and places to sign as one group
// that no page break parts.
func (b *body) closing(d Doc) {
	var group []func(props string)
	add := func(style, props string, fn func()) {
		group = append(group, func(k string) { b.o.para(style, k+props, fn) })
	}
	b.table = false
	gap := ""
	next := func() string { g := gap; gap = ""; return g }
	sig, date := line(d.Signature), DateText(d.Date)
	sigLeft, dateLeft := place(sig, date)
	gap = lineBefore
	if sig != "" {
		add("Signature", next()+ind(sigLeft), func() { b.o.run("", sig) })
	}
	if date != "" {
		add("Date", next()+ind(dateLeft), func() { b.o.run("", date) })
	}
	gap = lineBefore
	for _, p := range d.SignOff {
		add("SignOff", next(), func() { b.signOff(p) })
	}
	for i, write := range group {
		if i < len(group)-1 {
			write(keep)
		} else {
			write(`<w:keepLines/>`) // no line of it spills on a page of its own
		}
	}
}

// place returns the indents of signature and date (7.3.5): the date ends four
// characters before the margin and the signature is centred on it, both by
// their indent, because text set to the right would not stand centred. A
// signature too long for that ends two characters before the margin and the
// date is centred on it.
func place(sig, date string) (sigLeft, dateLeft int) {
	sigW, dateW := width(sig)*charW/2, width(date)*charW/2
	dateLeft = textW - 4*charW - dateW
	sigLeft = dateLeft + dateW/2 - sigW/2
	if sigLeft+sigW > textW-2*charW {
		sigLeft = max(0, textW-2*charW-sigW)
		dateLeft = min(dateLeft, sigLeft+sigW/2-dateW/2)
	}
	return sigLeft, max(0, dateLeft)
}

// copies writes who gets a copy between two lines at the foot of the last page
// (7.4), out of the way of the text.
func (b *body) copies(to []string) {
	var names []string
	for _, s := range to {
		if s = line(s); s != "" {
			names = append(names, s)
		}
	}
	if len(names) == 0 {
		return
	}
	frame := fmt.Sprintf(`<w:framePr w:w="%d" w:wrap="notBeside" w:vAnchor="margin" w:hAnchor="margin" w:xAlign="center" w:yAlign="bottom"/>`, textW)
	b.o.words("Copies", frame, textCopies+strings.Join(names, "，")+"。")
}

// signOff writes a place for a signature by hand, or who signed when.
func (b *body) signOff(p SignOff) {
	b.o.run("", line(p.Label)+"：")
	name, date := line(p.Name), line(p.Date)
	if name == "" {
		b.o.run("Blank", strings.Repeat(" ", 16))
		b.o.run("", "　　　　年　　月　　日")
		return
	}
	b.o.run("", name)
	if date != "" {
		b.o.run("", "（"+date+"在系统中审签）")
	}
}

// attached writes the attachments that have a text, each on a new page with
// its mark in the upper left corner and its title on the third line (7.3.6).
func (b *body) attached(as []Attachment) error {
	for i, a := range as {
		if len(a.Blocks) == 0 {
			continue
		}
		mark := "附件"
		if len(as) > 1 {
			mark += strconv.Itoa(i + 1)
		}
		b.o.words("AttachmentMark", `<w:pageBreakBefore/>`, mark)
		b.blank()
		for _, s := range balance(a.Title, titleHalves) {
			b.o.words("Title", "", s)
		}
		b.blank()
		b.count = [4]int{}
		if err := b.blocks(a.Blocks, false); err != nil {
			return err
		}
		b.endTable()
	}
	return nil
}
