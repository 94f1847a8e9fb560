package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"liubao/storage"
)

// Channel carries events in and messages out; [liubao/bot/telegram.Client] is
// one. It alone knows what is in its addresses, refs and cursors.
type Channel interface {
	// Receive waits up to a time for what has happened since the cursor, "" at
	// first, and returns where to go on. Asking with a cursor acknowledges all
	// that came before it, so that is done only once that is on disk.
	Receive(ctx context.Context, cursor string, limit int, wait time.Duration) (in []Inbound, next string, err error)
	// Decode reads one event. With an error the event says as much as could be
	// made out, its chat above all.
	Decode(raw json.RawMessage) (Event, error)
	// Deliver carries a message out and returns the ref of what it made, or the
	// new one of what it changed where that is another.
	Deliver(ctx context.Context, d Delivery) (Ref, error)
	// Doing shows for some seconds that something is being made, where the channel
	// can: whoever waits sees that it was heard.
	Doing(ctx context.Context, chat Address, thread int, what Doing) error
	// Answer ends a pressed button's waiting state.
	Answer(ctx context.Context, press string, a Answer) error
	// Capabilities says what can be sent to a chat.
	Capabilities(chat Address) Capabilities
	// Limits are the rates at which it takes messages.
	Limits() Limits
}

// Doing is what somebody who waits is shown.
type Doing string

// What can be shown.
const (
	Writing   Doing = "writing"
	Uploading Doing = "uploading" // a document is made
	Drawing   Doing = "drawing"   // a picture is made
)

// Inbound is an event as a channel hands it over.
type Inbound struct {
	Raw json.RawMessage
	// Number tells the event from every other that the channel hands over within
	// a week, by the channel's own count. Known is false where it has none.
	Number int64
	Known  bool
}

// Delivery is a message on its way out.
type Delivery struct {
	Message
	Key    string      // the same when the message is sent again
	Target Ref         // the message to change or delete
	Reply  Ref         // the message it replies to, "" for none; a missing one is no error
	Data   io.Reader   // of the file, nil for none
	All    []io.Reader // of an album's files
}

// Capabilities is what a channel can do in a chat.
type Capabilities struct {
	Text    int                // longest text, and
	Caption int                // longest caption of a file, measured by
	Units   func(s string) int // how long the channel takes a text to be
	Styled  int                // most styled spans in one message
	Data    int                // bytes in a button
	Buttons int                // buttons on one message
	Group   bool               // several people read it: the rate of groups holds
	React   bool               // a sign can be put under somebody's message
	Pin     bool               // a message can be kept at the head of the chat
}

// plain is what may be taken for granted everywhere, for transactions that
// know no channel.
var plain = Capabilities{Text: 2000, Caption: 500, Units: func(s string) int { return len(s) }, Styled: 50, Data: 64, Buttons: 50}

// Class says what an error means for whoever sends. The set is closed.
type Class int

// The classes.
const (
	Rejected     Class = iota + 1 // the request is wrong; repeating it is pointless
	RetryAfter                    // not done; wait Error.Wait first
	Unreachable                   // blocked, kicked, deactivated, never started
	Migrated                      // the chat is now at Error.MigrateTo; not done
	Gone                          // the message or button to act on is not there, or too old to act on
	NoTopic                       // the topic does not exist or is closed; not done
	NoRight                       // the bot lacks Error.Right in the chat; not done
	Conflict                      // somebody else asks for this bot's events
	Unauthorized                  // the bot is not let in: everything waits, the operator is told
	Temporary                     // certainly not done; try again
	InDoubt                       // the answer is missing or unreadable: it may have been done
	DoneAlready                   // it had been done: a success
)

var classNames = [...]string{"", "rejected", "retry-after", "unreachable", "migrated", "gone", "no-topic", "no-right", "conflict",
	"unauthorized", "temporary", "in-doubt", "done-already"}

// String returns the class as it stands in logs and metrics.
func (c Class) String() string {
	if c <= 0 || int(c) >= len(classNames) {
		return "unknown"
	}
	return classNames[c]
}

// Right is something that a chat may keep the bot from.
type Right string

// The rights.
const (
	RightWords  Right = "words"  // to write at all
	RightPhotos Right = "photos" // to send pictures
	RightFiles  Right = "files"  // to send documents
	RightPin    Right = "pin"    // to keep messages at the head of the chat
)

// Needs is the right without which a message of the kind cannot go.
func (k MessageKind) Needs() Right {
	switch k {
	case Photo:
		return RightPhotos
	case Document, Album:
		return RightFiles
	case Pin:
		return RightPin
	}
	return RightWords
}

// Error is every error of a channel. Its text holds no secrets.
type Error struct {
	Class     Class
	Method    string        // what was asked of the server, "" outside of a request
	Code      int           // the server's error code, 0 where it gave none
	Text      string        // what it said, redacted
	Wait      time.Duration // of RetryAfter
	MigrateTo Address       // of Migrated
	Right     Right         // of NoRight, "" where the server did not say which

	Cause error // a context's error or nil: anything else may hold secrets
}

// Error describes the error in one line.
func (e *Error) Error() string {
	s := e.Class.String()
	if e.Method != "" {
		s = e.Method + ": " + s
	}
	if e.Code != 0 {
		s += fmt.Sprintf(" (%d)", e.Code)
	}
	if e.Text != "" {
		s += ": " + e.Text
	}
	return s
}

// Unwrap returns the context's error where that was the cause.
func (e *Error) Unwrap() error { return e.Cause }

// ClassOf returns the error's class: 0 for nil, InDoubt for foreign errors.
func ClassOf(err error) Class {
	if err == nil {
		return 0
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Class
	}
	return InDoubt
}

// Reacts reports whether a sign can be put under a message of the chat.
func Reacts(tx storage.Tx, chat Address) bool { return capabilities(tx, chat).React }

// capabilities says what can be sent to a chat, as the channel of whoever runs the
// transaction has it.
func capabilities(tx storage.Tx, chat Address) Capabilities {
	for {
		switch x := tx.(type) {
		case interface{ Capabilities(Address) Capabilities }:
			return x.Capabilities(chat)
		case interface{ Below() storage.Tx }: // one that is tried on another
			tx = x.Below()
		default:
			return plain
		}
	}
}

// Limits are the rates that delivery keeps to. Zero fields do not limit.
type Limits struct {
	Overall time.Duration // between any two messages
	Chat    time.Duration // between two new messages in one chat, after a burst
	Burst   int           // new messages in one chat that may go at once; 1 where 0
	Group   int           // messages in one group within GroupSpan
	// GroupSpan is the sliding window of Group.
	GroupSpan time.Duration
}

// NoLimits is for measuring and for servers of one's own.
var NoLimits = Limits{Overall: 0, Burst: 1 << 30}
