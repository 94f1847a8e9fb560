package sandbox

import (
	"fmt"
	"html"
	"math"
	"strings"
	"time"
	"unicode/utf8"
)

// RenderHTML gives a text with its entities as HTML that is safe to put into
// a page: everything from people is escaped, links are http(s), tg or ton
// and carry rel=noopener.
func RenderHTML(text string, entities []Entity) string {
	if len(entities) == 0 {
		return html.EscapeString(text)
	}
	var b strings.Builder
	b.Grow(len(text) + 16*len(entities))
	es := append([]Entity(nil), entities...)
	sortEntities(es)
	var stack []Entity
	next, unit, begin := 0, 0, 0
	flush := func(i int) {
		b.WriteString(html.EscapeString(text[begin:i]))
		begin = i
	}
	at := func(i int) {
		if len(stack) > 0 && ends(stack, unit) {
			flush(i)
			stack = closeEnded(&b, stack, unit)
		}
		for next < len(es) && es[next].Offset <= unit {
			flush(i)
			openTags(&b, es[next])
			stack = append(stack, es[next])
			next++
		}
	}
	for i := 0; ; {
		at(i)
		if i == len(text) {
			break
		}
		for goal := boundary(stack, es[next:]); ; { // one letter at least: an entity may be empty
			r, n := utf8.DecodeRuneInString(text[i:])
			i, unit = i+n, unit+1
			if r > 0xffff {
				unit++
			}
			if i == len(text) || unit >= goal {
				break
			}
		}
	}
	flush(len(text))
	for i := len(stack) - 1; i >= 0; i-- {
		closeTags(&b, stack[i])
	}
	return b.String()
}

// boundary is the unit at which the next entity begins or one of the open ones ends.
func boundary(open, more []Entity) int {
	goal := math.MaxInt
	if len(more) > 0 {
		goal = more[0].Offset
	}
	for _, e := range open {
		goal = min(goal, e.Offset+e.Length)
	}
	return goal
}

func ends(stack []Entity, unit int) bool {
	for _, e := range stack {
		if e.Offset+e.Length <= unit {
			return true
		}
	}
	return false
}

// closeEnded closes what ends here; what was opened later and goes on is
// closed and opened again, so that tags nest.
func closeEnded(b *strings.Builder, stack []Entity, unit int) []Entity {
	low := len(stack)
	for i, e := range stack {
		if e.Offset+e.Length <= unit {
			low = i
			break
		}
	}
	for i := len(stack) - 1; i >= low; i-- {
		closeTags(b, stack[i])
	}
	kept := append([]Entity(nil), stack[:low]...)
	for _, e := range stack[low:] {
		if e.Offset+e.Length > unit {
			openTags(b, e)
			kept = append(kept, e)
		}
	}
	return kept
}

var entityTags = map[string][2]string{
	"bold": {"<b>", "</b>"}, "italic": {"<i>", "</i>"}, "underline": {"<u>", "</u>"}, "strikethrough": {"<s>", "</s>"},
	"spoiler": {`<span class="tg-spoiler">`, "</span>"}, "code": {"<code>", "</code>"}, "pre": {"<pre>", "</pre>"},
	"blockquote":            {"<blockquote>", "</blockquote>"},
	"expandable_blockquote": {`<blockquote class="expandable">`, "</blockquote>"},
	"bot_command":           {`<span class="tg-command">`, "</span>"},
	"mention":               {`<span class="tg-mention">`, "</span>"},
	"text_mention":          {`<span class="tg-mention">`, "</span>"},
	"hashtag":               {`<span class="tg-hashtag">`, "</span>"},
	"date_time":             {"", "</time>"},
	"url":                   {`<span class="tg-url">`, "</span>"},
}

func openTags(b *strings.Builder, e Entity) {
	if e.Type == "text_link" {
		fmt.Fprintf(b, `<a href="%s" rel="noopener noreferrer" target="_blank">`, html.EscapeString(e.URL))
		return
	}
	if e.Type == "date_time" {
		fmt.Fprintf(b, `<time datetime="%s" data-format="%s">`, time.Unix(e.UnixTime, 0).UTC().Format(time.RFC3339), e.TimeFormat)
		return
	}
	b.WriteString(entityTags[e.Type][0])
}

func closeTags(b *strings.Builder, e Entity) {
	if e.Type == "text_link" {
		b.WriteString("</a>")
		return
	}
	b.WriteString(entityTags[e.Type][1])
}
