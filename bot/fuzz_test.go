package bot

import (
	"testing"
	"unicode/utf8"

	"liubao/reports"
)

// FuzzSplit: whatever is said, the pieces joined are the text, and each fits.
func FuzzSplit(f *testing.F) {
	f.Add("一二三四五六。七八\n\n九十", "粗<&>😀", uint8(3), 10, 20)
	f.Add("\r\n👨\u200d👩\u200d👧🇨🇳🇨🇳e\u0301", "", uint8(0), 1, 1)
	f.Fuzz(func(t *testing.T, a, b string, style uint8, first, rest int) {
		first, rest = 1+abs(first)%300, 1+abs(rest)%300
		in := clean(reports.T(a).Add(reports.Style(style%6), b).Add(reports.Plain, a))
		out := Split(in, first, rest, utf16s)
		whole := ""
		for i, p := range out {
			limit := rest
			if i == 0 {
				limit = first
			}
			if n := utf16s.Units(p.String()); n > limit && utf8.RuneCountInString(p.String()) > 1 {
				t.Fatalf("piece %d of %d units is longer than %d", i, n, limit)
			}
			whole += p.String()
		}
		if whole != in.String() {
			t.Fatalf("%q became %q", in.String(), whole)
		}
	})
}

func abs(n int) int {
	if n < 0 {
		return -(n + 1)
	}
	return n
}
