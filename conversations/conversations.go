// Package conversations holds the guided dialogs as data and the pure step
// that drives them.
//
// Promises: [Step] is a function of its arguments alone; nothing typed is ever
// lost; every step can go back; a user's mistake is an effect (a friendly
// sentence and the same question again) and only a programmer's mistake is an
// error. Cursor and Draft are plain JSON without Telegram types, so a process
// may stop after any event and go on in another.
package conversations

import (
	"time"

	"liubao/reports"
)

// Event is something a person did. The set is sealed.
type Event interface {
	when() time.Time
	who() string
}

// By says who did something, and when. It is part of every event.
type By struct {
	At    time.Time
	Actor string // person id
}

func (b By) when() time.Time { return b.At }
func (b By) who() string     { return b.Actor }

// Opened: the person opened the dialog, by command or by a reminder's button.
type Opened struct{ By }

// Tapped: the person pressed a button of the card with this version.
type Tapped struct {
	By
	Version int
	Action  string
}

// Wrote: the person sent words.
type Wrote struct {
	By
	Piece string // opaque id of the message, stable over edits of it
	Text  string
}

// Edited: the person edited words sent earlier.
type Edited struct {
	By
	Piece string
	Text  string
}

// Sent: the person sent a photo or document.
type Sent struct {
	By
	Piece string
	File  reports.File // its Note is the caption
}

// Effect is something the step wants done. The set is sealed.
type Effect interface{ effect() }

// Show puts the card before the person: edited in place after a tap, sent
// anew after words.
type Show struct{ Card Card }

// Say sends a message that stays.
type Say struct{ Text reports.Text }

// Toast answers a tap, in at most 200 characters; Alert needs an OK.
type Toast struct {
	Text  string
	Alert bool
}

// Submit stores the report: its words are in Draft until this is committed.
type Submit struct{ Report reports.Report }

// Fetch asks for a file's bytes.
type Fetch struct{ File reports.File }

// Read asks for a document to be taken apart once its bytes are there:
// [Offered] follows.
type Read struct{ File reports.File }

// Switch opens another dialog for the person: the unit's other area.
type Switch struct{ Key reports.Key }

// Logged is an audit row: what was done, with the words before and after.
type Logged struct{ What, Before, After string }

func (Show) effect()   {}
func (Say) effect()    {}
func (Toast) effect()  {}
func (Submit) effect() {}
func (Fetch) effect()  {}
func (Read) effect()   {}
func (Switch) effect() {}
func (Logged) effect() {}

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
}
