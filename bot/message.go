package bot

import (
	"context"
	"time"

	"liubao/reports"
	"liubao/storage"
)

// MessageKind says what is to be done in a chat.
type MessageKind string

// The kinds of message.
const (
	Send     MessageKind = "send"     // a new text message
	Edit     MessageKind = "edit"     // a new text (or, with File, a new picture) for the slot's message
	Strip    MessageKind = "strip"    // take the buttons off the slot's message
	Delete   MessageKind = "delete"   // delete the slot's message
	Document MessageKind = "document" // a file, Text being its caption
	Photo    MessageKind = "photo"    // a picture, Text being its caption
	Album    MessageKind = "album"    // several pictures, or several documents, shown as one; Text is the first one's caption
	React    MessageKind = "react"    // a sign under the message ReplyToID, Text being an emoji; none takes it back
	Pin      MessageKind = "pin"      // keep the slot's message at the head of the chat
	Leave    MessageKind = "leave"    // leave the chat
)

// Button is a button under a message: with Data one that calls back, with URL a
// link.
type Button struct {
	Label string      `json:"label"`
	Data  string      `json:"data,omitempty"`
	URL   string      `json:"url,omitempty"`
	Copy  string      `json:"copy,omitempty"` // instead of both: what a press puts into the clipboard
	Style ButtonStyle `json:"style,omitempty"`
}

// ButtonStyle says how a button stands out, where the channel can show it.
type ButtonStyle string

// The styles of buttons.
const (
	PlainButton ButtonStyle = ""
	MainButton  ButtonStyle = "main" // what most people press
	GoodButton  ButtonStyle = "good" // hands in, passes, agrees
	BadButton   ButtonStyle = "bad"  // sends back, refuses, throws away
)

// FileRef names a stored file to be sent.
type FileRef struct {
	Hash string `json:"hash"` // hex SHA-256 of its bytes
	Name string `json:"name"` // as the receiver sees it
}

// Message is something that leaves: committed with [Enqueue] in the same
// transaction as its cause, delivered afterwards in the chat's order.
type Message struct {
	Kind   MessageKind  `json:"kind"`
	Chat   Address      `json:"chat"`
	Thread int          `json:"thread,omitempty"` // topic of the group, 0 for none
	Text   reports.Text `json:"text,omitempty"`   // split where it is too long for one message
	Rows   [][]Button   `json:"rows,omitempty"`
	File   FileRef      `json:"file,omitzero"`
	Files  []FileRef    `json:"files,omitempty"` // of an Album: 2 to 10, all pictures or all documents
	Photos bool         `json:"photos,omitempty"`

	// Slot names the chat's message so that later ones can edit, strip, delete
	// or replace it: 1 to 64 of [A-Za-z0-9-_.:/]. Messages without one are
	// sent and forgotten.
	Slot string `json:"slot,omitempty"`
	// Replaces: once this one is delivered, the slot's older message loses its
	// buttons. For Send, Photo and Document.
	Replaces bool `json:"replaces,omitempty"`
	// Instead names an answer that needs no slot: what is unsent under the same name
	// is replaced, and nothing is remembered of it once it is sent.
	Instead string `json:"instead,omitempty"`
	// Crowd is said, with their number put in for %d, instead of such answers where
	// more wait for the chat than anybody would read.
	Crowd string `json:"-"`
	// OrSend: where the slot's message does not exist or is gone, an Edit
	// sends a new one instead. Without it such an edit is dropped.
	OrSend bool `json:"orSend,omitempty"`
	// ReplyTo is the slot of the message this one replies to.
	ReplyTo string `json:"replyTo,omitempty"`
	// ReplyToID is the message this one replies to, where it is not in a slot.
	ReplyToID  Ref  `json:"replyToID,omitempty"`
	ForceReply bool `json:"forceReply,omitempty"` // opens the reply box; not together with Rows
	// Hint is what the reply box shows while it is empty.
	Hint    string `json:"hint,omitempty"`
	Silent  bool   `json:"silent,omitempty"`  // arrives without a sound
	Protect bool   `json:"protect,omitempty"` // cannot be passed on or saved

	// Bulk messages (reminders, bulletins) let replies go first.
	Bulk bool `json:"bulk,omitempty"`
	// Insist: nobody is there who would ask again where it is lost, as with a
	// reminder, a roll-up or an alarm: that it may come twice is better. Bulk
	// messages and those with Marks are insisted on.
	Insist bool `json:"insist,omitempty"`
	// Forgo: nobody misses it where the chat does not let the bot write, as with a
	// sentence on leaving.
	Forgo bool `json:"forgo,omitempty"`
	// Marks are keys of rows that say that it was sent. They are deleted where it
	// dies, so that the next one reaches the person.
	Marks     []string  `json:"marks,omitempty"`
	Purpose   string    `json:"purpose,omitempty"` // why, for logs and metrics: card, reminder, rollup
	Person    string    `json:"person,omitempty"`  // id of the person it is for, "" for none
	Period    string    `json:"period,omitempty"`  // id of the period it is about, "" for none
	At        time.Time `json:"at,omitzero"`       // when it was enqueued
	NotBefore time.Time `json:"notBefore,omitzero"`
	Expires   time.Time `json:"expires,omitzero"` // dropped, with a log line, if not sent by then
}

// Answer is what a pressed button is answered with: at most 200 characters
// shown over the chat, Alert making them a window with an OK. The zero Answer
// only ends the button's waiting state.
type Answer struct {
	Text  string
	Alert bool
}

// Handler decides what an event means. It runs inside the transaction
// that also takes the update out of the inbox: it reads and writes through tx
// alone, calls [Enqueue] for what is to be said, and may run several times. now
// is the time of handling; times of messages are in the update. An error
// rolls everything back; repeated, it sends the update to the dead letters.
type Handler func(ctx context.Context, tx storage.Tx, u Event, now time.Time) (Answer, error)

// Clock is the one source of time for everything that waits.
type Clock interface {
	Now() time.Time
	// Timer delivers the time on the channel once d has passed; stop gives up.
	Timer(d time.Duration) (fired <-chan time.Time, stop func() bool)
}

// SystemClock is the real clock.
type SystemClock struct{}

// Now returns time.Now.
func (SystemClock) Now() time.Time { return time.Now() } //nolint:forbidigo // the one place

// Timer starts a time.Timer.
func (SystemClock) Timer(d time.Duration) (fired <-chan time.Time, stop func() bool) {
	t := time.NewTimer(d) //nolint:forbidigo // the one place
	return t.C, t.Stop
}
