package ledger

import (
	"time"

	"liubao/plan"
	"liubao/storage"
)

// Row is a row of a ledger as an export shows it.
type Row struct {
	Number uint64
	Name   string
	Unit   string   // unit id
	Cells  []string // one for each of the ledger's columns
	By     string   // name of who changed it last
	At     time.Time
	Ended  bool
}

// Change is one change of a row.
type Change struct {
	Number        uint64
	Name          string
	What          string
	Before, After string
	By            string
	At            time.Time
}

// Kept returns everything a ledger holds, in order of the rows' numbers, and all
// changes of it.
func Kept(r storage.Reader, l plan.Ledger) (rows []Row, changes []Change, err error) {
	all, err := storage.AllSound[ledgerRow](r, storage.RowLedger.Prefix(l.ID))
	if err != nil {
		return nil, nil, err
	}
	for _, x := range all {
		cells := make([]string, len(l.Columns))
		copy(cells, x.Cells)
		rows = append(rows, Row{x.Number, x.Name, x.Unit, cells, x.By, x.At, x.Ended})
		was, err := storage.AllSound[ledgerChange](r, storage.LedgerChangesPrefix(l.ID, x.Number))
		if err != nil {
			return nil, nil, err
		}
		for _, c := range was {
			changes = append(changes, Change{x.Number, x.Name, c.What, c.Before, c.After, c.By, c.At})
		}
	}
	return rows, changes, nil
}
