package roster

import (
	"bytes"
	"fmt"
	"image/png"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

	"liubao/plan"
	"liubao/reports"
	"liubao/reports/docx"
	"liubao/reports/picture"
)

// side is how many dots a code is wide and high: sharp when printed 5 cm wide.
const side = 600

// Page returns a page to print: a code for each person, unit by unit in the
// plan's order, with the name below it, to be cut apart and handed over.
func Page(p *plan.Plan, tickets []reports.Ticket, until string) (docx.Doc, error) {
	doc := docx.Doc{Title: fmt.Sprintf(textTitle, p.Name), Blocks: []docx.Block{
		docx.Para{Text: fmt.Sprintf(textHow, until)}, docx.Note{Text: textTearNote},
	}}
	var photos []docx.Photo
	for _, u := range p.Units {
		for _, t := range tickets {
			if t.Unit != u.ID {
				continue
			}
			pic, err := code(t.Link)
			if err != nil {
				return docx.Doc{}, fmt.Errorf("code for %s: %w", t.Name, err)
			}
			photos = append(photos, docx.Photo{Picture: pic, Caption: caption(u.Name, t)})
		}
	}
	doc.Blocks = append(doc.Blocks, docx.Photos{Items: photos})
	return doc, nil
}

func caption(unit string, t reports.Ticket) string {
	return fmt.Sprintf(textCaption, unit, t.Name, t.Role.Label())
}

// code makes the picture of a link. Level M stands a crease across the page.
func code(link string) (picture.Picture, error) {
	c, err := qr.Encode(link, qr.M, qr.Auto)
	if err != nil {
		return picture.Picture{}, err
	}
	if c, err = barcode.Scale(c, side, side); err != nil {
		return picture.Picture{}, err
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, c); err != nil {
		return picture.Picture{}, err
	}
	return picture.Prepare(buf.Bytes())
}
