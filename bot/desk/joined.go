package desk

import (
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"liubao/bot"
	"liubao/conversations"
	"liubao/reports"
)

// A phone cuts a long text in two, and people press the key that sends when they
// meant another line: what follows an answer at once belongs to it.

// lastRow is the answer given last, while more of it may come.
type lastRow struct {
	What  string    `json:"what"`
	Arg   string    `json:"arg"`
	Words string    `json:"words"`
	At    time.Time `json:"at"`             // of its last message
	First bot.Ref   `json:"first"`          // its first message
	File  *bot.File `json:"file,omitempty"` // that came with it
	Made  string    `json:"made,omitempty"` // see [Turn.Made]
}

// Earlier is the part of an answer that was carried out before more of it came.
type Earlier struct {
	Words string
	Made  string  // what the question's Do said that it had made
	first bot.Ref // message
}

// Made notes what an answer has become, such as the id of a row: should more of the
// answer come right after, [Turn.Earlier] has it.
func (t *Turn) Made(what string) { t.made = what }

// Whole notes that an answer is complete, as a number or a date is: what is sent
// after it is no more of it.
func (t *Turn) Whole() { t.whole = true }

// WithNote returns notes with one more of the person's; more of the one that they
// have just written takes its place.
func (t *Turn) WithNote(notes []reports.Note, words string) []reports.Note {
	notes = slices.Clone(notes)
	n := reports.Note{By: t.Me.ID, At: t.Now, Text: words}
	if i := len(notes) - 1; t.Earlier != nil && i >= 0 && notes[i].By == t.Me.ID {
		notes[i] = n
		return notes
	}
	return append(notes, n)
}

// answer carries an answer out, and remembers it where more of it may come.
func (t *Turn) answer(q Ask, arg, words string) error {
	t.made, t.whole = "", false
	if err := q.Do(t, arg, words); err != nil || !q.Joins || t.whole {
		return err
	}
	f, err := t.focus() // Do may have asked something else
	if err != nil {
		return err
	}
	f.Last = &lastRow{What: q.What, Arg: arg, Words: words, At: t.Update.Date, First: t.Update.MessageID, File: t.Update.File, Made: t.made}
	if t.Earlier != nil {
		f.Last.First = t.Earlier.first
	}
	return t.setFocus(f)
}

// joined takes words or a file that were sent right after an answer for more of it:
// the question's Do gets all of it once more.
func (t *Turn) joined() (bool, error) {
	f, err := t.focus()
	if err != nil || f.Last == nil {
		return false, err
	}
	last := *f.Last
	q, words := t.asks[last.What], strings.TrimSpace(t.Update.Words())
	late := t.Update.Date.Before(last.At) || t.Update.Date.Sub(last.At) > conversations.JoinWithin
	if late || q.Do == nil || !t.belongs(q, f, words) {
		f.Last = nil
		return false, t.setFocus(f)
	}
	if t.Update.File != nil && last.File != nil && !q.Many {
		return true, t.Sayf(textOneFile)
	}
	if f.Last = nil; f.Ask != nil && f.Ask.What == last.What && f.Ask.Arg == last.Arg {
		f.Ask = nil // put once more, as the first part alone said too little
	}
	if err := t.setFocus(f); err != nil {
		return false, err
	}
	t.Earlier = &Earlier{Words: last.Words, Made: last.Made, first: last.First}
	if t.Update.File == nil && !q.Many { // of several, Do has this one already
		t.Update.File = last.File
	}
	return true, t.answer(q, last.Arg, Continued(last.Words, words))
}

// belongs reports whether what was sent can be more of the answer before it, and no
// answer to a question put since.
func (t *Turn) belongs(q Ask, f focusRow, words string) bool {
	switch {
	case t.Update.File != nil && !q.Files, t.Update.File == nil && words == "":
		return false
	case t.Update.File == nil && conversations.Remarked(words) != conversations.Content:
		return false
	case f.Ask == nil || f.Ask.What == f.Last.What && f.Ask.Arg == f.Last.Arg:
		return true
	}
	open := t.asks[f.Ask.What]
	return open.Sure != nil && !open.Sure(t, f.Ask.Arg, words)
}

// forget ends the time in which more of an answer may come: something else was done.
func (t *Turn) forget() error {
	f, err := t.focus()
	if err != nil || f.Last == nil {
		return err
	}
	f.Last = nil
	return t.setFocus(f)
}

// phoneCuts is how long a text must be for its end to be where a phone cut it, in
// UTF-16 units: Telegram's 4096, less the last word that no longer fitted.
const phoneCuts = 3900

// Continued puts two texts together that were sent in a row: on lines of their own,
// unless a phone cut one sentence in two.
func Continued(first, second string) string {
	switch {
	case first == "" || second == "":
		return first + second
	case len(utf16.Encode([]rune(first))) >= phoneCuts && !strings.HasSuffix(strings.TrimRight(first, "”’）)"), "。"):
		return first + second
	}
	return first + "\n" + second
}
