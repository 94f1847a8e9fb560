package storage

import "liubao/reports"

// Briefs lie beside reports and drafts so that an overview of a period reads
// little: [SaveReport] and [SaveDraft] write them in the same transaction.

// BriefKey is where the brief of a report stands.
func BriefKey(k reports.Key) string { return join("brief", k.Period, k.Duty, k.Subject) }

// BriefsPrefix covers the briefs of a duty's reports in a period.
func BriefsPrefix(period, duty string) string { return under("brief", period, duty) }

// DraftBriefKey is where the brief of a draft stands.
func DraftBriefKey(k reports.Key) string { return join("draftbrief", k.Period, k.Duty, k.Subject) }

// DraftBriefsPrefix covers the briefs of a duty's drafts in a period.
func DraftBriefsPrefix(period, duty string) string { return under("draftbrief", period, duty) }

// Brief returns where a report stands.
func Brief(r Reader, k reports.Key) (reports.Brief, bool, error) {
	return Get[reports.Brief](r, BriefKey(k))
}

// DraftBrief returns how far a draft has come.
func DraftBrief(r Reader, k reports.Key) (reports.DraftBrief, bool, error) {
	return Get[reports.DraftBrief](r, DraftBriefKey(k))
}

// Briefs returns where a duty's reports of a period stand, by subject.
func Briefs(r Reader, period, duty string) (map[string]reports.Brief, error) {
	out := map[string]reports.Brief{}
	err := Each(r, BriefsPrefix(period, duty), "", 0, func(_ string, b reports.Brief) error {
		out[b.Key.Subject] = b
		return nil
	})
	return out, err
}

// DraftBriefs returns how far a duty's drafts of a period have come, by subject.
func DraftBriefs(r Reader, period, duty string) (map[string]reports.DraftBrief, error) {
	out := map[string]reports.DraftBrief{}
	err := Each(r, DraftBriefsPrefix(period, duty), "", 0, func(_ string, b reports.DraftBrief) error {
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
	b := d.Brief()
	b.V, b.Key = format, k
	return Put(tx, DraftBriefKey(k), b)
}
