package clean

import "unicode"

var fullWidth = map[rune]rune{
	',': '，', ';': '；', ':': '：', '?': '？', '!': '！', '(': '（', ')': '）',
}

// Punctuate sets half-width punctuation beside Chinese characters full width,
// as GB/T 15834 wants it. Between letters or digits (17:30, 1,000) it stays.
// What people type on a phone is mixed; the words are not touched.
func Punctuate(s string) string {
	rs := []rune(s)
	var plain []bool
	for i, r := range rs {
		wide, ok := fullWidth[r]
		if !ok {
			if r == '.' && i > 0 && Han(rs[i-1]) && (i+1 == len(rs) || Han(rs[i+1])) {
				rs[i] = '。'
			}
			continue
		}
		near := i > 0 && Han(rs[i-1]) || i+1 < len(rs) && Han(rs[i+1])
		switch r {
		case '(':
			plain = append(plain, !near)
			if !near {
				continue
			}
		case ')':
			// A closing bracket goes with its opening one.
			if n := len(plain); n > 0 {
				keep := plain[n-1]
				plain = plain[:n-1]
				if keep {
					continue
				}
			} else if !near {
				continue
			}
		default:
			if !near {
				continue
			}
		}
		rs[i] = wide
	}
	return string(rs)
}

// Han reports whether r is a Chinese character or full-width punctuation.
func Han(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef ||
		r == '“' || r == '”' || r == '‘' || r == '’'
}
