package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
)

// pngHeader is what a PNG says of itself.
type pngHeader struct {
	w, h        int
	depth, kind byte
	interlaced  bool
	values      int    // of a pixel
	palette     []byte // three bytes a colour
	alpha       []byte // of the palette, or the colour that is transparent
	data        [][]byte
}

// chunks calls fn for each chunk of a PNG.
func chunks(data []byte, fn func(kind string, body []byte)) {
	if !bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")) {
		return
	}
	for i := 8; i+12 <= len(data); {
		n := int(binary.BigEndian.Uint32(data[i:]))
		if n < 0 || n > len(data)-i-12 {
			n = len(data) - i - 12 // cut off: what is there
		}
		fn(string(data[i+4:i+8]), data[i+8:i+8+n])
		i += 12 + n
	}
}

func readHeader(data []byte) (h pngHeader, ok bool) {
	chunks(data, func(kind string, body []byte) {
		switch kind {
		case "IHDR":
			if len(body) >= 13 {
				h.w, h.h = int(binary.BigEndian.Uint32(body)), int(binary.BigEndian.Uint32(body[4:]))
				h.depth, h.kind, h.interlaced = body[8], body[9], body[12] != 0
			}
		case "PLTE":
			h.palette = body
		case "tRNS":
			h.alpha = body
		case "IDAT":
			h.data = append(h.data, body)
		}
	})
	h.values = h.samples()
	return h, h.w > 0 && h.h > 0 && h.values > 0
}

// samples is how many values a pixel has, 0 for a kind there is not.
func (h pngHeader) samples() int {
	n, ok := map[byte]int{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[h.kind]
	switch {
	case !ok, h.depth != 8 && h.depth != 16 && (h.kind != 0 && h.kind != 3 || h.depth != 1 && h.depth != 2 && h.depth != 4), h.kind == 3 && h.depth == 16:
		return 0
	}
	return n
}

// maxRow is the longest row that is read, in bytes.
const maxRow = 4 << 20

// streams reports whether a PNG can be read row by row.
func streams(data []byte) bool {
	h, ok := readHeader(data)
	return ok && !h.interlaced && h.w < maxRow && h.w*h.values*int(h.depth)/8 < maxRow
}

// reducePNG reads a PNG row by row, on white, with n by n pixels averaged into
// one. Of the picture it holds two rows and what comes out.
func reducePNG(data []byte, n int) (image.Image, error) {
	h, ok := readHeader(data)
	if !ok || h.interlaced {
		return nil, errors.New("png: not to be read by rows")
	}
	var parts []io.Reader
	for _, d := range h.data {
		parts = append(parts, bytes.NewReader(d))
	}
	z, err := zlib.NewReader(io.MultiReader(parts...))
	if err != nil {
		return nil, fmt.Errorf("png: %w", err)
	}
	bits := h.values * int(h.depth)
	back := max(1, bits/8) // how far the value to the left is
	width := (h.w*bits + 7) / 8
	row, above := make([]byte, width+1), make([]byte, width+1)
	out := image.NewRGBA(image.Rect(0, 0, max(1, h.w/n), max(1, h.h/n)))
	sums := make([]int, 3*out.Rect.Dx())
	taken := 0
	for y := range h.h {
		if _, err := io.ReadFull(z, row); err != nil {
			return nil, fmt.Errorf("png: row %d: %w", y, err)
		}
		if err := unfilter(row[0], row[1:], above[1:], back); err != nil {
			return nil, err
		}
		if y/n < out.Rect.Dy() {
			h.sum(sums, row[1:], n)
			taken++
		}
		if (y+1)%n == 0 || y == h.h-1 {
			if line := y / n; line < out.Rect.Dy() && taken > 0 {
				average3(out, line, sums, taken, h.w, n)
			}
			clear(sums)
			taken = 0
		}
		row, above = above, row
	}
	return out, nil
}

// unfilter undoes what the encoder did to a row; see the PNG specification, 9.
func unfilter(kind byte, row, above []byte, back int) error {
	switch kind {
	case 0:
	case 1:
		for i := back; i < len(row); i++ {
			row[i] += row[i-back]
		}
	case 2:
		for i := range row {
			row[i] += above[i]
		}
	case 3:
		for i := range row {
			left := 0
			if i >= back {
				left = int(row[i-back])
			}
			row[i] += byte((left + int(above[i])) / 2)
		}
	case 4:
		for i := range row {
			var left, corner int
			if i >= back {
				left, corner = int(row[i-back]), int(above[i-back])
			}
			row[i] += paeth(left, int(above[i]), corner)
		}
	default:
		return fmt.Errorf("png: filter %d", kind)
	}
	return nil
}

func paeth(a, b, c int) byte {
	p := a + b - c
	pa, pb, pc := distance(p, a), distance(p, b), distance(p, c)
	switch {
	case pa <= pb && pa <= pc:
		return byte(a)
	case pb <= pc:
		return byte(b)
	}
	return byte(c)
}

func distance(a, b int) int {
	if a < b {
		return b - a
	}
	return a - b
}

// sum adds a row's pixels to the sums of their blocks.
func (h pngHeader) sum(sums []int, row []byte, n int) {
	x := 0
	for at := 0; at+2 < len(sums); at += 3 {
		end := min(x+n, h.w)
		for ; x < end; x++ {
			r, g, b := h.pixel(row, x)
			sums[at] += r
			sums[at+1] += g
			sums[at+2] += b
		}
	}
}

// pixel returns a pixel's colour on white. Of values of two bytes the first
// counts.
func (h pngHeader) pixel(row []byte, x int) (r, g, b int) {
	step := int(h.depth) / 8
	at := x * h.values * step
	switch h.kind {
	case 0:
		v := h.small(row, x)
		return v, v, v
	case 2:
		return int(row[at]), int(row[at+step]), int(row[at+2*step])
	case 3:
		return h.indexed(h.index(row, x))
	case 4:
		return onWhite(row[at], row[at], row[at], row[at+step])
	}
	return onWhite(row[at], row[at+step], row[at+2*step], row[at+3*step])
}

func (h pngHeader) indexed(i int) (r, g, b int) {
	if 3*i+2 >= len(h.palette) {
		return 0, 0, 0
	}
	a := byte(255)
	if i < len(h.alpha) {
		a = h.alpha[i]
	}
	return onWhite(h.palette[3*i], h.palette[3*i+1], h.palette[3*i+2], a)
}

func onWhite(r, g, b, a byte) (int, int, int) {
	if a == 255 {
		return int(r), int(g), int(b)
	}
	white := 255 - int(a)
	return int(r)*int(a)/255 + white, int(g)*int(a)/255 + white, int(b)*int(a)/255 + white
}

// index returns a value of fewer than eight bits, or of eight.
func (h pngHeader) index(row []byte, x int) int {
	d := int(h.depth)
	if d >= 8 {
		return int(row[x*d/8])
	}
	shift := 8 - d - x*d%8
	return int(row[x*d/8]>>shift) & (1<<d - 1)
}

// small returns a grey value of any depth.
func (h pngHeader) small(row []byte, x int) int {
	v := h.index(row, x)
	if h.depth < 8 {
		v = v * 255 / (1<<h.depth - 1)
	}
	return v
}

// average3 writes a row of means.
func average3(out *image.RGBA, y int, sums []int, rows, w, n int) {
	for x := range out.Rect.Dx() {
		count := rows * (min((x+1)*n, w) - x*n)
		p := out.Pix[y*out.Stride+4*x:]
		p[0], p[1], p[2], p[3] = byte(sums[3*x]/count), byte(sums[3*x+1]/count), byte(sums[3*x+2]/count), 255
	}
}
