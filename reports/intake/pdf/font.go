package pdf

import (
	"strings"

	"github.com/ledongthuc/pdf"
)

// font says which characters the codes of a string are, and how wide.
type font struct {
	encoder pdf.TextEncoding
	wide    bool // two bytes a code
	first   int  // code of the first of widths
	widths  []float64
	byCode  map[int]float64 // of a font with two bytes a code
	usual   float64         // width of those that have none of their own
	known   map[string]string
}

// maxWidths is how many widths of one font are taken.
const maxWidths = 70000

// newFont reads what a font's dictionary says of codes and widths, in
// thousandths of its size (PDF 32000-1, 9.7.4.3).
func newFont(f pdf.Font) *font {
	out := &font{encoder: f.Encoder(), known: map[string]string{}, usual: 500}
	if f.V.Key("Subtype").Name() != "Type0" {
		out.first, out.widths = f.FirstChar(), f.Widths()
		return out
	}
	out.wide, out.usual, out.byCode = true, 1000, map[int]float64{}
	d := f.V.Key("DescendantFonts").Index(0)
	if w := d.Key("DW"); !w.IsNull() {
		out.usual = w.Float64()
	}
	w := d.Key("W")
	for i := 0; i+1 < w.Len() && len(out.byCode) < maxWidths; {
		from := int(w.Index(i).Int64())
		if list := w.Index(i + 1); list.Kind() == pdf.Array {
			for k := range list.Len() {
				out.byCode[from+k] = list.Index(k).Float64()
			}
			i += 2
			continue
		}
		to := min(int(w.Index(i+1).Int64()), from+maxWidths)
		for c := from; c <= to; c++ {
			out.byCode[c] = w.Index(i + 2).Float64()
		}
		i += 3
	}
	return out
}

// codes splits a string into its codes.
func (f *font) codes(s string) []string {
	size := 1
	if f.wide {
		size = 2
	}
	var out []string
	for i := 0; i < len(s); i += size {
		out = append(out, s[i:min(i+size, len(s))])
	}
	return out
}

// text returns the characters of a code, in the order in which they are read.
func (f *font) text(code string) string {
	t, ok := f.known[code]
	if !ok {
		t = strings.ReplaceAll(f.encoder.Decode(code), "\x00", "")
		f.known[code] = t
	}
	return t
}

// width returns the width of a code in parts of the font's size.
func (f *font) width(code string) float64 {
	c := 0
	for _, b := range []byte(code) {
		c = c<<8 | int(b)
	}
	if f.wide {
		if w, ok := f.byCode[c]; ok {
			return w / 1000
		}
		return f.usual / 1000
	}
	if c -= f.first; c >= 0 && c < len(f.widths) {
		return f.widths[c] / 1000
	}
	return f.usual / 1000
}
