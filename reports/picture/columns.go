package picture

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/draw"
)

// A picture more than longRatio times as high as wide is a long screenshot. Its
// columns are at most columnEdge pixels wide before they are fitted.
const (
	longRatio  = 4
	columnEdge = 600
)

// inColumns cuts a long picture into columns side by side, so that together they
// are about as high as wide. Each begins a little before the last one ends:
// a line of text that is cut is whole in one of the two.
func inColumns(src *image.RGBA) (*image.RGBA, int) {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	n := min(max(2, int(math.Round(math.Sqrt(0.9*float64(h)/float64(w))))), 8)
	overlap := min(w/20, 40)
	gap := max(w/30, 4)
	each := (h+n-1)/n + overlap
	out := image.NewRGBA(image.Rect(0, 0, n*w+(n-1)*gap, each))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	for i := range n {
		at := image.Pt(i*(w+gap), 0)
		from := max(0, i*((h+n-1)/n)-overlap/2)
		draw.Draw(out, image.Rectangle{at, at.Add(image.Pt(w, min(each, h-from)))}, src, src.Rect.Min.Add(image.Pt(0, from)), draw.Src)
		if i > 0 {
			line := image.Rect(at.X-gap/2-1, 0, at.X-gap/2+1, each)
			draw.Draw(out, line, image.NewUniform(color.Gray{0xb0}), image.Point{}, draw.Src)
		}
	}
	return out, n
}
