package storage

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// A day's anchor joins the chains that grew since the anchor before it: parts
// with their heads, and a row over the parts that also carries the hash of the
// anchor before. Whoever holds one anchor's hash can tell of every row up to
// that day whether it is still what it was.

// anchorChunk is how many heads a part holds: each costs a write in the
// transaction that collects it, and a part's value stays short.
const anchorChunk = 80

// AuditAnchor is one day's anchor.
type AuditAnchor struct {
	V     int       `json:"v"`
	Date  string    `json:"date"` // YYYY-MM-DD
	At    time.Time `json:"at"`   // UTC
	Parts int       `json:"parts"`
	Heads int       `json:"heads"`
	Prev  string    `json:"prev,omitempty"` // hash of the anchor before, "" for the first
	Hash  string    `json:"hash"`           // hex SHA-256 of all the rest and the parts
}

type anchorPart struct {
	V     int         `json:"v"`
	Heads []AuditHead `json:"heads"`
}

// lastAnchor is what MetaAnchor holds.
type lastAnchor struct {
	Date string `json:"date"`
	Hash string `json:"hash"`
}

// anchoring says which anchor is being made and how many parts it has.
type anchoring struct {
	Date  string `json:"date"`
	Parts int    `json:"parts"`
}

func (p anchorPart) fields() (out []string) {
	for _, h := range p.Heads {
		out = append(out, h.Period, h.Unit, fmt.Sprint(h.Seq), h.Hash)
	}
	return out
}

// sum returns what the anchor's Hash must be, given its parts.
func (a AuditAnchor) sum(parts []anchorPart) string {
	fields := []string{fmt.Sprint(a.V), a.Date, a.At.UTC().Format(time.RFC3339Nano), fmt.Sprint(a.Parts), fmt.Sprint(a.Heads), a.Prev}
	for _, p := range parts {
		fields = append(fields, digest("liubao anchor part", p.fields()...))
	}
	return digest("liubao anchor", fields...)
}

// Anchor makes the anchor of a day, YYYY-MM-DD, from the chains that grew since
// the last one, in as many transactions as that takes.
// Stopped half-way it goes on when called again. A day that has its anchor keeps
// it, and what came later waits for the next; a day before the last anchor's
// is an error.
func Anchor(ctx context.Context, e Engine, date string, at time.Time) (AuditAnchor, error) {
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return AuditAnchor{}, fmt.Errorf("anchor of %q: the day is written YYYY-MM-DD", date)
	}
	for after := ""; ; {
		var done bool
		var made AuditAnchor
		from := after
		err := e.Update(ctx, func(tx Tx) (err error) {
			after = from
			if made, done, err = anchored(tx, date); err != nil || done {
				return err
			}
			under, _, err := Get[anchoring](tx, MetaKey(metaAnchoring))
			if err != nil {
				return err
			}
			if under.Date != "" && under.Date != date { // stopped half-way on another day
				_, err = conclude(tx, under.Date, at)
				return err
			}
			if after, err = collect(tx, date, under.Parts, from); err != nil || after != "" {
				return err
			}
			made, err = conclude(tx, date, at)
			done = err == nil
			return err
		})
		if err != nil || done {
			return made, err
		}
	}
}

// anchored returns the day's anchor where it has been made.
func anchored(tx Tx, date string) (AuditAnchor, bool, error) {
	last, _, err := Get[lastAnchor](tx, MetaKey(MetaAnchor))
	if err != nil || last.Date < date {
		return AuditAnchor{}, false, err
	}
	if last.Date > date {
		return AuditAnchor{}, false, fmt.Errorf("anchor of %s: there is one of %s already", date, last.Date)
	}
	return Get[AuditAnchor](tx, AnchorKey(date))
}

// collect moves the heads of grown chains into a part behind those there are,
// and returns the last key it took, "" when there was none left.
func collect(tx Tx, date string, parts int, after string) (last string, err error) {
	var heads []AuditHead
	var grown []string
	err = tx.Scan(AuditNewPrefix(), after, anchorChunk, func(key string, _ []byte) error {
		grown = append(grown, key)
		return nil
	})
	if err != nil || len(grown) == 0 {
		return "", err
	}
	for _, key := range grown {
		c := Components(key)
		head, ok, err := HeadOf(tx, c[1], c[2])
		if err == nil && !ok {
			err = fmt.Errorf("%w: %s has grown but has no head", ErrCorrupt, key)
		}
		if err != nil {
			return "", err
		}
		heads = append(heads, head)
		if err := tx.Delete(key); err != nil {
			return "", err
		}
	}
	return grown[len(grown)-1], errors.Join(
		Put(tx, AnchorPartKey(date, parts), anchorPart{V: format, Heads: heads}),
		Put(tx, MetaKey(metaAnchoring), anchoring{date, parts + 1}))
}

// conclude makes the row over the parts.
func conclude(tx Tx, date string, at time.Time) (AuditAnchor, error) {
	last, _, err := Get[lastAnchor](tx, MetaKey(MetaAnchor))
	if err != nil {
		return AuditAnchor{}, err
	}
	parts, err := All[anchorPart](tx, AnchorPartsPrefix(date))
	if err != nil {
		return AuditAnchor{}, err
	}
	a := AuditAnchor{V: format, Date: date, At: at.UTC(), Parts: len(parts), Prev: last.Hash}
	for _, p := range parts {
		a.Heads += len(p.Heads)
	}
	a.Hash = a.sum(parts)
	return a, errors.Join(
		Put(tx, AnchorKey(date), a),
		Put(tx, MetaKey(MetaAnchor), lastAnchor{date, a.Hash}),
		tx.Delete(MetaKey(metaAnchoring)))
}

// LastAnchor returns the latest anchor; ok is false where there is none yet.
func LastAnchor(r Reader) (AuditAnchor, bool, error) {
	last, ok, err := Get[lastAnchor](r, MetaKey(MetaAnchor))
	if err != nil || !ok {
		return AuditAnchor{}, false, err
	}
	return Get[AuditAnchor](r, AnchorKey(last.Date))
}
