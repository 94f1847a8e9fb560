package conversations

import (
	"time"

	"liubao/plan"
	"liubao/reports"
)

// Event is something a person did. The set is sealed.
type Event interface {
	// Origin says who did it, and when.
	Origin() By
	event()
}

// By says who did something, and when. It is part of every event.
type By struct {
	At    time.Time
	Actor string // person id
}

// Origin returns b.
func (b By) Origin() By { return b }
func (By) event()       {}

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
	Text  string // the words, or the caption, as they stand now
	// File is the photo or document that took the place of the one sent with the
	// message, nil for words; one that stays the same is no replacement.
	File *reports.File
}

// Sent: the person sent a photo or document.
type Sent struct {
	By
	Piece string
	File  reports.File // its Note is the caption
	// Group names the album that the file is one of, "" for none: an album is sent as
	// several messages and belongs where its first was sent.
	Group string
}

// Offered: a document or a long text was taken apart, and this is where its
// parts seem to belong. Nothing of it counts before a person takes it.
type Offered struct {
	By
	Piece   string // opaque id of the message it came with, stable over edits of it
	Name    string // of the document, "" for words typed or pasted
	File    string // unique id of the document, "" for words typed or pasted
	Text    string // words typed or pasted, whole
	Parts   []Part
	Figures []Figure
	Notes   []string // sentences on what was not read
}

// Part is one part of an offer and where it seems to belong.
type Part struct {
	Text       string `json:"text"`
	Task       int    `json:"task,omitempty"`       // 0 for none
	Question   string `json:"question,omitempty"`   // instead of a task, "" for none
	Sure       bool   `json:"sure,omitempty"`       // nothing else comes near
	Elsewhere  int    `json:"elsewhere,omitempty"`  // a task of another area that it seems to be about
	Difficulty bool   `json:"difficulty,omitempty"` // it speaks of difficulties
	Field      string `json:"field,omitempty"`      // "need" or "from" of the task's difficulty, "" for its words
	Out        bool   `json:"out,omitempty"`        // left out by a tap
}

// Placed reports whether the part has a place and is to be taken.
func (p Part) Placed() bool { return !p.Out && (p.Task != 0 || p.Question != "") }

// Figure is a number proposed for an indicator.
type Figure struct {
	Indicator string      `json:"indicator"`
	Value     plan.Number `json:"value"`
	Raw       string      `json:"raw"`  // as written
	Near      string      `json:"near"` // the words around it
	Part      int         `json:"part"` // index of the part it stands in
	Out       bool        `json:"out,omitempty"`
}
