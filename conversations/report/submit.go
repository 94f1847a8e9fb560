package report

import (
	"fmt"
	"strings"

	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
)

// submit hands the report in, or says what still stands in the way.
func (t *turn) submit(checked bool) {
	if missing := t.d.required(t.w); len(missing) > 0 {
		t.toast(textToastMissing, names(missing))
		t.move(missing[0].screen, missing[0].item)
		return
	}
	if t.w.waiting() {
		t.moveWaiting()
		return
	}
	if t.othersSince() {
		t.toast(textToastChanged)
		t.move(screenPreview, "")
		return
	}
	if !checked && len(t.d.suspectsIn(t.w)) > 0 {
		t.move(screenPreview, "")
		return
	}
	r := t.report()
	if t.d.Returned != nil && r.Correction == "" {
		t.toast(textUnchanged)
		t.settle()
		return
	}
	t.w.Submitted, t.w.Open, t.w.Remark = r.Version, false, ""
	t.w.touch("submitted", t.by)
	t.c.Pending, t.c.Value = nil, nil
	what := "提交"
	if r.Version > 1 {
		what = "提交更正"
	}
	t.emit(conversations.Submit{Report: r}, conversations.Logged{What: fmt.Sprintf("%s 第%d版", what, r.Version)})
	// The card that follows speaks of the report as it stands now.
	t.d.Current, t.d.Returned = &r, nil
	t.move(screenSent, "")
}

// othersSince reports whether a colleague changed the draft after this
// person's card was shown.
func (t *turn) othersSince() bool {
	for _, touch := range t.w.Touched {
		if touch.Rev > t.c.Seen && touch.By != t.by.Actor {
			return true
		}
	}
	return false
}

// report builds the next version from the draft.
func (t *turn) report() reports.Report {
	r := reports.Report{
		V: 1, Key: t.d.Key, Unit: t.d.Unit, Version: 1, State: reports.Submitted,
		Entries: t.w.Entries, Readings: t.w.Readings, Answers: t.w.Answers, Evidence: t.w.Evidence,
		SubmittedAt: t.by.At, SubmittedBy: t.by.Actor, FirstAt: t.by.At, Deadline: t.d.Period.Deadline,
	}
	if t.d.SignOff != plan.SignNone && t.d.SignOff != "" {
		r.State = reports.AwaitsSign
	}
	if was := t.d.Current; was != nil {
		r.Version, r.FirstAt, r.Deadline = was.Version+1, was.FirstAt, was.Deadline
		r.Correction = changes(*was, r)
	}
	return r
}

// changes names what differs between two versions.
func changes(was, is reports.Report) string {
	var out []string
	for _, e := range is.Entries {
		old, _ := was.Entry(e.Task)
		if old.Progress != e.Progress || old.Text() != e.Text() || len(old.Evidence) != len(e.Evidence) ||
			reports.Join(old.Need) != reports.Join(e.Need) || reports.Join(old.NeedFrom) != reports.Join(e.NeedFrom) {
			out = append(out, fmt.Sprintf("任务%d", e.Task))
		}
	}
	for _, x := range is.Readings {
		if old, _ := was.Reading(x.Indicator); old.Value != x.Value || old.Unknown != x.Unknown {
			out = append(out, "指标")
			break
		}
	}
	for _, a := range is.Answers {
		if was.Answer(a.Question) != reports.Join(a.Words) {
			out = append(out, "其他")
			break
		}
	}
	if len(was.Evidence) != len(is.Evidence) {
		out = append(out, "附件")
	}
	return strings.Join(out, "、")
}

func (t *turn) awaitsScan() bool {
	return t.d.SignOff == plan.SignScan && t.d.Current != nil && t.d.Current.State == reports.AwaitsSign && !t.w.Open
}

// scanned takes the photo of the signed page.
func (t *turn) scanned(f reports.File) {
	r := *t.d.Current
	r.Scan, r.State, r.SignedAt, r.SignedBy = &f, reports.Signed, t.by.At, t.by.Actor
	t.emit(conversations.Submit{Report: r}, conversations.Logged{What: "签字页", After: f.Label()})
	t.d.Current = &r
	t.note = textScanNoted
}

// suspectsIn returns what in the draft looks like personal data, as sentences.
func (d *Dialog) suspectsIn(w Draft) []string {
	var out []string
	look := func(where, text string) {
		for _, s := range conversations.Suspects(text) {
			out = append(out, fmt.Sprintf(textSuspectRow, where, s.Kind, s.Masked))
		}
	}
	for _, e := range w.Entries {
		where := fmt.Sprintf("任务%d", e.Task)
		for _, ps := range [][]reports.Piece{e.Words, e.Need, e.NeedFrom, e.Reason} {
			look(where, reports.Join(ps))
		}
		for _, f := range e.Evidence {
			look(where+"附件", f.Note+" "+f.Name)
		}
	}
	for _, r := range w.Readings {
		if i, ok := d.indicator(r.Indicator); ok {
			look(i.Name, r.Note)
		}
	}
	for _, a := range w.Answers {
		if q, ok := d.question(a.Question); ok {
			look(q.Title, reports.Join(a.Words))
		}
	}
	return out
}

func names(gaps []gap) string {
	var out []string
	for i, g := range gaps {
		if i == 4 && len(gaps) > 5 {
			return strings.Join(out, "、") + fmt.Sprintf("等%d项", len(gaps))
		}
		out = append(out, g.name)
	}
	return strings.Join(out, "、")
}
