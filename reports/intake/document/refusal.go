package document

import (
	"errors"
	"fmt"
)

// Reason says why a file was not taken.
type Reason string

// The reasons.
const (
	TooLarge     Reason = "too large"
	Empty        Reason = "empty"
	OnlyPictures Reason = "only pictures" // a scan: keep it as evidence
	Picture      Reason = "picture"       // keep it as evidence
	PDF          Reason = "pdf"           // keep it as evidence
	OldOffice    Reason = "old office format"
	Locked       Reason = "password"
	Packed       Reason = "archive"
	OtherOffice  Reason = "other office format" // slides, OpenDocument
	Markup       Reason = "markup"              // HTML or XML
	Swollen      Reason = "swollen archive"
	Crooked      Reason = "crooked archive" // names that point outside, or doubled
	Entities     Reason = "document type"   // XML that brings its own entities
	Deep         Reason = "too deep"
	Damaged      Reason = "damaged"
	Unknown      Reason = "unknown"
)

// Refusal is the error for a file that is not taken.
type Refusal struct {
	Reason Reason
	Detail string // for the log; never shown in chat
}

// Error says in English what is wrong.
func (r *Refusal) Error() string { return "file refused: " + string(r.Reason) + ": " + r.Detail }

// Sentence says in Chinese what is wrong and what the sender can do.
func (r *Refusal) Sentence() string {
	if s, ok := sentences[r.Reason]; ok {
		return s
	}
	return sentences[Unknown]
}

// Evidence reports whether the file is still worth keeping as evidence: a
// picture, a scan or a PDF.
func (r *Refusal) Evidence() bool {
	return r.Reason == OnlyPictures || r.Reason == Picture || r.Reason == PDF
}

// Refuse returns a refusal.
func Refuse(r Reason, format string, args ...any) *Refusal {
	return &Refusal{Reason: r, Detail: fmt.Sprintf(format, args...)}
}

// AsRefusal turns what a parser says into a refusal.
func AsRefusal(err error) *Refusal {
	if r, ok := errors.AsType[*Refusal](err); ok {
		return r
	}
	return Refuse(Damaged, "%v", err)
}
