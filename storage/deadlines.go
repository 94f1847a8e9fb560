package storage

import "liubao/plan"

// A report may have a deadline of its own: extended, sent back for correction,
// or left out of an extension of its period. Such deadlines lie together and
// not among the periods, because what falls due at a moment is asked of all of
// them; whoever settles the report takes its row away, so that they stay few.

// OwnDeadlineKey is where a report's own deadline stands.
func OwnDeadlineKey(period, duty, subject string) string {
	return join("deadline", period, duty, subject)
}

// OwnDeadlinesPrefix covers all deadlines of single reports.
func OwnDeadlinesPrefix() string { return under("deadline") }

// ownDeadline is the row of a report's own deadline.
type ownDeadline struct {
	V int `json:"v"`
	plan.OwnDeadline
}

// SaveOwnDeadline stores a report's own deadline, in place of an earlier one.
func SaveOwnDeadline(tx Tx, d plan.OwnDeadline) error {
	return Put(tx, OwnDeadlineKey(d.Period, d.Duty, d.Subject), ownDeadline{format, d})
}

// DeleteOwnDeadline removes a report's own deadline: its period's holds again.
func DeleteOwnDeadline(tx Tx, period, duty, subject string) error {
	return tx.Delete(OwnDeadlineKey(period, duty, subject))
}

// OwnDeadlines returns all deadlines of single reports, by period.
func OwnDeadlines(r Reader) ([]plan.OwnDeadline, error) {
	var out []plan.OwnDeadline
	err := Each(r, OwnDeadlinesPrefix(), "", 0, func(_ string, d ownDeadline) error {
		out = append(out, d.OwnDeadline)
		return nil
	})
	return out, err
}
