package storage

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"liubao/reports"
)

// AuditRow is one row of the audit log: who did what, when, with the words
// before and after. The rows of a unit and period are a chain: each carries
// the hash of the one before, so that none can be changed, left out or moved
// without the rest telling. There is a chain for each, and not one for all, so
// that two units' transactions never meet.
type AuditRow struct {
	V      int       `json:"v"`
	Unit   string    `json:"unit"`   // unit id, "" for what concerns no unit
	Period string    `json:"period"` // period id, "" for what belongs to none
	Seq    uint64    `json:"seq"`    // from 1
	At     time.Time `json:"at"`     // UTC
	Actor  string    `json:"actor"`  // person id, "" for the program itself
	What   string    `json:"what"`
	Before string    `json:"before,omitempty"`
	After  string    `json:"after,omitempty"`
	Name   string    `json:"name,omitempty"`   // the actor's, on that day
	Stored []Stored  `json:"stored,omitempty"` // see [StateUnit]
	Prev   string    `json:"prev,omitempty"`   // hash of the row before, "" for the first
	Hash   string    `json:"hash"`             // hex SHA-256 of all the rest
}

// AuditHead is the end of a chain. Printed on what leaves the house, it lets
// anybody tell later that the chain was not rewritten.
type AuditHead struct {
	V      int    `json:"v"`
	Unit   string `json:"unit"`
	Period string `json:"period"`
	Seq    uint64 `json:"seq"`
	Hash   string `json:"hash"`
}

// String returns the end of a chain as it leaves the file.
func (h AuditHead) String() string {
	return fmt.Sprintf("%s %s %d %s", h.Period, h.Unit, h.Seq, h.Hash)
}

// whatHeadAnew is what the row says that goes on behind a damaged head.
const whatHeadAnew = "链尾记录损坏，自最后一行续记"

// headAnew goes on behind the last row of a chain whose head is damaged, with a row
// that says so: a unit whose head was damaged would otherwise be told of nothing any more.
func headAnew(tx Tx, next AuditRow) (AuditHead, error) {
	head := AuditHead{V: format, Unit: next.Unit, Period: next.Period}
	err := tx.Scan(RowAudit.Prefix(next.Period, next.Unit), "", 0, func(key string, val []byte) (err error) {
		if head.Seq, err = ParseAuditSeq(Components(key)); err != nil {
			return err
		}
		if row, err := Decode[AuditRow](key, val); err == nil {
			head.Hash = row.Hash
		}
		return nil
	})
	if err != nil {
		return head, err
	}
	if err := Put(tx, RowAuditHead.Key(next.Period, next.Unit), head); err != nil {
		return head, err
	}
	row, err := AppendAudit(tx, AuditRow{Unit: next.Unit, Period: next.Period, At: next.At, What: whatHeadAnew})
	head.Seq, head.Hash = row.Seq, row.Hash
	return head, err
}

// Digest hashes fields so that no two lists of fields give the same bytes: a
// name for the kind of record, then each field behind its length.
func Digest(kind string, fields ...string) string {
	n := 8 + len(kind)
	for _, f := range fields {
		n += 8 + len(f)
	}
	b := frame(make([]byte, 0, n), kind)
	for _, f := range fields {
		b = frame(b, f)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// frame appends a field behind its length.
func frame(b []byte, field string) []byte {
	return append(binary.BigEndian.AppendUint64(b, uint64(len(field))), field...)
}

// AuditFormat is the version of the rows written by this program. Rows of an
// earlier version stay as they are, and are verified by what it hashed.
const AuditFormat = 2

// Sum returns what the row's Hash must be.
func (r *AuditRow) Sum() string {
	if r.V != format {
		return r.sum2()
	}
	return Digest("liubao audit row", strconv.Itoa(r.V), r.Unit, r.Period, strconv.FormatUint(r.Seq, 10),
		r.At.UTC().Format(time.RFC3339Nano), r.Actor, r.What, r.Before, r.After, r.Prev)
}

// sum2 is Sum for rows of version 2.
func (r *AuditRow) sum2() string {
	fields := []string{strconv.Itoa(r.V), r.Unit, r.Period, strconv.FormatUint(r.Seq, 10),
		r.At.UTC().Format(time.RFC3339Nano), r.Actor, r.Name, r.What, r.Before, r.After, r.Prev}
	for _, x := range r.Stored {
		fields = append(fields, x.Key, x.Sum)
	}
	return Digest("liubao audit row", fields...)
}

// AppendAudit adds a row to the chain of its unit and period, and returns it as
// stored: version, number, name and hashes are set here. Costs 3 writes, the
// last two of which further rows of the same chain share.
func AppendAudit(tx Tx, row AuditRow) (AuditRow, error) {
	head, _, err := HeadOf(tx, row.Period, row.Unit)
	if errors.Is(err, ErrCorrupt) {
		head, err = headAnew(tx, row)
	}
	if err != nil {
		return AuditRow{}, err
	}
	if row.Actor != "" && row.Name == "" {
		p, _, err := GetSound[reports.Person](tx, RowPerson.Key(row.Actor))
		if err != nil {
			return AuditRow{}, err
		}
		row.Name = p.Name
	}
	row.V, row.At = AuditFormat, row.At.UTC()
	row.Seq, row.Prev = head.Seq+1, head.Hash
	row.Hash = row.Sum()
	if err := Put(tx, AuditKey(row.Period, row.Unit, row.Seq), row); err != nil {
		return AuditRow{}, err
	}
	head = AuditHead{V: format, Unit: row.Unit, Period: row.Period, Seq: row.Seq, Hash: row.Hash}
	if err := Put(tx, RowAuditHead.Key(row.Period, row.Unit), head); err != nil {
		return AuditRow{}, err
	}
	return row, Put(tx, RowAuditNew.Key(row.Period, row.Unit), row.Seq)
}

// HeadOf returns the end of a unit's chain of a period; ok is false where there
// are no rows yet.
func HeadOf(r Reader, period, unit string) (AuditHead, bool, error) {
	return Get[AuditHead](r, RowAuditHead.Key(period, unit))
}

// AuditRows returns at most limit rows (0 for all) of a unit's chain of a
// period, oldest first, from the one after number after.
func AuditRows(r Reader, period, unit string, after uint64, limit int) ([]AuditRow, error) {
	var out []AuditRow
	from := ""
	if after > 0 {
		from = AuditKey(period, unit, after)
	}
	err := Each(r, RowAudit.Prefix(period, unit), from, limit, func(_ string, row AuditRow) error {
		out = append(out, row)
		return nil
	})
	return out, err
}

// Log adds a row to the audit log. What concerns no unit stands under "-", what concerns
// no period under its month.
func Log(tx Tx, at time.Time, actor, unit, period, what, before, after string) error {
	if unit == "" {
		unit = "-"
	}
	if period == "" {
		period = at.UTC().Format("2006-01")
	}
	_, err := AppendAudit(tx, AuditRow{
		Unit: unit, Period: period, At: at, Actor: actor, What: what, Before: before, After: after,
	})
	return err
}
