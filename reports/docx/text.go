package docx

import (
	"strings"
	"unicode"

	"liubao/reports/clean"
)

// line cleans words to one line and sets their punctuation.
func line(s string) string { return clean.Punctuate(clean.Line(s)) }

// lines cleans words to paragraphs and sets their punctuation.
func lines(s string) []string {
	out := clean.Lines(s)
	for i := range out {
		out[i] = clean.Punctuate(out[i])
	}
	return out
}

// width returns how wide s is in halves of a Chinese character.
func width(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r < 0x2000 && r != '·' && r != '×':
			n++
		default:
			n += 2
		}
	}
	return n
}

// balance breaks a title into lines of about the same length and at most limit
// halves of a character, so that no line of a title holds a single word.
func balance(title string, limit int) []string {
	var out []string
	for part := range strings.SplitSeq(clean.Text(title), "\n") {
		part = clean.Punctuate(strings.TrimSpace(part))
		if part == "" {
			continue
		}
		for n := (width(part) + limit - 1) / limit; n > 1; n-- {
			at := breakAt(part, width(part)/n, limit)
			out = append(out, part[:at])
			part = part[at:]
		}
		out = append(out, part)
	}
	return out
}

// breakAt returns the byte at which the first line of about want and at most
// limit halves ends. It prefers a place behind 的, 、 or a closing mark and
// before 关于, and never breaks within letters, digits or a bracket's edge.
func breakAt(s string, want, limit int) int {
	best, bestCost, fits := 0, 1<<30, 0
	rs := []rune(s)
	pos, w := 0, 0
	for i := 0; i < len(rs)-1; i++ {
		pos += len(string(rs[i]))
		w += width(string(rs[i]))
		if w > limit {
			break
		}
		fits = pos
		if strings.ContainsRune("（“‘《〔", rs[i]) || strings.ContainsRune("）”’》〕、，。；：", rs[i+1]) {
			continue
		}
		if rs[i] != ' ' && !clean.Han(rs[i]) && !clean.Han(rs[i+1]) {
			continue
		}
		cost := 3 * abs(w-want)
		switch {
		case strings.HasPrefix(s[pos:], "关于"), strings.HasPrefix(s[pos:], "工作"), strings.HasPrefix(s[pos:], "情况"),
			strings.ContainsRune("的、，）”》", rs[i]):
		default:
			cost += 12
		}
		if cost < bestCost {
			best, bestCost = pos, cost
		}
	}
	if best == 0 {
		return fits // one endless word
	}
	return best
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
