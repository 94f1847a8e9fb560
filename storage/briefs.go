package storage

import (
	"errors"

	"liubao/reports"
)

// Briefs lie beside reports and drafts so that an overview of a period reads
// little: [SaveReport] and [SaveDraft] write them in the same transaction.

// Brief returns where a report stands. A damaged brief is made anew from its
// report. Of a report whose own row is damaged the brief says what it knows, with the
// state [reports.Unreadable].
func Brief(r Reader, k reports.Key) (reports.Brief, bool, error) {
	b, ok, err := Get[reports.Brief](r, RowBrief.Of(k))
	if errors.Is(err, ErrCorrupt) {
		b, err = briefAnew(r, k)
		return b, err == nil, err
	}
	if err != nil || !ok {
		return b, false, err
	}
	if _, _, err = Report(r, k); errors.Is(err, ErrCorrupt) {
		b.State, err = reports.Unreadable, nil
	}
	return b, err == nil, err
}

// UnreadableReports names the reports that cannot be read among those whose keys start
// with a prefix, see [RowReport] and [RowReport].
func UnreadableReports(r Reader, prefix string) (map[reports.Key]bool, error) {
	out := map[reports.Key]bool{}
	err := r.Scan(prefix, "", 0, func(key string, val []byte) error {
		_, err := Decode[reports.Report](key, val)
		if errors.Is(err, ErrCorrupt) {
			c := Components(key)
			out[reports.Key{Period: c[1], Duty: c[2], Subject: c[3]}] = true
			return nil
		}
		return err
	})
	return out, err
}

// briefAnew stands in for a damaged brief. There was a report, or nothing would
// have been damaged: nobody is told that it is missing.
func briefAnew(r Reader, k reports.Key) (reports.Brief, error) {
	switch x, ok, err := Report(r, k); {
	case errors.Is(err, ErrCorrupt), err == nil && !ok:
		return reports.Brief{V: format, Key: k, State: reports.Unreadable}, nil
	case err != nil:
		return reports.Brief{}, err
	default:
		return x.Brief(), nil
	}
}

// DraftBrief returns how far a draft has come.
func DraftBrief(r Reader, k reports.Key) (reports.DraftBrief, bool, error) {
	return GetSound[reports.DraftBrief](r, RowDraftBrief.Of(k))
}

// Briefs returns where a duty's reports of a period stand, by subject; what is
// damaged as in [Brief].
func Briefs(r Reader, period, duty string) (map[string]reports.Brief, error) {
	out := map[string]reports.Brief{}
	var damaged []string
	err := r.Scan(RowBrief.Prefix(period, duty), "", 0, func(key string, val []byte) error {
		b, err := Decode[reports.Brief](key, val)
		if errors.Is(err, ErrCorrupt) {
			c := Components(key)
			damaged = append(damaged, c[len(c)-1])
			return nil
		}
		out[b.Key.Subject] = b
		return err
	})
	if err != nil {
		return nil, err
	}
	lost, err := UnreadableReports(r, RowReport.Prefix(period, duty))
	for k := range lost {
		if b, ok := out[k.Subject]; ok {
			b.State = reports.Unreadable
			out[k.Subject] = b
		}
	}
	for _, subject := range damaged {
		if err != nil {
			break
		}
		out[subject], err = briefAnew(r, reports.Key{Period: period, Duty: duty, Subject: subject})
	}
	return out, err
}

// DraftBriefs returns how far a duty's drafts of a period have come, by subject.
// A damaged brief is as none: the draft itself is read when it is opened.
func DraftBriefs(r Reader, period, duty string) (map[string]reports.DraftBrief, error) {
	out := map[string]reports.DraftBrief{}
	err := EachSound(r, RowDraftBrief.Prefix(period, duty), "", 0, func(_ string, b reports.DraftBrief) error {
		out[b.Key.Subject] = b
		return nil
	})
	return out, err
}

// briefed is a draft that can say how far it has come.
type briefed interface{ Brief() reports.DraftBrief }

func saveDraftBrief(tx Tx, k reports.Key, draft any) error {
	d, ok := draft.(briefed)
	if !ok {
		return nil
	}
	return SaveDraftBrief(tx, k, d.Brief())
}

// SaveDraftBrief stores how far a draft has come.
func SaveDraftBrief(tx Tx, k reports.Key, b reports.DraftBrief) error {
	b.V, b.Key = format, k
	return Put(tx, RowDraftBrief.Of(k), b)
}
