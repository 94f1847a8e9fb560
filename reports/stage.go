package reports

import "time"

// ProblemStage is what a problem waits for.
type ProblemStage int

// The stages, in order.
const (
	StageOver    ProblemStage = iota // closed or merged: nothing
	StageAck                         // somebody confirms it
	StageAssign                      // it is given to whoever is to deal with it (交办)
	StageMeasure                     // they say what they have done first
	StageClose                       // it is closed
)

// Stage returns what the problem waits for, and since when.
func (p Problem) Stage() (ProblemStage, time.Time) {
	switch {
	case !p.Open():
		return StageOver, time.Time{}
	case p.AckedAt.IsZero():
		return StageAck, p.At
	case len(p.Assigned) == 0:
		return StageAssign, p.AckedAt
	case p.MeasureAt.IsZero():
		if p.AssignedAt.IsZero() { // assigned by a program of before
			return StageMeasure, p.AckedAt
		}
		return StageMeasure, p.AssignedAt
	}
	return StageClose, p.MeasureAt
}
