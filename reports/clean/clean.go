// Package clean makes words from people fit to be shown and filed. It is the
// one place where text is cleaned: documents, spreadsheets, pictures and chat
// all use it, so that what is safe in one is safe in the others.
//
// What comes out of [Text] and [Line] is always valid UTF-8, holds nothing
// that XML 1.0 forbids, no control characters, nothing that turns the reading
// direction and nothing invisible that could hide words or make two different
// words look the same. Cleaning twice changes nothing. Visible characters,
// rare Han characters outside the basic plane and emoji included, stay.
//
// The package does no I/O and keeps no state.
package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks may follow one character: Vietnamese
// and pinyin need two, heaps of them only overprint the neighbouring lines.
const maxMarks = 3

// Text cleans s and keeps its line breaks: CR LF, CR, NEL and the Unicode line
// and paragraph separators all become \n. Tabs become a space. Bytes that are
// not UTF-8 become U+FFFD, so that a loss can be seen.
func Text(s string) string {
	if plain(s) {
		return s
	}
	kept := make([]rune, 0, utf8.RuneCountInString(s))
	s = strings.ReplaceAll(s, "\r\n", "\n")
	for _, r := range s {
		switch r {
		case '\n', '\r', 0x85, 0x2028, 0x2029, '\v', '\f':
			kept = append(kept, '\n')
		case '\t':
			kept = append(kept, ' ')
		default:
			if !dropped(r) {
				kept = append(kept, r)
			}
		}
	}
	// What is never kept went first, so that neighbours sees those that stay.
	return string(neighbours(kept))
}

// Line cleans s like [Text] and puts everything on one line: each run of line
// breaks and the spaces around it becomes one space, ends are trimmed.
func Line(s string) string {
	s = Text(s)
	if !strings.Contains(s, "\n") {
		return strings.TrimSpace(s)
	}
	var parts []string
	for part := range strings.SplitSeq(s, "\n") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " ")
}

// Lines cleans s and returns its lines, trimmed and without the empty ones.
func Lines(s string) []string {
	var out []string
	for part := range strings.SplitSeq(Text(s), "\n") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// plain reports whether s is printable ASCII, as most short fields are.
func plain(s string) bool {
	for i := range len(s) {
		if (s[i] < 0x20 && s[i] != '\n') || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// dropped reports whether r is never kept.
func dropped(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7f && r <= 0x9f: // C0, DEL, C1
		return true
	case r == 0xad, r == 0x34f, r == 0x180e, r == 0xfeff: // soft hyphen, joiners, byte order mark
		return true
	case r == 0x61c, r >= 0x200b && r <= 0x200c, r >= 0x200e && r <= 0x200f: // zero width, direction marks
		return true
	case r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x206f: // bidi overrides, isolates, invisible operators
		return true
	case r == 0x115f, r == 0x1160, r == 0x3164, r == 0xffa0: // Hangul fillers look like nothing
		return true
	case r >= 0xfff0 && r <= 0xfffb, r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe: // specials, noncharacters
		return true
	case r >= 0xe0000 && r <= 0xe0fff && !selector(r): // tags carry hidden text
		return true
	case r >= 0x1d173 && r <= 0x1d17a: // invisible musical controls
		return true
	}
	return false
}

// neighbours drops what is only sound beside certain others: a joiner that
// joins no emoji, a selector that selects nothing, marks heaped on marks.
func neighbours(in []rune) []rune {
	out := make([]rune, 0, len(in))
	marks := 0
	for i, r := range in {
		var prev rune
		if len(out) > 0 {
			prev = out[len(out)-1]
		}
		switch {
		case r == 0x200d:
			if !emoji(prev) || i+1 == len(in) || !emoji(in[i+1]) || selector(in[i+1]) {
				continue
			}
		case selector(r):
			if prev == 0 || prev <= ' ' || prev == 0x200d || selector(prev) {
				continue
			}
		case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r):
			if marks++; marks > maxMarks {
				continue
			}
			out = append(out, r)
			continue
		}
		marks = 0
		out = append(out, r)
	}
	return out
}

// selector reports whether r is a variation selector.
func selector(r rune) bool {
	return r >= 0xfe00 && r <= 0xfe0f || r >= 0xe0100 && r <= 0xe01ef || r >= 0x180b && r <= 0x180d
}

// emoji reports whether r can stand beside a zero width joiner.
func emoji(r rune) bool {
	return unicode.Is(unicode.So, r) || r == 0xfe0f || r >= 0x1f3fb && r <= 0x1f3ff ||
		r >= 0x1f000 && r <= 0x1faff
}
