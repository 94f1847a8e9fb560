package desk

import (
	"fmt"
	"strings"
	"time"

	"liubao/bot/desk/reporttext"
	"liubao/bot/desk/staff"
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
	now = d.AsOf(now)
	var err error
	if b.Board, err = standing.Read(r, d.Plan, duty, p, now); err != nil {
		return b, err
	}
	people, err := storage.AllPeople(r)
	for _, x := range people {
		b.Names[x.ID] = x.Name
		if staff.Can(x, staff.ActReport) && x.Has(reports.Contact, reports.Deputy) {
			b.Contacts[x.Unit]++
			if x.Reachable() {
				b.Reachable[x.Unit]++
			}
		}
	}
	for _, x := range b.Rows { // of a unit that is no more its heir's people are asked
		if heir := d.Heir(x.Unit); heir != x.Unit {
			b.Contacts[x.Unit], b.Reachable[x.Unit] = b.Contacts[heir], b.Reachable[heir]
		}
	}
	return b, err
}

// Matters reports whether a period whose deadline has passed is still the one to
// look at: reports are missing or cannot be read, and the last nag is not long ago.
func (b Board) Matters() bool {
	c := b.Count()
	return (c.Settled() < len(b.Rows) || c.Damaged > 0) && b.At.Sub(b.Period.Deadline) < MatterFor
}

// MatterFor is how long after its deadline a period with missing reports is the
// one to look at.
const MatterFor = 5 * 24 * time.Hour

// MoreWords says of a line how often it was reminded, whom nobody can reach,
// and what features add.
func (t *Turn) MoreWords(b Board, l standing.Standing, now time.Time) ([]string, error) {
	var out []string
	if n := l.Reminders(); n > 0 && !l.Settled() {
		out = append(out, fmt.Sprintf(textReminded, n, t.TimeText(l.Reminded.Last)))
	}
	switch {
	case b.Contacts[l.Unit] == 0:
		out = append(out, textNobody)
	case b.Reachable[l.Unit] == 0:
		out = append(out, textNobodyReachable)
	}
	notes, err := reporttext.Handled(t.Book, t.Tx, l, now)
	if err != nil {
		return nil, err
	}
	if len(notes) > 0 {
		out = append(out, strings.Join(notes, "；"))
	}
	for _, f := range t.Installed {
		if f.Shows.Note == nil {
			continue
		}
		s, err := f.Shows.Note(t.Desk, t.Tx, l, now)
		if err != nil {
			return nil, err
		}
		if s != "" {
			out = append(out, s)
		}
	}
	return out, nil
}
