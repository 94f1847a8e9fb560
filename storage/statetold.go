package storage

import (
	"errors"
	"maps"
	"slices"
)

// schemaTold is the schema from which the log tells of every protected row.
const schemaTold = 4

// toTold leads to it: what is there already is written to the log as it was found,
// so that it cannot change unseen from then on.
var toTold = migration{to: schemaTold, what: "the audit log tells of what is stored", step: tellStep}

// tellRows is how many rows one step tells of, in one row of the log for each
// period they are of.
const tellRows = 200

// tellStep tells of some rows, noun by noun.
func tellStep(tx Tx, from string) (next string, done bool, err error) {
	nouns := slices.Sorted(maps.Keys(protected))
	at := 0
	if from != "" {
		at = slices.Index(nouns, Components(from)[0])
	}
	found, last := map[string][]Stored{}, ""
	err = tx.Scan(under(nouns[at]), from, tellRows, func(key string, val []byte) error {
		last = key
		js, _, err := unpack(val)
		if errors.Is(err, ErrCorrupt) {
			return nil // [CheckRows] names it
		}
		if err != nil {
			return err
		}
		period := ""
		if protected[nouns[at]] {
			period = Components(key)[1]
		}
		found[period] = append(found[period], Stored{Key: key, Sum: sumOfJSON(js)})
		return nil
	})
	if err != nil {
		return "", false, err
	}
	for _, period := range slices.Sorted(maps.Keys(found)) {
		if _, err := AppendAudit(tx, AuditRow{Unit: StateUnit, Period: period, What: whatFound, Stored: found[period]}); err != nil {
			return "", false, err
		}
	}
	switch {
	case last != "":
		return last, false, nil
	case at+1 < len(nouns):
		return under(nouns[at+1]), false, nil
	}
	return "", true, nil
}
