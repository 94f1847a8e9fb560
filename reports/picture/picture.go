// Package picture makes the photos that people send ready for a document: turned
// upright, made smaller while they are decoded, without anything of where and
// when they were taken. What cannot be shown is refused with a sentence.
package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/gif" // decoders of what people send
	"image/jpeg"
	_ "image/png"
	"math"
	"strings"

	_ "golang.org/x/image/bmp"
	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"
)

// Limits of pictures.
const (
	maxEdge    = 1600      // pixels of the longer edge in a document
	maxColumns = 2400      // of one that is set in columns
	maxPixels  = 60e6      // pixels of a picture that is opened at all
	maxDecoded = 256 << 20 // bytes a JPEG may take once decoded
	maxWhole   = 96 << 20  // bytes any other picture may take that is decoded as a whole
	quality    = 82
)

// Error says why a picture cannot be put into a document.
type Error struct {
	Reason   string // heic, size, format
	Sentence string // what to tell whoever sent it
	Err      error  // nil where there is no more to say
}

// Error returns the reason and, where there is one, the cause.
func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("picture refused (%s): %v", e.Reason, e.Err)
	}
	return fmt.Sprintf("picture refused (%s)", e.Reason)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Picture is a photo made ready by [Prepare].
type Picture struct {
	JPEG          []byte
	Width, Height int // pixels
	Columns       int // more than 1 for a long screenshot, which is read column by column
}

// Prepare makes a photo ready for a document: turned as its EXIF says, at most
// 1600 pixels on its longer edge, encoded anew so that nothing of its metadata
// (place, time, camera) is left. A long screenshot of a phone, which would come
// out as a thin strip, is set in columns. Callers prepare one photo after
// another and keep only the result. It reads JPEG, PNG, GIF, BMP and WebP, of moving
// ones the first picture, of at most 60 megapixels; everything else is a
// [Error] with a sentence for people.
func Prepare(data []byte) (Picture, error) {
	if kind := unreadable(data); kind != "" {
		return Picture{}, &Error{Reason: strings.ToLower(kind), Sentence: fmt.Sprintf(textUnreadable, kind)}
	}
	data = still(data)
	cfg, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return Picture{}, &Error{Reason: "format", Sentence: textNoPicture, Err: err}
	}
	if err := tooLarge(cfg, format, data); err != nil {
		return Picture{}, err
	}
	o := orientation(data)
	long := o <= 4 && cfg.Height > longRatio*cfg.Width
	small, err := reduced(data, cfg, format, factor(cfg, long))
	if err != nil {
		return Picture{}, &Error{Reason: "format", Sentence: textDamaged, Err: err}
	}
	out, columns := fit(small, maxEdge), 1
	if long {
		out, columns = inColumns(orient(fit(small, math.MaxInt), o))
		out = fit(out, maxColumns)
	} else {
		out = orient(out, o)
	}
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, out, &jpeg.Options{Quality: quality}); err != nil {
		return Picture{}, fmt.Errorf("encode picture: %w", err)
	}
	size := out.Bounds().Size()
	return Picture{JPEG: buf.Bytes(), Width: size.X, Height: size.Y, Columns: columns}, nil
}

// Sentence returns what to tell people about an error of [Prepare].
func Sentence(err error) string {
	if p, ok := errors.AsType[*Error](err); ok {
		return p.Sentence
	}
	return textNotPossible
}

// tooLarge judges by the header alone, before anything is decoded.
func tooLarge(cfg image.Config, format string, data []byte) error {
	pixels := float64(cfg.Width) * float64(cfg.Height)
	why := fmt.Errorf("%d × %d pixels", cfg.Width, cfg.Height)
	switch {
	case cfg.Width <= 0 || cfg.Height <= 0:
		return &Error{Reason: "size", Sentence: textTooLarge, Err: why}
	case pixels > maxPixels: // cameras of 108 megapixels
		return &Error{Reason: "size", Sentence: fmt.Sprintf(textTooManyPixels, pixels/1e6, maxPixels/1e6), Err: why}
	case format == "png" && streams(data):
		return nil
	}
	bytesPer, most := 4.0, float64(maxWhole)
	switch cfg.ColorModel {
	case color.YCbCrModel:
		bytesPer = 3
	case color.GrayModel:
		bytesPer = 1
	case color.RGBA64Model, color.NRGBA64Model:
		bytesPer = 8
	}
	if _, palette := cfg.ColorModel.(color.Palette); palette {
		bytesPer = 1
	}
	if format == "jpeg" {
		if most = maxDecoded; progressive(data) {
			bytesPer += 12 // the decoder keeps all coefficients
		}
	}
	if pixels*bytesPer > most {
		return &Error{Reason: "size", Sentence: textTooLarge, Err: why}
	}
	return nil
}

// unreadable names the format of a picture that cannot be decoded here, "" for
// any other.
func unreadable(data []byte) string {
	if len(data) < 12 || string(data[4:8]) != "ftyp" {
		return ""
	}
	switch string(data[8:12]) {
	case "heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1":
		return "HEIC"
	case "avif", "avis":
		return "AVIF"
	}
	return ""
}

// factor is how many pixels of a picture become one before it is fitted.
func factor(cfg image.Config, long bool) int {
	if long {
		return max(1, cfg.Width/columnEdge)
	}
	return max(1, max(cfg.Width, cfg.Height)/maxEdge)
}

// reduced decodes a picture with n by n pixels averaged into one. That is done
// before it is fitted: ApproxBiLinear looks at four pixels only and would let
// the rest fall out, and the exact scalers take eight times the memory. A PNG
// that is large is never held as a whole.
func reduced(data []byte, cfg image.Config, format string, n int) (image.Image, error) {
	if format == "png" && cfg.Width*cfg.Height > 1e6 && streams(data) {
		return reducePNG(data, n)
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if y, ok := img.(*image.YCbCr); ok && n > 1 {
		return blocks(y, n), nil
	}
	if n > 1 {
		return strips(img, n), nil
	}
	return img, nil
}

// fit returns img at most edge pixels long, on white.
func fit(img image.Image, edge int) *image.RGBA {
	src := img.Bounds()
	w, h := src.Dx(), src.Dy()
	long := max(w, h)
	if x, ok := img.(*image.RGBA); ok && long <= edge && x.Opaque() {
		return x
	}
	if long > edge {
		w, h = max(1, w*edge/long), max(1, h*edge/long)
	}
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(dst, dst.Bounds(), image.White, image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(dst, dst.Bounds(), img, src, draw.Over, nil)
	return dst
}

// strips returns img with n by n pixels averaged into one, taking n rows at a
// time, whatever the kind of picture.
func strips(img image.Image, n int) *image.RGBA {
	r := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, max(1, r.Dx()/n), max(1, r.Dy()/n)))
	strip := image.NewRGBA(image.Rect(0, 0, r.Dx(), min(n, r.Dy())))
	for y := range out.Rect.Dy() {
		draw.Draw(strip, strip.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(strip, strip.Rect, img, image.Pt(r.Min.X, r.Min.Y+y*n), draw.Over)
		for x := range out.Rect.Dx() {
			x1 := min(strip.Rect.Dx(), (x+1)*n)
			var sum [4]int
			for yy := range strip.Rect.Dy() {
				row := strip.Pix[yy*strip.Stride+4*x*n : yy*strip.Stride+4*x1]
				for i, v := range row {
					sum[i%4] += int(v)
				}
			}
			count := strip.Rect.Dy() * (x1 - x*n)
			for c := range 4 {
				out.Pix[y*out.Stride+4*x+c] = byte(sum[c] / count)
			}
		}
	}
	return out
}

// blocks returns y with n by n pixels averaged into one, plane by plane.
func blocks(y *image.YCbCr, n int) *image.YCbCr {
	r := y.Rect
	out := image.NewYCbCr(image.Rect(0, 0, max(1, r.Dx()/n), max(1, r.Dy()/n)), y.SubsampleRatio)
	average(out.Y, out.YStride, y.Y, y.YStride, r.Dx(), r.Dy(), out.Rect.Dx(), out.Rect.Dy(), n)
	cw, ch := y.CStride, len(y.Cb)/max(1, y.CStride)
	ow, oh := out.CStride, len(out.Cb)/max(1, out.CStride)
	average(out.Cb, out.CStride, y.Cb, y.CStride, cw, ch, ow, oh, n)
	average(out.Cr, out.CStride, y.Cr, y.CStride, cw, ch, ow, oh, n)
	return out
}

// average fills a w by h plane with the means of n by n blocks of a plane.
func average(dst []byte, dstStride int, src []byte, srcStride, srcW, srcH, w, h, n int) {
	for y := range h {
		y0 := min(y*n, srcH-1)
		y1 := min(y0+n, srcH)
		for x := range w {
			x0 := min(x*n, srcW-1)
			x1 := min(x0+n, srcW)
			sum := 0
			for yy := y0; yy < y1; yy++ {
				for _, v := range src[yy*srcStride+x0 : yy*srcStride+x1] {
					sum += int(v)
				}
			}
			dst[y*dstStride+x] = byte(sum / ((y1 - y0) * (x1 - x0)))
		}
	}
}
