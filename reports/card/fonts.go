package card

import (
	_ "embed" // for the fonts
	"fmt"
	"image"
	"io"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// Source opens a fallback font: a .ttf, .otf or .ttc. It is called at most
// once, when a character is first missing; whoever wrote it closes what it
// opened when the renderer is no longer used.
type Source func() (io.ReaderAt, error)

//go:embed fonts/regular.ttf
var regularTTF []byte

//go:embed fonts/bold.ttf
var boldTTF []byte

// cacheBytes bounds the glyph cache. A usual card needs about 300 KiB; when
// the bound is reached the cache starts again from nothing.
const cacheBytes = 2 << 20

// fonts finds and keeps glyphs.
type fonts struct {
	regular   *sfnt.Font
	bold      *sfnt.Font
	fallbacks []Source
	opened    []*sfnt.Font // as far as fallbacks have been opened; nil where that failed

	buf    sfnt.Buffer
	raster vector.Rasterizer
	cache  map[glyphKey]*glyph
	size   int // bytes of masks in the cache
}

// face is a font at a size, before fallback.
type face struct {
	bold bool
	size int // pixels per em
}

// glyphKey names a glyph as drawn. Sub is the position between two pixels in
// quarters.
type glyphKey struct {
	r   rune
	f   face
	sub uint8
}

// glyph is a drawn character. A nil mask draws nothing; box marks a character
// that no font has.
type glyph struct {
	mask    *image.Alpha
	at      image.Point // of the mask, from the pen
	advance fixed.Int26_6
	box     bool
}

// load parses the embedded fonts, once. Their tables are read where they lie
// in the binary; nothing is copied.
func (f *fonts) load() error {
	if f.regular != nil {
		return nil
	}
	bold, err := sfnt.Parse(boldTTF)
	if err != nil {
		return fmt.Errorf("parse the embedded bold font: %w", err)
	}
	regular, err := sfnt.Parse(regularTTF)
	if err != nil {
		return fmt.Errorf("parse the embedded font: %w", err)
	}
	f.regular, f.bold = regular, bold
	return nil
}

// glyph returns the character at the face, drawn sub quarters of a pixel to
// the right.
func (f *fonts) glyph(r rune, fc face, sub uint8) *glyph {
	k := glyphKey{r, fc, sub}
	if g, ok := f.cache[k]; ok {
		return g
	}
	g := f.draw(r, fc, sub)
	cost := 96
	if g.mask != nil {
		cost += len(g.mask.Pix)
	}
	if f.cache == nil || f.size+cost > cacheBytes {
		f.cache, f.size = map[glyphKey]*glyph{}, 0
	}
	f.cache[k] = g
	f.size += cost
	return g
}

// draw looks the character up in the fonts in their order.
func (f *fonts) draw(r rune, fc face, sub uint8) *glyph {
	first := f.regular
	if fc.bold {
		first = f.bold
	}
	if unicode.IsSpace(r) && r != '\u3000' {
		r = ' '
	}
	if g := f.from(first, r, fc, sub); g != nil {
		return g
	}
	for i := range f.fallbacks {
		if g := f.fromFallback(i, r, fc, sub); g != nil {
			return g
		}
	}
	return &glyph{advance: fixed.I(fc.size), box: true}
}

// fromFallback draws the character from the fallback font i. The font came
// from the machine and its parser is not hardened: a panic in it counts as a
// missing character, and the font is not asked again.
func (f *fonts) fromFallback(i int, r rune, fc face, sub uint8) (g *glyph) {
	defer func() {
		if recover() != nil {
			f.opened[i], g = nil, nil
		}
	}()
	for len(f.opened) <= i {
		f.opened = append(f.opened, nil)
		f.opened[len(f.opened)-1] = open(f.fallbacks[len(f.opened)-1])
	}
	if f.opened[i] == nil {
		return nil
	}
	return f.from(f.opened[i], r, fc, sub)
}

// open reads a font file or the first font of a collection, nil where that is
// impossible: a missing fallback is no reason to send no picture.
func open(s Source) *sfnt.Font {
	src, err := s()
	if err != nil || src == nil {
		return nil
	}
	c, err := opentype.ParseCollectionReaderAt(src)
	if err != nil {
		return nil
	}
	ft, err := c.Font(0)
	if err != nil {
		return nil
	}
	return ft
}

// from draws the character from one font, or returns nil where the font has no
// outline for it (a font of coloured emoji has none).
func (f *fonts) from(ft *sfnt.Font, r rune, fc face, sub uint8) *glyph {
	x, err := ft.GlyphIndex(&f.buf, r)
	if err != nil || x == 0 {
		return nil
	}
	ppem := fixed.I(fc.size)
	advance, err := ft.GlyphAdvance(&f.buf, x, ppem, font.HintingNone)
	if err != nil {
		return nil
	}
	segs, err := ft.LoadGlyph(&f.buf, x, ppem, nil)
	if err != nil || len(segs) == 0 && !unicode.IsSpace(r) {
		return nil
	}
	g := &glyph{advance: advance}
	if len(segs) > 0 {
		g.mask, g.at = f.rasterize(segs, fixed.Int26_6(sub)*16, fc.size)
	}
	return g
}

// rasterize turns outlines into a mask. A glyph is cut off at three ems, which
// no honest one reaches.
func (f *fonts) rasterize(segs sfnt.Segments, shift fixed.Int26_6, size int) (*image.Alpha, image.Point) {
	b := segs.Bounds()
	x0, y0 := (b.Min.X + shift).Floor(), b.Min.Y.Floor()
	w := min((b.Max.X+shift).Ceil()-x0, 3*size)
	h := min(b.Max.Y.Ceil()-y0, 3*size)
	if w <= 0 || h <= 0 {
		return nil, image.Point{}
	}
	dx, dy := shift-fixed.I(x0), -fixed.I(y0)
	pt := func(p fixed.Point26_6) (float32, float32) {
		return float32(p.X+dx) / 64, float32(p.Y+dy) / 64
	}
	f.raster.Reset(w, h)
	for _, s := range segs {
		ax, ay := pt(s.Args[0])
		bx, by := pt(s.Args[1])
		cx, cy := pt(s.Args[2])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			f.raster.MoveTo(ax, ay)
		case sfnt.SegmentOpLineTo:
			f.raster.LineTo(ax, ay)
		case sfnt.SegmentOpQuadTo:
			f.raster.QuadTo(ax, ay, bx, by)
		case sfnt.SegmentOpCubeTo:
			f.raster.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	mask := image.NewAlpha(image.Rect(0, 0, w, h))
	f.raster.Draw(mask, mask.Bounds(), image.Opaque, image.Point{})
	return mask, image.Pt(x0, y0)
}
