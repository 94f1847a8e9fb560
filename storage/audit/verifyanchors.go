package audit

import (
	"errors"
	"fmt"

	"liubao/storage"
)

// anchors checks the anchors against each other and the rows against them.
func (v *verifier) anchors() error {
	prev, last := "", ""
	err := v.r.Scan(storage.RowAnchor.Prefix(), "", 0, func(key string, b []byte) error {
		date := storage.Components(key)[1]
		v.f.Anchors++
		a, err := storage.Decode[Anchor](key, b)
		if err != nil {
			v.badAnchor(date, err.Error())
			prev, last = "", date
			return nil
		}
		switch {
		case a.Date != date:
			v.badAnchor(date, "here stands the anchor of "+a.Date)
		case a.Prev != prev && (prev != "" || last == ""):
			v.badAnchor(date, "the anchor before it is missing or was changed")
		}
		prev, last = a.Hash, date
		return v.anchor(date, a)
	})
	if err != nil {
		return err
	}
	want, ok, err := storage.Get[lastAnchor](v.r, storage.RowMeta.Key(storage.MetaAnchor))
	switch {
	case errors.Is(err, storage.ErrCorrupt):
		v.badAnchor(last, err.Error())
	case err != nil:
		return err
	case ok != (last != "") || want.Date != last:
		v.badAnchor(want.Date, fmt.Sprintf("the last anchor is of %q, and should be of %q", last, want.Date))
	case prev != "" && want.Hash != prev:
		v.badAnchor(last, "the last anchor is not the one that was made")
	}
	return nil
}

func (v *verifier) badAnchor(date, detail string) {
	v.f.add(Finding{Fault: BadAnchor, Date: date, Detail: detail})
}

// anchor checks an anchor's parts, and that the rows it names are there.
func (v *verifier) anchor(date string, a Anchor) error {
	parts, err := storage.All[anchorPart](v.r, storage.RowAnchorPart.Prefix(date))
	if errors.Is(err, storage.ErrCorrupt) {
		v.badAnchor(date, err.Error())
		return nil
	}
	if err != nil {
		return err
	}
	if len(parts) != a.Parts || a.Hash != a.sum(parts) {
		v.badAnchor(date, "its contents do not match its hash")
		return nil
	}
	for _, p := range parts {
		for _, h := range p.Heads {
			if err := v.anchoredRow(date, h); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *verifier) anchoredRow(date string, h storage.AuditHead) error {
	found := func(fault Fault, detail string) {
		v.f.add(Finding{Fault: fault, Period: h.Period, Unit: h.Unit, Seq: h.Seq, Date: date, Detail: detail})
	}
	row, ok, err := storage.Get[storage.AuditRow](v.r, storage.AuditKey(h.Period, h.Unit, h.Seq))
	switch {
	case errors.Is(err, storage.ErrCorrupt):
		return nil // told of with the rows
	case err != nil:
		return err
	case !ok:
		found(Truncated, fmt.Sprintf("there were %d rows on that day", h.Seq))
	case row.Hash != h.Hash:
		found(Rewritten, "the row is not the one that was anchored")
	}
	return nil
}
