package card

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"os"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"liubao/plan"
)

func decode(t *testing.T, b []byte) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(b))
	require.NoError(t, err)
	return img
}

// whole draws all pages of a card, one after another.
func whole(r *Renderer, c Card) ([]byte, error) {
	all, err := r.Pages(c)
	return bytes.Join(all, nil), err
}

func TestSameInputSameBytes(t *testing.T) {
	one := New()
	a, err := whole(one, usual())
	require.NoError(t, err)
	_, err = whole(one, long()) // fills the cache with other glyphs
	require.NoError(t, err)
	b, err := whole(one, usual())
	require.NoError(t, err)
	c, err := whole(New(), usual())
	require.NoError(t, err)
	assert.True(t, bytes.Equal(a, b))
	assert.True(t, bytes.Equal(a, c))

	changed := usual()
	changed.Rows[0].Cells[0].Word = "迟报"
	d, err := whole(one, changed)
	require.NoError(t, err)
	assert.False(t, bytes.Equal(a, d))
}

func TestFullCacheDrawsTheSame(t *testing.T) {
	r := New()
	want, err := whole(r, usual())
	require.NoError(t, err)
	for c := rune(0x4e00); c < 0x9fa5 && r.fonts.size < cacheBytes*3/4; c++ {
		r.fonts.glyph(c, face{size: 60}, 0)
	}
	got, err := whole(r, usual())
	require.NoError(t, err)
	assert.True(t, bytes.Equal(want, got))
	assert.LessOrEqual(t, r.fonts.size, cacheBytes)
}

func TestNothingParsedBeforeFirstPicture(t *testing.T) {
	opened := 0
	r := New(func() (io.ReaderAt, error) { opened++; return nil, errors.New("none") })
	assert.Nil(t, r.fonts.regular)
	_, err := whole(r, usual())
	require.NoError(t, err)
	assert.Zero(t, opened, "the embedded fonts hold every character of a usual card")
	_, err = whole(r, long())
	require.NoError(t, err)
	_, err = whole(r, long())
	require.NoError(t, err)
	assert.Equal(t, 1, opened)
}

// TestSizes: however much there is, no picture is larger than what Telegram
// leaves as it is.
func TestSizes(t *testing.T) {
	for rows, most := range map[int]int{0: 1, 6: 3, 12: 5, 60: 10} {
		c := sized(rows, 6)
		c.Bars, c.Problems = nil, nil
		for i := range rows {
			c.Bars = append(c.Bars, Bar{Name: "指标", Value: "1", Word: "达到", Tone: Good, Fill: float64(i)})
			c.Problems = append(c.Problems, Problem{What: strings.Repeat("很长的问题", 20), Note: "单位"})
			c.Tiles = append(c.Tiles, Tile{"1", "件", Plain})
			c.Rows[i].Name = strings.Repeat("很长的领域名称", 5)
		}
		all, err := New().Pages(c)
		require.NoError(t, err)
		assert.LessOrEqual(t, len(all), most, "%d rows; an album holds 10", rows)
		for _, p := range all {
			b := decode(t, p).Bounds()
			assert.Equal(t, Width, b.Dx())
			assert.LessOrEqual(t, b.Dy(), MaxHeight)
		}
	}
}

// A usual card says where everybody stands on its first picture.
func TestFirstPageHoldsTheAreas(t *testing.T) {
	f := &fonts{}
	require.NoError(t, f.load())
	ts := typesetter{f}
	c := usual()
	for len(c.Tiles) < MaxTiles {
		c.Tiles = append(c.Tiles, Tile{"1", "件", Plain})
	}
	for i := range c.Rows {
		c.Rows[i].Name = areaNames[i]
	}
	height := header(ts, c.Title, c.Subtitle, c.AsOf).height
	for _, p := range []part{tiles(ts, c.Tiles), gridSection(ts, c.Columns, c.Rows)} {
		height += p.head.height
		for _, r := range p.rows {
			height += r.height
		}
	}
	assert.LessOrEqual(t, height, MaxHeight)
}

// TestPages: every row is on a page once and in order, below its head, and no
// page is too high.
func TestPages(t *testing.T) {
	f := &fonts{}
	require.NoError(t, f.load())
	rapid.Check(t, func(t *rapid.T) {
		var drawn []string
		named := func(name string, height int) block {
			return block{height, func(*canvas, int) { drawn = append(drawn, name) }}
		}
		var parts []part
		var want []string
		for i := range rapid.IntRange(1, 5).Draw(t, "parts") {
			p := part{head: named("head", rapid.IntRange(0, 150).Draw(t, "head")), again: named("again", 150)}
			for j := range rapid.IntRange(1, 40).Draw(t, "rows") {
				name := string(rune('a'+i)) + string(rune('0'+j))
				want = append(want, name)
				p.rows = append(p.rows, named(name, rapid.IntRange(10, 300).Draw(t, "row")))
			}
			parts = append(parts, p)
		}
		pages := paginate(block{height: 250}, parts)
		var rows []string
		for n, page := range pages {
			height := 0
			if n > 0 {
				height = pageHead
			}
			drawn = nil
			for _, b := range page {
				height += b.height
				if b.draw != nil {
					b.draw(nil, 0)
				}
			}
			if height > MaxHeight {
				t.Fatalf("page %d is %d high", n+1, height)
			}
			if n > 0 && drawn[0] != "head" && drawn[0] != "again" {
				t.Fatalf("page %d begins with %s", n+1, drawn[0])
			}
			if last := drawn; len(last) > 0 && (last[len(last)-1] == "head" || last[len(last)-1] == "again") {
				t.Fatalf("page %d ends with a head", n+1)
			}
			for _, d := range drawn {
				if d != "head" && d != "again" {
					rows = append(rows, d)
				}
			}
		}
		if strings.Join(rows, " ") != strings.Join(want, " ") {
			t.Fatalf("rows %v", rows)
		}
	})
}

func TestNoTitle(t *testing.T) {
	_, err := New().Pages(Card{})
	require.ErrorIs(t, err, ErrEmpty)
	_, err = New().TrendPNG(Trend{})
	require.ErrorIs(t, err, ErrEmpty)
}

func luminance(c color.RGBA) float64 {
	f := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*f(c.R) + 0.7152*f(c.G) + 0.0722*f(c.B)
}

func contrast(a, b color.RGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestContrast(t *testing.T) {
	for tone, c := range palette {
		assert.GreaterOrEqual(t, contrast(c.word, c.ground), 4.5, "word of tone %d", tone)
		assert.GreaterOrEqual(t, contrast(c.solid, paper), 4.5, "word beside the bar, tone %d", tone)
		assert.GreaterOrEqual(t, contrast(c.solid, panel), 4.5, "number on its tile, tone %d", tone)
		assert.GreaterOrEqual(t, contrast(c.solid, track), 3.0, "bar of tone %d", tone)
	}
	for _, p := range [][2]color.RGBA{
		{ink, paper}, {ink, panel}, {soft, paper}, {soft, panel}, {headInk, headTop}, {headInk, headFoot},
		{headSoft, headTop}, {headSoft, headFoot}, {goalInk, paper},
	} {
		assert.GreaterOrEqual(t, contrast(p[0], p[1]), 4.5, "%v on %v", p[0], p[1])
	}
}

func TestFontsCoverGB2312(t *testing.T) {
	for _, ttf := range [][]byte{regularTTF, boldTTF} {
		f, err := sfnt.Parse(ttf)
		require.NoError(t, err)
		var buf sfnt.Buffer
		missing := 0
		for row := 16; row <= 87; row++ {
			for cell := 1; cell <= 94; cell++ {
				s, err := simplifiedchinese.GBK.NewDecoder().Bytes([]byte{byte(0xa0 + row), byte(0xa0 + cell)})
				require.NoError(t, err)
				r := []rune(string(s))[0]
				if r == 0xfffd || r >= 0xe000 && r <= 0xf8ff {
					continue
				}
				if x, err := f.GlyphIndex(&buf, r); err != nil || x == 0 {
					missing++
				}
			}
		}
		assert.Zero(t, missing)
		for _, r := range "“”‘’《》〔〕、。,—…·①⑩㈠≥≤%‰℃×÷¥喆堃ABCxyz0189" {
			x, err := f.GlyphIndex(&buf, r)
			require.NoError(t, err)
			assert.NotZero(t, x, "%c", r)
		}
	}
	licence, err := os.ReadFile("fonts/OFL.txt")
	require.NoError(t, err)
	assert.Contains(t, string(licence), "SIL OPEN FONT LICENSE")
}

// alphas is a font without Chinese, standing in for a system font.
func alphas() (io.ReaderAt, error) { return bytes.NewReader(goregular.TTF), nil }

func TestFallback(t *testing.T) {
	const rare = 'Ж' // GB 2312 has it; the test empties the embedded fonts
	f := &fonts{fallbacks: []Source{
		func() (io.ReaderAt, error) { return nil, errors.New("gone") },
		func() (io.ReaderAt, error) { return strings.NewReader("not a font"), nil },
		alphas,
	}}
	require.NoError(t, f.load())
	g := f.fromFallback(0, rare, face{size: 30}, 0)
	assert.Nil(t, g)
	assert.Nil(t, f.fromFallback(1, rare, face{size: 30}, 0))
	g = f.fromFallback(2, rare, face{size: 30}, 0)
	require.NotNil(t, g)
	assert.False(t, g.box)
	assert.NotNil(t, g.mask)
	assert.True(t, f.glyph('\U00020bb7', face{size: 30}, 0).box)
}

// broken panics when it is read from.
type broken struct{}

func (broken) ReadAt([]byte, int64) (int, error) { panic("corrupt") }

func TestBrokenFallbackIsABox(t *testing.T) {
	r := New(func() (io.ReaderAt, error) { return broken{}, nil })
	c := usual()
	c.Title = "\U00020bb7野家"
	_, err := whole(r, c)
	require.NoError(t, err)
}

func TestClusters(t *testing.T) {
	one := func(s string) string {
		var b strings.Builder
		for _, c := range clusters(s) {
			b.WriteRune(c.r)
			for _, m := range c.marks {
				b.WriteRune(m)
			}
		}
		return b.String()
	}
	assert.Equal(t, "é", one("e\u0301"))
	assert.Equal(t, "👨", one("👨‍👩‍👧‍👦"))
	assert.Equal(t, "👍", one("👍🏽"))
	assert.Equal(t, "🇨x🇫", one("🇨🇳x🇫🇷"))
	assert.Equal(t, "abc", one("a\u202eb\u200b\u0000c"))
	assert.Equal(t, "1\u20e3", one("1\ufe0f\u20e3"))
	assert.Len(t, clusters("x" + strings.Repeat("\u0335", 500))[0].marks, 2)
	assert.Len(t, clusters(strings.Repeat("长", 5000)), maxRunes)
}

func TestWrap(t *testing.T) {
	f := &fonts{}
	require.NoError(t, f.load())
	ts := typesetter{f}
	fc := face{size: 30}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.RuneFrom([]rune("保居民就业。,“”()《》abc 123%…—\n"))).Draw(t, "s")
		width := rapid.IntRange(60, 600).Draw(t, "width")
		most := rapid.IntRange(1, 4).Draw(t, "most")
		lines := ts.wrap(s, fc, width, most)
		if len(lines) > most {
			t.Fatalf("%d lines, at most %d", len(lines), most)
		}
		for _, l := range lines {
			if w := ts.width(l, fc); w > width {
				t.Fatalf("line of %d in a width of %d", w, width)
			}
		}
	})
	for _, l := range ts.wrap("压减公用经费(不低于15%),专项经费也压减。", fc, 30*8, 9)[1:] {
		assert.NotContains(t, ",。)", string(l[0].r))
	}
}

func TestCaption(t *testing.T) {
	s := Caption(usual())
	for _, want := range []string{"应报 6", "未报 2", "2月28日", "未报：保基层运转", "2件", "粮食种植面积", "低于上年"} {
		assert.Contains(t, s, want)
	}
	assert.NotContains(t, s, "返贫人口")
	assert.Contains(t, Caption(first()), "目前没有未办结的重大问题")
	for _, c := range []Card{usual(), first(), overdue(), long(), sized(12, 6), {Title: strings.Repeat("😀", 2000)}} {
		assert.LessOrEqual(t, len(utf16.Encode([]rune(Caption(c)))), 1024)
	}
	assert.Contains(t, TrendCaption(trend()), "1月15日：未报")
	assert.LessOrEqual(t, len(utf16.Encode([]rune(TrendCaption(longTrend())))), 1024)
}

// spring is a period with most of the year to come, winter the year's last one.
var (
	spring = plan.Period{Nominal: plan.Date{Year: 2027, Month: 2, Day: 28}}
	winter = plan.Period{Nominal: plan.Date{Year: 2027, Month: 12, Day: 30}, Last: true}
)

func TestIndicatorBar(t *testing.T) {
	count := plan.Indicator{Name: "户", Kind: plan.Count, Measure: "户", Compare: plan.AtLeast, Target: num("5"), Yearly: true}
	with := func(edit func(*plan.Indicator)) plan.Indicator {
		i := count
		edit(&i)
		return i
	}
	for name, x := range map[string]struct {
		i    plan.Indicator
		v    *plan.Number
		word string
		tone Tone
		fill float64
	}{
		"unmet":     {count, num("3"), "完成60%", Warn, 0.48},
		"almost":    {count, num("4.9999"), "完成99%", Warn, 0.799984},
		"met":       {count, num("5"), "达到", Good, 0.8},
		"beyond":    {count, num("50"), "达到", Good, 1},
		"negative":  {count, num("-2"), "完成0%", Warn, 0},
		"none":      {count, nil, "未报", Idle, 0},
		"no target": {with(func(i *plan.Indicator) { i.Target = nil }), num("3"), "目标未定", Idle, 0},
		"no base":   {with(func(i *plan.Indicator) { i.Compare = plan.NotBelowBase }), num("3"), "上年数未录", Idle, 0},
		"over":      {with(func(i *plan.Indicator) { i.Compare = plan.AtMost }), num("6"), "超出", Bad, 0.96},
		"not kept":  {with(func(i *plan.Indicator) { i.Yearly = false }), num("3"), "未达到", Bad, 0.48},
		"not yet": {with(func(i *plan.Indicator) {
			i.Compare, i.Target, i.Due = plan.Equal, num("0"), winter.Nominal
		}), num("3"), "未到时限", Warn, 1},
		"zero limit": {with(func(i *plan.Indicator) { i.Compare, i.Target = plan.AtMost, num("0") }), num("1"), "超出", Bad, 1},
		"zero kept":  {with(func(i *plan.Indicator) { i.Compare, i.Target = plan.AtMost, num("0") }), num("0"), "达到", Good, 1},
	} {
		b, ok := IndicatorBar(x.i, x.v, spring)
		require.True(t, ok, name)
		assert.Equal(t, x.word, b.Word, name)
		assert.Equal(t, x.tone, b.Tone, name)
		assert.InDelta(t, x.fill, b.Fill, 1e-6, name)
	}
	b, _ := IndicatorBar(with(func(i *plan.Indicator) { i.Compare, i.Baseline = plan.NotBelowBase, num("12000") }), num("11800"), spring)
	assert.Equal(t, "上年12000户 低于上年", b.Target+" "+b.Word, "last year's value is a number and no limit")
	_, ok := IndicatorBar(with(func(i *plan.Indicator) { i.Private = true }), num("3"), spring)
	assert.False(t, ok)
	_, ok = IndicatorTrend(with(func(i *plan.Indicator) { i.Private = true }), nil)
	assert.False(t, ok)
}

// The same value is a part of the target while the year runs and falls short
// of it at its end, in a bar as in a trend, which is judged by the period that
// its last value is of.
func TestTargetAtTheEndOfTheYear(t *testing.T) {
	i := plan.Indicator{Name: "户", Kind: plan.Count, Measure: "户", Compare: plan.AtLeast, Target: num("5"), Yearly: true}
	for _, x := range []struct {
		p    plan.Period
		word string
		tone Tone
	}{{spring, "完成60%", Warn}, {winter, "未达到", Bad}} {
		b, _ := IndicatorBar(i, num("3"), x.p)
		assert.Equal(t, Cell{x.word, x.tone}, Cell{b.Word, b.Tone})
		tr, _ := IndicatorTrend(i, []Point{{Label: "一", Value: num("3"), Period: x.p}, {Label: "二", Period: winter}})
		assert.Equal(t, Cell{x.word, x.tone}, tr.State)
	}
}

func TestAxis(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var tr Trend
		for _, v := range rapid.SliceOfN(rapid.Int64Range(-9e13, 9e13), 1, 50).Draw(t, "values") {
			n := plan.Number(v)
			tr.Points = append(tr.Points, Point{Label: "期", Value: &n})
		}
		a, ok := newAxis(tr)
		if !ok {
			t.Fatal("no axis for values")
		}
		for _, p := range tr.Points {
			if v := p.Value.Float(); v < a.low || v > a.high {
				t.Fatalf("%v outside %v to %v", v, a.low, a.high)
			}
		}
		if n := len(a.ticks()); n < 3 || n > 8 {
			t.Fatalf("%d ticks from %v to %v by %v", n, a.low, a.high, a.step)
		}
	})
}

func TestTrends(t *testing.T) {
	one := trend()
	one.Points = one.Points[:1]
	none := trend()
	none.Points = []Point{{Label: "12月15日", Value: nil}}
	bare := trend()
	bare.Points, bare.Goal = nil, nil
	sizes := map[int]bool{}
	for _, tr := range []Trend{trend(), longTrend(), one, none, bare} {
		b, err := New().TrendPNG(tr)
		require.NoError(t, err)
		sizes[decode(t, b).Bounds().Dy()] = true
	}
	assert.GreaterOrEqual(t, len(sizes), 2)
}

func TestConcurrent(t *testing.T) {
	r := New()
	want, err := whole(r, usual())
	require.NoError(t, err)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			got, err := whole(r, usual())
			assert.NoError(t, err)
			assert.True(t, bytes.Equal(want, got))
		})
	}
	wg.Wait()
}

func BenchmarkPages(b *testing.B) {
	r := New()
	_, err := whole(r, usual())
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		_, _ = whole(r, usual())
	}
}

func BenchmarkFirstPages(b *testing.B) {
	for b.Loop() {
		_, _ = whole(New(), usual())
	}
}

func BenchmarkTrendPNG(b *testing.B) {
	r := New()
	for b.Loop() {
		_, _ = r.TrendPNG(trend())
	}
}
