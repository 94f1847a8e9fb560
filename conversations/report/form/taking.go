package form

import (
	"fmt"

	"liubao/reports"
)

// Taking is what the lead decided about one unit's contribution.
type Taking struct {
	Task int    `json:"task"`
	Unit string `json:"unit"`
	How  string `json:"how"` // taken, edited, left
	Rev  int    `json:"rev"` // of the contribution that was decided about
	By   string `json:"by"`
}

// Decided returns what was decided about a contribution as it stands now.
func (w *Draft) Decided(c reports.Contribution) string {
	for _, x := range w.Takings {
		if x.Task == c.Task && x.Unit == c.Unit && x.Rev == c.Rev {
			return x.How
		}
	}
	return ""
}

// Contribution returns a unit's contribution to a task.
func (d *Form) Contribution(number int, unit string) (Task, reports.Contribution, bool) {
	task, ok := d.Task(number)
	if !ok {
		return task, reports.Contribution{}, false
	}
	for _, c := range task.Contributions {
		if c.Unit == unit {
			return task, c, true
		}
	}
	return task, reports.Contribution{}, false
}

// PieceOf names a contribution's piece as it stands: an edited one is another.
func PieceOf(p reports.Piece) string { return fmt.Sprintf("%s.%d", p.ID, len(p.Was)) }
