package sandbox

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestPlainKeyboard: what the short way takes, the long way takes just so.
func TestPlainKeyboard(t *testing.T) {
	const good = `{"inline_keyboard":[[{"text":"好 \ud83d\udc4d","callback_data":"a.b"},{"style":"danger","text":"去","url":"example.org/x?a=1"}],[{"text":"x","callback_data":"","url":"https://t.me/a"}]]}`
	k, ok := plainKeyboard(good)
	require.True(t, ok)
	long, err := longMarkup(good)
	require.NoError(t, err)
	require.Equal(t, long.inline, k)
	row := strings.Repeat(`{"text":"x","callback_data":"y"},`, 8)
	for name, raw := range map[string]string{
		"none":            ``,
		"no object":       `[]`,
		"empty":           `{"inline_keyboard":[]}`,
		"empty row":       `{"inline_keyboard":[[]]}`,
		"nothing":         `{}`,
		"another name":    `{"Inline_Keyboard":[[{"text":"x","callback_data":"y"}]]}`,
		"twice":           `{"inline_keyboard":[[{"text":"x","text":"z","callback_data":"y"}]]}`,
		"two of them":     `{"inline_keyboard":[[{"text":"x","callback_data":"y"}]],"inline_keyboard":[]}`,
		"more beside it":  `{"inline_keyboard":[[{"text":"x","callback_data":"y"}]],"keyboard":[["a"]]}`,
		"more behind it":  `{"inline_keyboard":[[{"text":"x","callback_data":"y"}]]} 1`,
		"cut off":         `{"inline_keyboard":[[{"text":"x","callback_data":"y"}]]`,
		"no text":         `{"inline_keyboard":[[{"callback_data":"y"}]]}`,
		"empty text":      `{"inline_keyboard":[[{"text":"","callback_data":"y"}]]}`,
		"no action":       `{"inline_keyboard":[[{"text":"x"}]]}`,
		"two actions":     `{"inline_keyboard":[[{"text":"x","callback_data":"y","url":"https://t.me/a"}]]}`,
		"long data":       `{"inline_keyboard":[[{"text":"x","callback_data":"` + strings.Repeat("y", 65) + `"}]]}`,
		"bad link":        `{"inline_keyboard":[[{"text":"x","url":"ftp://t.me"}]]}`,
		"bad style":       `{"inline_keyboard":[[{"text":"x","callback_data":"y","style":"pink"}]]}`,
		"other style":     `{"inline_keyboard":[[{"text":"x","callback_data":"y","style":"Default"}]]}`,
		"a number":        `{"inline_keyboard":[[{"text":1,"callback_data":"y"}]]}`,
		"null":            `{"inline_keyboard":[[{"text":"x","callback_data":"y","url":null}]]}`,
		"another field":   `{"inline_keyboard":[[{"text":"x","callback_data":"y","pay":true}]]}`,
		"no button":       `{"inline_keyboard":[["x"]]}`,
		"half surrogate":  `{"inline_keyboard":[[{"text":"\ud83d","callback_data":"y"}]]}`,
		"nine in a row":   `{"inline_keyboard":[[` + row + `{"text":"x","callback_data":"y"}]]}`,
		"a hundred and 4": `{"inline_keyboard":[` + strings.Repeat("["+strings.TrimSuffix(row, ",")+"],", 12) + "[" + strings.TrimSuffix(row, ",") + "]]}",
	} {
		_, ok := plainKeyboard(raw)
		require.False(t, ok, name)
	}
}

// TestPlainKeyboardTakesNoOther: of keyboards of all kinds, right and wrong,
// the short way takes none that the long way reads otherwise or refuses.
func TestPlainKeyboardTakesNoOther(t *testing.T) {
	value := rapid.SampledFrom([]string{`"x"`, `""`, `"danger"`, `"t.me/a"`, `"\u6c49<&>"`, `null`, `1`, `{}`, `{"text":"x"}`, `"` + strings.Repeat("汉", 22) + `"`})
	name := rapid.SampledFrom([]string{"text", "text", "text", "callback_data", "callback_data", "url", "style", "copy_text", "TEXT", "pay"})
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		var rows []string
		for range rapid.IntRange(0, 3).Draw(t, "rows") {
			var row []string
			for range rapid.IntRange(0, 9).Draw(t, "buttons") {
				fields := []string{`"text":"x"`, `"callback_data":"y"`}
				if rapid.IntRange(0, 3).Draw(t, "odd") == 0 {
					fields = fields[:0]
					for range rapid.IntRange(1, 3).Draw(t, "fields") {
						fields = append(fields, `"`+name.Draw(t, "name")+`":`+value.Draw(t, "value"))
					}
				}
				row = append(row, "{"+strings.Join(fields, ",")+"}")
			}
			rows = append(rows, "["+strings.Join(row, ", ")+"]")
		}
		text := `{"inline_keyboard":[` + strings.Join(rows, ",") + "]}"
		k, ok := plainKeyboard(text)
		if !ok {
			return
		}
		taken++
		long, err := longMarkup(text)
		require.NoError(t, err, text)
		require.Equal(t, long.inline, k, text)
	})
	require.Positive(t, taken)
}
