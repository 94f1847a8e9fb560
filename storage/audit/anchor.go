package audit

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"liubao/storage"
)

// A day's anchor joins the chains that grew since the anchor before it: parts
// with their heads, and a row over the parts that also carries the hash of the
// anchor before. Whoever holds one anchor's hash can tell of every row up to
// that day whether it is still what it was.

// anchorFormat is the version of anchors and their parts, metaAnchoring where
// it stands that one is half made.
const (
	anchorFormat  = 1
	metaAnchoring = "anchoring"
)

// anchorChunk is how many heads a part holds: each costs a write in the
// transaction that collects it, and a part's value stays short.
const anchorChunk = 80

// AuditAnchor is one day's anchor.
type Anchor struct {
	V     int       `json:"v"`
	Date  string    `json:"date"` // YYYY-MM-DD, with a number behind one from the future
	At    time.Time `json:"at"`   // UTC
	Parts int       `json:"parts"`
	Heads int       `json:"heads"`
	Prev  string    `json:"prev,omitempty"` // hash of the anchor before, "" for the first
	Hash  string    `json:"hash"`           // hex SHA-256 of all the rest and the parts
}

type anchorPart struct {
	V     int                 `json:"v"`
	Heads []storage.AuditHead `json:"heads"`
}

// lastAnchor is what MetaAnchor holds.
type lastAnchor struct {
	Date string `json:"date"`
	Hash string `json:"hash"`
	Day  string `json:"day,omitempty"` // it was made on, where its date is a later one
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
func (a Anchor) sum(parts []anchorPart) string {
	fields := []string{fmt.Sprint(a.V), a.Date, a.At.UTC().Format(time.RFC3339Nano), fmt.Sprint(a.Parts), fmt.Sprint(a.Heads), a.Prev}
	for _, p := range parts {
		fields = append(fields, storage.Digest("liubao anchor part", p.fields()...))
	}
	return storage.Digest("liubao anchor", fields...)
}

// Anchor makes the anchor of a day, YYYY-MM-DD, from the chains that grew since
// the last one, in as many transactions as that takes.
// Stopped half-way it goes on when called again. A day that has its anchor keeps
// it, and what came later waits for the next; a day before the last anchor's
// is an error.
func MakeAnchor(ctx context.Context, e storage.Engine, date string, at time.Time) (Anchor, error) {
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return Anchor{}, fmt.Errorf("anchor of %q: the day is written YYYY-MM-DD", date)
	}
	for after := ""; ; {
		var done bool
		var made Anchor
		from := after
		err := e.Update(ctx, func(tx storage.Tx) (err error) {
			after = from
			var name string
			if made, name, done, err = anchored(tx, date); err != nil || done {
				return err
			}
			under, _, err := storage.Get[anchoring](tx, storage.RowMeta.Key(metaAnchoring))
			if err != nil {
				return err
			}
			if under.Date != "" && under.Date != name { // stopped half-way on another day
				_, err = conclude(tx, under.Date, under.Date, at)
				return err
			}
			if after, err = collect(tx, name, under.Parts, from); err != nil || after != "" {
				return err
			}
			made, err = conclude(tx, name, date, at)
			done = err == nil
			return err
		})
		if err != nil || done {
			return made, err
		}
	}
}

// anchored returns the day's anchor where it has been made, or else the name of
// the one to make.
func anchored(tx storage.Tx, day string) (a Anchor, name string, done bool, err error) {
	last, _, err := storage.Get[lastAnchor](tx, storage.RowMeta.Key(storage.MetaAnchor))
	if err != nil || last.Date < day {
		return a, day, false, err
	}
	if last.Date == day || last.Day == day {
		a, done, err = storage.Get[Anchor](tx, storage.RowAnchor.Key(last.Date))
		return a, last.Date, done, err
	}
	base, number, _ := strings.Cut(last.Date, ".")
	n, _ := strconv.Atoi(number) // none is 0
	return a, fmt.Sprintf("%s.%04d", base, n+1), false, nil
}

// collect moves the heads of grown chains into a part behind those there are,
// and returns the last key it took, "" when there was none left.
func collect(tx storage.Tx, date string, parts int, after string) (last string, err error) {
	var heads []storage.AuditHead
	var grown []string
	err = tx.Scan(storage.RowAuditNew.Prefix(), after, anchorChunk, func(key string, _ []byte) error {
		grown = append(grown, key)
		return nil
	})
	if err != nil || len(grown) == 0 {
		return "", err
	}
	for _, key := range grown {
		c := storage.Components(key)
		head, ok, err := storage.HeadOf(tx, c[1], c[2])
		if err == nil && !ok {
			err = fmt.Errorf("%w: %s has grown but has no head", storage.ErrCorrupt, key)
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
		storage.Put(tx, storage.AnchorPartKey(date, parts), anchorPart{V: anchorFormat, Heads: heads}),
		storage.Put(tx, storage.RowMeta.Key(metaAnchoring), anchoring{date, parts + 1}))
}

// conclude makes the row over the parts.
func conclude(tx storage.Tx, date, day string, at time.Time) (Anchor, error) {
	last, _, err := storage.Get[lastAnchor](tx, storage.RowMeta.Key(storage.MetaAnchor))
	if err != nil {
		return Anchor{}, err
	}
	parts, err := storage.All[anchorPart](tx, storage.RowAnchorPart.Prefix(date))
	if err != nil {
		return Anchor{}, err
	}
	a := Anchor{V: anchorFormat, Date: date, At: at.UTC(), Parts: len(parts), Prev: last.Hash}
	for _, p := range parts {
		a.Heads += len(p.Heads)
	}
	a.Hash = a.sum(parts)
	next := lastAnchor{Date: date, Hash: a.Hash}
	if day != date {
		next.Day = day
	}
	return a, errors.Join(
		storage.Put(tx, storage.RowAnchor.Key(date), a),
		storage.Put(tx, storage.RowMeta.Key(storage.MetaAnchor), next),
		tx.Delete(storage.RowMeta.Key(metaAnchoring)))
}

// LastAnchor returns the latest anchor; ok is false where there is none yet.
func LastAnchor(r storage.Reader) (Anchor, bool, error) {
	last, ok, err := storage.Get[lastAnchor](r, storage.RowMeta.Key(storage.MetaAnchor))
	if err != nil || !ok {
		return Anchor{}, false, err
	}
	return storage.Get[Anchor](r, storage.RowAnchor.Key(last.Date))
}
