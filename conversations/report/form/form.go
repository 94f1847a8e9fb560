// Package form is a report as it is asked and as it stands: the form with its tasks,
// indicators and questions, the draft with the words so far, and the cursor, where one
// person is in it.
//
// Why it stands apart from the steps: what is still missing, what may be changed and
// what is doubtful is asked by the steps and shown by the cards, and both must get
// the same answer.
package form

import (
	"maps"
	"slices"
	"strings"
	"time"

	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
)

// Dialog is one report to be written, as data: what is asked, what was said
// last time, and where the report stands. It is built anew for every event
// from plan, duty, period and the stored reports, and is never stored.
type Form struct {
	Key        reports.Key
	Title      string // the duty's title
	Unit       string // unit id of the owner
	Subject    string // the area's or unit's name
	Period     plan.Period
	Loc        *time.Location
	Tasks      []Task
	Indicators []Indicator
	Questions  []Question
	SignOff    plan.SignOff
	Siblings   []Sibling
	Current    *reports.Report   // the version submitted last in this period, nil before the first
	Names      map[string]string // person id to name, for the people of the unit
	UnitNames  map[string]string // unit id to name, for units named on buttons
	Returned   *Return           // set while the office waits for a correction
	Notices    []string          // what else waits for the unit, a line each
	Once       bool              // falls due once: a document, not a period's progress
	Written    bool              // owed in writing
}

// Task is a task as the dialog asks for it.
type Task struct {
	plan.Task
	Last *reports.Entry // what the last report said of it, nil for the first
	// Asked is what an open request of the task asks: it is carried on untyped.
	Asked Asked
	// Planned is what the last report planned for it (下步打算), "" for nothing.
	Planned string
	// Contributions is what the responsible units gave, or were asked for; the
	// lead's own is not among them.
	Contributions []reports.Contribution
}

// Asked is what was asked of others for a task, and is not yet solved.
type Asked struct {
	Need, From string
	Number     int      // the request's, as people call it
	Answers    []Answer // where it is the unit's turn to confirm them
}

// Answer is what a unit said to what was asked of it, "" that it is solved.
type Answer struct{ Unit, Text string }

// Indicator is an indicator as the dialog asks for it.
type Indicator struct {
	plan.Indicator
	Last *reports.Reading // the newest known value, nil for none
}

// Question is a question as the dialog asks it.
type Question struct {
	plan.Question
	Last string // what the last report answered, "" for nothing
}

// Sibling is another report that the same unit owes in the same period.
type Sibling struct {
	Key   reports.Key
	Name  string
	State string // a word for where it stands
	Open  bool   // still to be done in this period, or overdue
}

// Return is the office's reason for sending a report back.
type Return struct {
	Tasks  []int // the tasks reopened; empty means all
	Reason string
	Until  time.Time
}

// Draft is the words so far. It belongs to duty, period and subject: everybody
// of the unit writes into the same one.
type Draft struct {
	V         int               `json:"v"`
	Key       reports.Key       `json:"key"`
	Entries   []reports.Entry   `json:"entries,omitempty"`
	Readings  []reports.Reading `json:"readings,omitempty"`
	Answers   []reports.Answer  `json:"answers,omitempty"`
	Skipped   []string          `json:"skipped,omitempty"` // optional questions passed over
	Evidence  []reports.File    `json:"evidence,omitempty"`
	Loose     []reports.Piece   `json:"loose,omitempty"`     // words without a place yet
	Unplaced  []reports.File    `json:"unplaced,omitempty"`  // files without a place yet
	Offers    []Offer           `json:"offers,omitempty"`    // documents and long texts taken apart, not yet taken
	Dropped   []reports.Piece   `json:"dropped,omitempty"`   // words taken out by their author, and not yet kept beside the draft
	Takings   []Taking          `json:"takings,omitempty"`   // what was decided about contributions
	Touched   map[string]Touch  `json:"touched,omitempty"`   // by spot
	Rev       int               `json:"rev"`                 // counts changes
	Remark    string            `json:"remark,omitempty"`    // what the head wants changed
	Submitted int               `json:"submitted,omitempty"` // version submitted last, 0 for none
	Open      bool              `json:"open,omitempty"`      // being corrected after a submission
	Filled    int               `json:"filled"`              // items filled in, of Of
	Of        int               `json:"of"`
	Updated   time.Time         `json:"updated,omitzero"`
	Started   time.Time         `json:"started,omitzero"`
}

// Touch says who changed a spot last, and at which revision of the draft.
type Touch struct {
	By  string `json:"by"`
	Rev int    `json:"rev"`
}

// Cursor is where one person is in a dialog. It belongs to chat and user.
type Cursor struct {
	V       int         `json:"v"`
	Key     reports.Key `json:"key"`
	Screen  string      `json:"screen"`
	Item    string      `json:"item,omitempty"` // what the screen is about: a task's number, an id
	Version int         `json:"version"`        // of the card shown last; never goes back
	Seen    int         `json:"seen"`           // the draft's revision when that card was shown
	// LastAt and LastSpot let a text sent within two seconds join the one before it.
	LastAt   time.Time `json:"lastAt,omitzero"`
	LastSpot string    `json:"lastSpot,omitempty"`
	// Group and GroupTask are the album sent last and the task that it belongs to.
	Group     string         `json:"group,omitempty"`
	GroupTask int            `json:"groupTask,omitempty"`
	Pending   *reports.Piece `json:"pending,omitempty"` // words a question back is about
	Value     *plan.Number   `json:"value,omitempty"`   // the number a question back is about
}

// The screens a cursor can be on.
const (
	ScreenHome     = "home"
	ScreenTask     = "task"
	ScreenWords    = "words"
	ScreenNeed     = "need"
	ScreenFrom     = "from"
	ScreenReason   = "reason"
	ScreenFigure   = "figure"   // an indicator
	ScreenFigures  = "figures"  // the list of indicators
	ScreenSure     = "sure"     // an implausible number
	ScreenUnread   = "unread"   // words where a number was due
	ScreenQuestion = "question" //
	ScreenPlace    = "place"    // words or files without a place
	ScreenOffer    = "offer"    // a document or long text taken apart
	ScreenPart     = "part"     // one part of it
	ScreenTaking   = "taking"   // a responsible unit's contribution, to be edited
	ScreenCollide  = "collide"  // two people wrote the same item
	ScreenPreview  = "preview"
	ScreenSent     = "sent"
	ScreenAmend    = "amend" // an edit of something already submitted
)

// Clone returns a copy of the draft that can be changed without touching w. It
// shares what is only ever appended to, with no room left to append in place:
// words and files. Whoever changes one of those, or the map of who touched what,
// puts a copy in its place first; see [Draft.Find] and [Draft.Touch].
func (w Draft) Clone() Draft {
	w.Entries = slices.Clone(w.Entries)
	for i := range w.Entries {
		e := &w.Entries[i]
		e.Words, e.Need, e.NeedFrom, e.Reason = slices.Clip(e.Words), slices.Clip(e.Need), slices.Clip(e.NeedFrom), slices.Clip(e.Reason)
		e.Evidence = slices.Clip(e.Evidence)
	}
	w.Readings = slices.Clone(w.Readings)
	w.Answers = slices.Clone(w.Answers)
	for i := range w.Answers {
		w.Answers[i].Words = slices.Clip(w.Answers[i].Words)
	}
	w.Skipped = slices.Clone(w.Skipped)
	w.Evidence = slices.Clip(w.Evidence)
	w.Loose = slices.Clip(w.Loose)
	w.Unplaced = slices.Clone(w.Unplaced)
	w.Dropped = slices.Clip(w.Dropped)
	w.Takings = slices.Clip(w.Takings)
	w.Offers = slices.Clone(w.Offers)
	for i, o := range w.Offers {
		w.Offers[i].Parts = slices.Clone(o.Parts)
		w.Offers[i].Figures = slices.Clone(o.Figures)
	}
	return w
}

// entry returns a pointer to the task's entry, making it where there is none.
func (w *Draft) OpenEntry(task int) *reports.Entry {
	for i := range w.Entries {
		if w.Entries[i].Task == task {
			return &w.Entries[i]
		}
	}
	w.Entries = append(w.Entries, reports.Entry{Task: task})
	slices.SortFunc(w.Entries, func(a, b reports.Entry) int { return a.Task - b.Task })
	return w.OpenEntry(task)
}

// Entry returns what the draft says of the task.
func (w *Draft) Entry(task int) reports.Entry {
	for _, e := range w.Entries {
		if e.Task == task {
			return e
		}
	}
	return reports.Entry{Task: task}
}

// Reading returns the draft's value of the indicator.
func (w *Draft) Reading(id string) (reports.Reading, bool) {
	for _, r := range w.Readings {
		if r.Indicator == id {
			return r, true
		}
	}
	return reports.Reading{}, false
}

// SetReading stores an indicator's value; what was typed for the one before is kept.
func (w *Draft) SetReading(r reports.Reading) {
	for i := range w.Readings {
		if old := w.Readings[i]; old.Indicator == r.Indicator {
			w.keepWords(old, r)
			w.Readings[i] = r
			return
		}
	}
	w.Readings = append(w.Readings, r)
}

// keepWords moves what was typed for an earlier value, and is not part of the
// new one, to the words taken out.
func (w *Draft) keepWords(old, r reports.Reading) {
	if old.Raw != "" && old.Piece != r.Piece {
		w.Dropped = append(w.Dropped, reports.Piece{ID: old.Piece, By: old.By, At: old.At, Text: old.Raw})
	}
	if old.Note != "" && old.Note != old.Raw && !strings.Contains(r.Note, old.Note) {
		w.Dropped = append(w.Dropped, reports.Piece{ID: old.Piece + "-note", By: old.By, At: old.At, Text: old.Note})
	}
}

// answer returns a pointer to the question's answer, making it where there is none.
func (w *Draft) OpenAnswer(id string) *reports.Answer {
	for i := range w.Answers {
		if w.Answers[i].Question == id {
			return &w.Answers[i]
		}
	}
	w.Answers = append(w.Answers, reports.Answer{Question: id})
	return &w.Answers[len(w.Answers)-1]
}

// Answer returns the words answered to the question.
func (w *Draft) Answer(id string) []reports.Piece {
	for _, a := range w.Answers {
		if a.Question == id {
			return a.Words
		}
	}
	return nil
}

// Touch notes that somebody changed a spot.
func (w *Draft) Touch(spot string, b conversations.By) {
	w.Rev++
	w.Updated = b.At
	if w.Started.IsZero() {
		w.Started = b.At
	}
	touched := make(map[string]Touch, len(w.Touched)+1) // the old one belongs to others too
	maps.Copy(touched, w.Touched)
	touched[spot] = Touch{By: b.Actor, Rev: w.Rev}
	w.Touched = touched
}

// Task returns the task with the number.
func (d *Form) Task(number int) (Task, bool) {
	for _, t := range d.Tasks {
		if t.Number == number {
			return t, true
		}
	}
	return Task{}, false
}

// Indicator returns the indicator with the id.
func (d *Form) Indicator(id string) (Indicator, bool) {
	for _, i := range d.Indicators {
		if i.ID == id {
			return i, true
		}
	}
	return Indicator{}, false
}

// Question returns the question with the id.
func (d *Form) Question(id string) (Question, bool) {
	for _, q := range d.Questions {
		if q.ID == id {
			return q, true
		}
	}
	return Question{}, false
}

// Name returns the person's name, or a neutral word.
func (d *Form) Name(person string) string {
	if n := d.Names[person]; n != "" {
		return n
	}
	return "同事"
}

// DraftOf opens a submitted report as a draft, for corrections.
func DraftOf(r reports.Report) Draft {
	return Draft{
		V: 1, Key: r.Key, Submitted: r.Version,
		Entries: r.Entries, Readings: r.Readings, Answers: r.Answers, Evidence: r.Evidence,
		Started: r.FirstAt, Updated: r.SubmittedAt,
	}.Clone()
}

// Brief returns how far the draft has come.
func (w Draft) Brief() reports.DraftBrief {
	b := reports.DraftBrief{Filled: w.Filled, Of: w.Of, Open: w.Open, Updated: w.Updated}
	for _, e := range w.Entries {
		if e.Progress != "" {
			b.Tasks = append(b.Tasks, e.Task)
		}
	}
	for _, t := range w.Touched {
		if t.Rev == w.Rev {
			b.By = t.By
		}
	}
	return b
}
