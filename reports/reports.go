// Package reports holds the nouns everybody shares: reports with their
// entries, readings and evidence, problems, reviews, and the arithmetic of
// their states. It does no I/O and never asks for the time.
package reports

import (
	"time"

	"liubao/plan"
)

// Key names one report: what is due, when, and about what.
type Key struct {
	Period  string `json:"period"`  // the period's id, 2027-02-28
	Duty    string `json:"duty"`    // the duty's id
	Subject string `json:"subject"` // an area's or a unit's id
}

// String returns the key as it stands in storage.
func (k Key) String() string { return k.Period + "/" + k.Duty + "/" + k.Subject }

// Progress is what a unit says of one task.
type Progress string

// What a unit can say of a task. The empty value is "not yet said".
const (
	Same       Progress = "same"       // 同上期
	Moving     Progress = "moving"     // 有进展
	Difficulty Progress = "difficulty" // 有困难
	Done       Progress = "done"       // 已完成
)

// Overcome is what is counted of a task whose difficulty was solved since: nobody
// says it in a report. See [Solve].
const Overcome Progress = "overcome" // 困难已解决

// Label returns the word shown in chat.
func (p Progress) Label() string {
	switch p {
	case Same:
		return "同上期"
	case Moving:
		return "有进展"
	case Difficulty:
		return "有困难"
	case Done:
		return "已完成"
	case Overcome:
		return "困难已解决"
	}
	return "未填"
}

// Piece is one message's worth of words, kept as it was typed. Text is what
// counts now; Was holds what an edit replaced.
type Piece struct {
	ID   string    `json:"id"` // opaque; an edited message finds its piece by it
	By   string    `json:"by"` // person id
	At   time.Time `json:"at"`
	Text string    `json:"text"`
	Was  []string  `json:"was,omitempty"`
	From string    `json:"from,omitempty"` // unit id a contribution was taken from
	Of   string    `json:"of,omitempty"`   // the contribution's pieces it was taken from, as they stood
	File string    `json:"file,omitempty"` // unique id of the document the words were taken from
}

// Join puts pieces together as paragraphs.
func Join(ps []Piece) string {
	var s string
	for _, p := range ps {
		if p.Text == "" {
			continue
		}
		if s != "" {
			s += "\n"
		}
		s += p.Text
	}
	return s
}

// File is a photo or document somebody sent. Its bytes arrive after the
// message: until then SHA256 is empty.
type File struct {
	ID     string    `json:"id"`   // Telegram file id; opaque here
	UID    string    `json:"uid"`  // Telegram's unique file id: the same for every bot and copy
	Name   string    `json:"name"` // as sent; never used as a path
	Kind   string    `json:"kind"` // photo, document, voice, video
	MIME   string    `json:"mime,omitempty"`
	Size   int64     `json:"size,omitempty"` // bytes
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Note   string    `json:"note,omitempty"`  // caption
	Piece  string    `json:"piece,omitempty"` // opaque id of the message it came with; an edited message finds it
	SHA256 string    `json:"sha256,omitempty"`
}

// Entry is what a report says of one task.
type Entry struct {
	Task     int      `json:"task"`
	Progress Progress `json:"progress,omitempty"`
	Words    []Piece  `json:"words,omitempty"`
	Need     []Piece  `json:"need,omitempty"`     // with 有困难: what is needed
	NeedFrom []Piece  `json:"needFrom,omitempty"` // and from whom
	Reason   []Piece  `json:"reason,omitempty"`   // why 同上期 for the third time running
	Evidence []File   `json:"evidence,omitempty"`
	SameRun  int      `json:"sameRun,omitempty"` // periods running that said 同上期, this one included
	Carried  string   `json:"carried,omitempty"` // with 同上期: the words it refers to
	Planned  string   `json:"planned,omitempty"` // what the last report had planned for it (下步打算)
	Kept     Kept     `json:"kept,omitempty"`    // what became of that plan, "" where nobody said
	Unkept   int      `json:"unkept,omitempty"`  // periods running that said 未完成, this one included
}

// Kept is what became of what was planned last time.
type Kept string

// What a unit can say of its last plan.
const (
	KeptDone Kept = "done" // 完成
	KeptPart Kept = "part" // 部分完成
	KeptNot  Kept = "not"  // 未完成
)

// Label returns the word shown in chat and papers.
func (k Kept) Label() string {
	switch k {
	case KeptDone:
		return "完成"
	case KeptPart:
		return "部分完成"
	case KeptNot:
		return "未完成"
	}
	return ""
}

// Said returns what the entry says now: its own words, or with 同上期 those it
// refers to.
func (e Entry) Said() string {
	if t := e.Text(); t != "" {
		return t
	}
	return e.Carried
}

// Text returns the entry's words as one text.
func (e Entry) Text() string { return Join(e.Words) }

// Reading is an indicator's value in one report.
type Reading struct {
	Indicator string      `json:"indicator"`
	Value     plan.Number `json:"value"`
	Same      bool        `json:"same,omitempty"`    // 无变化: carried over from the last report
	Unknown   bool        `json:"unknown,omitempty"` // 暂无数据: asked, and not known this time
	Note      string      `json:"note,omitempty"`    // words given with the number
	Raw       string      `json:"raw,omitempty"`     // as typed
	Piece     string      `json:"piece,omitempty"`   // the message it was typed in
	By        string      `json:"by,omitempty"`
	At        time.Time   `json:"at"`
}

// State is where a submitted report stands.
type State string

// The states of a submitted report.
const (
	Submitted  State = "submitted"  // 已提交
	AwaitsSign State = "awaitssign" // 已提交·待签: counts as on time
	Signed     State = "signed"     // 已审签
	Returned   State = "returned"   // 已退回
	Accepted   State = "accepted"   // 已通过
	// Unreadable is never stored: the report was submitted and its row is damaged.
	Unreadable State = "unreadable" // 记录无法读取
)

// Label returns the word shown in chat.
func (s State) Label() string {
	switch s {
	case Submitted:
		return "已提交"
	case AwaitsSign:
		return "已提交·待签"
	case Signed:
		return "已审签"
	case Returned:
		return "已退回"
	case Accepted:
		return "已通过"
	case Unreadable:
		return "记录无法读取"
	}
	return "未报"
}

// Answer is the answer to one of a duty's own questions, or to the two that
// every progress report ends with (ids "next" and "practice").
type Answer struct {
	Question string  `json:"question"`
	Words    []Piece `json:"words"`
}

// Report is one version of what a unit submitted. Versions count from 1 and
// earlier ones stay.
type Report struct {
	V           int       `json:"v"` // format version of this record
	Key         Key       `json:"key"`
	Unit        string    `json:"unit"`
	Version     int       `json:"version"`
	State       State     `json:"state"`
	Entries     []Entry   `json:"entries,omitempty"`
	Readings    []Reading `json:"readings,omitempty"`
	Answers     []Answer  `json:"answers,omitempty"`
	Evidence    []File    `json:"evidence,omitempty"` // not on any one task
	SubmittedAt time.Time `json:"submittedAt"`
	SubmittedBy string    `json:"submittedBy"`
	FirstAt     time.Time `json:"firstAt"`  // when version 1 was submitted: decides whether it was on time
	Deadline    time.Time `json:"deadline"` // as it stood at submission
	SignedAt    time.Time `json:"signedAt,omitzero"`
	SignedBy    string    `json:"signedBy,omitempty"`
	Scan        *File     `json:"scan,omitempty"`
	Correction  string    `json:"correction,omitempty"` // what a correction says it corrects
}

// Late returns by how much the first version missed its deadline, 0 if it did not.
func (r Report) Late() time.Duration {
	if r.Deadline.IsZero() || !r.FirstAt.After(r.Deadline) {
		return 0
	}
	return r.FirstAt.Sub(r.Deadline)
}

// Entry returns the entry of the task.
func (r Report) Entry(task int) (Entry, bool) {
	for _, e := range r.Entries {
		if e.Task == task {
			return e, true
		}
	}
	return Entry{}, false
}

// Reading returns the indicator's reading.
func (r Report) Reading(indicator string) (Reading, bool) {
	for _, x := range r.Readings {
		if x.Indicator == indicator {
			return x, true
		}
	}
	return Reading{}, false
}

// Answer returns the words answered to the question, "" for none.
func (r Report) Answer(question string) string {
	for _, a := range r.Answers {
		if a.Question == question {
			return Join(a.Words)
		}
	}
	return ""
}

// Problem is a serious problem (重大问题), tracked until closed.
type Problem struct {
	V        int       `json:"v"`
	ID       string    `json:"id"`
	Unit     string    `json:"unit"`
	Area     string    `json:"area,omitempty"`
	What     string    `json:"what"`
	Where    string    `json:"where,omitempty"`
	Since    string    `json:"since,omitempty"` // as the reporter put it
	Major    bool      `json:"major"`
	Needs    string    `json:"needs,omitempty"`
	Evidence []File    `json:"evidence,omitempty"`
	By       string    `json:"by"`
	At       time.Time `json:"at"`
	Assigned []string  `json:"assigned,omitempty"` // unit ids
	Due      plan.Date `json:"due,omitzero"`
	Notes    []Note    `json:"notes,omitempty"`
	ClosedAt time.Time `json:"closedAt,omitzero"`
	ClosedBy string    `json:"closedBy,omitempty"`
	Result   string    `json:"result,omitempty"`
	MergedIn string    `json:"mergedIn,omitempty"`

	AckedAt    time.Time `json:"ackedAt,omitzero"` // the duty officer, or whoever came first, has seen it
	AckedBy    string    `json:"ackedBy,omitempty"`
	LeaderTold time.Time `json:"leaderTold,omitzero"`
	AssignedAt time.Time `json:"assignedAt,omitzero"` // units were first given it
	MeasureAt  time.Time `json:"measureAt,omitzero"`  // one of them first said what it has done
	AskedAt    time.Time `json:"askedAt,omitzero"`    // the assigned units were last asked for progress
	LateTold   time.Time `json:"lateTold,omitzero"`   // the office was told that it is overdue
	Told       []string  `json:"told,omitempty"`      // ids of the people whose chats hold its card
}

// Open reports whether the problem still needs somebody.
func (p Problem) Open() bool { return p.ClosedAt.IsZero() && p.MergedIn == "" }

// Note is a dated remark.
type Note struct {
	By   string    `json:"by"`
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// The kinds of review.
const (
	ReviewAccept = "accept"
	ReviewReturn = "return"
)

// Review is what the office or a leader says of a submitted report.
type Review struct {
	V       int       `json:"v"`
	Key     Key       `json:"key"`
	Version int       `json:"version"`
	Kind    string    `json:"kind"` // one of the kinds of review
	Tasks   []int     `json:"tasks,omitempty"`
	Text    string    `json:"text,omitempty"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	Photo   *File     `json:"photo,omitempty"`
	Until   time.Time `json:"until,omitzero"`
}

// Label returns the file's name, or what it is where it has none.
func (f File) Label() string {
	switch {
	case f.Name != "":
		return f.Name
	case f.Kind == "photo":
		return "照片"
	}
	return "文件"
}
