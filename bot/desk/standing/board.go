package standing

import (
	"time"

	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// Board is where everything stands that a duty makes its owners owe for one
// period, at a moment.
type Board struct {
	Duty   plan.Duty
	Period plan.Period
	Rows   []Standing
	At     time.Time
}

// Read reads a board, by the plan as it stood on the period's deadline.
func Read(r storage.Reader, p *plan.Plan, duty plan.Duty, of plan.Period, now time.Time) (Board, error) {
	rows, err := In(r, p, duty.ID, of)
	return Board{Duty: duty, Period: of, Rows: rows, At: now}, err
}

// Owed returns what the standings come to.
func (b Board) Owed() []reports.Owed { return At(b.Rows, b.At) }

// Count counts them.
func (b Board) Count() reports.Counts { return reports.Count(b.Owed()) }

// Row returns the standing about a subject.
func (b Board) Row(subject string) (Standing, bool) {
	for _, s := range b.Rows {
		if s.Subject == subject {
			return s, true
		}
	}
	return Standing{}, false
}
