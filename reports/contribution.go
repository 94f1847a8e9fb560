package reports

import "time"

// Contribution (素材) is what a responsible unit gives the lead unit for one
// task and period: asked for before the lead writes, and never waited for.
type Contribution struct {
	V       int       `json:"v"`
	Period  string    `json:"period"`
	Task    int       `json:"task"`
	Unit    string    `json:"unit"`            // who gives
	Asked   time.Time `json:"asked,omitzero"`  // when the unit was last asked
	Asks    int       `json:"asks,omitempty"`  // how often it was asked
	Words   []Piece   `json:"words,omitempty"` // as they were typed
	Files   []File    `json:"files,omitempty"`
	Dropped []Piece   `json:"dropped,omitempty"` // taken back by their author; kept
	Nothing bool      `json:"nothing,omitempty"` // the unit says there is nothing this time
	Rev     int       `json:"rev,omitempty"`     // counts the changes of what is given
	Updated time.Time `json:"updated,omitzero"`  // when it was last changed
}

// Given reports whether the unit gave words or files.
func (c Contribution) Given() bool { return len(c.Words)+len(c.Files) > 0 }

// Silent reports whether the unit has not answered at all.
func (c Contribution) Silent() bool { return !c.Given() && !c.Nothing }
