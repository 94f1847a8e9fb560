package reports

import (
	"time"

	"liubao/plan"
)

// Brief is where a submitted report stands, in few bytes: what an overview of
// many needs without reading them whole. Storage keeps it in step.
type Brief struct {
	V           int         `json:"v"`
	Key         Key         `json:"key"`
	Unit        string      `json:"unit"`
	Version     int         `json:"version"`
	State       State       `json:"state"`
	Tasks       []TaskBrief `json:"tasks,omitempty"`
	FirstAt     time.Time   `json:"firstAt"`
	SubmittedAt time.Time   `json:"submittedAt"`
	SubmittedBy string      `json:"submittedBy"`
	SignedAt    time.Time   `json:"signedAt,omitzero"`
	Deadline    time.Time   `json:"deadline"`
	Figures     []Figure    `json:"figures,omitempty"`
}

// Figure is an indicator's value in a report; of what is not known there is none.
type Figure struct {
	Indicator string      `json:"i"`
	Value     plan.Number `json:"n"`
}

// TaskBrief is what a report says of one task, in a word.
type TaskBrief struct {
	Task     int      `json:"t"`
	Progress Progress `json:"p"`
	SameRun  int      `json:"r,omitempty"` // periods running that said 同上期
	Unkept   int      `json:"u,omitempty"` // periods running in which the last plan was 未完成
}

// BriefWithFigures is the first version of a brief that holds all figures of its
// report; of an earlier one it is not known.
const BriefWithFigures = 2

// Brief returns the report's brief.
func (r Report) Brief() Brief {
	b := Brief{V: BriefWithFigures, Key: r.Key, Unit: r.Unit, Version: r.Version, State: r.State, FirstAt: r.FirstAt,
		SubmittedAt: r.SubmittedAt, SubmittedBy: r.SubmittedBy, SignedAt: r.SignedAt, Deadline: r.Deadline}
	for _, e := range r.Entries {
		b.Tasks = append(b.Tasks, TaskBrief{Task: e.Task, Progress: e.Progress, SameRun: e.SameRun, Unkept: e.Unkept})
	}
	for _, x := range r.Readings {
		if !x.Unknown {
			b.Figures = append(b.Figures, Figure{x.Indicator, x.Value})
		}
	}
	return b
}

// Progress returns what the report says of the task, "" for nothing.
func (b Brief) Progress(task int) Progress {
	for _, t := range b.Tasks {
		if t.Task == task {
			return t.Progress
		}
	}
	return ""
}

// Count returns how many tasks the report says this of.
func (b Brief) Count(p Progress) int {
	n := 0
	for _, t := range b.Tasks {
		if t.Progress == p {
			n++
		}
	}
	return n
}

// Late returns by how much the first version missed its deadline, 0 if it did not.
func (b Brief) Late() time.Duration { return Report{FirstAt: b.FirstAt, Deadline: b.Deadline}.Late() }

// DraftBrief is how far a draft has come, in few bytes.
type DraftBrief struct {
	V       int       `json:"v"`
	Key     Key       `json:"key"`
	Filled  int       `json:"filled"` // items filled in, of Of
	Of      int       `json:"of"`
	Tasks   []int     `json:"tasks,omitempty"` // those spoken of
	Open    bool      `json:"open,omitempty"`  // being corrected after a submission
	Updated time.Time `json:"updated,omitzero"`
	By      string    `json:"by,omitempty"` // who changed it last
}
