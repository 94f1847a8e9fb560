package telegram

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"liubao/reports"
)

// Telegram's limits on one message.
const (
	maxText     = 4096 // UTF-16 units, after entities are parsed
	maxCaption  = 1024
	maxEntities = 100 // the styles beyond are ignored in silence
	maxData     = 64  // of a button, in bytes
	maxButtons  = 100 // on one message
)

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// HTML sets a text in Telegram's HTML. Words are escaped: nothing that
// somebody wrote can become markup.
func HTML(t reports.Text) string {
	var b strings.Builder
	for _, s := range t {
		if s.Text == "" {
			continue
		}
		open, end := tags(s.Style)
		if s.At != 0 {
			open, end = open+`<tg-time unix="`+strconv.FormatInt(s.At, 10)+`">`, "</tg-time>"+end
		}
		b.WriteString(open)
		_, _ = escaper.WriteString(&b, s.Text) // a Builder never fails
		b.WriteString(end)
	}
	return b.String()
}

func tags(s reports.Style) (open, end string) {
	switch s {
	case reports.Bold:
		return "<b>", "</b>"
	case reports.Italic:
		return "<i>", "</i>"
	case reports.Quote:
		return "<blockquote>", "</blockquote>"
	case reports.Fold:
		return "<blockquote expandable>", "</blockquote>"
	case reports.Code:
		return "<code>", "</code>"
	}
	return "", ""
}

// Units returns the length of s as Telegram counts it, in UTF-16 units.
func Units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r) // invalid bytes range as U+FFFD, one unit
	}
	return n
}
