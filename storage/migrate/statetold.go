package migrate

import (
	"errors"
	"maps"
	"slices"

	"liubao/storage"
)

// toTold leads to it: what is there already is written to the log as it was found,
// so that it cannot change unseen from then on.
var toTold = migration{to: storage.SchemaTold, what: "the audit log tells of what is stored", step: tellStep}

// tellRows is how many rows one step tells of, in one row of the log for each
// period they are of.
const tellRows = 200

// tellStep tells of some rows, noun by noun.
func tellStep(tx storage.Tx, from string) (next string, done bool, err error) {
	nouns := storage.ProtectedNouns()
	at := 0
	if from != "" {
		at = slices.Index(nouns, storage.Components(from)[0])
	}
	found, last := map[string][]storage.Stored{}, ""
	err = tx.Scan(storage.Noun(nouns[at]).Prefix(), from, tellRows, func(key string, val []byte) error {
		last = key
		js, _, err := storage.Unpack(val)
		if errors.Is(err, storage.ErrCorrupt) {
			return nil // the check of the data names it
		}
		if err != nil {
			return err
		}
		period, _ := storage.ProtectedPeriod(key)
		found[period] = append(found[period], storage.Stored{Key: key, Sum: storage.SumOf(js)})
		return nil
	})
	if err != nil {
		return "", false, err
	}
	for _, period := range slices.Sorted(maps.Keys(found)) {
		if _, err := storage.AppendAudit(tx, storage.AuditRow{Unit: storage.StateUnit, Period: period, What: storage.WhatFound, Stored: found[period]}); err != nil {
			return "", false, err
		}
	}
	switch {
	case last != "":
		return last, false, nil
	case at+1 < len(nouns):
		return storage.Noun(nouns[at+1]).Prefix(), false, nil
	}
	return "", true, nil
}
