package picture_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"github.com/stretchr/testify/require"
)

// photo makes a JPEG with a gradient and a bright corner that shows which way
// up it is.
func photo(t testing.TB, w, h int) []byte {
	t.Helper()
	img := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	for y := range h {
		for x := range w {
			img.Y[y*img.YStride+x] = byte(60 + 100*x/w + (x*y/97)%13)
		}
	}
	for i := range img.Cb {
		img.Cb[i], img.Cr[i] = byte(110+i%31), 140
	}
	for y := range h / 4 {
		for x := range w / 4 {
			img.Y[y*img.YStride+x] = 235
		}
	}
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, img, &jpeg.Options{Quality: 90}))
	return b.Bytes()
}

func bright(c color.Color) bool {
	r, g, b, _ := c.RGBA()
	return r+g+b > 3*0xb000
}
