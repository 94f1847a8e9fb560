// Package conversations is the machine that leads people through a dialog: what
// they can do ([Event]), what a step can want done ([Effect]), what they see
// ([Card]), and the one interface ([Dialog]) behind which a report, a serious
// problem and a contribution look the same to whoever stores and sends. What each
// of them asks stands in a folder of its own below.
//
// Promises: [Step] is a function of its arguments alone; nothing typed is ever
// lost; every step can go back; a user's mistake is an effect (a friendly
// sentence and the same question again) and only a programmer's mistake is an
// error. [Cursor] and [Draft] are plain JSON without Telegram types, so a process
// may stop after any event and go on in another.
//
// Why the rows are opaque: the desk has one runner for all dialogs, and a field
// that it could read is a field that it would sooner or later decide by. It
// builds a dialog from what is stored, steps it, saves the two rows and carries
// the effects out; everything else is the dialog's own business.
package conversations

import (
	"encoding/json"
	"fmt"

	"liubao/reports/clean"
)

// Dialog is one conversation about one thing. It is data, built anew for every
// event from plan, duty, period and what is stored, and is never stored itself.
type Dialog interface {
	// Step takes one event. It is called through [Step].
	Step(c Cursor, w Draft, e Event) (Cursor, Draft, []Effect, error)
	// Leave takes what the cursor still holds back, a question that is not yet
	// answered, into the draft that it belongs to. It is called, with the dialog
	// and the draft that the person was at, before their next words go to another.
	Leave(c Cursor, w Draft, by By) (Cursor, Draft, error)
}

// Cursor is where one person is in a dialog, as JSON that only the dialog reads.
// It belongs to chat and user. nil is somebody who was never there.
type Cursor []byte

// Draft is the words so far, as JSON that only the dialog reads. It belongs to
// what the dialog is about: everybody who writes there has the same one. nil is
// the time before the first word; a dialog that keeps all in its cursor leaves it nil.
type Draft []byte

// MarshalJSON returns the row as it is.
func (c Cursor) MarshalJSON() ([]byte, error) { return json.RawMessage(c).MarshalJSON() }

// UnmarshalJSON keeps the row as it is.
func (c *Cursor) UnmarshalJSON(b []byte) error { return (*json.RawMessage)(c).UnmarshalJSON(b) }

// MarshalJSON returns the row as it is.
func (w Draft) MarshalJSON() ([]byte, error) { return json.RawMessage(w).MarshalJSON() }

// UnmarshalJSON keeps the row as it is.
func (w *Draft) UnmarshalJSON(b []byte) error { return (*json.RawMessage)(w).UnmarshalJSON(b) }

// Step takes one event and returns the rows to be saved and what is to be done.
// Rows that come back as they were need no saving. It returns an error only where
// the caller broke the contract: an event without an actor, or rows that are
// another dialog's.
func Step(d Dialog, c Cursor, w Draft, e Event) (Cursor, Draft, []Effect, error) {
	if e == nil || e.Origin().Actor == "" {
		return c, w, nil, fmt.Errorf("event %T without an actor", e)
	}
	e = Clean(e)
	if s, ok := e.(Sent); ok && Refused(s.File) {
		effects := []Effect{Say{Text: Refusal(s.File)}}
		if s.File.Note == "" {
			return c, w, effects, nil
		}
		c, w, more, err := Step(d, c, w, Wrote{By: s.By, Piece: s.Piece, Text: s.File.Note})
		return c, w, append(effects, more...), err
	}
	c, w, effects, err := d.Step(c, w, e)
	if err != nil {
		return c, w, nil, fmt.Errorf("step of %T: %w", d, err)
	}
	place(e, effects)
	return c, w, effects, nil
}

// Clean takes out of people's words what is invisible or turns them round, here
// once for all dialogs: what is shown, filed and compared is then one and the same.
func Clean(e Event) Event {
	switch e := e.(type) {
	case Wrote:
		e.Text = clean.Text(e.Text)
		return e
	case Edited:
		e.Text = clean.Text(e.Text)
		if e.File != nil {
			f := *e.File
			f.Name, f.Note = clean.Line(f.Name), clean.Text(f.Note)
			e.File = &f
		}
		return e
	case Sent:
		e.File.Name, e.File.Note = clean.Line(e.File.Name), clean.Text(e.File.Note)
		return e
	case Offered:
		e.Text = clean.Text(e.Text)
		return e
	}
	return e
}

// place says of each card whether it takes the place of the one before: after a
// tap or an edit it does, after words it stands below them, and below whatever
// the step itself has said.
func place(e Event, effects []Effect) {
	inPlace := false
	switch e.(type) {
	case Tapped, Edited:
		inPlace = true
	}
	for n, x := range effects {
		switch x := x.(type) {
		case Say:
			inPlace = false
		case Show:
			x.InPlace = inPlace
			effects[n] = x
		}
	}
}

// Over runs a step over a dialog's own cursor and draft: it reads them from the
// rows and writes them back.
func Over[C, W any](c Cursor, w Draft, step func(C, W) (C, W, []Effect, error)) (Cursor, Draft, []Effect, error) {
	var at C
	var words W
	if err := read(c, &at); err != nil {
		return c, w, nil, fmt.Errorf("cursor: %w", err)
	}
	if err := read(w, &words); err != nil {
		return c, w, nil, fmt.Errorf("draft: %w", err)
	}
	at, words, effects, err := step(at, words)
	if err != nil {
		return c, w, nil, err
	}
	c2, err := json.Marshal(at)
	if err != nil {
		return c, w, nil, fmt.Errorf("cursor: %w", err)
	}
	w2, err := json.Marshal(words)
	if err != nil {
		return c, w, nil, fmt.Errorf("draft: %w", err)
	}
	return c2, w2, effects, nil
}

// OverCursor is [Over] for a dialog that keeps all it knows in its cursor.
func OverCursor[C any](c Cursor, w Draft, step func(C) (C, []Effect, error)) (Cursor, Draft, []Effect, error) {
	c2, _, effects, err := Over(c, nil, func(at C, _ struct{}) (C, struct{}, []Effect, error) {
		at, effects, err := step(at)
		return at, struct{}{}, effects, err
	})
	return c2, w, effects, err
}

func read(row []byte, v any) error {
	if len(row) == 0 {
		return nil
	}
	return json.Unmarshal(row, v)
}
