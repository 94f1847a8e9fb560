package reports

import (
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A text of many pieces is not made anew as a whole for each of them.
func BenchmarkTextAdd(b *testing.B) {
	for b.Loop() {
		var t Text
		for range 10_000 {
			t = t.Line("一二三四")
		}
		if len(t.String()) != 130_000 {
			b.Fatal(len(t.String()))
		}
	}
}

// A long text of many pieces reads as one, and costs a bounded number of bytes for
// each piece.
func TestManyPieces(t *testing.T) {
	var text Text
	for range 10_000 {
		text = text.Line("一二三四")
	}
	require.Len(t, text.String(), 130_000)
	require.Less(t, len(text), 80, "joined")
	for _, s := range text {
		require.Less(t, len(s.Text), longSpan+20, "what is added is copied with the span it is joined to")
	}
	began := allocated()
	text = nil
	for range 10_000 {
		text = text.Add(Bold, "一二").Add(Plain, "三四")
	}
	require.Len(t, text, 20_000)
	require.Less(t, allocated()-began, uint64(20<<20), "and no text of many styles is copied for each")
	head := T("一").Add(Bold, "二")
	one, two := head.Add(Plain, "三"), head.Add(Quote, "四")
	require.Equal(t, "一二三", one.String(), "two that go on from the same text are two")
	require.Equal(t, "一二四", two.String())
	require.Equal(t, "一二", head.String())
	when := T("截止").When(time.Unix(1797091200, 0), "12月15日").Add(Plain, "前")
	require.Equal(t, Text{{Text: "截止"}, {Text: "12月15日", At: 1797091200}, {Text: "前"}}, when)
	require.Equal(t, when, new(Writer).Append(when).Text())
	require.Equal(t, when, Text{}.Append(when))
}

// A Writer writes what the same calls on a Text make.
func TestWriterWritesWhatTextAdds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var text Text
		var w Writer
		words := rapid.SampledFrom([]string{"", "甲", "乙乙\n", " "})
		style := rapid.SampledFrom([]Style{Plain, Bold, Quote})
		for range rapid.IntRange(0, 12).Draw(t, "calls") {
			switch rapid.IntRange(0, 3).Draw(t, "call") {
			case 0:
				s, x, y := style.Draw(t, "style"), words.Draw(t, "words"), words.Draw(t, "more")
				text, _ = text.Add(s, x+y), w.Add(s, x, y)
			case 1:
				x, y := words.Draw(t, "words"), words.Draw(t, "more")
				text, _ = text.Line(x+y), w.Line(x, y)
			case 2:
				u := Text{}.Add(style.Draw(t, "style"), words.Draw(t, "words")).Add(style.Draw(t, "style"), words.Draw(t, "words"))
				text, _ = text.Append(u), w.Append(u)
			case 3: // what was read so far stays as it is
				seen := w.Text()
				was := seen.String()
				w.Add(Bold, "后来")
				require.Equal(t, was, seen.String())
				text = text.Add(Bold, "后来")
			}
		}
		require.Equal(t, text, w.Text())
		require.Equal(t, len([]rune(text.String())), w.Runes())
	})
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}
