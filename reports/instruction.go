package reports

import "time"

// Instruction is what a leader or the director wrote to a unit (批示). It stays
// open until the unit has answered it.
type Instruction struct {
	V      int       `json:"v"`
	ID     string    `json:"id"` // six digits, counted from 1
	Number int       `json:"number"`
	Unit   string    `json:"unit"`         // the unit it is to
	Key    Key       `json:"key,omitzero"` // the report it is about, if any
	Whose  string    `json:"whose"`        // who instructs, as shown
	Text   string    `json:"text"`         //
	Photo  *File     `json:"photo,omitempty"`
	By     string    `json:"by"` // person id of who wrote it down: the leader, or the office (代录)
	At     time.Time `json:"at"`

	AckBy string    `json:"ackBy,omitempty"`
	AckAt time.Time `json:"ackAt,omitzero"`

	Answer     string    `json:"answer,omitempty"`
	Files      []File    `json:"files,omitempty"`
	AnsweredBy string    `json:"answeredBy,omitempty"`
	AnsweredAt time.Time `json:"answeredAt,omitzero"`
}

// Open reports whether an answer is still owed.
func (i Instruction) Open() bool { return i.AnsweredAt.IsZero() }

// Acknowledged reports whether somebody of the unit has said 收到.
func (i Instruction) Acknowledged() bool { return !i.AckAt.IsZero() }
