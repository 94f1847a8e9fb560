package conversations

import (
	"time"

	"liubao/reports"
)

// Effect is something a step wants done. The set is sealed, and stands here as a
// whole, so that whoever carries effects out sees all that a dialog can want.
// Show, Say, Toast, Fetch and Logged are every dialog's; the others belong to one.
type Effect interface{ effect() }

// Show puts the card before the person. [Step] decides whether it takes the place
// of the one before or is sent anew; a dialog leaves that open.
type Show struct {
	Card    Card
	InPlace bool
}

// Say sends a message that stays.
type Say struct{ Text reports.Text }

// Toast answers a tap, in at most 200 characters; Alert needs an OK.
type Toast struct {
	Text  string
	Alert bool
}

// Fetch asks for a file's bytes.
type Fetch struct{ File reports.File }

// Logged is an audit row: what was done, with the words before and after.
type Logged struct{ What, Before, After string }

// Closed: the dialog is over for this person, and their next words are no longer its.
type Closed struct{}

// Promised: the person has said when they will report, or that they will do so later
// (At is zero then, and they are asked for a time).
type Promised struct{ At time.Time }

// Drafted tells how far the shared draft has come, whenever it has changed.
type Drafted struct{ Brief reports.DraftBrief }

// TakenOut is words that were taken out of the draft at its revision Rev. They are
// kept beside it, or a draft would grow with everything ever thought better of.
type TakenOut struct {
	Rev   int
	Words []reports.Piece
}

// Submit stores the report: its words are in the draft until this is committed.
type Submit struct{ Report reports.Report }

// Read asks for a document to be taken apart once its bytes are there:
// [Offered] follows. With Whole it stays as it is, and its sender only hears where it
// is a picture that goes into no paper.
type Read struct {
	File  reports.File
	Whole bool
}

// Switch opens another report for the person: the unit's other area.
type Switch struct{ Key reports.Key }

// AskUnit asks a responsible unit once more for a contribution.
type AskUnit struct {
	Task int
	Unit string
}

// OpenAsked shows what was asked of others for a task, with its buttons.
type OpenAsked struct{ Task int }

// Raise stores a problem and tells those who must know. More: its reporter goes on
// writing, and what they add follows as [Detail].
type Raise struct {
	Problem reports.Problem
	More    bool
}

// Detail is a problem that was raised before all of it was said, as it now stands.
// Done: nothing more follows.
type Detail struct {
	Problem reports.Problem
	Done    bool
}

// Amend adds words to a problem that was raised already: its reporter edited
// what they had written.
type Amend struct{ ID, Before, After string }

// Give stores a contribution that changed.
type Give struct{ Contribution reports.Contribution }

func (Detail) effect()    {}
func (Show) effect()      {}
func (Say) effect()       {}
func (Toast) effect()     {}
func (Fetch) effect()     {}
func (Logged) effect()    {}
func (Closed) effect()    {}
func (Promised) effect()  {}
func (Drafted) effect()   {}
func (TakenOut) effect()  {}
func (Submit) effect()    {}
func (Read) effect()      {}
func (Switch) effect()    {}
func (AskUnit) effect()   {}
func (OpenAsked) effect() {}
func (Raise) effect()     {}
func (Amend) effect()     {}
func (Give) effect()      {}
