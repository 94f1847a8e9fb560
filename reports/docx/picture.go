package docx

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/gif" // decoders of what people send
	"image/jpeg"
	_ "image/png"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"
)

// Limits of pictures.
const (
	maxEdge    = 1600      // pixels of the longer edge in a document
	maxPixels  = 60e6      // pixels of a picture that is opened at all
	maxDecoded = 256 << 20 // bytes a picture may take once decoded
	quality    = 82
)

// PictureError says why a picture cannot be put into a document.
type PictureError struct {
	Reason   string // heic, size, format
	Sentence string // what to tell whoever sent it
	Err      error  // nil where there is no more to say
}

// Error returns the reason and, where there is one, the cause.
func (e *PictureError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("picture refused (%s): %v", e.Reason, e.Err)
	}
	return fmt.Sprintf("picture refused (%s)", e.Reason)
}

// Unwrap returns the cause.
func (e *PictureError) Unwrap() error { return e.Err }

// Picture is a photo made ready by [Prepare].
type Picture struct {
	JPEG          []byte
	Width, Height int // pixels
}

// Prepare makes a photo ready for a document: turned as its EXIF says, at most
// 1600 pixels on its longer edge, encoded anew so that nothing of its metadata
// (place, time, camera) is left. Callers prepare one photo after another and
// keep only the result. It reads JPEG, PNG, GIF and WebP of at most 60
// megapixels; everything else is a [PictureError] with a sentence for people.
func Prepare(data []byte) (Picture, error) {
	if heic(data) {
		return Picture{}, &PictureError{Reason: "heic", Sentence: "这张照片是HEIC格式，无法放入文档。请在手机相机设置中选择“兼容性最佳”，或以普通照片方式重新发送。"}
	}
	cfg, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return Picture{}, &PictureError{Reason: "format", Sentence: "这个文件不是能识别的照片，请发送JPG或PNG格式的照片。", Err: err}
	}
	if tooLarge(cfg, format, data) {
		return Picture{}, &PictureError{Reason: "size", Sentence: "这张照片太大，请以普通照片方式发送，或缩小后再发。",
			Err: fmt.Errorf("%d × %d pixels", cfg.Width, cfg.Height)}
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return Picture{}, &PictureError{Reason: "format", Sentence: "这张照片已损坏，无法打开，请重新发送。", Err: err}
	}
	small := shrink(img)
	turned := orient(small, orientation(data))
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, turned, &jpeg.Options{Quality: quality}); err != nil {
		return Picture{}, fmt.Errorf("encode picture: %w", err)
	}
	size := turned.Bounds().Size()
	return Picture{JPEG: buf.Bytes(), Width: size.X, Height: size.Y}, nil
}

// Sentence returns what to tell people about an error of [Prepare].
func Sentence(err error) string {
	if p, ok := errors.AsType[*PictureError](err); ok {
		return p.Sentence
	}
	return "这张照片无法放入文档。"
}

// tooLarge judges by the header alone, before anything is decoded.
func tooLarge(cfg image.Config, format string, data []byte) bool {
	if cfg.Width <= 0 || cfg.Height <= 0 {
		return true
	}
	pixels := float64(cfg.Width) * float64(cfg.Height)
	if pixels > maxPixels {
		return true
	}
	bytesPer := 4.0
	switch cfg.ColorModel {
	case color.YCbCrModel, color.GrayModel:
		bytesPer = 3
	case color.RGBA64Model, color.NRGBA64Model:
		bytesPer = 8
	}
	if format == "jpeg" && progressive(data) {
		bytesPer += 12 // the decoder keeps all coefficients
	}
	return pixels*bytesPer > maxDecoded
}

// heic reports whether data is an HEIF or AVIF container, which the standard
// decoders cannot read.
func heic(data []byte) bool {
	if len(data) < 12 || string(data[4:8]) != "ftyp" {
		return false
	}
	switch string(data[8:12]) {
	case "heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1", "avif", "avis":
		return true
	}
	return false
}

// shrink returns img at most maxEdge pixels long, on white. It first averages
// blocks of pixels as long as the picture stays larger than a document needs:
// ApproxBiLinear looks at four pixels only and would let the rest fall out,
// and the exact scalers take eight times the memory.
func shrink(img image.Image) *image.RGBA {
	if n := max(img.Bounds().Dx(), img.Bounds().Dy()) / maxEdge; n >= 2 {
		if y, ok := img.(*image.YCbCr); ok {
			img = blocks(y, n)
		} else {
			img = strips(img, n)
		}
	}
	src := img.Bounds()
	w, h := src.Dx(), src.Dy()
	if long := max(w, h); long > maxEdge {
		w, h = max(1, w*maxEdge/long), max(1, h*maxEdge/long)
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
