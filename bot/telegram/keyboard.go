package telegram

import (
	"slices"
	"unicode/utf8"

	"github.com/go-telegram/bot/models"

	"liubao/bot"
)

func keyboard(rows [][]bot.Button) models.InlineKeyboardMarkup {
	out := [][]models.InlineKeyboardButton{}
	for _, row := range fitting(rows) {
		var r []models.InlineKeyboardButton
		for _, b := range row {
			x := models.InlineKeyboardButton{Text: b.Label, CallbackData: b.Data, URL: b.URL, Style: buttonStyles[b.Style]}
			if b.Copy != "" {
				x.CopyText = &models.CopyTextButton{Text: b.Copy}
			}
			r = append(r, x)
		}
		if len(r) > 0 {
			out = append(out, r)
		}
	}
	return models.InlineKeyboardMarkup{InlineKeyboard: out}
}

// labelRoom is how wide a label may be, in Chinese characters, where so many
// stand in a row on a phone: apps give it one line and cut the rest off.
var labelRoom = [...]float64{1: 19, 2: 9, 3: 5.5, 4: 4}

// fitting breaks rows up whose labels a phone would cut off, so that who
// writes them need not count.
func fitting(rows [][]bot.Button) [][]bot.Button {
	var out [][]bot.Button
	for _, row := range rows {
		n := len(row)
		for n > 1 && slices.ContainsFunc(row, func(b bot.Button) bool { return width(b.Label) > room(n) }) {
			n--
		}
		for part := range slices.Chunk(row, max(1, n)) {
			out = append(out, part)
		}
	}
	return out
}

// room is a label's where n stand in a row; all of them have the row's width.
func room(n int) float64 {
	if n < len(labelRoom) {
		return labelRoom[n]
	}
	return labelRoom[4] * 4 / float64(n)
}

// width counts Chinese characters, of others two for one.
func width(label string) float64 {
	w := 0.0
	for _, r := range label {
		if utf8.RuneLen(r) > 2 {
			w++
		} else {
			w += 0.5
		}
	}
	return w
}
