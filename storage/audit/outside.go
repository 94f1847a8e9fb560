package audit

import (
	"errors"
	"strconv"
	"strings"

	"liubao/storage"
)

// Whoever has the file can work out every hash anew. What they cannot change is an
// anchor that has left the file: printed, in a document's properties, in a message.
// There are three kinds, told apart by their form:
//
//	2026-12-15 HASH                        a day's anchor: all that was there then
//	2026-12-15 caizheng 14 HASH            a unit's chain of a period, up to a row
//	2026-12-15 caizheng:14,dangqun:9 HASH  all chains of a period, each up to a row

// ErrNoAnchor: the text is no anchor.
var ErrNoAnchor = errors.New("that is no anchor; copy the whole line, such as: 2026-12-15 and the 64 letters and digits behind it")

// String returns the anchor as it leaves the file.
func (a Anchor) String() string { return a.Date + " " + a.Hash }

// PeriodAnchor returns an anchor of all chains of a period, "" where there are none.
func PeriodAnchor(r storage.Reader, period string) (string, error) {
	heads, err := storage.AllSound[storage.AuditHead](r, storage.RowAuditHead.Prefix(period)) // one that is damaged keeps no paper from being made
	if err != nil || len(heads) == 0 {
		return "", err
	}
	return period + " " + ends(heads) + " " + sumOfHeads(heads), nil
}

// ends lists where chains end.
func ends(heads []storage.AuditHead) string {
	out := make([]string, len(heads))
	for i, h := range heads {
		out[i] = h.Unit + ":" + strconv.FormatUint(h.Seq, 10)
	}
	return strings.Join(out, ",")
}

func sumOfHeads(heads []storage.AuditHead) string {
	var fields []string
	for _, h := range heads {
		fields = append(fields, h.Unit, strconv.FormatUint(h.Seq, 10), h.Hash)
	}
	return storage.Digest("liubao period anchor", fields...)
}

// CheckAnchor compares the log with an anchor that was kept outside of it. It
// returns what is wrong, nil where the log is the one the anchor was taken of; the
// error is [ErrNoAnchor], or about reading.
func CheckAnchor(r storage.Reader, anchor string) (*Finding, error) {
	parts := strings.Fields(anchor)
	if len(parts) < 2 || len(parts) > 4 || len(parts[len(parts)-1]) != 64 {
		return nil, ErrNoAnchor
	}
	hash := parts[len(parts)-1]
	switch len(parts) {
	case 2:
		return dayAnchor(r, parts[0], hash)
	case 3:
		return periodAnchor(r, parts[0], parts[1], hash)
	}
	seq, err := strconv.ParseUint(parts[2], 10, 64)
	if err != nil {
		return nil, ErrNoAnchor
	}
	_, wrong, err := rowAt(r, parts[0], parts[1], seq, hash)
	return wrong, err
}

func dayAnchor(r storage.Reader, date, hash string) (*Finding, error) {
	a, ok, err := storage.Get[Anchor](r, storage.RowAnchor.Key(date))
	switch {
	case errors.Is(err, storage.ErrCorrupt):
		return &Finding{Fault: Otherwise, Date: date, Detail: "the anchor of the day cannot be read"}, nil
	case err != nil:
		return nil, err
	case !ok:
		return &Finding{Fault: Otherwise, Date: date, Detail: "there is no anchor of the day"}, nil
	case a.Hash != hash:
		return &Finding{Fault: Otherwise, Date: date, Detail: "the log up to the day is not the one the anchor was taken of"}, nil
	}
	return nil, nil //nolint:nilnil // nothing is wrong
}

func periodAnchor(r storage.Reader, period, chains, sum string) (*Finding, error) {
	var heads []storage.AuditHead
	for chain := range strings.SplitSeq(chains, ",") {
		at := strings.LastIndexByte(chain, ':')
		if at < 0 {
			return nil, ErrNoAnchor
		}
		seq, err := strconv.ParseUint(chain[at+1:], 10, 64)
		if err != nil {
			return nil, ErrNoAnchor
		}
		row, wrong, err := rowAt(r, period, chain[:at], seq, "")
		if err != nil || wrong != nil {
			return wrong, err
		}
		heads = append(heads, storage.AuditHead{Period: period, Unit: chain[:at], Seq: seq, Hash: row.Hash})
	}
	if sumOfHeads(heads) != sum {
		return &Finding{Fault: Otherwise, Period: period, Detail: "the period's log is not the one the anchor was taken of"}, nil
	}
	return nil, nil //nolint:nilnil // nothing is wrong
}

// rowAt returns a row, and what is wrong where it is not there or has another hash
// than is wanted, "" for any.
func rowAt(r storage.Reader, period, unit string, seq uint64, want string) (storage.AuditRow, *Finding, error) {
	row, ok, err := storage.Get[storage.AuditRow](r, storage.AuditKey(period, unit, seq))
	f := &Finding{Fault: Otherwise, Period: period, Unit: unit, Seq: seq}
	switch {
	case errors.Is(err, storage.ErrCorrupt):
		f.Detail = "the row that the anchor was taken of cannot be read"
	case err != nil:
		return row, nil, err
	case !ok:
		f.Detail = "the row that the anchor was taken of is not there"
	case want != "" && row.Hash != want:
		f.Detail = "the row is not the one that the anchor was taken of"
	default:
		return row, nil, nil
	}
	return row, f, nil
}

// printed is the latest anchor as it is to be kept outside, "" where there is none.
func printed(r storage.Reader) (string, error) {
	a, ok, err := LastAnchor(r)
	if errors.Is(err, storage.ErrCorrupt) || err == nil && !ok {
		return "", nil
	}
	return a.String(), err
}
