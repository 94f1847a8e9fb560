package standing

import (
	"time"

	"liubao/reports"
	"liubao/storage"
)

// Reminded is how often a unit was reminded of one report. One message to two
// contacts counts once, and a message about two areas once for each; what was
// sent after the report came in is about the others.
type Reminded struct {
	V       int       `json:"v"` // 2; rows of 1 stood under the unit, for all its areas together
	Unit    string    `json:"unit"`
	Subject string    `json:"subject,omitempty"`
	N       int       `json:"n"`
	Last    time.Time `json:"last"`
}

// CountReminded counts a reminder about one report.
func CountReminded(tx storage.Tx, k reports.Key, unit string, now time.Time) error {
	key := storage.RowReminded.Key(k.Period, k.Duty, k.Subject)
	row, ok, err := storage.GetSound[Reminded](tx, key)
	if err != nil || row.Last.Equal(now) {
		return err
	}
	if !ok { // a row of before counted for all areas of the unit
		if row, _, err = storage.GetSound[Reminded](tx, storage.RowReminded.Key(k.Period, k.Duty, unit)); err != nil {
			return err
		}
	}
	return storage.Put(tx, key, Reminded{V: 2, Unit: unit, Subject: k.Subject, N: row.N + 1, Last: now})
}

// ReadReminded returns how often each report of a duty and period was reminded
// of, by subject; rows of before by unit.
func ReadReminded(r storage.Reader, period, duty string) (map[string]Reminded, error) {
	out := map[string]Reminded{}
	err := storage.EachSound(r, storage.RowReminded.Prefix(period, duty), "", 0, func(key string, x Reminded) error {
		c := storage.Components(key)
		out[c[len(c)-1]] = x
		return nil
	})
	return out, err
}
