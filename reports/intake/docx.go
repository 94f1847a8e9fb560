package intake

import (
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
)

// errFull ends the reading of a document of which enough has been read.
var errFull = errors.New("enough read")

// docx reads the body of a Word document in one pass.
type docx struct {
	b      *builder
	x      *xmlReader
	styles styles
	nums   *numbering

	kind    Kind     // of the blocks outside of tables
	paras   []*para  // open paragraphs, a text box's inside its host
	pending []Block  // of text boxes, until the host paragraph ends
	cells   []*place // open tables, innermost last
	tables  int
	texts   int // paragraphs with text so far, pending ones included
}

// place is where in a table the reading stands.
type place struct{ table, row, col int }

// para is an open paragraph.
type para struct {
	text  strings.Builder
	style string
	num   numRef
	level int // outline level as written, 0 for none
}

// readDocx reads the body, then footnotes and endnotes.
func readDocx(b *builder, a *archive, main string) error {
	dir := path.Dir(main)
	d := &docx{b: b}
	var err error
	if d.styles, err = readStyles(a, path.Join(dir, "styles.xml")); err != nil {
		return err
	}
	if d.nums, err = readNumbering(a, path.Join(dir, "numbering.xml")); err != nil {
		return err
	}
	if a.has(path.Join(dir, "comments.xml")) {
		b.note(NoteComments)
	}
	for i, part := range []string{main, path.Join(dir, "footnotes.xml"), path.Join(dir, "endnotes.xml")} {
		if i > 0 && !a.has(part) {
			continue
		}
		if d.x, err = a.open(part); err != nil {
			return err
		}
		if err = d.document(i > 0); errors.Is(err, errFull) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// document reads one part from its root on.
func (d *docx) document(notes bool) error {
	d.kind = Paragraph
	if notes {
		d.kind = Footnote
	}
	root, _, err := d.x.next()
	for err == nil && root == nil {
		root, _, err = d.x.next()
	}
	if errors.Is(err, io.EOF) {
		return refuse(Damaged, "no root element")
	}
	if err != nil {
		return err
	}
	return d.content()
}

// content reads what is inside the element that was started last.
func (d *docx) content() error { return d.x.children(d.element, nil) }

// element reads one element and what is in it.
func (d *docx) element(e element) error {
	switch {
	case e.name == "AlternateContent":
		return d.alternate()
	case e.name == "blip" || e.name == "imagedata":
		d.b.note(NotePictures)
		return nil
	case e.name == "t" && (e.word() || strings.HasSuffix(e.space, "/math")):
		return d.characters()
	case !e.word():
		return d.content()
	}
	switch e.name {
	case "p":
		return d.paragraph()
	case "tbl":
		return d.table()
	case "tr":
		d.move(1, 0)
	case "tc":
		d.move(0, 1)
	case "gridSpan":
		if n, err := strconv.Atoi(e.attr("val")); err == nil && n > 1 && n < 1000 {
			d.move(0, n-1)
		}
	case "txbxContent":
		return d.textBox()
	case "sdt":
		return d.control()
	case "del", "moveFrom":
		d.b.note(NoteChanges)
		return d.x.skip()
	case "r":
		return d.run()
	case "altChunk", "object":
		d.b.note(NoteEmbedded)
	case "tab", "ptab":
		d.write("\t")
	case "br", "cr":
		d.write("\n")
	case "noBreakHyphen":
		d.write("-")
	case "pPr":
		return d.paragraphProperties()
	case "rPr", "sectPr", "tblPr", "trPr", "sdtPr", "instrText":
		return d.x.skip()
	}
	return d.content()
}

// alternate reads one of several ways to say the same thing: the first choice,
// or the fallback where no choice has words. Read both and text boxes count
// double.
func (d *docx) alternate() error {
	before, chosen := d.words(), false
	return d.x.children(func(e element) error {
		if e.name != "Choice" && e.name != "Fallback" || chosen && d.words() > before {
			return d.x.skip()
		}
		chosen = true
		return d.content()
	}, nil)
}

// words counts what has been read, to see whether something was.
func (d *docx) words() int {
	n := d.texts
	for _, p := range d.paras {
		n += p.text.Len()
	}
	return n
}

// textBox reads a text box. Its paragraphs stand alone, wherever its host is.
func (d *docx) textBox() error {
	kind, cells := d.kind, d.cells
	d.kind, d.cells = TextBox, nil
	err := d.content()
	d.kind, d.cells = kind, cells
	return err
}

// control reads a content control, unless it only shows its placeholder or is a
// table of contents, which repeats every heading.
func (d *docx) control() error {
	skip := false
	return d.x.children(func(e element) error {
		switch e.name {
		case "sdtPr":
			return d.x.children(func(e element) error {
				if e.name == "docPartObj" {
					return d.x.children(func(e element) error {
						skip = skip || e.name == "docPartGallery" && e.attr("val") == "Table of Contents"
						return nil
					}, nil)
				}
				skip = skip || e.name == "showingPlcHdr"
				return nil
			}, nil)
		case "sdtContent":
			if skip {
				return d.x.skip()
			}
			return d.content()
		}
		return nil
	}, nil)
}

// run reads a run of characters, unless it is hidden.
func (d *docx) run() error {
	hidden := false
	return d.x.children(func(e element) error {
		if e.word() && e.name == "rPr" {
			return d.x.children(func(e element) error {
				if e.name == "vanish" && on(e.attr("val")) {
					hidden = true
					d.b.note(NoteHidden)
				}
				return nil
			}, nil)
		}
		if hidden {
			return d.x.skip()
		}
		return d.element(e)
	}, nil)
}

// on reads an on-off value; an absent one means on.
func on(v string) bool { return v != "0" && v != "false" && v != "off" && v != "none" }

// characters reads text into the open paragraph.
func (d *docx) characters() error {
	s, err := d.x.text()
	if err == nil {
		d.write(s)
	}
	return err
}

func (d *docx) write(s string) {
	if n := len(d.paras); n > 0 {
		d.paras[n-1].text.WriteString(s)
	}
}

// paragraphProperties reads the style, the numbering and the outline level.
func (d *docx) paragraphProperties() error {
	if len(d.paras) == 0 {
		return d.x.skip()
	}
	p := d.paras[len(d.paras)-1]
	return readParagraphProperties(d.x, &p.style, &p.num, &p.level)
}

// paragraph reads a paragraph and, after it, the text boxes anchored in it.
func (d *docx) paragraph() error {
	p := &para{}
	d.paras = append(d.paras, p)
	err := d.content()
	d.paras = d.paras[:len(d.paras)-1]
	if err != nil {
		return err
	}
	x := d.block(p)
	if strings.TrimSpace(x.Text) != "" {
		d.texts++
	}
	if len(d.paras) > 0 {
		d.pending = append(d.pending, x)
		return nil
	}
	for _, x := range append([]Block{x}, d.pending...) {
		if !d.b.add(x) {
			return errFull
		}
	}
	d.pending = nil
	return nil
}

// block makes a block of a finished paragraph. An empty paragraph takes no
// number in Word where it is a list's; here numbers go to what has words.
func (d *docx) block(p *para) Block {
	x := Block{Kind: d.kind, Text: p.text.String()}
	if n := len(d.cells); n > 0 {
		at := d.cells[n-1]
		x.Kind, x.Table, x.Row, x.Col = Cell, at.table, at.row, at.col
	}
	st := d.styles.resolve(p.style)
	if st.contents {
		x.Text = ""
	}
	x.Level = st.level
	if p.level > 0 {
		x.Level = p.level
	}
	if x.Level > 9 {
		x.Level = 0 // body text
	}
	num := st.num.override(p.num)
	if strings.TrimSpace(x.Text) != "" {
		x.Label = d.nums.label(num)
	}
	return x
}

// table reads a table; a table in a cell counts as a table of its own.
func (d *docx) table() error {
	d.tables++
	d.cells = append(d.cells, &place{table: d.tables})
	err := d.content()
	d.cells = d.cells[:len(d.cells)-1]
	return err
}

// move goes on to the next row or the next cell.
func (d *docx) move(rows, cols int) {
	if len(d.cells) == 0 {
		return
	}
	at := d.cells[len(d.cells)-1]
	at.row += rows
	at.col += cols
	if rows > 0 {
		at.col = 0
	}
}
