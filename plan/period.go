package plan

import "time"

// Period is the stretch a duty reports on: from the day after one deadline to
// the next, or the calendar month where that is what the duty covers.
type Period struct {
	// ID is the nominal deadline's date, such as 2027-02-28. It stays when the
	// deadline is moved.
	ID       string
	Duty     string    // the duty's id
	From     Date      // first day reported on
	To       Date      // last day reported on; zero means Nominal
	Nominal  Date      // the day the plan names
	Deadline time.Time // when the report is due, after moves
	Last     bool      // of its year: the next one's day is in another, or there is none
}

// End returns the last day reported on.
func (p Period) End() Date {
	if p.To.IsZero() {
		return p.Nominal
	}
	return p.To
}

// Over is when a period has passed: after its last day and its deadline, which may
// have been moved. What happens later is told in the next one, and changes this no more.
func (p Period) Over(loc *time.Location) time.Time {
	end := p.End().AddDays(1).At(Clock{}, loc)
	if p.Deadline.After(end) {
		return p.Deadline
	}
	return end
}

// Covers says which stretch one report of a recurring duty is about.
type Covers string

// The stretches. A monthly report that is due in the first days of a month is
// about the month before, one that is due later about the month it is due in.
const (
	SinceLast Covers = "since-last" // since the deadline before
	ThisMonth Covers = "this-month" // the calendar month of its deadline
	LastMonth Covers = "last-month" // the calendar month before
)

// earlyDays is up to which day of the month a monthly report is due so early
// that it is about the month before, where the plan says nothing.
const earlyDays = 15

// Covered returns the stretch that a report due on the nominal day is about:
// what the duty covers, or where the plan leaves it out the calendar month for a
// duty with one day a month, and ok false for everything since the last deadline.
func (d Duty) Covered(nominal Date, daysAMonth int) (from, to Date, ok bool) {
	covers := d.Covers
	switch {
	case covers != "":
	case d.Timing != Recurring || d.After != "" || daysAMonth != 1:
		covers = SinceLast
	case nominal.Day <= earlyDays:
		covers = LastMonth
	default:
		covers = ThisMonth
	}
	month := MonthDay(nominal.Year, nominal.Month, 1)
	switch covers {
	case LastMonth:
		last := month.AddDays(-1)
		return MonthDay(last.Year, last.Month, 1), last, true
	case ThisMonth:
		return month, MonthDay(nominal.Year, nominal.Month, 31), true
	}
	return Date{}, Date{}, false
}

// OwnDeadline is when one report is due that has a deadline of its own: it was
// extended, sent back for correction, or left out of an extension of its period.
type OwnDeadline struct {
	Period   string    `json:"period"` // the period's id
	Duty     string    `json:"duty"`
	Subject  string    `json:"subject"` // an area's or unit's id
	Deadline time.Time `json:"deadline"`
	Since    time.Time `json:"since"` // when it was decided: nothing is said earlier
}
