package word

import (
	"errors"
	"io"
	"liubao/reports/intake/archive"
	"liubao/reports/intake/document"
	"path"
	"strconv"
	"strings"
)

// errFull ends the reading of a document of which enough has been read.
var errFull = errors.New("enough read")

// reader reads the body of a Word document in one pass.
type reader struct {
	b      *document.Builder
	x      *archive.Reader
	styles styles
	nums   *numbering

	kind    document.Kind    // of the blocks outside of tables
	paras   []*para          // open paragraphs, a text box's inside its host
	pending []document.Block // of text boxes, until the host paragraph ends
	cells   []*place         // open tables, innermost last
	tables  int
	texts   int    // paragraphs with text so far, pending ones included
	carried string // of a paragraph whose mark is deleted, for the next one
}

// place is where in a table the reading stands.
type place struct {
	table, row, col int
	wide            int // columns that the cell takes besides its own
}

// para is an open paragraph.
type para struct {
	text strings.Builder
	properties
}

// Read reads the body, then footnotes and endnotes.
func Read(b *document.Builder, a *archive.Archive, main string) error {
	dir := path.Dir(main)
	d := &reader{b: b}
	var err error
	if d.styles, err = readStyles(a, path.Join(dir, "styles.xml")); err != nil {
		return err
	}
	if d.nums, err = readNumbering(a, path.Join(dir, "numbering.xml")); err != nil {
		return err
	}
	if a.Has(path.Join(dir, "comments.xml")) {
		b.Note(document.NoteComments)
	}
	for i, part := range []string{main, path.Join(dir, "footnotes.xml"), path.Join(dir, "endnotes.xml")} {
		if i > 0 && !a.Has(part) {
			continue
		}
		if d.x, err = a.XML(part); err != nil {
			return err
		}
		err = d.document(i > 0)
		if err == nil && d.carried != "" { // the last paragraph's mark was deleted
			p := &para{}
			p.text.WriteString(d.carried)
			d.carried = ""
			err = d.finish(p)
		}
		if errors.Is(err, errFull) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// document reads one part from its root on.
func (d *reader) document(notes bool) error {
	d.kind = document.Paragraph
	if notes {
		d.kind = document.Footnote
	}
	root, _, err := d.x.Next()
	for err == nil && root == nil {
		root, _, err = d.x.Next()
	}
	if errors.Is(err, io.EOF) {
		return document.Refuse(document.Damaged, "no root element")
	}
	if err != nil {
		return err
	}
	return d.content()
}

// content reads what is inside the element that was started last.
func (d *reader) content() error { return d.x.Children(d.element, nil) }

// element reads one element and what is in it.
func (d *reader) element(e archive.Element) error {
	switch {
	case e.Name == "AlternateContent":
		return d.alternate()
	case e.Name == "blip" || e.Name == "imagedata":
		d.b.Note(document.NotePictures)
		return nil
	case e.Name == "t" && (e.Word() || strings.HasSuffix(e.Space, "/math")):
		return d.characters()
	case !e.Word():
		return d.content()
	}
	switch e.Name {
	case "p":
		return d.paragraph()
	case "tbl":
		return d.table()
	case "tr":
		d.move(1, 0)
	case "tc":
		d.move(0, 1)
	case "gridSpan":
		if n, err := strconv.Atoi(e.Attr("val")); err == nil && n > 1 && n < 1000 {
			d.widen(n - 1)
		}
	case "txbxContent":
		return d.textBox()
	case "sdt":
		return d.control()
	case "del", "moveFrom":
		d.b.Note(document.NoteChanges)
		return d.x.Skip()
	case "r":
		return d.run()
	case "altChunk", "object":
		d.b.Note(document.NoteEmbedded)
	case "tab", "ptab":
		d.write("\t")
	case "br", "cr":
		d.write("\n")
	case "noBreakHyphen":
		d.write("-")
	case "pPr":
		return d.paragraphProperties()
	case "rt", "rPr", "sectPr", "tblPr", "trPr", "sdtPr", "instrText":
		return d.x.Skip()
	}
	return d.content()
}

// alternate reads one of several ways to say the same thing: the first choice,
// or the fallback where no choice has words. Read both and text boxes count
// double.
func (d *reader) alternate() error {
	before, chosen := d.words(), false
	return d.x.Children(func(e archive.Element) error {
		if e.Name != "Choice" && e.Name != "Fallback" || chosen && d.words() > before {
			return d.x.Skip()
		}
		chosen = true
		return d.content()
	}, nil)
}

// words counts what has been read, to see whether something was.
func (d *reader) words() int {
	n := d.texts
	for _, p := range d.paras {
		n += p.text.Len()
	}
	return n
}

// textBox reads a text box. Its paragraphs stand alone, wherever its host is.
func (d *reader) textBox() error {
	kind, cells := d.kind, d.cells
	d.kind, d.cells = document.TextBox, nil
	err := d.content()
	d.kind, d.cells = kind, cells
	return err
}

// control reads a content control, unless it only shows its placeholder or is a
// table of contents, which repeats every heading.
func (d *reader) control() error {
	skip, toc := false, false
	return d.x.Children(func(e archive.Element) error {
		switch e.Name {
		case "sdtPr":
			return d.x.Children(func(e archive.Element) error {
				if e.Name == "docPartObj" {
					return d.x.Children(func(e archive.Element) error {
						toc = toc || e.Name == "docPartGallery" && e.Attr("val") == "Table of Contents"
						skip = skip || toc
						return nil
					}, nil)
				}
				skip = skip || e.Name == "showingPlcHdr"
				return nil
			}, nil)
		case "sdtContent":
			if skip {
				if toc {
					d.b.Note(document.NoteContents)
				}
				return d.x.Skip()
			}
			return d.content()
		}
		return nil
	}, nil)
}

// run reads a run of characters, unless it is hidden.
func (d *reader) run() error {
	hidden := false
	return d.x.Children(func(e archive.Element) error {
		if e.Word() && e.Name == "rPr" {
			return d.x.Children(func(e archive.Element) error {
				if e.Name == "vanish" && on(e.Attr("val")) {
					hidden = true
					d.b.Note(document.NoteHidden)
				}
				return nil
			}, nil)
		}
		if hidden {
			return d.x.Skip()
		}
		return d.element(e)
	}, nil)
}

// on reads an on-off value; an absent one means on.
func on(v string) bool { return v != "0" && v != "false" && v != "off" && v != "none" }

// characters reads text into the open paragraph.
func (d *reader) characters() error {
	s, err := d.x.Text()
	if err == nil {
		d.write(s)
	}
	return err
}

func (d *reader) write(s string) {
	if n := len(d.paras); n > 0 {
		d.paras[n-1].text.WriteString(s)
	}
}

// paragraphProperties reads the style, the numbering and the outline level.
func (d *reader) paragraphProperties() error {
	if len(d.paras) == 0 {
		return d.x.Skip()
	}
	p := d.paras[len(d.paras)-1]
	err := readProperties(d.x, &p.properties)
	if p.joined {
		d.b.Note(document.NoteChanges)
	}
	return err
}

// paragraph reads a paragraph and, after it, the text boxes anchored in it.
func (d *reader) paragraph() error {
	p := &para{}
	if len(d.paras) == 0 {
		p.text.WriteString(d.carried)
		d.carried = ""
	}
	d.paras = append(d.paras, p)
	err := d.content()
	d.paras = d.paras[:len(d.paras)-1]
	if err != nil {
		return err
	}
	if p.joined && len(d.paras) == 0 {
		d.carried = p.text.String()
		return nil
	}
	return d.finish(p)
}

// finish adds a paragraph, or keeps it for after its host where it stands in a
// text box.
func (d *reader) finish(p *para) error {
	x := d.block(p)
	if strings.TrimSpace(x.Text) != "" {
		d.texts++
	}
	if len(d.paras) > 0 {
		d.pending = append(d.pending, x)
		return nil
	}
	for _, x := range append([]document.Block{x}, d.pending...) {
		if !d.b.Add(x) {
			return errFull
		}
	}
	d.pending = nil
	return nil
}

// block makes a block of a finished paragraph. An empty paragraph takes no
// number in Word where it is a list's; here numbers go to what has words.
func (d *reader) block(p *para) document.Block {
	x := document.Block{Kind: d.kind, Text: p.text.String()}
	if n := len(d.cells); n > 0 {
		at := d.cells[n-1]
		x.Kind, x.Table, x.Row, x.Col = document.Cell, at.table, at.row, at.col
	}
	st := d.styles.resolve(p.style)
	if st.contents && strings.TrimSpace(x.Text) != "" {
		x.Text = ""
		d.b.Note(document.NoteContents)
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
func (d *reader) table() error {
	d.tables++
	d.cells = append(d.cells, &place{table: d.tables})
	err := d.content()
	d.cells = d.cells[:len(d.cells)-1]
	return err
}

// move goes on to the next row or the next cell.
func (d *reader) move(rows, cols int) {
	if len(d.cells) == 0 {
		return
	}
	at := d.cells[len(d.cells)-1]
	at.row += rows
	at.col += cols + at.wide
	at.wide = 0
	if rows > 0 {
		at.col = 0
	}
}

// widen says that the cell takes more columns: it stands in the first of them.
func (d *reader) widen(cols int) {
	if n := len(d.cells); n > 0 {
		d.cells[n-1].wide = cols
	}
}
