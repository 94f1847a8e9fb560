package card

import (
	"fmt"
	"image"
)

// part is a stretch of the card that can be broken between its rows: its head
// stands above the first row and, again, where it goes on on another page.
type part struct {
	head, again block
	rows        []block
}

// pageHead is the height of the narrow header of the pages after the first.
const pageHead = 96

// paginate shares parts out over pages: a row is never cut, a head never
// stands alone, and at least two rows stay together where there are two.
func paginate(first block, parts []part) [][]block {
	pages := [][]block{{first}}
	left := MaxHeight - first.height
	next := func() {
		pages, left = append(pages, nil), MaxHeight-pageHead
	}
	put := func(b block) {
		last := len(pages) - 1
		pages[last], left = append(pages[last], b), left-b.height
	}
	for _, p := range parts {
		for i, row := range p.rows {
			need := row.height
			switch {
			case i == 0:
				need += p.head.height
				if len(p.rows) > 1 {
					need += p.rows[1].height
				}
			case i == len(p.rows)-2: // the last row does not stand alone
				need += p.rows[i+1].height
			}
			again := need > left && len(pages[len(pages)-1]) > 0
			if again {
				next()
			}
			switch {
			case i == 0:
				put(p.head)
			case again:
				put(p.again)
			}
			put(row)
		}
	}
	return pages
}

// headerAgain is the narrow header of the pages after the first.
func headerAgain(t typesetter, title string, page, of int) block {
	f := face{bold: true, size: 36}
	count := clusters(fmt.Sprintf("%d/%d", page, of))
	words := t.one(title, f, inner-t.width(count, f)-40)
	return block{pageHead, func(cv *canvas, y int) {
		cv.shade(image.Rect(0, y, Width, y+pageHead), headTop, headFoot)
		cv.left(words, f, headInk, margin, y+pageHead/2)
		cv.right(count, f, headSoft, Width-margin, y+pageHead/2)
	}}
}
