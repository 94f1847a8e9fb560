package reports

import (
	"slices"
	"time"

	"liubao/plan"
)

// Request is something that one or several units are to do for somebody else: a
// difficulty on its way to whoever can solve it (协调事项), or what a leader or the
// office gave them to do (批示, 交办). It is closed by who asked, and not by who
// answers.
type Request struct {
	V      int         `json:"v"`
	ID     string      `json:"id"` // r000001 or i000001
	Number int         `json:"number"`
	Kind   RequestKind `json:"kind"`

	Unit  string `json:"unit,omitempty"`  // who asks; "" for the task force
	By    string `json:"by"`              // person id: who submitted the report, or wrote the instruction down
	Whose string `json:"whose,omitempty"` // who instructs, as shown
	Key   Key    `json:"key,omitzero"`    // the newest report that asks, or the one that an instruction is about
	Task  int    `json:"task,omitempty"`

	What   string `json:"what,omitempty"`   // the difficulty
	Need   string `json:"need"`             // what is needed, or what was instructed
	Wanted string `json:"wanted,omitempty"` // of whom, as the asking unit wrote it
	Photo  *File  `json:"photo,omitempty"`

	Parties  []Party       `json:"parties,omitempty"`  // who is to act
	Assigned bool          `json:"assigned,omitempty"` // the office chose them
	Due      plan.Date     `json:"due,omitzero"`
	At       time.Time     `json:"at"`
	State    RequestState  `json:"state,omitempty"`
	Decision Decision      `json:"decision,omitempty"`
	Meeting  bool          `json:"meeting,omitempty"` // decided at a meeting
	Dropped  bool          `json:"dropped,omitempty"` // closed by a correction that asks no more
	Rung     int           `json:"rung,omitempty"`    // how often whoever asked was reminded to confirm
	Story    []RequestStep `json:"story,omitempty"`
	ClosedAt time.Time     `json:"closedAt,omitzero"`
}

// RequestKind says where a request came from.
type RequestKind string

// The kinds of requests.
const (
	Trouble  RequestKind = "trouble"  // a difficulty of a report
	Instruct RequestKind = "instruct" // a leader's 批示
	Assign   RequestKind = "assign"   // the office's 交办
)

// RequestState is where a request stands beside its parties.
type RequestState string

// The states of a request; "" is open.
const (
	RequestOpen      RequestState = ""
	RequestWithheld  RequestState = "withheld"  // the office keeps it back
	RequestSuspended RequestState = "suspended" // its report was sent back
	RequestClosed    RequestState = "closed"
)

// Decision is what the office decided about a request.
type Decision string

// What the office can decide.
const (
	ToMeeting Decision = "meeting" // 协调会
	ToLeader  Decision = "leader"  // 报领导
)

// Party is a unit that is to act.
type Party struct {
	Unit   string    `json:"unit"`
	TellAt time.Time `json:"tellAt"`        // until then the office may keep it back
	Told   time.Time `json:"told,omitzero"` // when it was sent to the unit
	AckBy  string    `json:"ackBy,omitempty"`
	AckAt  time.Time `json:"ackAt,omitzero"`
	Rung   int       `json:"rung,omitempty"` // the highest stage of reminding reached

	Answer     string    `json:"answer,omitempty"`
	Solved     bool      `json:"solved,omitempty"` // 已解决
	AnsweredBy string    `json:"answeredBy,omitempty"`
	AnsweredAt time.Time `json:"answeredAt,omitzero"`
}

// Answered reports whether the unit has answered.
func (p Party) Answered() bool { return !p.AnsweredAt.IsZero() }

// RequestStep is one step of a request's story.
type RequestStep struct {
	At   time.Time `json:"at"`
	By   string    `json:"by,omitempty"`   // person id, "" for the bot
	Unit string    `json:"unit,omitempty"` // whose step it was
	What string    `json:"what"`           // as people read it
	Text string    `json:"text,omitempty"`
	File *File     `json:"file,omitempty"`
}

// Turn is whose turn it is.
type Turn string

// Whose turn it can be.
const (
	TurnUnits  Turn = "units"  // the units that have not answered
	TurnAsker  Turn = "asker"  // whoever asked: confirm, or correct the report
	TurnOffice Turn = "office" // the office: assign, or decide
	TurnNobody Turn = ""       // it is closed
)

// Open reports whether something is still to be done.
func (r Request) Open() bool { return r.State != RequestClosed }

// Turn returns whose turn it is. An open request is always somebody's.
func (r Request) Turn() Turn {
	switch {
	case !r.Open():
		return TurnNobody
	case r.State == RequestSuspended:
		return TurnAsker
	case r.State == RequestWithheld || r.Decision != "" || len(r.Parties) == 0:
		return TurnOffice
	case len(r.Waiting()) > 0:
		return TurnUnits
	}
	return TurnAsker
}

// Waiting returns the units that have not answered.
func (r Request) Waiting() []string {
	var out []string
	for _, p := range r.Parties {
		if !p.Answered() {
			out = append(out, p.Unit)
		}
	}
	return out
}

// Units returns the units that are to act.
func (r Request) Units() []string {
	var out []string
	for _, p := range r.Parties {
		out = append(out, p.Unit)
	}
	return out
}

// Party returns a unit's part.
func (r *Request) Party(unit string) (*Party, bool) {
	i := slices.IndexFunc(r.Parties, func(p Party) bool { return p.Unit == unit })
	if i < 0 {
		return nil, false
	}
	return &r.Parties[i], true
}

// Solved reports whether one of the closed requests was asked by a report for a task, and
// was not just dropped by a correction: the difficulty is none any more.
func Solved(closed []Request, of Key, task int) bool {
	return slices.ContainsFunc(closed, func(x Request) bool {
		return !x.Open() && !x.Dropped && x.Kind == Trouble && x.Key == of && x.Task == task
	})
}

// Overdue reports whether units are past the day.
func (r Request) Overdue(today plan.Date) bool {
	return !r.Due.IsZero() && r.Due.Before(today) && r.Turn() == TurnUnits
}

// AnsweredAt returns when the last answer came, zero for none.
func (r Request) AnsweredAt() time.Time {
	var last time.Time
	for _, p := range r.Parties {
		if p.AnsweredAt.After(last) {
			last = p.AnsweredAt
		}
	}
	return last
}

// AsRequest is an instruction of an earlier program as the request that it is now.
func (i Instruction) AsRequest() Request {
	r := Request{V: 1, ID: "i" + i.ID, Number: i.Number, Kind: Instruct, By: i.By, Whose: i.Whose, Key: i.Key, Need: i.Text, Photo: i.Photo, At: i.At,
		Parties: []Party{{Unit: i.Unit, TellAt: i.At, Told: i.At, AckBy: i.AckBy, AckAt: i.AckAt}}}
	if !i.Open() { // in those days the answer closed it
		p := &r.Parties[0]
		p.Answer, p.AnsweredBy, p.AnsweredAt = i.Answer, i.AnsweredBy, i.AnsweredAt
		r.State, r.ClosedAt = RequestClosed, i.AnsweredAt
	}
	return r
}
