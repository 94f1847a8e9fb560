package storage

import "liubao/plan"

// A report may have a deadline of its own: extended, sent back for correction,
// or left out of an extension of its period. Such deadlines lie together and
// not among the periods, because what falls due at a moment is asked of all of
// them. A row stays when its report has come in, because it may be sent back and an
// excuse may be taken back; the desk forgets it a year later.

// ownDeadline is the row of a report's own deadline.
type ownDeadline struct {
	V int `json:"v"`
	plan.OwnDeadline
}

// SaveOwnDeadline stores a report's own deadline, in place of an earlier one.
func SaveOwnDeadline(tx Tx, d plan.OwnDeadline) error {
	return Put(tx, RowOwnDeadline.Key(d.Period, d.Duty, d.Subject), ownDeadline{format, d})
}

// OwnDeadlines returns all deadlines of single reports, by period. One that cannot be
// read counts as none: its period's deadline holds.
func OwnDeadlines(r Reader) ([]plan.OwnDeadline, error) {
	var out []plan.OwnDeadline
	err := EachSound(r, RowOwnDeadline.Prefix(), "", 0, func(_ string, d ownDeadline) error {
		out = append(out, d.OwnDeadline)
		return nil
	})
	return out, err
}
