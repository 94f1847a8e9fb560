package reports

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

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
