package plan

import "time"

// Period is the stretch a recurring duty reports on: from the day after one
// deadline to the next.
type Period struct {
	// ID is the nominal deadline's date, such as 2027-02-28. It stays when the
	// deadline is moved.
	ID       string
	Duty     string    // the duty's id
	From     Date      // first day reported on
	Nominal  Date      // the day the plan names
	Deadline time.Time // when the report is due, after moves
	Last     bool      // of its year: the next one's day is in another, or there is none
}
