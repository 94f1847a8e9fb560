package rules

import (
	"time"

	"liubao/schedules"
	"liubao/storage"
)

// The switches, each of them a feature's.
const (
	SwitchContribution = "contribution" // responsible units are asked for contributions
	SwitchLedger       = "ledger"       // ledgers are kept
	SwitchInspection   = "inspection"   // findings are recorded and tracked
	SwitchDigest       = "digest"       // the office hears each morning what needs a decision
	SwitchWeekly       = "weekly"       // leaders and heads hear each week what moved, slips and waits for them
	SwitchReviewCards  = "review"       // the office sees each report as a card
	SwitchMustReview   = "must-review"  // a report is done only once it is passed
	SwitchEscalation   = "escalation"   // overdue reports go up the chain
)

// Switch is something the director switches on and off in the chat. What would
// add to the units' work is off until the director switches it on.
type Switch struct {
	Name  string
	Title string
	About string
	On    bool                         // where nobody has decided
	Rules func(*schedules.Rules, bool) // what a decision changes about time, nil for nothing
}

// switchRow is a decision about a switch.
type switchRow struct {
	V  int       `json:"v"`
	On bool      `json:"on"`
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// switchesRow holds the decisions by the switches' names, in one value so that
// a transaction reads them at once.
type switchesRow struct {
	V   int                  `json:"v"`
	Set map[string]switchRow `json:"set,omitempty"`
}

const settingSwitches = "switches"

// Switched reports whether a switch is on.
func (b *Book) Switched(r storage.Reader, name string) (bool, error) {
	row, err := lastGood[switchesRow](b, r, settingSwitches)
	if s, ok := row.Set[name]; ok || err != nil {
		return s.On, err
	}
	for _, s := range b.Switches {
		if s.Name == name {
			return s.On, nil
		}
	}
	return false, nil
}

// SetSwitch turns a switch.
func SetSwitch(tx storage.Tx, name string, on bool, by string, now time.Time) error {
	row, _, err := storage.Setting[switchesRow](tx, settingSwitches)
	if err != nil {
		return err
	}
	row.V = 1
	Overlay(&row.Set, map[string]switchRow{name: {V: 1, On: on, By: by, At: now}})
	return storage.SaveSetting(tx, settingSwitches, row)
}
