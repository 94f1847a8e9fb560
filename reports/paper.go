package reports

import "time"

// PaperKind is a kind of file that is made from what was reported.
type PaperKind string

// The kinds of paper.
const (
	PaperReport         PaperKind = "report"          // one report, as Word: to be signed and filed
	PaperSummary        PaperKind = "summary"         // a period's summary, as Word
	PaperBulletin       PaperKind = "bulletin"        // who filed when (通报), as Word
	PaperAgenda         PaperKind = "agenda"          // what a meeting has to decide (会议议程), as Word
	PaperProblems       PaperKind = "problems"        // the list of serious problems, as Word
	PaperBook           PaperKind = "book"            // everything in tables, as Excel
	PaperCard           PaperKind = "card"            // the state of a period, as a picture
	PaperTrend          PaperKind = "trend"           // one indicator over time, as a picture
	PaperCollection     PaperKind = "collection"      // what units answered to a collection (临时调度), as Word
	PaperCollectionBook PaperKind = "collection-book" // the same, as Excel
	PaperInvites        PaperKind = "invites"         // a code to join by for each person, as Word, to be cut apart
	PaperWords          PaperKind = "words"           // an answer that is longer than messages may be, as Word
)

// Paper names one file that can be made from what is stored.
type Paper struct {
	Kind       PaperKind `json:"kind"`
	Period     string    `json:"period,omitempty"`     // a period's id, of a report: of its duty, else of the progress reports
	Duty       string    `json:"duty,omitempty"`       // of a report
	Subject    string    `json:"subject,omitempty"`    // of a report
	Unit       string    `json:"unit,omitempty"`       // of a book: one unit's rows alone, "" for all
	Indicator  string    `json:"indicator,omitempty"`  // of a trend
	Collection string    `json:"collection,omitempty"` // a collection's id
	// Public papers go to the group: without problems, photos and whatever the
	// director has not switched on.
	Public       bool `json:"public,omitempty"`
	Difficulties bool `json:"difficulties,omitempty"` // shown in a public paper
	Names        bool `json:"names,omitempty"`        // of who has not filed, in a public paper
	Private      bool `json:"private,omitempty"`      // private indicators are shown, in a book
	Copy         bool `json:"copy,omitempty"`         // for a folder of all periods: not dated on the day on which it is packed
	// Tickets are those of invites, until when their links are good. They stand here and
	// nowhere else, and are gone once the paper is made.
	Tickets []Ticket  `json:"tickets,omitempty"`
	Until   time.Time `json:"until,omitzero"`
	Words   string    `json:"words,omitempty"` // of words: the first line is the title
}

// Ticket is somebody's link to join by.
type Ticket struct {
	Unit string `json:"unit"`
	Name string `json:"name"`
	Role Role   `json:"role"`
	Link string `json:"link"`
}

// Picture reports whether the paper is a picture.
func (p Paper) Picture() bool { return p.Kind == PaperCard || p.Kind == PaperTrend }
