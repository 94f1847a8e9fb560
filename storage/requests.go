package storage

import (
	"errors"
	"slices"
	"strings"
	"time"

	"liubao/plan"
	"liubao/reports"
)

// openRequestKey is where it stands that a request is open, by kind and by the
// day until which units are to answer: what is counted is not read.
func openRequestKey(kind reports.RequestKind, due, id string) string {
	return RowOpenRequest.Key(string(kind), due, id)
}

// closedRequestKey is where it stands when a request was closed: by the second, so that
// those closed since a time are found without reading the others.
func closedRequestKey(at time.Time, id string) string {
	return RowClosedRequest.Key(at.UTC().Format(time.RFC3339), id)
}

// noDue stands for the day of a request that nobody is late with.
const noDue = "-"

// requestEntry is what the index says of an open request.
type requestEntry struct {
	V     int      `json:"v"`
	Due   string   `json:"due"`
	Units []string `json:"units"`
}

// requestRow is a request as it is stored, with how the index has it.
type requestRow struct {
	reports.Request
	Index *requestEntry `json:"index,omitempty"`
}

// SaveRequest stores a request, and brings the lists of open and closed ones up to date.
func SaveRequest(tx Tx, r reports.Request) error {
	old, ok, err := Get[requestRow](tx, RowRequest.Key(r.ID))
	if err != nil {
		return err
	}
	if ok && !old.Open() {
		if err := tx.Delete(closedRequestKey(old.ClosedAt, r.ID)); err != nil {
			return err
		}
	}
	if ok && old.Index != nil {
		if err := unlist(tx, r, *old.Index); err != nil {
			return err
		}
	}
	if !ok && strings.HasPrefix(r.ID, "i") && len(r.Parties) > 0 { // an earlier program's, told from here on as a request
		for _, p := range r.Parties {
			if err := tx.Delete(RowInstruction.Key(p.Unit, r.ID[1:])); err != nil {
				return err
			}
		}
	}
	row := requestRow{Request: r}
	if !r.Open() {
		if err := Put(tx, closedRequestKey(r.ClosedAt, r.ID), 1); err != nil {
			return err
		}
	} else {
		row.Index = &requestEntry{V: 1, Due: noDue, Units: listedUnits(r)}
		if r.Turn() == reports.TurnUnits && !r.Due.IsZero() {
			row.Index.Due = r.Due.String()
		}
		if err := Put(tx, openRequestKey(r.Kind, row.Index.Due, r.ID), 1); err != nil {
			return err
		}
		for _, u := range row.Index.Units {
			if err := Put(tx, RowUnitRequest.Key(u, r.ID), 1); err != nil {
				return err
			}
		}
	}
	return Put(tx, RowRequest.Key(r.ID), row)
}

// ForgetRequests deletes at most limit requests that were closed before a time, and
// returns how many.
func ForgetRequests(tx Tx, before time.Time, limit int) (n int, err error) {
	var keys []string
	if err := tx.Scan(RowClosedRequest.Prefix(), "", limit, func(key string, _ []byte) error {
		if key < closedRequestKey(before, "") {
			keys = append(keys, key)
		}
		return nil
	}); err != nil {
		return 0, err
	}
	for _, key := range keys {
		for _, k := range []string{key, RowRequest.Key(Components(key)[2])} {
			if err := tx.Delete(k); err != nil {
				return 0, err
			}
		}
	}
	return len(keys), nil
}

func unlist(tx Tx, r reports.Request, at requestEntry) error {
	if err := tx.Delete(openRequestKey(r.Kind, at.Due, r.ID)); err != nil {
		return err
	}
	for _, u := range at.Units {
		if err := tx.Delete(RowUnitRequest.Key(u, r.ID)); err != nil {
			return err
		}
	}
	return nil
}

// listedUnits are the units on whose list a request stands.
func listedUnits(r reports.Request) []string {
	out := r.Units()
	if r.Unit != "" {
		out = append(out, r.Unit)
	}
	return out
}

// Request returns a request, an instruction of an earlier program included.
func Request(r Reader, id string) (reports.Request, bool, error) {
	row, ok, err := Get[requestRow](r, RowRequest.Key(id))
	if err != nil || ok || !strings.HasPrefix(id, "i") {
		return row.Request, ok, err
	}
	var out reports.Request
	err = EachSound(r, RowInstruction.Prefix(), "", 0, func(_ string, i reports.Instruction) error {
		if "i"+i.ID == id {
			out, ok = i.AsRequest(), true
		}
		return nil
	})
	return out, ok, err
}

// CountRequests returns how many requests of a kind are open, and how many of
// them are past the day on which units were to answer. It reads no request.
func CountRequests(r Reader, kind reports.RequestKind, today plan.Date) (open, late int, err error) {
	day := today.String()
	err = r.Scan(RowOpenRequest.Prefix(string(kind)), "", 0, func(key string, _ []byte) error {
		open++
		if due := Components(key)[2]; due != noDue && due < day {
			late++
		}
		return nil
	})
	if err != nil || kind != reports.Instruct {
		return open, late, err
	}
	err = r.Scan(RowInstruction.Prefix(), "", 0, func(string, []byte) error { open++; return nil })
	return open, late, err
}

// OpenRequests returns at most limit open requests of a kind, 0 for all: those
// with the earliest day first, those without one last.
func OpenRequests(r Reader, kind reports.RequestKind, limit int) ([]reports.Request, error) {
	var dated, plain []string
	if err := r.Scan(RowOpenRequest.Prefix(string(kind)), "", 0, func(key string, _ []byte) error {
		if c := Components(key); c[2] == noDue {
			plain = append(plain, c[3])
		} else {
			dated = append(dated, c[3])
		}
		return nil
	}); err != nil {
		return nil, err
	}
	out, err := requestsNamed(r, append(dated, plain...), limit)
	if err != nil || kind != reports.Instruct {
		return out, err
	}
	old, err := AllSound[reports.Instruction](r, RowInstruction.Prefix())
	for _, i := range old {
		if limit == 0 || len(out) < limit {
			out = append(out, i.AsRequest())
		}
	}
	return out, err
}

// UnitRequests returns the open requests that a unit asked or is asked, by id.
func UnitRequests(r Reader, unit string) ([]reports.Request, error) {
	var ids []string
	if err := r.Scan(RowUnitRequest.Prefix(unit), "", 0, func(key string, _ []byte) error {
		ids = append(ids, Components(key)[2])
		return nil
	}); err != nil {
		return nil, err
	}
	out, err := requestsNamed(r, ids, 0)
	if err != nil {
		return nil, err
	}
	old, err := AllSound[reports.Instruction](r, RowInstruction.Prefix(unit))
	for _, i := range old {
		out = append(out, i.AsRequest())
	}
	return out, err
}

func requestsNamed(r Reader, ids []string, limit int) ([]reports.Request, error) {
	var out []reports.Request
	for _, id := range ids {
		if limit > 0 && len(out) == limit {
			break
		}
		row, ok, err := Get[requestRow](r, RowRequest.Key(id))
		if errors.Is(err, ErrCorrupt) {
			continue // one damaged row stops nobody's others; verify tells of it
		}
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, row.Request)
		}
	}
	return out, nil
}

// ClosedRequests returns the requests that were closed at a time or later, in the order
// in which they were. It reads no others.
func ClosedRequests(r Reader, since time.Time) ([]reports.Request, error) {
	var ids []string
	if err := r.Scan(RowClosedRequest.Prefix(), RowClosedRequest.Key(since.UTC().Format(time.RFC3339)), 0, func(key string, _ []byte) error {
		ids = append(ids, Components(key)[2])
		return nil
	}); err != nil {
		return nil, err
	}
	return requestsNamed(r, ids, 0)
}

// ClosedRequestsBefore is ClosedRequests without those that were closed at the time
// until, or later.
func ClosedRequestsBefore(r Reader, since, until time.Time) ([]reports.Request, error) {
	out, err := ClosedRequests(r, since)
	return slices.DeleteFunc(out, func(x reports.Request) bool { return !x.ClosedAt.Before(until) }), err
}

// RequestsSince returns the requests that are open, instructions of an earlier program
// among them, and those that were closed at a time or later, by id. It reads no others.
func RequestsSince(r Reader, since time.Time) ([]reports.Request, error) {
	out, err := ClosedRequests(r, since)
	for _, kind := range []reports.RequestKind{reports.Trouble, reports.Instruct, reports.Assign} {
		if err != nil {
			return nil, err
		}
		var open []reports.Request
		open, err = OpenRequests(r, kind, 0)
		out = append(out, open...)
	}
	slices.SortFunc(out, func(a, b reports.Request) int { return strings.Compare(a.ID, b.ID) })
	return out, err
}

// Requests returns all requests there have been, by id.
func Requests(r Reader) ([]reports.Request, error) {
	rows, err := AllSound[requestRow](r, RowRequest.Prefix())
	var out []reports.Request
	for _, x := range rows {
		out = append(out, x.Request)
	}
	return out, err
}
