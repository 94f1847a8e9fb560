package clean

import (
	"path"
	"strings"
	"unicode/utf8"
)

// maxName is the longest file name in bytes: short enough for every file
// system, with room for a suffix, and for a multipart header.
const maxName = 120

// Filename turns s into a name that is safe as a file's name on every system
// and cannot lead out of a folder: no separators, no characters Windows
// refuses, no device names, no leading dots, at most 120 bytes with the
// extension kept. What leaves nothing becomes 未命名.
func Filename(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case '/', '\\', ':', '*', '?', '"', '<', '>', '|', '\n', 0x2215, 0x2044, 0x29f8, 0xff0f, 0xff3c:
			return '_'
		}
		return r
	}, Line(s))
	s = trimName(s)
	if s == "" {
		return "未命名"
	}
	if device(s) {
		s = "_" + s
	}
	return shorten(s)
}

// trimName takes dots and white space off the ends: leading dots hide a file
// or climb out of a folder, trailing ones vanish on Windows.
func trimName(s string) string {
	return strings.TrimSpace(strings.TrimFunc(s, func(r rune) bool {
		return r == '.' || r == ' ' || r == 0xa0 || r == 0x3000
	}))
}

// device reports whether Windows takes the name for a device.
func device(s string) bool {
	base, _, _ := strings.Cut(strings.ToUpper(s), ".")
	base = strings.TrimSpace(base)
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	if len(base) >= 4 && (strings.HasPrefix(base, "COM") || strings.HasPrefix(base, "LPT")) {
		switch base[3:] {
		case "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³":
			return true
		}
	}
	return false
}

// shorten cuts the stem so that stem and extension fit in maxName bytes.
func shorten(s string) string {
	if len(s) <= maxName {
		return s
	}
	ext := path.Ext(s)
	if len(ext) > 16 {
		ext = ""
	}
	stem := cut(strings.TrimSuffix(s, ext), maxName-len(ext))
	return trimName(stem) + ext
}

// cut returns the longest start of s of at most n bytes that ends with a
// whole character.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
