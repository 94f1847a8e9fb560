package picture

import (
	"bytes"
	"encoding/binary"
)

// riff calls fn for each chunk of a WebP file, or of what such a chunk holds,
// until fn returns false.
func riff(data []byte, fn func(kind string, body []byte) bool) {
	for i := 0; i+8 <= len(data); {
		n := int(binary.LittleEndian.Uint32(data[i+4:]))
		if n < 0 || n > len(data)-i-8 {
			return
		}
		if !fn(string(data[i:i+4]), data[i+8:i+8+n]) {
			return
		}
		i += 8 + n + n&1
	}
}

func isWebP(data []byte) bool {
	return len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP"
}

// still returns the first picture of a moving WebP, as chat programs send them,
// as a file of its own: the decoder knows no others. Anything else comes back as
// it is.
func still(data []byte) []byte {
	if !isWebP(data) {
		return data
	}
	var first, exif []byte
	moving := false
	riff(data[12:], func(kind string, body []byte) bool {
		switch kind {
		case "ANIM":
			moving = true
		case "ANMF":
			if first == nil && len(body) > 16 {
				first = body
			}
		case "EXIF":
			exif = body
		}
		return true
	})
	if !moving || first == nil {
		return data
	}
	var inner bytes.Buffer
	alpha := false
	riff(first[16:], func(kind string, body []byte) bool {
		if kind == "ALPH" || kind == "VP8 " || kind == "VP8L" {
			alpha = alpha || kind == "ALPH"
			chunk(&inner, kind, body)
		}
		return true
	})
	if exif != nil {
		chunk(&inner, "EXIF", exif)
	}
	head := make([]byte, 10)
	if alpha {
		head[0] = 0x10
	}
	copy(head[4:10], first[6:12]) // width and height less one
	var out bytes.Buffer
	out.WriteString("RIFF\x00\x00\x00\x00WEBP")
	chunk(&out, "VP8X", head)
	out.Write(inner.Bytes())
	b := out.Bytes()
	binary.LittleEndian.PutUint32(b[4:], uint32(len(b)-8)) //nolint:gosec // files are 20 MB at most
	return b
}

func chunk(b *bytes.Buffer, kind string, body []byte) {
	b.WriteString(kind)
	_ = binary.Write(b, binary.LittleEndian, uint32(len(body))) //nolint:gosec // files are 20 MB at most
	b.Write(body)
	if len(body)%2 == 1 {
		b.WriteByte(0)
	}
}
