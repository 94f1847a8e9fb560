package ledger

import (
	"fmt"
	"time"

	"liubao/bot/desk"
	"liubao/bot/desk/rules"
	"liubao/internal/numbers"
	"liubao/reports"
	"liubao/storage"
)

// counted is how many rows each unit keeps in the ledgers that a question asks for.
func counted(d *desk.Desk, r storage.Reader, question string, _ time.Time) (map[string][]desk.Known, error) {
	if on, err := d.Switched(r, rules.SwitchLedger); err != nil || !on {
		return nil, err
	}
	out := map[string][]desk.Known{}
	for _, l := range d.Plan.Ledgers {
		alike, same := reports.Alike(question, l.Title)
		if !alike {
			continue
		}
		rows := map[string]int64{}
		newest := map[string]ledgerRow{}
		if err := storage.EachSound(r, storage.RowLedger.Prefix(l.ID), "", 0, func(_ string, x ledgerRow) error {
			if !x.Ended {
				rows[x.Unit]++
			}
			if x.At.After(newest[x.Unit].At) {
				newest[x.Unit] = x
			}
			return nil
		}); err != nil {
			return nil, err
		}
		for unit, x := range newest {
			v := numbers.Int(rows[unit])
			out[unit] = append(out[unit], desk.Known{Text: v.String(), Value: &v, From: fmt.Sprintf(textKnownFrom, l.Title), At: x.At, Same: same})
		}
	}
	return out, nil
}
