package card

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"

	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// canvas is the picture while it is drawn.
type canvas struct {
	img    *image.RGBA
	fonts  *fonts
	raster vector.Rasterizer
}

func newCanvas(height int, f *fonts) *canvas {
	cv := &canvas{img: image.NewRGBA(image.Rect(0, 0, Width, height)), fonts: f}
	draw.Draw(cv.img, cv.img.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	return cv
}

// png encodes the picture. The fast level makes a file a third larger in a
// quarter of the time; Telegram encodes photos anew anyway.
func (cv *canvas) png() ([]byte, error) {
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := enc.Encode(&b, cv.img); err != nil {
		return nil, fmt.Errorf("encode picture: %w", err)
	}
	return b.Bytes(), nil
}

// rect fills a rectangle.
func (cv *canvas) rect(r image.Rectangle, c color.RGBA) {
	draw.Draw(cv.img, r, image.NewUniform(c), image.Point{}, draw.Src)
}

// shade fills a rectangle with a gradient from top to bottom.
func (cv *canvas) shade(r image.Rectangle, top, bottom color.RGBA) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		k := y - r.Min.Y
		cv.rect(image.Rect(r.Min.X, y, r.Max.X, y+1), blend(top, bottom, k, r.Dy()))
	}
}

func blend(a, b color.RGBA, k, n int) color.RGBA {
	mix := func(x, y uint8) uint8 { return uint8((int(x)*(n-k) + int(y)*k) / n) }
	return color.RGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 0xff}
}

// round fills a rectangle with rounded corners.
func (cv *canvas) round(r image.Rectangle, radius int, c color.RGBA) {
	if r.Empty() {
		return
	}
	w, h := float32(r.Dx()), float32(r.Dy())
	cv.raster.Reset(r.Dx(), r.Dy())
	roundPath(&cv.raster, 0, 0, w, h, min(float32(radius), w/2, h/2))
	cv.raster.Draw(cv.img, r, image.NewUniform(c), image.Point{})
}

// frame draws the outline of a rounded rectangle, thick pixels wide, and fills
// it.
func (cv *canvas) frame(r image.Rectangle, radius, thick int, edge, fill color.RGBA) {
	cv.round(r, radius, edge)
	cv.round(r.Inset(thick), radius-thick, fill)
}

// roundPath traces a rounded rectangle. The factor makes a cubic curve a
// quarter of a circle.
func roundPath(z *vector.Rasterizer, x, y, w, h, r float32) {
	const k = 0.5523
	z.MoveTo(x+r, y)
	z.LineTo(x+w-r, y)
	z.CubeTo(x+w-r+k*r, y, x+w, y+r-k*r, x+w, y+r)
	z.LineTo(x+w, y+h-r)
	z.CubeTo(x+w, y+h-r+k*r, x+w-r+k*r, y+h, x+w-r, y+h)
	z.LineTo(x+r, y+h)
	z.CubeTo(x+r-k*r, y+h, x, y+h-r+k*r, x, y+h-r)
	z.LineTo(x, y+r)
	z.CubeTo(x, y+r-k*r, x+r-k*r, y, x+r, y)
	z.ClosePath()
}

// text draws a line with its left end at x and its baseline at y.
func (cv *canvas) text(l line, f face, c color.RGBA, x, y int) {
	pen := fixed.I(x - hang(cv.fonts, l, f))
	ink := image.NewUniform(c)
	for _, cl := range l {
		start := pen
		g := cv.stamp(cl.r, f, ink, pen, y)
		pen += g.advance
		if g.box {
			cv.missing(f, c, start.Round(), y)
			continue
		}
		for _, m := range cl.marks {
			cv.mark(m, f, ink, start, g.advance, y)
		}
	}
}

// hang returns by how much a line moves left so that opening punctuation at
// its start, whose left half is empty, lines up with the text below.
func hang(fs *fonts, l line, f face) int {
	if len(l) == 0 || !strings.ContainsRune("“‘《〈「『【（〔", l[0].r) {
		return 0
	}
	return max(0, fs.glyph(l[0].r, f, 0).at.X-f.size/16)
}

// stamp draws one glyph at the nearest quarter of a pixel.
func (cv *canvas) stamp(r rune, f face, ink *image.Uniform, pen fixed.Int26_6, y int) *glyph {
	pen += 8
	g := cv.fonts.glyph(r, f, uint8(pen&63)/16)
	if g.mask != nil {
		at := image.Pt(pen.Floor(), y).Add(g.at)
		draw.DrawMask(cv.img, g.mask.Bounds().Add(at), ink, image.Point{}, g.mask, image.Point{}, draw.Over)
	}
	return g
}

// mark centres a combining mark over the character that starts at pen. A mark
// that no font has is left out: the character below it is readable without.
func (cv *canvas) mark(r rune, f face, ink *image.Uniform, pen, advance fixed.Int26_6, y int) {
	g := cv.fonts.glyph(r, f, 0)
	if g.mask == nil {
		return
	}
	x := (pen + advance/2).Round() - g.mask.Bounds().Dx()/2
	at := image.Pt(x, y+g.at.Y)
	draw.DrawMask(cv.img, g.mask.Bounds().Add(at), ink, image.Point{}, g.mask, image.Point{}, draw.Over)
}

// missing draws the box that stands for a character no font has.
func (cv *canvas) missing(f face, c color.RGBA, x, y int) {
	s := f.size
	r := image.Rect(x+s/8, y-s*3/4, x+s-s/8, y)
	ground := cv.img.RGBAAt(r.Min.X, r.Min.Y)
	cv.frame(r, s/8, max(s/16, 2), blend(c, ground, 1, 2), ground)
}

// middle draws a line centred on x and y.
func (cv *canvas) middle(l line, f face, c color.RGBA, x, y int) {
	w := typesetter{cv.fonts}.width(l, f)
	cv.text(l, f, c, x-w/2, baseline(f, y))
}

// right draws a line that ends at x, centred on y.
func (cv *canvas) right(l line, f face, c color.RGBA, x, y int) {
	w := typesetter{cv.fonts}.width(l, f)
	cv.text(l, f, c, x-w, baseline(f, y))
}

// left draws a line that starts at x, centred on y.
func (cv *canvas) left(l line, f face, c color.RGBA, x, y int) {
	cv.text(l, f, c, x, baseline(f, y))
}

// baseline returns where text stands that is to look centred on y. Chinese
// characters and capital letters of Noto Sans have their middle 0.38 em above
// the baseline.
func baseline(f face, y int) int { return y + f.size*38/100 }
