package audit

import (
	"errors"
	"maps"
	"slices"

	"liubao/storage"
)

// toldRow is what the log said last of a stored row.
type toldRow struct {
	sum   string // "" where it was removed
	older bool   // it was found when the log began to tell
}

// listen notes what a row of the log says of stored rows.
func (v *verifier) listen(row storage.AuditRow) {
	if v.unit != storage.StateUnit {
		return
	}
	for _, x := range row.Stored {
		v.told[x.Key] = toldRow{x.Sum, row.What == storage.WhatFound}
	}
}

// state compares what is stored with what the log tells of it. A store that no
// program has brought to the schema with which the log tells of rows has nothing to
// compare.
func (v *verifier) state() error {
	schema, _, err := storage.Get[int](v.r, storage.RowMeta.Key(storage.MetaSchema))
	if errors.Is(err, storage.ErrCorrupt) || err == nil && schema < storage.SchemaTold {
		return nil
	}
	if err != nil {
		return err
	}
	for _, noun := range storage.ProtectedNouns() {
		if err := v.r.Scan(storage.Noun(noun).Prefix(), "", 0, v.stored); err != nil {
			return err
		}
	}
	for _, key := range slices.Sorted(maps.Keys(v.told)) { // what was not met
		if v.told[key].sum != "" {
			v.f.add(Finding{Fault: Vanished, Key: key, Detail: "the log tells of it, and it is not there"})
		}
	}
	return nil
}

// stored compares one row.
func (v *verifier) stored(key string, val []byte) error {
	v.f.Stored++
	t, ok := v.told[key]
	delete(v.told, key)
	if t.older {
		v.f.Older++
	}
	js, _, err := storage.Unpack(val)
	switch {
	case err != nil:
		v.f.add(Finding{Fault: Unreadable, Key: key, Detail: err.Error()})
	case !ok:
		v.f.add(Finding{Fault: Untold, Key: key, Detail: "the log does not tell of it"})
	case t.sum == "":
		v.f.add(Finding{Fault: Untold, Key: key, Detail: "the log tells that it was removed"})
	case t.sum != storage.SumOf(js):
		v.f.add(Finding{Fault: Altered, Key: key, Detail: "it is not what the log tells of it"})
	}
	return nil
}
