// Package text tells the encoding of plain text.
package text

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// Decode finds the encoding of a text: a byte order mark decides, then UTF-8
// where it is valid, then UTF-16 where it looks like it, then GB 18030, which
// holds GBK and GB 2312. Text that none of them explains is none.
func Decode(data []byte) (string, bool) {
	switch {
	case bytes.HasPrefix(data, []byte{0xef, 0xbb, 0xbf}):
		return textOf(data[3:], utf8.Valid(data[3:]))
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return by(unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM), data)
	case utf8.Valid(data):
		return textOf(data, true)
	}
	if e, ok := utf16Without(data); ok {
		return by(unicode.UTF16(e, unicode.IgnoreBOM), data)
	}
	return by(simplifiedchinese.GB18030, data)
}

func by(e encoding.Encoding, data []byte) (string, bool) {
	out, err := e.NewDecoder().Bytes(data)
	return textOf(out, err == nil && !bytes.ContainsRune(out, utf8.RuneError))
}

// textOf accepts text with hardly any control characters: what a binary file
// decodes to has many.
func textOf(text []byte, valid bool) (string, bool) {
	controls := 0
	for _, c := range text {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' {
			controls++
		}
	}
	return string(text), valid && controls*1000 <= len(text)
}

// utf16Without recognizes UTF-16 without a byte order mark by its line ends
// and spaces, whose zero bytes are mostly at odd or mostly at even places.
func utf16Without(data []byte) (unicode.Endianness, bool) {
	var zeros [2]int
	for i, c := range data {
		if c == 0 {
			zeros[i&1]++
		}
	}
	switch { // a few characters such as 一 (U+4E00) have their zero on the other side
	case len(data)%2 != 0:
		return unicode.LittleEndian, false
	case zeros[1] > 3*zeros[0]:
		return unicode.LittleEndian, true
	case zeros[0] > 3*zeros[1]:
		return unicode.BigEndian, true
	}
	return unicode.LittleEndian, false
}
