// Package audit tells whether a store is what it was: the audit log's chains, the
// day's anchors over them, the rows the log tells of, and every value's checksum. It
// also makes the anchors; the log's rows themselves are written by package storage, in
// the transaction of what they tell of.
package audit

import (
	"context"
	"errors"
	"fmt"

	"liubao/storage"
)

// Fault is a kind of damage to the audit log.
type Fault string

// The kinds of damage.
const (
	Changed    Fault = "changed"    // a row's words are not those that were hashed
	Missing    Fault = "missing"    // a row is not there, others of its chain behind it are
	Reordered  Fault = "reordered"  // a row stands where another was
	Truncated  Fault = "truncated"  // the end of a chain is not there
	Rewritten  Fault = "rewritten"  // a chain is whole in itself, but not the one that was anchored
	Unreadable Fault = "unreadable" // a record cannot be decoded
	BadAnchor  Fault = "anchor"     // an anchor was changed or is missing
	Altered    Fault = "altered"    // a stored row is not the one the log tells of
	Untold     Fault = "untold"     // a stored row the log does not tell of
	Vanished   Fault = "vanished"   // a row the log tells of is not stored
	Otherwise  Fault = "otherwise"  // the log is not the one that an anchor from outside was taken of
)

// Finding is one damage.
type Finding struct {
	Fault  Fault  `json:"fault"`
	Period string `json:"period,omitempty"`
	Unit   string `json:"unit,omitempty"`
	Seq    uint64 `json:"seq,omitempty"`    // the row's number, 0 where it is about no single row
	Date   string `json:"date,omitempty"`   // the anchor's day, "" where none is concerned
	Key    string `json:"key,omitempty"`    // of the stored row, "" where none is concerned
	Detail string `json:"detail,omitempty"` // in English, for the operator
}

// maxFindings bounds what Findings lists; Total counts on.
const maxFindings = 1000

// Findings is what VerifyAudit found.
type Findings struct {
	Rows    int `json:"rows"` // looked at, as the next two
	Chains  int `json:"chains"`
	Anchors int `json:"anchors"`
	Stored  int `json:"stored"` // rows compared with what the log tells of them
	Older   int `json:"older"`  // of these, such as were there before the log told of any
	Total   int `json:"total"`  // damages found
	// Anchor is the latest, to be kept where nobody can change it; see [CheckAnchor].
	Anchor string    `json:"anchor,omitempty"`
	List   []Finding `json:"list,omitempty"`
}

// OK reports whether the log is whole.
func (f Findings) OK() bool { return f.Total == 0 }

// Compare adds what is wrong with the log by an anchor from outside.
func (f *Findings) Compare(r storage.Reader, anchor string) error {
	x, err := CheckAnchor(r, anchor)
	if x != nil {
		f.add(*x)
	}
	return err
}

func (f *Findings) add(x Finding) {
	f.Total++
	if len(f.List) < maxFindings {
		f.List = append(f.List, x)
	}
}

// VerifyAudit reads the whole audit log on one snapshot and tells changed,
// missing and reordered rows, cut-off ends and rewritten chains, and where what is
// stored is not what the log tells of it, in both directions. The error is
// about reading, never about what was found.
func Verify(ctx context.Context, e storage.Engine) (f Findings, err error) {
	err = e.View(ctx, func(r storage.Reader) (err error) {
		f, err = VerifyOn(r)
		return err
	})
	return f, err
}

// VerifyAuditOn is [VerifyAudit] on a snapshot.
func VerifyOn(r storage.Reader) (Findings, error) {
	var f Findings
	v := verifier{r: r, f: &f, told: map[string]toldRow{}}
	for _, step := range []func() error{v.rows, v.heads, v.anchors, v.state} {
		if err := step(); err != nil {
			return Findings{}, fmt.Errorf("verify the audit log: %w", err)
		}
	}
	var err error
	if f.Anchor, err = printed(r); err != nil {
		return Findings{}, fmt.Errorf("verify the audit log: %w", err)
	}
	return f, nil
}

// verifier goes over the rows in key order, chain by chain, and keeps no more
// than the row before.
type verifier struct {
	r            storage.Reader
	f            *Findings
	open         bool // a chain is being read
	period, unit string
	seq          uint64 // the last row's number, by its key
	hash         string // and its hash
	told         map[string]toldRow
}

func (v *verifier) found(fault Fault, seq uint64, detail string) {
	v.f.add(Finding{Fault: fault, Period: v.period, Unit: v.unit, Seq: seq, Detail: detail})
}

func (v *verifier) rows() error {
	err := v.r.Scan(storage.RowAudit.Prefix(), "", 0, func(key string, b []byte) error {
		c := storage.Components(key)
		seq, err := storage.ParseAuditSeq(c)
		if err != nil {
			v.f.add(Finding{Fault: Unreadable, Detail: "key " + key})
			return nil //nolint:nilerr // a finding, not a failure
		}
		if !v.open || c[1] != v.period || c[2] != v.unit {
			if err := v.endChain(); err != nil {
				return err
			}
			*v = verifier{r: v.r, f: v.f, told: v.told, open: true, period: c[1], unit: c[2]}
			v.f.Chains++
		}
		v.row(seq, b)
		return nil
	})
	if err != nil {
		return err
	}
	return v.endChain()
}

// row checks a row against itself, its key and the row before it.
func (v *verifier) row(seq uint64, b []byte) {
	v.f.Rows++
	whole := seq == v.seq+1
	if !whole {
		v.found(Missing, v.seq+1, fmt.Sprintf("rows %d to %d are missing", v.seq+1, seq-1))
	}
	prev := v.hash
	v.seq, v.hash = seq, ""
	row, err := storage.Decode[storage.AuditRow](storage.AuditKey(v.period, v.unit, seq), b)
	if err != nil {
		v.found(Unreadable, seq, err.Error())
		return
	}
	v.hash = row.Hash
	v.listen(row)
	switch {
	case row.V > storage.AuditFormat:
		v.found(Unreadable, seq, fmt.Sprintf("a newer program wrote it (version %d)", row.V))
	case row.Hash != row.Sum():
		v.found(Changed, seq, "the row's words do not match its hash")
	case row.Seq != seq || row.Period != v.period || row.Unit != v.unit:
		v.found(Reordered, seq, fmt.Sprintf("here stands row %d of unit %q, period %q", row.Seq, row.Unit, row.Period))
	case whole && row.Prev != prev && (prev != "" || seq == 1):
		v.found(Changed, seq, "the row before it is not the one it was written after")
	}
}

// endChain checks where the chain ends against its head.
func (v *verifier) endChain() error {
	if !v.open {
		return nil
	}
	head, ok, err := storage.HeadOf(v.r, v.period, v.unit)
	switch {
	case errors.Is(err, storage.ErrCorrupt):
		v.found(Unreadable, 0, err.Error())
	case err != nil:
		return err
	case !ok:
		v.found(Truncated, 0, "the chain has no head")
	case head.Seq > v.seq:
		v.found(Truncated, v.seq+1, fmt.Sprintf("rows %d to %d are missing at the end", v.seq+1, head.Seq))
	case head.Seq < v.seq:
		v.found(Rewritten, head.Seq+1, fmt.Sprintf("the head knows of %d rows only", head.Seq))
	case v.hash != "" && head.Hash != v.hash:
		v.found(Rewritten, v.seq, "the last row is not the one the head names")
	}
	return nil
}

// heads finds chains of which nothing is left but the head.
func (v *verifier) heads() error {
	return v.r.Scan(storage.RowAuditHead.Prefix(), "", 0, func(key string, b []byte) error {
		c := storage.Components(key)
		head, err := storage.Decode[storage.AuditHead](key, b)
		if err != nil || len(c) != 3 {
			return nil //nolint:nilerr // told of at the chain's end, or no chain
		}
		any := false
		err = v.r.Scan(storage.RowAudit.Prefix(c[1], c[2]), "", 1, func(string, []byte) error { any = true; return nil })
		if err == nil && !any {
			v.f.add(Finding{Fault: Truncated, Period: c[1], Unit: c[2], Seq: 1, Detail: fmt.Sprintf("all %d rows are missing", head.Seq)})
		}
		return err
	})
}
