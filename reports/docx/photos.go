package docx

import (
	"fmt"
	"strconv"
)

// Boxes for photos in twips: one alone, and each of two beside each other.
const (
	aloneW, aloneH = 7400, 5200
	pairW, pairH   = 4250, 3500
	longH          = 10500 // of a long screenshot in columns, which is as wide as the text
)

// photos sets one photo centred and several in two columns without borders;
// the caption always stays below its photo. Long screenshots come first, each
// over the whole width.
func (b *body) photos(items []Photo) {
	var short []Photo
	for _, p := range items {
		if p.Picture.Columns > 1 {
			b.photo(p, textW, longH, keepNext)
		} else {
			short = append(short, p)
		}
	}
	if items = short; len(items) == 1 {
		b.photo(items[0], aloneW, aloneH, keepNext)
		return
	}
	if len(items) == 0 {
		return
	}
	cols := []int{textW / 2, textW - textW/2}
	b.openTable("TableNormal", cols)
	for i := 0; i < len(items); i += 2 {
		b.o.put(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for j, w := range cols {
			b.openCell(w)
			if i+j < len(items) {
				b.photo(items[i+j], pairW, pairH, "")
			} else {
				b.o.words("PhotoCaption", "", "")
			}
			b.o.put(`</w:tc>`)
		}
		b.o.put(`</w:tr>`)
	}
	b.closeTable()
}

// photo writes one photo with its caption; where no row of a table holds the
// two together, alone keeps them on one page.
func (b *body) photo(p Photo, boxW, boxH int, alone string) {
	caption := line(p.Caption)
	if len(p.Picture.JPEG) == 0 || p.Picture.Width <= 0 || p.Picture.Height <= 0 {
		b.o.words("PhotoCaption", "", caption)
		return
	}
	n := len(b.media)
	b.media = append(b.media, p.Picture)
	w, h := boxW, boxW*p.Picture.Height/p.Picture.Width
	if h > boxH {
		w, h = boxH*p.Picture.Width/p.Picture.Height, boxH
	}
	w, h = max(w, 1), max(h, 1)
	b.o.para("Photo", alone, func() { b.drawing(n, w, h, caption) })
	b.o.words("PhotoCaption", "", caption)
}

// drawing writes an inline picture of w by h twips; alt text is its caption.
func (b *body) drawing(n, w, h int, alt string) {
	id := strconv.Itoa(n + 1)
	size := fmt.Sprintf(`cx="%d" cy="%d"`, w*emuPerTwip, h*emuPerTwip)
	b.o.put(`<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">`,
		`<wp:extent `, size, `/><wp:docPr id="`, id, `" name="照片`, id, `" descr="`)
	b.o.esc(alt)
	b.o.put(`"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>`,
		`<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>`,
		`<pic:cNvPr id="`, id, `" name="照片`, id, `"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="`, imageRel(n),
		`"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext `, size,
		`/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>`,
		`</w:drawing></w:r>`)
}
