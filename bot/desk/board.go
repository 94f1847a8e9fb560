package desk

import (
	"time"

	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// Board is where every report of a duty and period stands, with the people that
// the office asks about. It is read from briefs: its cost grows neither with
// history nor with the length of what people wrote.
type Board struct {
	standing.Board
	Names     map[string]string // person id to name
	Contacts  map[string]int    // people who report, by unit
	Reachable map[string]int    // of them
}

// Board reads where the reports of a period stand.
func (d *Desk) Board(r storage.Reader, duty plan.Duty, p plan.Period, now time.Time) (Board, error) {
	b := Board{Names: map[string]string{}, Contacts: map[string]int{}, Reachable: map[string]int{}}
	var err error
	if b.Board, err = standing.Read(r, d.Plan, duty, p, now); err != nil {
		return b, err
	}
	people, err := storage.AllPeople(r)
	for _, x := range people {
		b.Names[x.ID] = x.Name
		if Can(x, ActReport) && x.Has(reports.Contact, reports.Deputy) {
			b.Contacts[x.Unit]++
			if x.Reachable() {
				b.Reachable[x.Unit]++
			}
		}
	}
	return b, err
}

// Matters reports whether a period whose deadline has passed is still the one to
// look at: reports are missing, and the last nag is not long ago.
func (b Board) Matters() bool {
	return b.Count().Settled() < len(b.Rows) && b.At.Sub(b.Period.Deadline) < MatterFor
}

// MatterFor is how long after its deadline a period with missing reports is the
// one to look at.
const MatterFor = 5 * 24 * time.Hour
