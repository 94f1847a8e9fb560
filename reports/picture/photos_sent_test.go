package picture_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/reports/picture"
)

// tiff is EXIF that says one orientation.
func tiff(orientation uint16) []byte {
	b := append([]byte("MM\x00*"), 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1)
	return append(binary.BigEndian.AppendUint16(b, orientation), 0, 0, 0, 0, 0, 0)
}

// pngOf encodes a picture, with a chunk put in behind its header.
func pngOf(t testing.TB, img image.Image, kind string, body []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, img))
	if kind == "" {
		return b.Bytes()
	}
	const behindHeader = 8 + 25
	c := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	c = append(append(c, kind...), body...)
	c = binary.BigEndian.AppendUint32(c, crc32.ChecksumIEEE(c[4:]))
	return append(append(bytes.Clone(b.Bytes()[:behindHeader]), c...), b.Bytes()[behindHeader:]...)
}

// bits packs values from the lowest bit on, as lossless WebP does.
type bits struct {
	out  []byte
	used int
}

func (b *bits) put(v, n int) {
	for range n {
		if b.used%8 == 0 {
			b.out = append(b.out, 0)
		}
		b.out[len(b.out)-1] |= byte(v&1) << (b.used % 8)
		v >>= 1
		b.used++
	}
}

// lossless is a WebP picture of one colour: every code has one symbol, so that
// no bits are left for the pixels.
func lossless(w, h int, c color.NRGBA) []byte {
	b := &bits{out: []byte{0x2f}, used: 8}
	b.put(w-1, 14)
	b.put(h-1, 14)
	b.put(0, 1+3+1+1+1) // no alpha, version, transforms, cache, groups
	for _, s := range []byte{c.G, c.R, c.B, 255, 0} {
		b.put(0b101, 3) // simple, one symbol, of eight bits
		b.put(int(s), 8)
	}
	return append(b.out, 0, 0)
}

func riffChunk(kind string, body []byte) []byte {
	out := binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(body)))
	out = append(out, body...)
	if len(body)%2 == 1 {
		out = append(out, 0)
	}
	return out
}

func webpOf(chunks ...[]byte) []byte {
	body := append([]byte("WEBP"), bytes.Join(chunks, nil)...)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

func extended(flags byte, w, h int) []byte {
	le := func(v int) []byte { return []byte{byte(v), byte(v >> 8), byte(v >> 16)} }
	return riffChunk("VP8X", append(append([]byte{flags, 0, 0, 0}, le(w-1)...), le(h-1)...))
}

func TestOrientationOfPNGAndWebP(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 60, 40))
	for y := range 40 {
		for x := range 60 {
			img.Set(x, y, color.Gray{uint8(255 * (1 - y/20))}) // bright above
		}
	}
	p, err := picture.Prepare(pngOf(t, img, "eXIf", tiff(6)))
	require.NoError(t, err)
	assert.Equal(t, []int{40, 60}, []int{p.Width, p.Height})
	got := decode(t, p)
	assert.True(t, bright(got.At(35, 30)), "what was above is at the right")
	assert.False(t, bright(got.At(5, 30)))

	w := webpOf(extended(0x08, 60, 40), riffChunk("VP8L", lossless(60, 40, color.NRGBA{R: 200, A: 255})), riffChunk("EXIF", tiff(6)))
	p, err = picture.Prepare(w)
	require.NoError(t, err)
	assert.Equal(t, []int{40, 60}, []int{p.Width, p.Height})
}

// TestMovingWebP takes the first picture.
func TestMovingWebP(t *testing.T) {
	frame := func(c color.NRGBA) []byte {
		head := append(make([]byte, 6), 59, 0, 0, 39, 0, 0, 100, 0, 0, 0)
		return riffChunk("ANMF", append(head, riffChunk("VP8L", lossless(60, 40, c))...))
	}
	w := webpOf(extended(0x02, 60, 40), riffChunk("ANIM", make([]byte, 6)), frame(color.NRGBA{R: 250, A: 255}), frame(color.NRGBA{B: 250, A: 255}))
	p, err := picture.Prepare(w)
	require.NoError(t, err)
	assert.Equal(t, []int{60, 40}, []int{p.Width, p.Height})
	r, _, b, _ := decode(t, p).At(30, 20).RGBA()
	assert.Greater(t, r, b)
	_, err = picture.Prepare(w[:len(w)/3])
	assert.Error(t, err)
}

// TestLongScreenshot: it is set in columns that can be read, top left first.
func TestLongScreenshot(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 540, 6000))
	for y := range 6000 {
		for x := range 540 {
			img.SetGray(x, y, color.Gray{uint8(y / 24)})
		}
	}
	p, err := picture.Prepare(pngOf(t, img, "", nil))
	require.NoError(t, err)
	assert.GreaterOrEqual(t, p.Columns, 3)
	assert.Greater(t, p.Width/p.Columns, 450, "as wide as it was sent, nearly")
	assert.LessOrEqual(t, max(p.Width, p.Height), 2400)
	got := decode(t, p)
	at := func(x, y int) uint32 { r, _, _, _ := got.At(x, y).RGBA(); return r >> 8 }
	each := p.Width / p.Columns
	assert.Less(t, at(each/2, 20), uint32(20), "it begins at the top left")
	for c := 1; c < p.Columns; c++ {
		assert.InDelta(t, at((c-1)*each+each/2, p.Height-30), at(c*each+each/2, 20), 14, "column %d goes on", c)
	}
	assert.Greater(t, at(p.Width-each/2, p.Height-100), uint32(220), "it ends at the bottom right")

	p, err = picture.Prepare(photo(t, 400, 800))
	require.NoError(t, err)
	assert.Equal(t, 1, p.Columns, "a photo is no screenshot")
}

// blankPNG is a PNG of zeros of one kind, written without holding it.
func blankPNG(t testing.TB, w, h int, depth, kind byte, samples int) []byte {
	t.Helper()
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	row := make([]byte, 1+(w*samples*int(depth)+7)/8)
	for range h {
		_, err := z.Write(row)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	out := []byte("\x89PNG\r\n\x1a\n")
	for _, c := range []struct {
		kind string
		body []byte
	}{
		{"IHDR", append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(w)), uint32(h)), depth, kind, 0, 0, 0)},
		{"PLTE", []byte{255, 255, 255, 0, 0, 0}}, {"IDAT", packed.Bytes()}, {"IEND", nil},
	} {
		if c.kind == "PLTE" && kind != 3 {
			continue
		}
		at := len(out) + 4
		out = append(append(binary.BigEndian.AppendUint32(out, uint32(len(c.body))), c.kind...), c.body...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[at:]))
	}
	return out
}

// TestLargePNG: what 59 megapixels take is two rows and the result, not 236 MB.
func TestLargePNG(t *testing.T) {
	for name, data := range map[string][]byte{
		"transparent": blankPNG(t, 8000, 7300, 8, 6, 4), "palette": blankPNG(t, 4000, 3650, 1, 3, 1), "deep": blankPNG(t, 2000, 1500, 16, 0, 1),
	} {
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		p, err := picture.Prepare(data)
		runtime.ReadMemStats(&after)
		require.NoError(t, err, name)
		assert.Equal(t, 1600, max(p.Width, p.Height), name)
		assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(60<<20), name)
		assert.Equal(t, name != "deep", bright(decode(t, p).At(9, 9)), name)
	}
	_, err := picture.Prepare(hugePNG(50000000, 1))
	assert.Error(t, err, "one row of 400 MB")
	_, err = picture.Prepare(hugePNG(12000, 9000))
	assert.Contains(t, picture.Sentence(err), "108百万像素", "the sender is told what is wrong with it")
}

// TestRowsAgree reads small pictures row by row and by the standard library's
// decoder, whatever their kind.
func TestRowsAgree(t *testing.T) {
	for name, img := range map[string]interface {
		image.Image
		Set(x, y int, c color.Color)
	}{
		"rgba": image.NewNRGBA(image.Rect(0, 0, 650, 450)), "rgb": image.NewRGBA(image.Rect(0, 0, 650, 450)), "grey": image.NewGray(image.Rect(0, 0, 650, 450)),
		"deep": image.NewNRGBA64(image.Rect(0, 0, 650, 450)), "two": image.NewPaletted(image.Rect(0, 0, 650, 450), color.Palette{color.White, color.Black}),
		"sixteen": image.NewPaletted(image.Rect(0, 0, 650, 450), color.Palette{color.White, color.Black, color.Gray{80}, color.NRGBA{200, 0, 0, 128}, color.Gray{9}}),
	} {
		for y := range 450 {
			for x := range 650 {
				img.Set(x, y, color.NRGBA{uint8(x / 3), uint8(y / 2), uint8((x + y) / 5), uint8(255 - x/6)})
			}
		}
		p, err := picture.Prepare(pngOf(t, img, "", nil))
		require.NoError(t, err, name)
		got := decode(t, p)
		for _, at := range []image.Point{{50, 50}, {400, 300}, {600, 425}, {20, 350}} {
			x, y := at.X*650/p.Width, at.Y*450/p.Height
			r, g, b, a := img.At(x, y).RGBA()
			gr, gg, gb, _ := got.At(at.X, at.Y).RGBA()
			white := 0xffff - a
			for i, v := range [3][2]uint32{{r + white, gr}, {g + white, gg}, {b + white, gb}} {
				if name != "two" && name != "sixteen" { // those are dithered by nothing and jump from pixel to pixel
					assert.InDelta(t, v[0]>>8, v[1]>>8, 12, "%s at %v, channel %d", name, at, i)
				}
			}
		}
	}
}
