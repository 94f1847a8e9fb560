package picture

import (
	"bytes"
	"encoding/binary"
	"image"
)

// segments calls fn for each marker segment of a JPEG before its pixels,
// until fn returns false. Broken files simply end early.
func segments(data []byte, fn func(marker byte, body []byte) bool) {
	if len(data) < 4 || data[0] != 0xff || data[1] != 0xd8 {
		return
	}
	for i := 2; i+4 <= len(data); {
		if data[i] != 0xff {
			return
		}
		m := data[i+1]
		if m == 0xff { // fill byte
			i++
			continue
		}
		n := int(binary.BigEndian.Uint16(data[i+2:]))
		if m == 0xda || m == 0xd9 || n < 2 || i+2+n > len(data) {
			return
		}
		if !fn(m, data[i+4:i+2+n]) {
			return
		}
		i += 2 + n
	}
}

// progressive reports whether a JPEG is a progressive one.
func progressive(data []byte) (yes bool) {
	segments(data, func(m byte, _ []byte) bool {
		yes = m == 0xc2
		return !yes
	})
	return yes
}

// orientation returns a picture's EXIF orientation from 1 to 8, and 1 where it
// says nothing sensible. JPEG, PNG and WebP can carry one.
func orientation(data []byte) int {
	o := 1
	read := func(body []byte) {
		body, _ = bytes.CutPrefix(body, []byte("Exif\x00\x00"))
		o = tiffOrientation(body)
	}
	if isWebP(data) {
		riff(data[12:], func(kind string, body []byte) bool {
			if kind == "EXIF" {
				read(body)
			}
			return true
		})
		return o
	}
	chunks(data, func(kind string, body []byte) {
		if kind == "eXIf" {
			read(body)
		}
	})
	segments(data, func(m byte, body []byte) bool {
		if m != 0xe1 || !bytes.HasPrefix(body, []byte("Exif\x00\x00")) {
			return true
		}
		read(body)
		return false
	})
	return o
}

// tiffOrientation reads tag 0x0112 of the first directory.
func tiffOrientation(t []byte) int {
	if len(t) < 8 {
		return 1
	}
	var bo binary.ByteOrder = binary.BigEndian
	if string(t[:2]) == "II" {
		bo = binary.LittleEndian
	} else if string(t[:2]) != "MM" {
		return 1
	}
	at := int64(bo.Uint32(t[4:]))
	if at+2 > int64(len(t)) {
		return 1
	}
	n := int64(bo.Uint16(t[at:]))
	for i := range n {
		e := at + 2 + 12*i
		if e+12 > int64(len(t)) {
			return 1
		}
		if bo.Uint16(t[e:]) != 0x0112 {
			continue
		}
		if v := int(bo.Uint16(t[e+8:])); bo.Uint16(t[e+2:]) == 3 && v >= 1 && v <= 8 {
			return v
		}
		return 1
	}
	return 1
}

// orient turns and mirrors the picture so that orientation o becomes 1.
func orient(src *image.RGBA, o int) *image.RGBA {
	if o <= 1 || o > 8 {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	dw, dh := w, h
	if o >= 5 {
		dw, dh = h, w
	}
	dst := image.NewRGBA(image.Rect(0, 0, dw, dh))
	for y := range h {
		for x := range w {
			dx, dy := x, y
			switch o {
			case 2:
				dx = w - 1 - x
			case 3:
				dx, dy = w-1-x, h-1-y
			case 4:
				dy = h - 1 - y
			case 5:
				dx, dy = y, x
			case 6:
				dx, dy = h-1-y, x
			case 7:
				dx, dy = h-1-y, w-1-x
			case 8:
				dx, dy = y, w-1-x
			}
			copy(dst.Pix[dy*dst.Stride+4*dx:][:4], src.Pix[y*src.Stride+4*x:][:4])
		}
	}
	return dst
}
