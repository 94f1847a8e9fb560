package picture_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/bmp"

	"liubao/reports/picture"
)

// withEXIF puts an EXIF block with an orientation and a place into a JPEG.
func withEXIF(data []byte, orientation uint16, bo binary.ByteOrder) []byte {
	var t bytes.Buffer
	if bo == binary.ByteOrder(binary.LittleEndian) {
		t.WriteString("II")
	} else {
		t.WriteString("MM")
	}
	put := func(v any) { _ = binary.Write(&t, bo, v) }
	put(uint16(42))
	put(uint32(8))
	put(uint16(2))
	put([]uint16{0x0112, 3})
	put(uint32(1))
	put([]uint16{orientation, 0})
	put([]uint16{0x8825, 4}) // where the GPS block would stand
	put(uint32(1))
	put(uint32(0))
	put(uint32(0))
	t.WriteString("GPS 32.73N 108.72E")
	body := append([]byte("Exif\x00\x00"), t.Bytes()...)
	out := []byte{0xff, 0xd8, 0xff, 0xe1}
	out = binary.BigEndian.AppendUint16(out, uint16(len(body)+2))
	out = append(out, body...)
	return append(out, data[2:]...)
}

func decode(t *testing.T, p picture.Picture) image.Image {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(p.JPEG))
	require.NoError(t, err)
	assert.Equal(t, image.Pt(p.Width, p.Height), img.Bounds().Size())
	return img
}

// TestOrientation turns a photo whose bright corner is at the upper left of
// the sensor and looks where the corner goes.
func TestOrientation(t *testing.T) {
	raw := photo(t, 400, 200)
	for o, corner := range map[uint16]image.Point{
		1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 1}, 8: {0, 1}, 9: {0, 0},
	} {
		for _, bo := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
			p, err := picture.Prepare(withEXIF(raw, o, bo))
			require.NoError(t, err)
			if o >= 5 && o <= 8 {
				assert.Equal(t, [2]int{200, 400}, [2]int{p.Width, p.Height}, "orientation %d", o)
			} else {
				assert.Equal(t, [2]int{400, 200}, [2]int{p.Width, p.Height}, "orientation %d", o)
			}
			img := decode(t, p)
			for _, c := range []image.Point{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
				at := img.At(10+c.X*(p.Width-20), 10+c.Y*(p.Height-20))
				assert.Equal(t, c == corner, bright(at), "orientation %d, corner %v", o, c)
			}
			assert.NotContains(t, string(p.JPEG), "GPS")
			assert.NotContains(t, string(p.JPEG), "Exif")
		}
	}
}

func TestPrepareShrinks(t *testing.T) {
	for _, c := range []struct{ w, h, wantW, wantH int }{
		{3300, 2200, 1600, 1067}, {1000, 3300, 485, 1600}, {1601, 10, 1600, 9}, {800, 600, 800, 600}, {5000, 1, 1600, 1},
	} {
		p, err := picture.Prepare(photo(t, c.w, c.h))
		require.NoError(t, err)
		assert.InDelta(t, c.wantW, p.Width, 1, "%+v", c)
		assert.InDelta(t, c.wantH, p.Height, 1, "%+v", c)
		if c.h > 100 {
			img := decode(t, p)
			assert.True(t, bright(img.At(p.Width/8, p.Height/8)))
			assert.False(t, bright(img.At(p.Width*3/8, p.Height/8)))
		}
	}
}

// TestPrepareSoftens draws lines of one pixel, of which none may fall out.
func TestPrepareSoftens(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 4800, 600))
	for y := range 600 {
		for x := range 4800 {
			if x%3 == 0 {
				img.SetGray(x, y, color.Gray{255})
			}
		}
	}
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, img))
	p, err := picture.Prepare(b.Bytes())
	require.NoError(t, err)
	r, _, _, _ := decode(t, p).At(800, 100).RGBA()
	assert.InDelta(t, 85, r>>8, 12)
}

func TestPrepareTransparent(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 50, 50))
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, img))
	p, err := picture.Prepare(b.Bytes())
	require.NoError(t, err)
	assert.True(t, bright(decode(t, p).At(25, 25)), "what is transparent becomes white")
}

// hugePNG is a header of a PNG that claims to be enormous.
func hugePNG(w, h uint32) []byte {
	ihdr := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	ihdr = append(binary.BigEndian.AppendUint32(ihdr, h), 8, 6, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	out = append(out, ihdr...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(ihdr))
}

func TestPrepareRefuses(t *testing.T) {
	heic := append([]byte{0, 0, 0, 24}, "ftypheic\x00\x00\x00\x00mif1heic"...)
	small := photo(t, 100, 100)
	for _, c := range []struct {
		name, reason string
		data         []byte
	}{
		{"heic", "heic", heic},
		{"avif", "avif", append([]byte{0, 0, 0, 24}, "ftypavif\x00\x00\x00\x00mif1avif"...)},
		{"huge", "size", hugePNG(100000, 100000)},
		{"just too large", "size", hugePNG(7750, 7750)},
		{"nothing", "format", nil},
		{"words", "format", []byte("这不是照片")},
		{"cut off", "format", small[:len(small)/2]},
	} {
		_, err := picture.Prepare(c.data)
		var p *picture.Error
		require.ErrorAs(t, err, &p, c.name)
		assert.Equal(t, c.reason, p.Reason, c.name)
		assert.NotEmpty(t, picture.Sentence(err))
		assert.NotContains(t, picture.Sentence(err), "！")
	}
	assert.NotEmpty(t, picture.Sentence(errors.New("other")))
}

// TestBitmap: old programs save photos as BMP.
func TestBitmap(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 60, 40))
	for i := range img.Pix {
		img.Pix[i] = 250
	}
	var b bytes.Buffer
	require.NoError(t, bmp.Encode(&b, img))
	p, err := picture.Prepare(b.Bytes())
	require.NoError(t, err)
	assert.Equal(t, image.Pt(60, 40), image.Pt(p.Width, p.Height))
	assert.True(t, bright(decode(t, p).At(30, 20)))
}

func FuzzPrepare(f *testing.F) {
	raw := photo(f, 40, 30)
	f.Add(raw)
	f.Add(withEXIF(raw, 6, binary.LittleEndian))
	f.Add(hugePNG(3, 3))
	f.Add([]byte("\x00\x00\x00\x18ftypheic"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := picture.Prepare(data)
		if err != nil {
			var pe *picture.Error
			require.ErrorAs(t, err, &pe)
			return
		}
		require.Positive(t, p.Width)
		require.LessOrEqual(t, max(p.Width, p.Height), map[bool]int{true: 2400, false: 1600}[p.Columns > 1])
	})
}
