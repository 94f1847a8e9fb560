// Package pdf reads the text layer of PDF files. A scan has none: it stays
// evidence.
//
// Objects and fonts are read by ledongthuc/pdf, which
// knows no limits and follows whatever a file's tables say. So it is given
// another file: this package finds the objects itself, unpacks their streams
// within the limits, leaves pictures and fonts out, and writes what is left with
// a table of its own. The library's panics become refusals, and what it may read
// of that file is counted, so that it cannot go round in circles.
package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode"

	"github.com/ledongthuc/pdf"

	"liubao/reports/intake/document"
)

// maxPages is how many pages are read.
const maxPages = 200

// Read adds the paragraphs and table rows of the text layer.
func Read(b *document.Builder, data []byte) error {
	o, err := collect(data, b.Limits)
	if err != nil {
		return err
	}
	pages, failed, err := texts(o.file())
	if err != nil {
		return document.Refuse(document.PDF, "%v", err)
	}
	if !legible(pages) {
		return document.Refuse(document.PDF, "no text layer, or none that can be read")
	}
	for i, p := range pages {
		failed = failed || p.empty() && o.pictures
		pages[i].lines = withoutNumber(p.lines, i)
	}
	if failed {
		b.Note(document.NotePages)
	}
	if o.pictures {
		b.Note(document.NotePictures)
	}
	for _, block := range blocks(pages) {
		if !b.Add(block) {
			return nil
		}
	}
	return nil
}

// texts returns what each page shows; failed says that some page could not be
// read.
func texts(file []byte) (pages []sheet, failed bool, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	r, err := pdf.NewReader(&counted{r: bytes.NewReader(file), left: 16*len(file) + 16<<20}, int64(len(file)))
	if err != nil {
		return nil, false, err
	}
	for n := 1; n <= min(r.NumPage(), maxPages); n++ {
		p, err := page(r, n)
		failed = failed || err != nil
		pages = append(pages, p)
	}
	return pages, failed || r.NumPage() > maxPages, nil
}

// page reads one page; what fails in it is its own.
func page(r *pdf.Reader, n int) (out sheet, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	p := r.Page(n)
	if p.V.IsNull() {
		return out, errors.New("no such page")
	}
	return laidOut(read(p)), nil
}

// counted ends a reading that goes on for ever.
type counted struct {
	r    io.ReaderAt
	left int
}

var errEndless = errors.New("more was read than a file of this size can need")

// ReadAt implements [io.ReaderAt].
func (c *counted) ReadAt(p []byte, at int64) (int, error) {
	if c.left -= len(p) + 64; c.left < 0 {
		panic(errEndless)
	}
	return c.r.ReadAt(p, at)
}

// legible reports whether the pages hold text that people can read: fonts that
// do not say which characters their glyphs are give noise.
func legible(pages []sheet) bool {
	good, bad := 0, 0
	for _, p := range pages {
		for _, r := range p.text {
			switch {
			case r == unicode.ReplacementChar, unicode.Is(unicode.Co, r), r < ' ':
				bad++
			case unicode.IsLetter(r), unicode.IsDigit(r):
				good++
			}
		}
	}
	return good > 0 && bad*3 < good
}
