package conversations

import (
	"strings"
	"time"

	"liubao/reports"
)

// Card is a message with buttons. Version counts up with every card shown to a
// person in a dialog, so that a button of an older card is known as such.
type Card struct {
	Version int
	Text    reports.Text
	Rows    [][]Button
}

// Button is one button. Action is at most 20 bytes of [a-z0-9:!-], so
// that it fits into Telegram's 64 together with the report's key and the version.
type Button struct {
	Label  string
	Action string
	Good   bool // hands in, confirms: stands out where the channel can show it
	Bad    bool // gives up, throws away
}

// Tick marks what is done and what is not.
func Tick(done bool) string {
	if done {
		return "✓"
	}
	return "○"
}

// AppendRows appends buttons, at most n a row.
func AppendRows(rows [][]Button, bs []Button, n int) [][]Button {
	for len(bs) > n {
		rows = append(rows, bs[:n])
		bs = bs[n:]
	}
	if len(bs) > 0 {
		rows = append(rows, bs)
	}
	return rows
}

// OneLine puts a text on one line.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Clip shortens a text for a card; the whole of it stays in the draft and in
// the preview.
func Clip(s string, runes int) string {
	r := []rune(s)
	if len(r) <= runes {
		return s
	}
	return string(r[:runes-1]) + "…"
}

// JoinWithin is how close two texts of one person must be, by Telegram's
// dates, for the second to join the first one's answer although the dialog
// has moved on: people send one thought as several messages.
const JoinWithin = 2 * time.Second
