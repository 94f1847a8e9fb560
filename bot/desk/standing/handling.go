package standing

import (
	"time"

	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// Handling is what was promised and decided about one report that is owed, as
// it is stored under [storage.RowHandling.Of].
type Handling struct {
	V        int         `json:"v"`
	Key      reports.Key `json:"key"`
	Promise  *Promise    `json:"promise,omitempty"`  // the newest
	Snooze   *Promise    `json:"snooze,omitempty"`   // asked for peace without promising anything
	Broken   int         `json:"broken,omitempty"`   // promises not kept
	Extended *Decision   `json:"extended,omitempty"` // until Until
	Held     *Decision   `json:"held,omitempty"`     // left out of a whole period's extension: still due at Until
	Excused  *Decision   `json:"excused,omitempty"`
	Muted    *Decision   `json:"muted,omitempty"`
	Accepted *Decision   `json:"accepted,omitempty"` // the newest review that passed it
	Returned *Return     `json:"returned,omitempty"` // the newest return
	Rungs    []Rung      `json:"rungs,omitempty"`    // who heard of it, in order
}

// Promise is when somebody said they would report, or would be asked again.
type Promise struct {
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Until  time.Time `json:"until"`
	Broken time.Time `json:"broken,omitzero"`
}

// Decision is what the office or a leader decided, and why.
type Decision struct {
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	Reason  string    `json:"reason,omitempty"`
	Until   time.Time `json:"until,omitzero"`
	Version int       `json:"version,omitempty"`
}

// Return is a report sent back.
type Return struct {
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	Version int       `json:"version"`
	Tasks   []int     `json:"tasks,omitempty"` // none: the whole report
	Reason  string    `json:"reason"`
	Until   time.Time `json:"until"`
}

// Rung is a station of the chain that has heard of the report.
type Rung struct {
	To  schedules.Tier `json:"to"`
	At  time.Time      `json:"at"`
	Why string         `json:"why,omitempty"` // promise: a promise was broken; else overdue
}

// ReadHandling returns what is stored about a report; where that is nothing, a
// row to write into. A damaged row says nothing: to go silent for it would be worse.
func ReadHandling(r storage.Reader, k reports.Key) (Handling, error) {
	h, ok, err := storage.GetSound[Handling](r, storage.RowHandling.Of(k))
	if !ok {
		h = Handling{V: 1, Key: k}
	}
	return h, err
}

// SaveHandling stores it.
func SaveHandling(tx storage.Tx, h Handling) error {
	return storage.Put(tx, storage.RowHandling.Of(h.Key), h)
}

// Rung returns the highest station that has heard of the report.
func (h Handling) Rung() (Rung, bool) {
	if len(h.Rungs) == 0 {
		return Rung{}, false
	}
	return h.Rungs[len(h.Rungs)-1], true
}

// height orders the tiers; nobody is told below what has been reached.
var height = map[schedules.Tier]int{schedules.ToDeputy: 1, schedules.ToHead: 2, schedules.ToOffice: 3, schedules.ToLeader: 4}

// Below reports whether the report has not yet reached the tier.
func (h Handling) Below(to schedules.Tier) bool {
	up, ok := h.Rung()
	return !ok || height[up.To] < height[to]
}

// Promised reports whether a promise, or a wish for peace, holds at a time:
// until then nobody is reminded.
func (h Handling) Promised(now time.Time) bool {
	return h.Promise != nil && h.Promise.Broken.IsZero() && now.Before(h.Promise.Until) ||
		h.Snooze != nil && now.Before(h.Snooze.Until)
}

// Deadline returns until when the report may be handed in, in a period of
// everybody's.
func (h Handling) Deadline(p plan.Period) time.Time {
	switch {
	case h.Held != nil: // whatever it was before, an extension of all left it there
		return h.Held.Until
	case h.Extended != nil && h.Extended.Until.After(p.Deadline): // everybody may have been given longer since
		return h.Extended.Until
	}
	return p.Deadline
}

// Own returns the period with the report's own deadline in it.
func (h Handling) Own(p plan.Period) plan.Period {
	p.Deadline = h.Deadline(p)
	return p
}
