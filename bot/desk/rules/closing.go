package rules

import (
	"time"

	"liubao/plan"
	"liubao/storage"
)

// The end of a plan is part of the rules, as its dates are: nothing is owed after
// it, wherever a time is computed, and whatever is said then changes nothing.

// settingClosing names the setting that says when the plan ends.
const settingClosing = "closing"

// UndoDays is for how many days after its last one a plan can be gone on with.
const UndoDays = 30

// Closing is the decision to close the plan (收官). The zero value is a plan that
// goes on.
type Closing struct {
	V    int       `json:"v"`
	On   plan.Date `json:"on"` // the last day on which anything is owed
	By   string    `json:"by"` // person id, "" for the operator
	Name string    `json:"name"`
	At   time.Time `json:"at"` // when it was decided
	// Done is when the last papers were ordered and the audit log said so.
	Done time.Time `json:"done,omitzero"`
	// Folder is where everything was exported to, by the operator's machine, and when.
	Folder   string    `json:"folder,omitempty"`
	Exported time.Time `json:"exported,omitzero"`
}

// Set reports whether somebody decided to close the plan.
func (c Closing) Set() bool { return !c.On.IsZero() }

// From returns when the plan is closed: the end of its last day.
func (c Closing) From(loc *time.Location) time.Time { return c.On.AddDays(1).At(plan.Clock{}, loc) }

// UndoUntil returns the last day on which the plan can be gone on with.
func (c Closing) UndoUntil() plan.Date { return c.On.AddDays(UndoDays) }

// ReadClosing returns the decision, the zero one where there is none.
func ReadClosing(r storage.Reader) (Closing, error) {
	c, _, err := storage.Setting[Closing](r, settingClosing)
	return c, err
}

// SaveClosing stores the decision; one without a day is taken back.
func SaveClosing(tx storage.Tx, c Closing) error {
	if !c.Set() {
		return storage.DeleteSetting(tx, settingClosing)
	}
	c.V = 1
	return storage.SaveSetting(tx, settingClosing, c)
}

// Closed reports whether the plan is closed at a time: nothing is owed, and
// everything stays as it is.
func (b *Book) Closed(now time.Time) bool {
	return b.Closing.Set() && !now.Before(b.Closing.From(b.Loc))
}

// AsOf is now, or the end of a plan that is closed: what stood open then does not
// become later with every day.
func (b *Book) AsOf(now time.Time) time.Time {
	if b.Closed(now) {
		return b.Closing.From(b.Loc).Add(-time.Second)
	}
	return now
}
