package reports

import (
	"time"

	"liubao/plan"
)

// Finding is what an inspection (督查) found at a unit: to be put right by a
// day (整改期限), answered with evidence, and struck off (销号).
type Finding struct {
	V        int       `json:"v"`
	ID       string    `json:"id"`
	Unit     string    `json:"unit"`
	Text     string    `json:"text"`
	Due      plan.Date `json:"due,omitzero"` // zero: written down, not yet sent to the unit
	Evidence []File    `json:"evidence,omitempty"`
	By       string    `json:"by"`
	At       time.Time `json:"at"`
	Notes    []Note    `json:"notes,omitempty"`    // answers and returns, oldest first
	Answered time.Time `json:"answered,omitzero"`  // the unit's newest answer, zero after a return
	AskedAt  time.Time `json:"askedAt,omitzero"`   // the unit was last reminded
	LateTold time.Time `json:"lateTold,omitzero"`  // the inspector was told that it is overdue
	ClosedAt time.Time `json:"closedAt,omitzero"`  // 销号
	ClosedBy string    `json:"closedBy,omitempty"` // never somebody of the unit itself
}

// Open reports whether the finding is not struck off yet.
func (f Finding) Open() bool { return f.ClosedAt.IsZero() }

// Sent reports whether the unit was told.
func (f Finding) Sent() bool { return !f.Due.IsZero() }

// Overdue reports whether the day has passed without an answer.
func (f Finding) Overdue(today plan.Date) bool {
	return f.Open() && f.Sent() && f.Answered.IsZero() && today.After(f.Due)
}
