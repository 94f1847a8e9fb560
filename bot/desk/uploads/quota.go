package uploads

import (
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// What one person's files of one day may be: more than a month's evidence of any unit,
// and less than fills a disk. What was taken before counts no second time.
const (
	MostFiles = 100
	MostBytes = 300 << 20 // by the sizes the channel gives
)

// quotaRow is what somebody has sent on their last day of sending.
type quotaRow struct {
	V       int       `json:"v"`
	Day     plan.Date `json:"day"`
	Files   int       `json:"files"`
	Bytes   int64     `json:"bytes"`
	Refused int       `json:"refused,omitempty"` // files beyond the quota
}

// Count counts a file that a person sends on a day. It returns how many of the day's
// were refused, 0 where this one is within what one person may send; what was sent
// before counts no second time.
func Count(tx storage.Tx, person string, f reports.File, today plan.Date) (refused int, err error) {
	for _, key := range []string{storage.RowArrived.Key(f.UID), storage.RowFetch.Key(f.UID)} {
		if _, known, err := tx.Get(key); err != nil || known {
			return 0, err
		}
	}
	key := storage.RowQuota.Key(person)
	row, _, err := storage.Get[quotaRow](tx, key)
	if err != nil {
		return 0, err
	}
	if row.Day != today {
		row = quotaRow{V: 1, Day: today}
	}
	if row.Files+1 <= MostFiles && row.Bytes+f.Size <= MostBytes {
		row.Files, row.Bytes = row.Files+1, row.Bytes+f.Size
		return 0, storage.Put(tx, key, row)
	}
	row.Refused++
	return row.Refused, storage.Put(tx, key, row)
}
