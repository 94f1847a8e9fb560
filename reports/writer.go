package reports

import (
	"unicode/utf8"
)

// Writer puts a longer [Text] together: what it adds up to is what the same
// calls on a Text do, without making it anew each time. Its methods return the
// Writer itself. The zero Writer is an empty text.
type Writer struct {
	buf   []byte
	spans []mark
}

// mark is a span of the buffer, from where the one before ends.
type mark struct {
	style Style
	at    int64 // see Span
	end   int
}

// writerWords is the room a text begins with: most cards are shorter.
const writerWords = 768

// Add appends words in a style, joining them to the last span where the style
// is the same.
func (w *Writer) Add(style Style, words ...string) *Writer {
	if w.buf == nil {
		w.buf, w.spans = make([]byte, 0, writerWords), make([]mark, 0, 8)
	}
	before := len(w.buf)
	for _, s := range words {
		w.buf = append(w.buf, s...)
	}
	if len(w.buf) == before {
		return w
	}
	if n := len(w.spans); n > 0 && w.spans[n-1].style == style && w.spans[n-1].at == 0 {
		w.spans[n-1].end = len(w.buf)
	} else {
		w.spans = append(w.spans, mark{style: style, end: len(w.buf)})
	}
	return w
}

// Line appends plain words and a line break.
func (w *Writer) Line(words ...string) *Writer { return w.Add(Plain, words...).Add(Plain, "\n") }

// Append appends another text.
func (w *Writer) Append(t Text) *Writer {
	for _, s := range t {
		w.Add(s.Style, s.Text)
		if s.At != 0 {
			w.moment(s)
		}
	}
	return w
}

// moment sets apart the words just added, which name a moment.
func (w *Writer) moment(s Span) {
	last := &w.spans[len(w.spans)-1]
	if from := last.end - len(s.Text); len(w.spans) > 1 && from > w.spans[len(w.spans)-2].end || len(w.spans) == 1 && from > 0 {
		last.end = from
		w.spans = append(w.spans, mark{style: s.Style, end: from + len(s.Text)})
	}
	w.spans[len(w.spans)-1].at = s.At
}

// Runes returns the length of the text in characters.
func (w *Writer) Runes() int { return utf8.RuneCount(w.buf) }

// Text returns what was written so far.
func (w *Writer) Text() Text {
	if len(w.spans) == 0 {
		return nil
	}
	all, from := string(w.buf), 0
	out := make(Text, len(w.spans))
	for i, m := range w.spans {
		out[i] = Span{Style: m.style, Text: all[from:m.end], At: m.at}
		from = m.end
	}
	return out
}
