package storage

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
)

// What must not change unseen is told by the audit log as well: each time a row of
// these nouns is put or removed, a row of the log says under which key and with
// which hash. Such rows are a chain of their own for each period, and one for what
// belongs to none, so that a unit's chain tells of what people did and no more.

// StateUnit is the unit of the chains that tell of stored rows.
const StateUnit = "="

// What rows of those chains say.
const (
	whatStored = "stored"
	WhatFound  = "found" // it was there before the log told of such rows
)

// protected are the nouns, and whether a period follows: reports and their
// versions, readings, decisions (reviews, what the office did about a report,
// instructions, findings, problems), people with their roles, settings, and the
// plan's versions with what was set beside them.
var protected = map[string]bool{
	"report": true, "version": true, "review": true, "handling": true,
	"reading": false, "instruction": false, "answered": false, "finding": false, "problem": false, "person": false, "setting": false,
	"plan": false, "yearvalue": false, "step": false,
}

// ProtectedNouns returns the nouns of protected rows, in order.
func ProtectedNouns() []string { return slices.Sorted(maps.Keys(protected)) }

// ProtectedPeriod returns the period of a protected row, "" where it belongs to
// none, and whether rows with such a key are protected at all.
func ProtectedPeriod(key string) (period string, is bool) {
	noun, _, _ := strings.Cut(key, "/")
	ofPeriod, is := protected[noun]
	if ofPeriod {
		period = Components(key)[1]
	}
	return period, is
}

// Stored is what the log says of a row.
type Stored struct {
	Key string `json:"key"`
	Sum string `json:"sum,omitempty"` // hex SHA-256 of its JSON, "" where it was removed
}

// SumOf is the sum of a row with this JSON.
func SumOf(js []byte) string {
	sum := sha256.Sum256(js)
	return hex.EncodeToString(sum[:])
}

// told writes to the log what became of a row, where it is protected. js is nil
// where it was removed.
func told(tx Tx, key string, js []byte) error {
	period, is := ProtectedPeriod(key)
	if !is {
		return nil
	}
	x := Stored{Key: key}
	if js != nil {
		x.Sum = SumOf(js)
	}
	_, err := AppendAudit(tx, AuditRow{Unit: StateUnit, Period: period, What: whatStored, Stored: []Stored{x}})
	return err
}

// Delete removes a row that [Put] wrote.
func Delete(tx Tx, key string) error {
	_, ok, err := tx.Get(key)
	if err != nil || !ok {
		return err
	}
	if err := tx.Delete(key); err != nil {
		return err
	}
	return told(tx, key, nil)
}
